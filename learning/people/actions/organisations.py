"""Changes organisations, partnerships and appointments: an administrator's work."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning import audit
from learning.clock import start_of
from learning.dated import amend, supersede
from learning.errors import Refusal
from learning.people.actions.holding import hold
from learning.people.actions.sharing import refuse_overlap
from learning.people.endings import OrganisationEnd
from learning.people.models import Appointment, Organisation, Partnership, Sharing
from learning.people.standing import Kind

SAID = (
    *("person_id", "kind", "organisation_id", "partnership_id"),
    *("tiers", "services", "starts_on", "ends_on"),
)


def open_organisation(
    session: Session,
    *,
    slug: str,
    name: str,
    nation: str,
    starts_on: date,
    made_up: bool = False,
    kind: str = "",
    by: int | None,
    at: datetime,
) -> Organisation:
    """A council or combined authority, from its first day."""
    organisation = Organisation(
        slug=slug,
        name=name,
        nation=nation,
        starts_on=starts_on,
        made_up=made_up,
        kind=kind,
    )
    session.add(organisation)
    session.flush()  # the audit row needs its id
    audit.write(
        session,
        "organisation.opened",
        by=by,
        at=at,
        organisation_id=organisation.id,
        changes={"name": (None, name)},
    )
    return organisation


def end_organisation(
    session: Session,
    organisation: Organisation,
    ends_on: date | None,
    *,
    by: int | None,
    at: datetime,
) -> None:
    """The first day on which it is no more, or none; what was known before stays known for then."""
    said = session.scalar(
        select(OrganisationEnd).where(
            OrganisationEnd.organisation_id == organisation.id,
            OrganisationEnd.superseded_at.is_(None),
        )
    )
    if said is None:  # never said anew: so it was from its first day on
        said = OrganisationEnd(
            organisation_id=organisation.id,
            ends_on=organisation.ends_on,
            recorded_at=start_of(organisation.starts_on),
            recorded_by=None,
        )
        session.add(said)
        session.flush()  # it gives way at once
    amend(session, said, {"ends_on": ends_on}, by=by, at=at)
    audit.write(
        session,
        "organisation.ended" if ends_on else "organisation.goes-on",
        by=by,
        at=at,
        organisation_id=organisation.id,
        changes={"ends_on": (organisation.ends_on, ends_on)},
    )
    organisation.ends_on, organisation.end_said_at = ends_on, at


def set_kind(
    session: Session, organisation: Organisation, kind: str, *, by: int | None, at: datetime
) -> None:
    """What kind of council it is: with whom it is compared first rests on it."""
    if organisation.kind == kind:
        return
    audit.write(
        session,
        "organisation.kind-set",
        by=by,
        at=at,
        organisation_id=organisation.id,
        changes={"kind": (organisation.kind or None, kind or None)},
    )
    organisation.kind = kind


def open_partnership(
    session: Session, *, slug: str, name: str, made_up: bool = False, by: int | None, at: datetime
) -> Partnership:
    """Councils that will look at their skills together."""
    partnership = Partnership(slug=slug, name=name, made_up=made_up)
    session.add(partnership)
    audit.write(session, "partnership.opened", by=by, at=at, changes={"name": (None, name)})
    session.flush()  # callers read the new id
    return partnership


def share(
    session: Session,
    *,
    partnership_id: int,
    organisation_id: int,
    starts_on: date,
    ends_on: date | None = None,
    by: int | None,
    at: datetime,
) -> Sharing:
    """An administrator enters that a council shares its figures with a partnership."""
    hold(session, organisation_id)
    wanted = Sharing(
        partnership_id=partnership_id,
        organisation_id=organisation_id,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_at=at,
        recorded_by=by,
    )
    refuse_overlap(session, wanted)
    session.add(wanted)
    audit.write(session, "sharing.started", by=by, at=at, organisation_id=organisation_id)
    return wanted


def appoint(
    session: Session,
    *,
    person_id: int,
    kind: Kind,
    organisation_id: int | None = None,
    partnership_id: int | None = None,
    tiers: Iterable[str] = (),
    services: Iterable[str] = (),
    starts_on: date,
    ends_on: date | None = None,
    by: int | None,
    at: datetime,
) -> Appointment:
    """What a person may do in the system, from a day; said twice, it is one appointment."""
    if kind == Kind.PARTNERSHIP_REVIEWER and partnership_id is None:
        raise Refusal("Choose the partnership", field="partnership")
    if kind in (Kind.LEARNING_LEAD, Kind.REVIEWER) and organisation_id is None:
        raise Refusal("Choose the organisation", field="organisation")
    appointment = Appointment(
        person_id=person_id,
        kind=kind,
        organisation_id=organisation_id,
        partnership_id=partnership_id,
        tiers=" ".join(tiers),
        services=" ".join(services),
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_at=at,
        recorded_by=by,
    )
    if organisation_id is not None:
        hold(session, organisation_id)
    before = _appointed(session, appointment)
    if before is not None:
        return before
    session.add(appointment)
    audit.write(
        session,
        "appointment.made",
        by=by,
        at=at,
        organisation_id=organisation_id,
        person_id=person_id,
        changes={
            "kind": (None, kind.value),
            "tiers": (None, appointment.tiers or None),
            "services": (None, appointment.services or None),
            "starts_on": (None, starts_on),
            "ends_on": (None, ends_on),
        },
    )
    return appointment


def _appointed(session: Session, wanted: Appointment) -> Appointment | None:
    """The same, where it was said before."""
    said = [getattr(Appointment, name).is_not_distinct_from(getattr(wanted, name)) for name in SAID]
    return session.scalar(select(Appointment).where(Appointment.superseded_at.is_(None), *said))


def end_appointment(
    session: Session, appointment: Appointment, *, ends_on: date, by: int, at: datetime
) -> None:
    """The appointment no longer holds from a day; one that never held leaves none in force."""
    audit.write(
        session,
        "appointment.ended",
        by=by,
        at=at,
        organisation_id=appointment.organisation_id,
        person_id=appointment.person_id,
        changes={"ends_on": (appointment.ends_on, ends_on)},
    )
    if ends_on <= appointment.starts_on:
        supersede(session, appointment, at=at)
        return
    amend(session, appointment, {"ends_on": ends_on}, by=by, at=at)
