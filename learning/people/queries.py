"""Answers about people, their places and appointments."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, select
from sqlalchemy.orm import Session, aliased

from learning.clock import day_of
from learning.dated import in_force, known
from learning.people.endings import OrganisationEnd
from learning.people.models import (
    Address,
    Appointment,
    Membership,
    MembershipPeriod,
    Organisation,
    Particulars,
    Partnership,
    Person,
    SignIn,
)
from learning.people.rules import Saying
from learning.people.standing import (
    Kind,
    Mandate,
    OrganisationFacts,
    PartnershipFacts,
    Place,
    Scope,
    Visitor,
)


@dataclass(frozen=True)
class Credentials:
    """What signing in is held against."""

    person_id: int
    password_hash: str | None


def credentials_of(session: Session, key: str) -> Credentials | None:
    """By any verified address."""
    row = session.execute(
        select(Person.id, Person.password_hash)
        .join(Address, Address.person_id == Person.id)
        .where(Address.key == key, Address.verified_at.is_not(None))
    ).one_or_none()
    return Credentials(row.id, row.password_hash) if row else None


def visitor_by_token(
    session: Session, token: str, token_hash: str, *, at: datetime
) -> Visitor | None:
    """Who is signed in with a token, in one statement; None when it no longer holds.

    Places and appointments are joined side by side: each place comes once for each
    appointment, which for one person are a handful of rows.
    """
    values = {"token_hash": token_hash, "today": day_of(at), "moment": at}
    rows = session.execute(_VISITOR, values).all()
    if not rows:
        return None
    places = {row.membership_id: row for row in rows if row.c_id is not None}
    mandates = {row.appointment_id: row for row in rows if row.appointment_id is not None}
    return Visitor(
        person_id=rows[0].id,
        name=rows[0].name,
        token=token,
        places=tuple(Place(key, _organisation(row, "c")) for key, row in places.items()),
        mandates=tuple(map(_mandate, mandates.values())),
    )


_COUNCIL = aliased(Organisation)  # where a person belongs
_SUBJECT = aliased(Organisation)  # what an appointment is for
_APPOINTMENT = (Appointment.kind, Appointment.tiers, Appointment.services)
_FACTS = ("id", "slug", "name", "nation", "starts_on", "ends_on", "made_up", "end_said_at")


def _of(table: Any, prefix: str) -> list[ColumnElement[Any]]:
    return [getattr(table, name).label(f"{prefix}_{name}") for name in _FACTS]


_TODAY: Any = bindparam("today", type_=Date())
# Built once: putting it together takes longer than the database takes to answer it.
_VISITOR = (
    select(Person.id, Person.name, Membership.id.label("membership_id"), *_of(_COUNCIL, "c"))
    .add_columns(Appointment.id.label("appointment_id"), *_APPOINTMENT, *_of(_SUBJECT, "s"))
    .add_columns(Partnership.id.label("p_id"), Partnership.slug.label("p_slug"))
    .add_columns(Partnership.name.label("p_name"), Partnership.made_up.label("p_made_up"))
    .select_from(SignIn)
    .join(Person, Person.id == SignIn.person_id)
    .outerjoin(Membership, Membership.person_id == Person.id)
    .outerjoin(
        MembershipPeriod,
        and_(MembershipPeriod.membership_id == Membership.id, in_force(MembershipPeriod, _TODAY)),
    )
    .outerjoin(
        _COUNCIL,
        and_(_COUNCIL.id == Membership.organisation_id, MembershipPeriod.id.is_not(None)),
    )
    .outerjoin(Appointment, and_(Appointment.person_id == Person.id, in_force(Appointment, _TODAY)))
    .outerjoin(_SUBJECT, _SUBJECT.id == Appointment.organisation_id)
    .outerjoin(Partnership, Partnership.id == Appointment.partnership_id)
    .where(
        SignIn.token_hash == bindparam("token_hash"),
        SignIn.ended_at.is_(None),
        SignIn.expires_at > bindparam("moment"),
    )
    .order_by(Membership.id, Appointment.id)
)


def _organisation(row: Any, prefix: str) -> OrganisationFacts:
    return OrganisationFacts(*(getattr(row, f"{prefix}_{name}") for name in _FACTS))


def _mandate(row: Any) -> Mandate:
    partnership = None
    if row.p_id is not None:
        partnership = PartnershipFacts(row.p_id, row.p_slug, row.p_name, row.p_made_up)
    tiers, services = frozenset(row.tiers.split()), frozenset(row.services.split())
    return Mandate(
        kind=Kind(row.kind),
        organisation=_organisation(row, "s") if row.s_id is not None else None,
        partnership=partnership,
        scope=Scope(not tiers and not services, tiers, services),
    )


def all_facts(session: Session) -> list[OrganisationFacts]:
    """Every organisation as reports speak of it."""
    rows = session.execute(select(*_of(Organisation, "o")).order_by(Organisation.id))
    return [OrganisationFacts(*row) for row in rows]


def as_known(
    session: Session, organisation: OrganisationFacts, moment: datetime
) -> OrganisationFacts:
    """With the end that was known at a moment; nothing is read of one that never had another."""
    if organisation.end_said_at is None or organisation.end_said_at <= moment:
        return organisation
    row = session.execute(
        select(OrganisationEnd.ends_on).where(
            OrganisationEnd.organisation_id == organisation.id, known(OrganisationEnd, moment)
        )
    ).one_or_none()
    return replace(organisation, ends_on=row.ends_on) if row else organisation


def organisation_by_slug(session: Session, slug: str) -> Organisation | None:
    """An organisation by the short name in its addresses."""
    return session.scalar(select(Organisation).where(Organisation.slug == slug))


def person_by_address(session: Session, key: str) -> Person | None:
    """Whoever has that address, verified or not."""
    return session.scalar(
        select(Person).join(Address, Address.person_id == Person.id).where(Address.key == key)
    )


def is_administrator(session: Session, person_id: int, *, on: date) -> bool:
    """Whether they run the installation on a day."""
    held = select(Appointment.id).where(
        Appointment.person_id == person_id,
        Appointment.kind == Kind.ADMINISTRATOR,
        in_force(Appointment, on),
    )
    return session.scalar(held.limit(1)) is not None


def left_on(session: Session, person_id: int, organisation_id: int) -> date | None:
    """The first day somebody no longer belonged to an organisation; None where they still do."""
    ends = session.scalars(
        select(MembershipPeriod.ends_on)
        .join(Membership, Membership.id == MembershipPeriod.membership_id)
        .where(
            Membership.person_id == person_id,
            Membership.organisation_id == organisation_id,
            MembershipPeriod.superseded_at.is_(None),
        )
    ).all()
    return max((day for day in ends if day), default=None) if None not in ends else None


def first_addresses(session: Session, people: Any) -> dict[int, str]:
    """The address that each of these people (ids, or a select of them) chose, else their first."""
    rows = session.execute(
        select(Address.person_id, Address.written)
        .where(Address.person_id.in_(people))
        .order_by(Address.is_first, Address.id.desc())
    )
    return {row.person_id: row.written for row in rows}


def password_hash_of(session: Session, person_id: int) -> str | None:
    """What somebody's password is held against."""
    return session.scalar(select(Person.password_hash).where(Person.id == person_id))


@dataclass(frozen=True)
class Known:
    """The code of somebody known here, and what gave them away."""

    code: str
    by: str  # reference or address


def known_here(session: Session, saying: Saying, organisation_id: int) -> Known | None:
    """Whoever has this reference here, else this address; past members too.

    An address is one that a member of it has verified, else what the organisation wrote down.
    Addresses of people elsewhere say nothing here.
    """
    said = select(Particulars.person_id).where(
        Particulars.organisation_id == organisation_id, Particulars.superseded_at.is_(None)
    )
    code: str | None = None
    if saying.reference_key:
        same = said.where(Particulars.reference_key == saying.reference_key)
        code = _code(session, organisation_id, Membership.person_id.in_(same))
        if code:
            return Known(code, "reference")
    if saying.address_key:
        verified = select(Address.person_id).where(
            Address.key == saying.address_key, Address.verified_at.is_not(None)
        )
        same = said.where(Particulars.address_key == saying.address_key)
        code = _code(session, organisation_id, Membership.person_id.in_(verified))
        code = code or _code(session, organisation_id, Membership.person_id.in_(same))
    return Known(code, "address") if code else None


def _code(session: Session, organisation_id: int, whose: ColumnElement[bool]) -> str | None:
    return session.scalar(
        select(Membership.person_code)
        .where(Membership.organisation_id == organisation_id, whose)
        .order_by(Membership.id)
        .limit(1)
    )
