"""An organisation says that one of its addresses no longer belongs to a person."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning import audit
from learning.accounts.actions.addresses import end_address
from learning.accounts.actions.ending import end_recoveries, end_ways_in
from learning.accounts.actions.telling import tell_of_address
from learning.accounts.letters import Service
from learning.accounts.models import HandedOn
from learning.accounts.queries.addresses import given_here
from learning.errors import NotFound
from learning.people.actions import identity
from learning.people.actions.holding import hold_person
from learning.people.models import Address, Membership, Organisation


def hand_on(
    session: Session,
    *,
    organisation_id: int,
    person_id: int,
    address_id: int,
    lock_out: bool,
    service: Service,
    by: int | None,
    at: datetime,
) -> bool:
    """From now on nobody recovers a password by it; True where it opens the account no more.

    It ends at once where the person has another address. Where it is their only way in, it ends
    when they add another, or at once if `lock_out` is confirmed: then all their sign-ins end, and
    they are to be invited at another address.
    """
    hold_person(session, person_id)
    address = _given(session, organisation_id, person_id, address_id)
    _mark(session, organisation_id, address, by=by, at=at)
    end_recoveries(session, person_id, at=at)
    others = session.scalars(
        select(Address.id).where(
            Address.person_id == person_id,
            Address.verified_at.is_not(None),
            Address.id != address.id,
        )
    ).all()
    council = session.get_one(Organisation, organisation_id).name
    if not others and not lock_out:
        _audit(session, "address.marked", person_id, organisation_id, by=by, at=at)
        return False
    end_address(session, address, by=by, at=at)
    if others:
        identity.end_sign_ins(session, person_id=person_id, at=at)
    else:
        identity.forget_password(session, person_id=person_id, by=by, at=at)
        end_ways_in(session, person_id, at=at)
    _audit(session, "address.handed_on", person_id, organisation_id, by=by, at=at)
    tell_of_address(
        session,
        person_id,
        "addresses",
        address=address.written,
        service=service,
        council=council,
        at=at,
    )
    return True


def _given(session: Session, organisation_id: int, person_id: int, address_id: int) -> Address:
    """Only of an address that this organisation itself gave can it say so."""
    for address in given_here(session, organisation_id, person_id):
        if address.id == address_id:
            return address
    raise NotFound


def _mark(
    session: Session, organisation_id: int, address: Address, *, by: int | None, at: datetime
) -> None:
    before = session.scalar(
        select(HandedOn.id).where(
            HandedOn.person_id == address.person_id,
            HandedOn.key == address.key,
            HandedOn.ended_at.is_(None),
        )
    )
    if before is None:
        session.add(
            HandedOn(
                person_id=address.person_id,
                organisation_id=organisation_id,
                key=address.key,
                marked_at=at,
                marked_by=by,
            )
        )
        session.flush()  # what ends it looks for it


def _audit(
    session: Session, action: str, person_id: int, here: int, *, by: int | None, at: datetime
) -> None:
    """In every organisation of the person; who it was is told in their own alone."""
    places = session.scalars(
        select(Membership.organisation_id).where(Membership.person_id == person_id)
    )
    for organisation_id in sorted(set(places)):
        audit.write(
            session,
            action,
            by=by if organisation_id == here else None,
            at=at,
            organisation_id=organisation_id,
            person_id=person_id,
        )
