"""Who leads learning in an organisation: deputies, ends, and handing over."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from learning import audit
from learning.clock import day_in_words, day_of
from learning.errors import Refusal
from learning.people.acting import here
from learning.people.actions.holding import hold
from learning.people.actions.organisations import appoint, end_appointment
from learning.people.models import Appointment, Membership, Restriction
from learning.people.rules import Lasting, first_uncovered
from learning.people.standing import Kind


@dataclass(frozen=True)
class Mandated:
    """Whom to appoint, for what, and when."""

    organisation_id: int
    person_id: int
    tiers: tuple[str, ...]
    services: tuple[str, ...]
    starts_on: date
    ends_on: date | None = None


def appoint_lead(session: Session, wanted: Mandated, *, by: int, at: datetime) -> Appointment:
    """A lead from a day; the same form sent twice makes one appointment."""
    hold(session, wanted.organisation_id)
    if wanted.starts_on < day_of(at):
        raise Refusal("Choose today or a later day", field="starts_on")
    for row in _leads(session, wanted.organisation_id, wanted.starts_on):
        if row.person_id == wanted.person_id and _scope(row) == _wanted_scope(wanted):
            if (row.starts_on, row.ends_on) == (wanted.starts_on, wanted.ends_on):
                return row
            if wanted.ends_on is None or row.starts_on < wanted.ends_on:
                begins = day_in_words(row.starts_on)
                raise Refusal(f"They lead this already, from {begins}", field="person")
    return appoint(
        session,
        person_id=wanted.person_id,
        kind=Kind.LEARNING_LEAD,
        organisation_id=wanted.organisation_id,
        tiers=wanted.tiers,
        services=wanted.services,
        starts_on=wanted.starts_on,
        ends_on=wanted.ends_on,
        by=by,
        at=at,
    )


def end_lead(session: Session, row: Appointment, *, ends_on: date, by: int, at: datetime) -> None:
    """An appointment ends on a day, unless nobody would lead the whole organisation then."""
    if row.organisation_id is None:
        raise Refusal("This is no appointment of an organisation")
    if ends_on < day_of(at):
        raise Refusal("Choose today or a later day", field="ends_on")
    if row.ends_on is not None and ends_on >= row.ends_on:
        raise Refusal(f"It ends on {day_in_words(row.ends_on)} already", field="ends_on")
    somebody_leads(session, row.organisation_id, without=row, until=ends_on, at=at)
    end_appointment(session, row, ends_on=ends_on, by=by, at=at)


def end_with_leaving(
    session: Session,
    chosen: Collection[int],
    *,
    person_id: int,
    organisation_id: int,
    ends_on: date,
    by: int,
    at: datetime,
) -> None:
    """What somebody who leaves was appointed to here ends that day, today at the earliest."""
    if not chosen:
        return
    hold(session, organisation_id)
    on = max(ends_on, day_of(at))
    rows = session.scalars(
        select(Appointment)
        .where(
            *here(organisation_id, on),
            Appointment.id.in_(chosen),
            Appointment.person_id == person_id,
        )
        .order_by(Appointment.id)
    )
    for row in rows.all():
        end_lead(session, row, ends_on=on, by=by, at=at)


def somebody_leads(
    session: Session, organisation_id: int, *, without: Appointment, until: date, at: datetime
) -> None:
    """Refuses what would leave days on which nobody leads the whole organisation."""
    after = nobody_from(session, organisation_id, without=without, until=until, on=day_of(at))
    if after is not None:
        raise Refusal(
            f"From {day_in_words(after)} nobody would lead the whole organisation. "
            "Appoint somebody for all of it first, or hand over",
            field="ends_on",
        )


def nobody_from(
    session: Session, organisation_id: int, *, without: Appointment, until: date, on: date
) -> date | None:
    """From when nobody would lead the whole of it because this ended; None where others do."""
    whole = [row for row in _leads(session, organisation_id, on) if _scope(row) == ("", "")]
    before = first_uncovered([(row.starts_on, row.ends_on) for row in whole], on)
    spans: list[Lasting] = [
        (row.starts_on, until if row.id == without.id else row.ends_on) for row in whole
    ]
    after = first_uncovered(spans, on)
    return after if after is not None and (before is None or after < before) else None


def hand_over(
    session: Session,
    row: Appointment,
    *,
    to: int,
    on: date,
    named_too: bool,
    by: int,
    at: datetime,
) -> Appointment:
    """An appointment passes to somebody else on a day, with its scope and its remaining time.

    `named_too`: people restricted to the first lead are seen by the second one too, as far as
    whoever hands over sees them: else any lead of the council could have them shown to anybody.
    """
    if row.organisation_id is None:
        raise Refusal("This is no appointment of an organisation")
    if to == row.person_id:
        raise Refusal("Choose somebody else than the one who hands over", field="person")
    if on < max(day_of(at), row.starts_on):
        raise Refusal("Choose today or a later day, and one after it began", field="on")
    if row.ends_on is not None and on >= row.ends_on:
        raise Refusal(f"It ends on {day_in_words(row.ends_on)} already", field="on")
    wanted = Mandated(
        organisation_id=row.organisation_id,
        person_id=to,
        tiers=tuple(row.tiers.split()),
        services=tuple(row.services.split()),
        starts_on=on,
        ends_on=row.ends_on,
    )
    made = appoint_lead(session, wanted, by=by, at=at)
    session.flush()  # the rule looks at who leads from then on
    somebody_leads(session, row.organisation_id, without=row, until=on, at=at)
    end_appointment(session, row, ends_on=on, by=by, at=at)
    if named_too:
        _name_too(session, row, to, by=by, at=at)
    return made


def _name_too(session: Session, row: Appointment, to: int, *, by: int, at: datetime) -> None:
    """Restrictions that name the first lead, and who hands over, name the second one as well."""
    named = session.execute(
        select(Restriction, Membership)
        .join(Membership, Membership.id == Restriction.membership_id)
        .where(
            Membership.organisation_id == row.organisation_id,
            Restriction.superseded_at.is_(None),
            Restriction.lead_id.in_((row.person_id, to, by)),
        )
        .order_by(Restriction.id)
    ).all()
    of = {
        lead: {one.membership_id for one, _ in named if one.lead_id == lead}
        for lead in (row.person_id, to, by)
    }
    going = (of[row.person_id] & of[by]) - of[to]
    for one, membership in named:
        if one.lead_id != row.person_id or one.membership_id not in going:
            continue
        session.add(
            Restriction(membership_id=one.membership_id, lead_id=to, recorded_at=at, recorded_by=by)
        )
        audit.write(
            session,
            "restriction.changed",
            by=by,
            at=at,
            organisation_id=row.organisation_id,
            person_id=membership.person_id,
            changes={"leads": (row.person_id, f"{row.person_id} {to}")},
        )


def _leads(session: Session, organisation_id: int, day: date) -> Sequence[Appointment]:
    """Everybody's appointments as lead here that hold on a day or begin after it."""
    return session.scalars(
        select(Appointment)
        .where(
            Appointment.organisation_id == organisation_id,
            Appointment.kind == Kind.LEARNING_LEAD.value,
            Appointment.superseded_at.is_(None),
            or_(Appointment.ends_on.is_(None), Appointment.ends_on > day),
        )
        .order_by(Appointment.id)
    ).all()


def _scope(row: Appointment) -> tuple[str, str]:
    return row.tiers, row.services


def _wanted_scope(wanted: Mandated) -> tuple[str, str]:
    return " ".join(wanted.tiers), " ".join(wanted.services)
