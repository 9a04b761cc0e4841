"""Answers about those who may be invited, many at once."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from learning.database import in_parts
from learning.people.models import Address, Membership, Organisation, Particulars, Person
from learning.people.rules import address_key
from learning.people.sight import said_here


@dataclass(frozen=True)
class Invitee:
    """Somebody with a place in an organisation, and what it says of them."""

    membership_id: int
    person_id: int
    organisation_id: int
    council: str
    made_up: bool
    name: str
    address: str | None
    language: str | None
    has_password: bool

    @property
    def key(self) -> str:
        """The address as it is looked up; empty where there is none."""
        return address_key(self.address) if self.address else ""


def invitees(session: Session, memberships: Collection[int]) -> list[Invitee]:
    """These people, each once for each organisation; what the organisation says goes first."""
    found: dict[tuple[int, int], Invitee] = {}
    for some in in_parts(sorted(set(memberships))):
        rows = session.execute(
            select(
                Membership.id,
                Membership.person_id,
                Membership.organisation_id,
                Organisation.name,
                Organisation.made_up,
                func.coalesce(Particulars.name, Person.name),
                func.coalesce(Particulars.address, own_address()),
                func.coalesce(Person.language, Particulars.language),
                Person.password_hash.is_not(None),
            )
            .join(Person, Person.id == Membership.person_id)
            .join(Organisation, Organisation.id == Membership.organisation_id)
            .outerjoin(Particulars, said_here())
            .where(Membership.id.in_(some))
            .order_by(Membership.id)
            .with_for_update(of=Person)  # two who invite the same people wait for each other
        )
        for row in rows:
            one = Invitee(*row)
            found.setdefault((one.person_id, one.organisation_id), one)
    return list(found.values())


def own_address() -> ScalarSelect[str]:
    """A verified address of the membership's person, where their organisation gives none."""
    return (
        select(func.min(Address.written))
        .where(Address.person_id == Membership.person_id, Address.verified_at.is_not(None))
        .scalar_subquery()
    )


def holders(session: Session, keys: Collection[str]) -> dict[str, int]:
    """Whose verified address each of these is, of those that are somebody's."""
    found: dict[str, int] = {}
    for some in in_parts(sorted(set(keys))):
        rows = session.execute(
            select(Address.key, Address.person_id).where(
                Address.key.in_(some), Address.verified_at.is_not(None)
            )
        )
        found |= {row.key: row.person_id for row in rows}
    return found
