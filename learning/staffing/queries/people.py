"""What an organisation calls its people and where it writes to them, and how they are searched."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from learning.people.models import Address, Membership, Particulars, Person
from learning.people.rules import address_key
from learning.people.sight import name_here

# What people say they are called, and where the organisation writes to; nothing where it let go
# of them.
NAME = name_here()


def _first(column: InstrumentedAttribute[str]) -> ScalarSelect[str]:
    """Of the address that somebody has had for longest."""
    return (
        select(column)
        .where(Address.person_id == Person.id)
        .order_by(Address.id)
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )


def _given(said: InstrumentedAttribute[str | None], own: InstrumentedAttribute[str]) -> Any:
    """An address as the organisation gave it: where it gave none, they have none here.

    By which others they sign in is theirs alone, or another organisation's. Of whom it has never
    said anything, the one by which they came in is taken for it.
    """
    return case((Particulars.id.is_(None), _first(own)), else_=said)


ADDRESS: Any = case(
    (
        Membership.erased_at.is_(None),
        func.coalesce(_given(Particulars.address, Address.written), ""),
    ),
    else_="",
)


def is_called(text: str) -> ColumnElement[bool]:
    """Memberships of people whose name, address (the one shown) or reference holds the text."""
    key, address = text.casefold(), address_key(text)
    said = or_(
        Person.name.icontains(text, autoescape=True),
        Particulars.name.icontains(text, autoescape=True),
        _given(Particulars.address_key, Address.key).contains(address, autoescape=True),
        Particulars.reference_key.contains("".join(key.split()), autoescape=True),
    )
    return and_(Membership.erased_at.is_(None), said)
