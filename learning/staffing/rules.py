"""Decides what a lead may change, and in which words; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from learning.catalogue.framework import Role, Tier
from learning.catalogue.published import Catalogue
from learning.people.standing import Scope


@dataclass(frozen=True)
class Days:
    """From a day until the first day that no longer counts; none for ever."""

    starts_on: date
    ends_on: date | None

    def holds(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.starts_on <= day and (self.ends_on is None or self.ends_on > day)

    def meets(self, other: "Days") -> bool:
        """Whether they have a day in common."""
        return (self.ends_on is None or other.starts_on < self.ends_on) and (
            other.ends_on is None or self.starts_on < other.ends_on
        )


def is_within(scope: Scope, catalogue: Catalogue, role: str, service: str | None) -> bool:
    """Whether a role in a service is one that a lead with this scope looks after."""
    found = catalogue.roles.get(role)
    in_tier = found is not None and found.tier in scope.tiers
    return scope.whole or in_tier or service in scope.services


def roles_to_give(scope: Scope, catalogue: Catalogue, today: date) -> list[Role]:
    """The roles that a lead may give: with some service at least, they are within the scope."""
    return [
        role
        for role in catalogue.roles.values()
        if (role.retired_on is None or role.retired_on > today)
        and (
            scope.whole
            or role.tier in scope.tiers
            or role.service in scope.services
            or (role.service is None and bool(scope.services))
        )
    ]


def leaving(roles: Iterable[str], catalogue: Catalogue) -> str:
    """Councillors stand down; everybody else leaves."""
    tiers = {catalogue.roles[role].tier for role in roles if role in catalogue.roles}
    return "stood down" if Tier.COUNCILLOR in tiers else "left"


@dataclass(frozen=True)
class Held(Days):
    """A role that somebody holds, as far as ending it asks."""

    id: int
    role: str
    service: str | None


def all_within(scope: Scope, catalogue: Catalogue, roles: Iterable[Held], today: date) -> bool:
    """Whether a lead looks after everything somebody does from today on, as far as it is known."""
    return all(
        is_within(scope, catalogue, one.role, one.service)
        for one in roles
        if one.ends_on is None or one.ends_on > today
    )


@dataclass(frozen=True)
class Along:
    """What ending a role brings with it."""

    builds_on_it: tuple[Held, ...]  # these cannot stay
    base: Held | None  # this may stay: nothing else builds on it from then on


def along(held: Held, others: Sequence[Held], catalogue: Catalogue) -> Along:
    """Which other roles of the same membership and service end with one, or may."""
    near = [one for one in others if one.id != held.id and one.service == held.service]
    again = any(one.role == held.role and one.meets(held) for one in near)
    above = [one for one in near if _base(one.role, catalogue) == held.role and not again]
    base = _base(held.role, catalogue)
    siblings = [one for one in near if _base(one.role, catalogue) == base]
    below = None
    if base is not None and not siblings:
        below = next((one for one in near if one.role == base and one.meets(held)), None)
    return Along(tuple(above), below)


def _base(role: str, catalogue: Catalogue) -> str | None:
    found = catalogue.roles.get(role)
    return found.base if found else None


def moved(role: Days, before: Days, after: Days) -> Days | None:
    """The days of a role once its membership has other days; None where it is not held at all.

    What began or ended together with the membership moves with it; nothing outlasts it.
    """
    starts = after.starts_on if role.starts_on == before.starts_on else role.starts_on
    starts = max(starts, after.starts_on)
    ends = after.ends_on if role.ends_on == before.ends_on else role.ends_on
    if after.ends_on is not None:
        ends = after.ends_on if ends is None else min(ends, after.ends_on)
    return Days(starts, ends) if ends is None or ends > starts else None
