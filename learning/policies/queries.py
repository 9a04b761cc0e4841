"""Answers about what a council has decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from learning.dated import in_force
from learning.people.models import Address, Membership, Person
from learning.people.sight import is_member
from learning.policies.models import Policy
from learning.policies.rules import SHAPES, Decided, Decision, Name, Policies

NONE_SEEN = "0"  # what a form says it was made from, where nothing was decided


def policies_of(session: Session, organisation_id: int, *, on: date) -> Policies:
    """Everything a council has decided that holds on a day, in one statement."""
    return policies_of_all(session, [organisation_id], on=on)[organisation_id]


def policies_of_all(session: Session, organisations: list[int], *, on: date) -> dict[int, Policies]:
    """The same for several councils, in one statement."""
    found: dict[int, dict[Name, Decided]] = {one: {} for one in organisations}
    rows = session.scalars(
        select(Policy)
        .where(Policy.organisation_id.in_(organisations), in_force(Policy, on))
        .order_by(Policy.id)
    )
    for row in rows:
        found[row.organisation_id][Name(row.name)] = _decided(row)
    return {one: Policies(decided) for one, decided in found.items()}


def _decided(row: Policy) -> Decided:
    return Decided(said_in(row), row.authority, row.starts_on)


def said_in(row: Policy) -> Decision:
    """What a row says, in its shape."""
    return SHAPES[Name(row.name)].model_validate_json(row.said)


@dataclass(frozen=True)
class ToCome:
    """A decision that has not begun."""

    number: int
    said: Decision
    authority: str
    starts_on: date


@dataclass(frozen=True)
class Standing:
    """A decision as it holds today, with what is to come."""

    name: Name
    today: Decided
    to_come: tuple[ToCome, ...]
    seen: str  # which rows a form is made from: they change with every decision


def standing_of(session: Session, organisation_id: int, *, on: date) -> dict[Name, Standing]:
    """Every decision there can be, as it holds and as it will, in one statement."""
    rows = session.scalars(
        select(Policy)
        .where(
            Policy.organisation_id == organisation_id,
            Policy.superseded_at.is_(None),
            or_(Policy.ends_on.is_(None), Policy.ends_on > on),
        )
        .order_by(Policy.starts_on, Policy.id)
    ).all()
    return {name: _standing(name, [row for row in rows if row.name == name], on) for name in Name}


def _standing(name: Name, rows: Sequence[Policy], on: date) -> Standing:
    holding = [_decided(row) for row in rows if row.starts_on <= on]
    to_come = [row for row in rows if row.starts_on > on]
    return Standing(
        name=name,
        today=holding[-1] if holding else Decided(SHAPES[name]()),
        to_come=tuple(
            ToCome(row.id, said_in(row), row.authority, row.starts_on) for row in to_come
        ),
        seen=seen_of(rows, on=on),
    )


def seen_of(rows: Iterable[Policy], *, on: date) -> str:
    """Which rows in force a form is made from; those that are over no longer matter."""
    left = sorted(row.id for row in rows if row.ends_on is None or row.ends_on > on)
    return "-".join(map(str, left)) or NONE_SEEN


def history_of(session: Session, organisation_id: int, name: Name) -> Sequence[Policy]:
    """Every version of a decision, oldest first."""
    return session.scalars(
        select(Policy)
        .where(Policy.organisation_id == organisation_id, Policy.name == name.value)
        .order_by(Policy.id)
    ).all()


def member_by_address(session: Session, organisation_id: int, key: str, *, on: date) -> int | None:
    """A member of a council by any of their addresses."""
    return session.scalar(
        select(Membership.person_id)
        .join(Address, Address.person_id == Membership.person_id)
        .where(Membership.organisation_id == organisation_id, Address.key == key, is_member(on))
        .limit(1)
    )


def names_of(session: Session, people: Iterable[int]) -> dict[int, str]:
    """The names of people that decisions name."""
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(list(people))))
    return {row.id: row.name for row in rows}
