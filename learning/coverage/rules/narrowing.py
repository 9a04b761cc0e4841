"""Narrows profiles to those whom filters choose."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from learning.coverage.rules.figures import Filters, Profile, RoleFacts


def narrow(
    profiles: Iterable[Profile], roles: Mapping[str, RoleFacts], filters: Filters
) -> tuple[Profile, ...]:
    """The people who satisfy every filter, with the pairs that the skill filter leaves."""
    chosen = (profile for profile in profiles if _is_chosen(profile, roles, filters))
    return tuple(_only(profile, filters.skill) if filters.skill else profile for profile in chosen)


def _is_chosen(profile: Profile, roles: Mapping[str, RoleFacts], filters: Filters) -> bool:
    return (
        (filters.role is None or filters.role in profile.roles)
        and (filters.service is None or filters.service in profile.services)
        and (filters.tier is None or any(roles[r].tier == filters.tier for r in profile.roles))
    )


def _only(profile: Profile, skill: str) -> Profile:
    """The profile as if it needed one skill alone: who meets that meets all."""
    cell = profile.cells.get(skill)
    return replace(
        profile,
        cells={skill: cell} if cell else {},
        meeting_all=cell.met if cell else 0,
    )
