"""What stands beside a report's figures: the newest record, who is left out, who is exempt."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from learning.assignments.exemptions import Exemption
from learning.catalogue.published import Catalogue
from learning.coverage.newest import newest_row
from learning.coverage.queries import Question
from learning.coverage.rules.figures import Filters
from learning.coverage.rules.no_name import THRESHOLD
from learning.database import UtcDateTime
from learning.dated import holds, known
from learning.people.models import HeldRole, Membership, MembershipPeriod, Pause
from learning.people.sight import hidden_from, in_scope, is_member, not_hidden_from
from learning.people.standing import Scope


@dataclass(frozen=True)
class Beside:
    """What a lead is told beside the figures."""

    newest_row: datetime | None
    left_out: int  # restricted members of the day whom this lead does not see
    exempt: int | None


def of_lead(
    session: Session, question: Question, scope: Scope, filters: Filters, catalogue: Catalogue
) -> Beside:
    """In one statement; exempt people are counted where no filter is given."""
    (organisation,), lead_id = question.organisations, question.lead_id or 0
    exempt = _exempt(
        question, in_scope(scope, catalogue, on=question.as_at), not_hidden_from(lead_id)
    )
    row = session.execute(
        select(
            type_coerce(newest_row(question), UtcDateTime()),
            _left_out(organisation, lead_id, question.as_at),
            exempt,
        )
    ).one()
    return Beside(row[0], row[1], None if filters.given else row[2])


def left_out(session: Session, organisation_id: int, lead_id: int, on: date) -> int:
    """How many members of a day are restricted to leads of whom this is not one."""
    people: int = session.scalar(select(_left_out(organisation_id, lead_id, on))) or 0
    return people


def _left_out(organisation_id: int, lead_id: int, on: date) -> ColumnElement[int]:
    return (
        select(func.count(Membership.person_id.distinct()))
        .where(Membership.organisation_id == organisation_id, is_member(on), hidden_from(lead_id))
        .scalar_subquery()
    )


def exempt_without_names(session: Session, question: Question, filters: Filters) -> int | None:
    """How many are exempt, where enough are and nothing is taken from them by a filter."""
    if filters.given:
        return None
    people: int = session.scalar(select(_exempt(question))) or 0
    return people if people >= THRESHOLD else None


def _exempt(question: Question, *where: ColumnElement[bool]) -> ColumnElement[int]:
    """People in the figures whom a path is lifted from on the day, as known then."""
    here = (
        select(Membership.id)
        .join(HeldRole, HeldRole.membership_id == Membership.id)
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .where(
            Membership.person_id == Exemption.person_id,
            Membership.organisation_id == Exemption.organisation_id,
            *_in_force(question, HeldRole, MembershipPeriod),
            Membership.id.not_in(_on_leave(question)),
            *where,
        )
    )
    people = select(func.count(Exemption.person_id.distinct())).where(
        Exemption.organisation_id.in_(question.organisations),
        *_in_force(question, Exemption),
        here.exists(),
    )
    return people.scalar_subquery()


def _in_force(question: Question, *tables: Any) -> list[ColumnElement[bool]]:
    return [
        is_so
        for table in tables
        for is_so in (known(table, question.known_at), holds(table, question.as_at))
    ]


def _on_leave(question: Question) -> Any:
    return select(Pause.membership_id).where(
        known(Pause, question.known_at),
        Pause.paused_from <= question.as_at,
        or_(Pause.paused_until.is_(None), Pause.paused_until > question.as_at),
    )
