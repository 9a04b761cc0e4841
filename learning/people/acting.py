"""Answers about what people are appointed to in a council, for when they leave it.

An appointment rests on no membership, so leaving ends none; somebody has to say so.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Subquery, case, func, or_, select
from sqlalchemy.orm import Session

from learning.database import AnySelect
from learning.people.models import Appointment, Membership, MembershipPeriod
from learning.people.sight import Eyes
from learning.people.standing import Kind

ACTING: Mapping[Kind, str] = {Kind.LEARNING_LEAD: "training lead", Kind.REVIEWER: "report viewer"}


@dataclass(frozen=True)
class Acting:
    """An appointment in a council, of today or to come."""

    id: int
    kind: Kind
    tiers: tuple[str, ...]
    services: tuple[str, ...]

    @property
    def words(self) -> str:
        """What it makes somebody."""
        return ACTING[self.kind]


def acting_here(
    session: Session, organisation_id: int, *, on: date, person_id: int | None = None
) -> dict[int, tuple[Acting, ...]]:
    """Everybody's appointments here of a day and later, by person; perhaps of one person alone."""
    asked = select(Appointment).where(*here(organisation_id, on)).order_by(Appointment.id)
    if person_id is not None:
        asked = asked.where(Appointment.person_id == person_id)
    found = defaultdict[int, tuple[Acting, ...]](tuple)
    for row in session.scalars(asked):
        one = Acting(row.id, Kind(row.kind), tuple(row.tiers.split()), tuple(row.services.split()))
        found[row.person_id] += (one,)
    return found


def kinds_in_words(acting: tuple[Acting, ...]) -> list[str]:
    """What somebody is here, each kind once."""
    return [words for kind, words in ACTING.items() if kind in {one.kind for one in acting}]


def here(organisation_id: int, on: date) -> tuple[ColumnElement[bool], ...]:
    """Appointments in a council that hold on a day or begin later."""
    return (
        Appointment.organisation_id == organisation_id,
        Appointment.kind.in_([kind.value for kind in ACTING]),
        Appointment.superseded_at.is_(None),
        or_(Appointment.ends_on.is_(None), Appointment.ends_on > on),
    )


def leaving_of(organisation_id: int) -> Subquery:
    """(person, the first day they no longer belong here, or none) of everybody who ever did."""
    ends = MembershipPeriod.ends_on
    return (
        select(
            Membership.person_id,
            case((func.count() == func.count(ends), func.max(ends))).label("left_on"),
        )
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .where(
            Membership.organisation_id == organisation_id, MembershipPeriod.superseded_at.is_(None)
        )
        .group_by(Membership.person_id)
        .subquery()
    )


def count_left(eyes: Eyes, on: date) -> AnySelect:
    """How many appointments here are of people who have left, as a select of one number."""
    leaving = leaving_of(eyes.organisation_id)
    found: AnySelect = (
        select(func.count())
        .select_from(Appointment)
        .join(leaving, leaving.c.person_id == Appointment.person_id)
        .where(*here(eyes.organisation_id, on), leaving.c.left_on <= on)
    )
    return found
