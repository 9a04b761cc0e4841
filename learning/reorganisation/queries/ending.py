"""Answers what ends with the councils that a plan ends, in counts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from learning.assignments.models import Assignment
from learning.claims.models import CompletionUpload
from learning.imports.models import PeopleImport, Status
from learning.people.keys import ApiToken
from learning.people.models import Sharing
from learning.reorganisation.rules.plans import Plan

WORDS = {  # one, several
    "rule": ("standing rule", "standing rules"),
    "agreement": ("agreement to share figures", "agreements to share figures"),
    "token": ("token by which a tool reads its figures", "tokens by which tools read its figures"),
    "file": ("file that was not applied", "files that were not applied"),
}


@dataclass(frozen=True)
class Ending:
    """What ends with one council."""

    council: str
    counts: Sequence[tuple[str, int]]

    @property
    def words(self) -> list[str]:
        """Each kind with its count."""
        return [f"{count:,} {WORDS[what][count != 1]}" for what, count in self.counts]


def ends_with(session: Session, plan: Plan, *, today: date) -> list[Ending]:
    """Of each council that ends and has something of its own, in one statement."""
    names = {one.council.id: one.council.name for one in plan.leaving if not one.goes_on}
    if not names:
        return []
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for council, what, count in session.execute(_counts(sorted(names), plan.vests_on, today)):
        found[council][what] = found[council].get(what, 0) + count
    return [
        Ending(name, [(what, found[council][what]) for what in WORDS if what in found[council]])
        for council, name in names.items()
        if found[council]
    ]


def _counts(councils: Sequence[int], on: date, today: date) -> Any:
    def later(column: Any) -> Any:
        return or_(column.is_(None), column > on)

    open_file = PeopleImport.status.not_in((Status.APPLIED, Status.CANCELLED))
    unapplied = CompletionUpload.applied_at.is_(None) & CompletionUpload.completions.is_not(None)
    works = ApiToken.revoked_at.is_(None) & (ApiToken.expires_on > max(on, today))
    shares = Sharing.superseded_at.is_(None) & later(Sharing.ends_on)
    parts: tuple[tuple[str, Any, Any], ...] = (
        ("rule", Assignment, Assignment.standing & later(Assignment.ends_on)),
        ("agreement", Sharing, shares),
        ("token", ApiToken, works),
        ("file", PeopleImport, open_file),
        ("file", CompletionUpload, unapplied),
    )
    return union_all(
        *(
            select(table.organisation_id, literal(what), func.count())
            .where(table.organisation_id.in_(councils), which)
            .group_by(table.organisation_id)
            for what, table, which in parts
        )
    )
