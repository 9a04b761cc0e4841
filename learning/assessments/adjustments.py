"""Extra time in checks: what was granted to whom, granting it, ending it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from learning import audit
from learning.assessments import timing
from learning.assessments.models import Adjustment, Attempt
from learning.clock import day_in_words, day_of
from learning.dated import amend, in_force, supersede
from learning.errors import Conflict, NotFound, Refusal
from learning.notices import actions as notices
from learning.people.actions.holding import hold_person
from learning.people.models import Membership, Organisation, Person
from learning.people.sight import Eyes, is_member, name_here, seen


@dataclass(frozen=True)
class Adjusted:
    """Somebody whose lead looks at their adjustments."""

    person_id: int
    name: str
    belongs: bool  # today


@dataclass(frozen=True)
class Granted:
    """What is granted, and by which council."""

    id: int
    organisation: str
    extra: int | None
    reason: str
    starts_on: date
    ends_on: date | None

    def has_ended(self, on: date) -> bool:
        """Whether it belongs to the past."""
        return self.ends_on is not None and self.ends_on <= on


def person_here(session: Session, eyes: Eyes, code: str, *, on: date) -> Adjusted | None:
    """The person with that code in an organisation, if this lead sees them."""
    here = select(Membership.id).where(Membership.person_code == code, seen(eyes, on))
    row = session.execute(
        select(Membership.person_id, name_here().label("name"))
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.id.in_(here))
        .order_by(Membership.id)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    today = session.scalar(here.where(is_member(on)).order_by(Membership.id).limit(1))
    return Adjusted(row.person_id, row.name, belongs=today is not None)


def granted_to(
    session: Session, person_id: int, *, organisation_id: int | None = None
) -> tuple[Granted, ...]:
    """Everything granted to a person, the newest first; by one council, or by all of theirs."""
    rows = (
        select(Adjustment, Organisation.name)
        .join(Organisation, Organisation.id == Adjustment.organisation_id)
        .where(Adjustment.person_id == person_id, Adjustment.superseded_at.is_(None))
        .order_by(Adjustment.starts_on.desc(), Adjustment.id.desc())
    )
    if organisation_id is not None:
        rows = rows.where(Adjustment.organisation_id == organisation_id)
    return tuple(
        Granted(row.id, name, row.extra, row.reason, row.starts_on, row.ends_on)
        for row, name in session.execute(rows)
    )


def extras_of(session: Session, person_id: int, *, on: date) -> Sequence[int | None]:
    """What every adjustment in force gives a person, whichever council granted it."""
    return session.scalars(
        select(Adjustment.extra)
        .where(Adjustment.person_id == person_id, in_force(Adjustment, on))
        .order_by(Adjustment.id)
    ).all()


def grant(session: Session, wanted: Adjustment) -> Adjustment:
    """Give a person more time; the same form sent twice gives it once.

    A check they are in the middle of gets longer too, and never shorter.
    """
    at = wanted.recorded_at
    if wanted.starts_on < day_of(at):
        raise Refusal("Choose today or a later day", field="starts_on")
    hold_person(session, wanted.person_id)  # a check begun meanwhile counts with this time
    for before in _meeting(session, wanted):
        if _says(before) == _says(wanted):
            return before
        has = f"They have {timing.extra_in_words(before.extra)} in these days already"
        raise Refusal(f"{has}: end that first", field="starts_on")
    session.add(wanted)
    session.flush()  # open attempts ask for everything in force
    _lengthen(session, wanted.person_id, extras_of(session, wanted.person_id, on=day_of(at)))
    _announce(session, wanted, at=at)
    return wanted


def _announce(session: Session, granted: Adjustment, *, at: datetime) -> None:
    """The audit row, which leaves the reason out, and the notice."""
    audit.write(
        session,
        "adjustment.granted",
        by=granted.recorded_by,
        at=at,
        organisation_id=granted.organisation_id,
        person_id=granted.person_id,
        changes={
            "extra": (None, timing.extra_in_words(granted.extra)),
            "starts_on": (None, granted.starts_on),
            "ends_on": (None, granted.ends_on),
        },
    )
    until = f" until {day_in_words(granted.ends_on)}" if granted.ends_on else ""
    _tell(
        session,
        granted,
        f"You have {timing.extra_in_words(granted.extra)} in checks",
        f"From {day_in_words(granted.starts_on)}{until}, in every check that has a time limit.",
        at=at,
    )


def _meeting(session: Session, wanted: Adjustment) -> Sequence[Adjustment]:
    """What the same council granted for some of the same days."""
    meeting = (
        select(Adjustment)
        .where(
            Adjustment.person_id == wanted.person_id,
            Adjustment.organisation_id == wanted.organisation_id,
            Adjustment.superseded_at.is_(None),
            or_(Adjustment.ends_on.is_(None), Adjustment.ends_on > wanted.starts_on),
        )
        .order_by(Adjustment.id)
    )
    if wanted.ends_on is not None:
        meeting = meeting.where(Adjustment.starts_on < wanted.ends_on)
    return session.scalars(meeting).all()


def _says(one: Adjustment) -> tuple[object, ...]:
    return one.extra, one.reason, one.starts_on, one.ends_on


def _lengthen(session: Session, person_id: int, extras: Collection[int | None]) -> None:
    """Attempts that are open close later, never earlier."""
    still_open = (
        select(Attempt)
        .where(
            Attempt.person_id == person_id,
            Attempt.submitted_at.is_(None),
            Attempt.closes_at.is_not(None),
        )
        .order_by(Attempt.id)
        .with_for_update()
    )
    for attempt in session.scalars(still_open):
        later = timing.closes_at(attempt.started_at, attempt.terms["time_limit"], extras)
        if later is None or attempt.closes_at is None:
            attempt.closes_at = None
        else:
            attempt.closes_at = max(attempt.closes_at, later)


def granted_here(
    session: Session, number: int, *, organisation_id: int, person_id: int, held: bool = False
) -> Adjustment:
    """One that this council granted to this person, as it was last known; or NotFound."""
    row = session.get(Adjustment, number, with_for_update=held)
    if row is None or (row.organisation_id, row.person_id) != (organisation_id, person_id):
        raise NotFound
    return row


def end(session: Session, row: Adjustment, *, by: int, at: datetime) -> None:
    """From today it no longer counts; a check that is open keeps its time."""
    today = day_of(at)
    if row.superseded_at is not None or (row.ends_on is not None and row.ends_on <= today):
        raise Conflict("This adjustment was changed or has ended meanwhile. Look at it again.")
    if row.starts_on >= today:
        supersede(session, row, at=at)  # it never counted on a whole day
    else:
        amend(session, row, {"ends_on": today}, by=by, at=at)
    audit.write(
        session,
        "adjustment.ended",
        by=by,
        at=at,
        organisation_id=row.organisation_id,
        person_id=row.person_id,
        changes={"ends_on": (row.ends_on, today)},
    )
    _tell(
        session,
        row,
        f"You no longer have {timing.extra_in_words(row.extra)} in checks",
        f"From {day_in_words(today)}. A check that you have begun keeps the time it had.",
        at=at,
    )


def _tell(session: Session, row: Adjustment, subject: str, body: str, *, at: datetime) -> None:
    notices.tell(
        session,
        person_id=row.person_id,
        organisation_id=row.organisation_id,
        kind="adjustment",
        subject=subject,
        body=body,
        link="/adjustments",
        at=at,
    )
