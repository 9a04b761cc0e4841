"""Exempts people from a path, and says who is exempt; gives people more time."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning import audit
from learning.assignments.exemptions import Exemption
from learning.assignments.models import Assigned, Assignment
from learning.clock import add_months, day_in_words, day_of
from learning.dated import amend, supersede
from learning.errors import Conflict, Refusal
from learning.notices import actions as notices
from learning.people.actions.holding import hold

LONGEST_MONTHS = 24


def exempt(session: Session, wanted: Exemption, *, title: str) -> Exemption:
    """Exempt a person from a path; the same form sent twice makes one exemption."""
    at = wanted.recorded_at
    _days_are_allowed(wanted)
    for before in _meeting(session, wanted):
        if _says(before) == _says(wanted):
            return before
        until = day_in_words(before.ends_on)
        raise Refusal(f"They are exempt from this path until {until} already", field="path")
    session.add(wanted)
    changes = {"path": (None, wanted.path), "authority": (None, wanted.authority)}
    changes |= {"clause": (None, wanted.clause), "reason": (None, wanted.reason)}
    days = {"starts_on": (None, wanted.starts_on), "ends_on": (None, wanted.ends_on)}
    _audit(session, "exemption.granted", wanted, {**changes, **days}, wanted.recorded_by, at)
    _tell(
        session,
        wanted,
        f"You need not take: {title}",
        f"From {day_in_words(wanted.starts_on)} until {day_in_words(wanted.ends_on)}. "
        f"Allowed by {wanted.authority}. {wanted.reason}",
        at=at,
    )
    return wanted


def _days_are_allowed(wanted: Exemption) -> None:
    if wanted.starts_on < day_of(wanted.recorded_at):
        raise Refusal("Choose today or a later day", field="starts_on")
    if wanted.ends_on <= wanted.starts_on:
        raise Refusal("Enter a day after the first day", field="ends_on")
    latest = add_months(wanted.starts_on, LONGEST_MONTHS)
    if wanted.ends_on > latest:
        raise Refusal(
            f"An exemption lasts 24 months at most: choose {day_in_words(latest)} or a day before",
            field="ends_on",
        )


def _meeting(session: Session, wanted: Exemption) -> Sequence[Exemption]:
    """Exemptions from the same path for some of the same days; held against a second lead."""
    hold(session, wanted.organisation_id)
    return session.scalars(
        select(Exemption)
        .where(
            Exemption.person_id == wanted.person_id,
            Exemption.organisation_id == wanted.organisation_id,
            Exemption.path == wanted.path,
            Exemption.superseded_at.is_(None),
            Exemption.starts_on < wanted.ends_on,
            Exemption.ends_on > wanted.starts_on,
        )
        .order_by(Exemption.id)
    ).all()


def _says(one: Exemption) -> tuple[object, ...]:
    return one.authority, one.clause, one.reason, one.starts_on, one.ends_on


def end_exemption(
    session: Session, row: Exemption, *, ends_on: date, title: str, by: int, at: datetime
) -> None:
    """It ends on an earlier day than was allowed; one that never held leaves none in force."""
    if ends_on < day_of(at):
        raise Refusal("Choose today or a later day", field="ends_on")
    if ends_on >= row.ends_on:
        raise Refusal(f"It ends on {day_in_words(row.ends_on)} already", field="ends_on")
    if ends_on <= row.starts_on:
        supersede(session, row, at=at)
    else:
        amend(session, row, {"ends_on": ends_on}, by=by, at=at)
    _audit(session, "exemption.ended", row, {"ends_on": (row.ends_on, ends_on)}, by, at)
    words = f"The exemption ends on {day_in_words(ends_on)}. From then on you are asked again."
    _tell(session, row, f"You are asked again to take: {title}", words, at=at)


def _audit(
    session: Session,
    action: str,
    row: Exemption,
    changes: dict[str, tuple[object, object]],
    by: int | None,
    at: datetime,
) -> None:
    audit.write(
        session,
        action,
        by=by,
        at=at,
        organisation_id=row.organisation_id,
        person_id=row.person_id,
        changes=changes,
    )


def _tell(session: Session, row: Exemption, subject: str, body: str, *, at: datetime) -> None:
    notices.tell(
        session,
        person_id=row.person_id,
        organisation_id=row.organisation_id,
        kind="exemption",
        subject=subject[:200],
        body=body,
        link="/learning",
        at=at,
    )


def extend(
    session: Session,
    assigned: Sequence[int],
    *,
    due_on: date,
    reason: str,
    by: int,
    at: datetime,
) -> None:
    """Give people a later last day, for a reason that they read; all of them or none."""
    rows = session.scalars(
        select(Assigned).where(Assigned.id.in_(assigned)).order_by(Assigned.id).with_for_update()
    ).all()
    for row in rows:
        _extend(session, row, due_on=due_on, reason=reason, by=by, at=at)


def _extend(
    session: Session, row: Assigned, *, due_on: date, reason: str, by: int, at: datetime
) -> None:
    if row.superseded_at is not None or row.lifted_on is not None:
        raise Conflict("Somebody else changed what was asked. Look at it again.")
    if due_on < day_of(at) or due_on <= row.due_on:
        raise Refusal("Choose a day after today and after the last day they have", field="due_on")
    said = {"due_on": due_on, "why": "extended", "note": reason}
    amend(session, row, said, by=by, at=at)
    assignment = session.get_one(Assignment, row.assignment_id)
    audit.write(
        session,
        "path.extended",
        by=by,
        at=at,
        organisation_id=assignment.organisation_id,
        person_id=row.person_id,
        changes={
            "path": (None, assignment.path),
            "due_on": (row.due_on, due_on),
            "reason": (None, reason),
        },
    )
    notices.tell(
        session,
        person_id=row.person_id,
        organisation_id=assignment.organisation_id,
        kind="path.extended",
        subject=f"You have until {day_in_words(due_on)}",
        body=reason,
        link=f"/paths/{assignment.path}",
        at=at,
    )
