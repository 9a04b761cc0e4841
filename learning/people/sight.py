"""Whose records a lead sees: conditions for the `where` of every list about people."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, select, true
from sqlalchemy.orm import aliased

from learning.catalogue.published import Catalogue
from learning.dated import in_force, known
from learning.people.models import (
    HeldRole,
    Membership,
    MembershipPeriod,
    Particulars,
    Person,
    Restriction,
)
from learning.people.standing import Scope

_MARKED, _SAME = aliased(Membership), aliased(Membership)
# With the membership that was restricted go all that its person had in that organisation. Built
# once: nearly every list about people asks, and putting it together takes longer than asking.
_OF_THE_SAME = (
    select(_SAME.id)
    .join(_MARKED, _MARKED.person_code == _SAME.person_code)
    .join(Restriction, Restriction.membership_id == _MARKED.id)
)
_RESTRICTED = _OF_THE_SAME.where(Restriction.superseded_at.is_(None))


@dataclass(frozen=True)
class Eyes:
    """A lead looking at an organisation."""

    organisation_id: int
    scope: Scope
    lead_id: int
    catalogue: Catalogue


def seen(eyes: Eyes, on: date) -> ColumnElement[bool]:
    """Memberships of the organisation, past ones included, that a lead may see."""
    return and_(
        Membership.organisation_id == eyes.organisation_id,
        in_scope(eyes.scope, eyes.catalogue, on=on),
        not_hidden_from(eyes.lead_id),
    )


def name_here() -> ColumnElement[str]:
    """The person's name in the organisation of their membership; empty where it let go of them."""
    return case((Membership.erased_at.is_(None), Person.name), else_="")


def said_here(place: Any = Membership) -> ColumnElement[bool]:
    """What the organisation of such a row says today of its person: for a join to `Particulars`."""
    return and_(
        Particulars.person_id == place.person_id,
        Particulars.organisation_id == place.organisation_id,
        Particulars.superseded_at.is_(None),
    )


def looked_after(eyes: Eyes, on: date) -> ColumnElement[bool]:
    """What `seen` says, and those who are to come into the lead's care on a later day."""
    return and_(
        Membership.organisation_id == eyes.organisation_id,
        or_(in_scope(eyes.scope, eyes.catalogue, on=on), _comes_into(eyes, on)),
        not_hidden_from(eyes.lead_id),
    )


def _comes_into(eyes: Eyes, on: date) -> ColumnElement[bool]:
    """Memberships that have not begun, with a role in the scope: nobody else looks after them."""
    coming = select(MembershipPeriod.membership_id).where(
        MembershipPeriod.superseded_at.is_(None), MembershipPeriod.starts_on > on
    )
    holders = select(HeldRole.membership_id).where(
        HeldRole.superseded_at.is_(None), _is_within(eyes.scope, eyes.catalogue)
    )
    return and_(Membership.id.in_(coming), Membership.id.in_(holders))


def is_member(on: date) -> ColumnElement[bool]:
    """Memberships that hold on a day."""
    periods = select(MembershipPeriod.membership_id).where(in_force(MembershipPeriod, on))
    return Membership.id.in_(periods)


def in_scope(scope: Scope, catalogue: Catalogue, *, on: date) -> ColumnElement[bool]:
    """Memberships with a role in the scope's tiers or services on a day; all, where it is whole."""
    if scope.whole:
        return true()
    holders = select(HeldRole.membership_id).where(
        in_force(HeldRole, on), _is_within(scope, catalogue)
    )
    return Membership.id.in_(holders)


def _is_within(scope: Scope, catalogue: Catalogue) -> ColumnElement[bool]:
    """Roles of the scope's tiers or services."""
    roles = [role.slug for role in catalogue.roles.values() if role.tier in scope.tiers]
    return or_(HeldRole.role.in_(roles), HeldRole.service.in_(scope.services))


def not_hidden_from(lead_id: int) -> ColumnElement[bool]:
    """Memberships that are not restricted, or restricted to leads of whom this is one."""
    restricted, named = _restricted(lead_id)
    return or_(Membership.id.not_in(restricted), Membership.id.in_(named))


def hidden_from(lead_id: int) -> ColumnElement[bool]:
    """The opposite, said so that a database starts from the few that are restricted."""
    restricted, named = _restricted(lead_id)
    return and_(Membership.id.in_(restricted), Membership.id.not_in(named))


def restricted_in(organisation_id: int, known_at: datetime) -> Select[int]:
    """The people of an organisation who were restricted to named leads, as known at a moment."""
    restricted = _OF_THE_SAME.where(known(Restriction, known_at))
    return (
        select(Membership.person_id)
        .where(Membership.organisation_id == organisation_id, Membership.id.in_(restricted))
        .distinct()
    )


def _restricted(lead_id: int) -> tuple[Select[int], Select[int]]:
    """(all restricted memberships, those for which the lead is named)."""
    return _RESTRICTED, _RESTRICTED.where(Restriction.lead_id == lead_id)
