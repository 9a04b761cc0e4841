"""Lets somebody in by an invitation, once; or takes down that it reached somebody else."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from learning import audit
from learning.accounts.actions import linking
from learning.accounts.actions.ending import end_requests, end_ways_in
from learning.accounts.models import Invitation
from learning.errors import Conflict
from learning.people.actions import identity
from learning.people.models import Address, Person
from learning.people.rules import address_key

GONE = "This link has been used meanwhile, or it ran out. Nothing else has been changed."
TAKEN = "This e-mail address opens an account here already. Sign in with it."


def open_invitation(session: Session, number: int, *, at: datetime) -> None:
    """Somebody pressed the button: the lead sees that it was opened."""
    session.execute(
        update(Invitation)
        .where(Invitation.id == number, Invitation.opened_at.is_(None))
        .values(opened_at=at)
    )


def _use(session: Session, token_hash: str, *, at: datetime) -> Invitation:
    """The invitation, used from now on; Conflict for whoever comes second."""
    invited = select(Invitation.person_id).where(Invitation.token_hash == token_hash)
    linking.hold_record(session, session.scalar(invited) or 0)
    used = session.scalar(
        update(Invitation)
        .where(
            Invitation.token_hash == token_hash,
            Invitation.used_at.is_(None),
            Invitation.ended_at.is_(None),
            Invitation.expires_at > at,
        )
        .values(used_at=at)
        .returning(Invitation.id)
    )
    if used is None:
        raise Conflict(GONE)
    return session.get_one(Invitation, used)


def accept(session: Session, token_hash: str, *, password_hash: str, at: datetime) -> int:
    """Whoever opened the invitation chose a password: they are in, and the address is theirs."""
    invitation = _use(session, token_hash, at=at)
    person = session.get_one(Person, invitation.person_id)
    if person.password_hash is not None or person.linked_to is not None:
        raise Conflict(TAKEN)
    if not _give_address(session, person.id, invitation.address, at=at):
        raise Conflict(TAKEN)
    identity.set_password_hash(
        session, person_id=person.id, password_hash=password_hash, by=person.id, at=at
    )
    _used(session, invitation, by=person.id, at=at)
    end_ways_in(session, person.id, at=at)
    return person.id


def join(session: Session, token_hash: str, *, person_id: int, at: datetime) -> None:
    """Somebody who is signed in opened an invitation, and says that it is theirs too."""
    invitation = _use(session, token_hash, at=at)
    if invitation.person_id != person_id:
        linking.link(
            session, invitation.person_id, to=person_id, of=invitation.organisation_id, at=at
        )
    _give_address(session, person_id, invitation.address, at=at)
    _used(session, invitation, by=person_id, at=at)


def _used(session: Session, invitation: Invitation, *, by: int, at: datetime) -> None:
    audit.write(
        session,
        "invitation.used",
        by=by,
        at=at,
        organisation_id=invitation.organisation_id,
        person_id=by,
    )


def _give_address(session: Session, person_id: int, address: str, *, at: datetime) -> bool:
    """The invited address is verified and theirs; False where it is another person's."""
    held = session.scalar(select(Address).where(Address.key == address_key(address)))
    if held is None:
        identity.add_address(session, person_id=person_id, address=address, at=at)
        return True
    if held.person_id == person_id and held.verified_at is None:
        held.verified_at = at
    return held.person_id == person_id


def decline(session: Session, token_hash: str, *, at: datetime) -> None:
    """Whoever reads that post says that they are not the person: the lead is to look at it."""
    ended = session.scalar(
        update(Invitation)
        .where(
            Invitation.token_hash == token_hash,
            Invitation.used_at.is_(None),
            Invitation.ended_at.is_(None),
        )
        .values(ended_at=at, is_not_them=True)
        .returning(Invitation.id)
    )
    if ended is None:
        raise Conflict(GONE)
    invitation = session.get_one(Invitation, ended)
    end_requests(session, invitation.person_id, at=at)
    audit.write(
        session,
        "address.not_theirs",
        by=None,
        at=at,
        organisation_id=invitation.organisation_id,
        person_id=invitation.person_id,
    )
