"""Tells people what they are asked, who asks, why and by when, and what they need not do."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.assignments.deciding import Kind
from learning.assignments.load import much
from learning.assignments.models import Assignment
from learning.assignments.rules import CONFIDENTIAL
from learning.catalogue.published import Catalogue
from learning.clock import day_in_words
from learning.notices import actions as notices
from learning.people.models import Organisation, Person

LIFTED = {
    "left role": "You no longer hold the role that it was for.",
    "rule ended": "It is no longer asked of this role.",
    "left": "You no longer belong there.",
    "left out": "It is not asked of you.",
}
UNTOLD = {"paused", "exempt"}  # somebody on leave is left in peace; an exemption tells its own


@dataclass(frozen=True)
class Said:
    """Something to be told to several people in the same words."""

    assignment_id: int
    kind: Kind
    due_on: date
    why: str
    capped: bool  # moved so that no week asks too much of somebody new


@dataclass(frozen=True)
class _Asker:
    path: str
    reason: str
    organisation_id: int
    organisation: str
    person_id: int
    name: str


def tell(
    session: Session,
    told: Iterable[tuple[Said, int]],
    *,
    catalogue: Catalogue,
    minutes_a_week: int,
    at: datetime,
) -> None:
    """`told` pairs what is said with the person it is said to."""
    people: dict[Said, set[int]] = defaultdict(set)
    for said, person in told:
        if said.why not in UNTOLD and said.kind != "kept":
            people[said].add(person)
    askers = _askers(session, {said.assignment_id for said in people})
    for said, whom in people.items():
        asker = askers[said.assignment_id]
        title = catalogue.paths[asker.path].title if asker.path in catalogue.paths else asker.path
        subject, body = _words(said, asker, title, minutes_a_week)
        notices.tell_all(
            session,
            sorted(whom),
            organisation_id=asker.organisation_id,
            kind=f"path.{_KINDS[said.kind]}",
            subject=subject[:200],
            body=body,
            link=f"/paths/{asker.path}",
            at=at,
        )
    _tell_the_lead(session, people, askers, catalogue, minutes_a_week, at)


_KINDS: dict[Kind, str] = {
    "asked": "assigned",
    "back": "assigned",
    "moved": "moved",
    "lifted": "lifted",
}


def _askers(session: Session, assignments: Collection[int]) -> dict[int, _Asker]:
    rows = session.execute(
        select(Assignment, Organisation.name, Person.name)
        .join(Organisation, Organisation.id == Assignment.organisation_id)
        .join(Person, Person.id == Assignment.assigned_by)
        .where(Assignment.id.in_(assignments))
    )
    return {
        one.id: _Asker(
            one.path, _public(one), one.organisation_id, organisation, one.assigned_by, name
        )
        for one, organisation, name in rows
    }


def _public(one: Assignment) -> str:
    """What may stand in a notice, which others than its person may read."""
    hidden = f"{CONFIDENTIAL} It is on your page My learning."
    return one.reason if one.officer_id is None else hidden


def _words(said: Said, asker: _Asker, title: str, minutes_a_week: int) -> tuple[str, str]:
    by = day_in_words(said.due_on)
    if said.kind == "lifted":
        body = f"{asker.organisation}: {LIFTED.get(said.why, '')} What you have shown stays yours."
        return f"You need no longer take: {title}", body
    if said.kind == "moved":
        return f"You have another last day for: {title}", f"Please finish by {by}."
    again = "again " if said.kind == "back" else ""
    body = f"{asker.reason} Please finish by {by}. Asked by {asker.name}, {asker.organisation}."
    if said.capped:
        body += f" The day was moved so that no week asks more than {much(minutes_a_week)}."
    return f"You are asked {again}to take: {title}", body


def _tell_the_lead(
    session: Session,
    people: dict[Said, set[int]],
    askers: dict[int, _Asker],
    catalogue: Catalogue,
    minutes_a_week: int,
    at: datetime,
) -> None:
    """Who asked reads for how many newcomers the last day was moved."""
    capped: dict[int, set[int]] = defaultdict(set)
    for said, whom in people.items():
        if said.capped:
            capped[said.assignment_id] |= whom
    for assignment, whom in capped.items():
        asker = askers[assignment]
        path = catalogue.paths.get(asker.path)
        several = "1 newcomer" if len(whom) == 1 else f"{len(whom)} newcomers"
        notices.tell(
            session,
            person_id=asker.person_id,
            organisation_id=asker.organisation_id,
            kind="path.moved-for-newcomers",
            subject=f"A later last day for {several}: {path.title if path else asker.path}"[:200],
            body=f"So that no week asks more than {much(minutes_a_week)} of somebody new.",
            link=None,
            at=at,
        )
