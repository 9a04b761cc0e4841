"""The lines that somebody stands in, by their name."""

from collections.abc import Collection, Mapping
from itertools import combinations

from learning.coverage.rules.figures import RoleFacts
from learning.coverage.rules.table import Alike, Group, Name


def groups_of(alike: Alike, roles: Mapping[str, RoleFacts]) -> list[frozenset[Group]]:
    """Everyone, each of their groups, and each two."""
    there = {("role", role) for role in alike.roles}
    there |= {("tier", roles[role].tier) for role in alike.roles}
    there |= {("service", service) for service in alike.services}
    every = sorted(there)
    pairs = [frozenset(pair) for pair in combinations(every, 2)]
    return [frozenset(), *(frozenset({group}) for group in every), *pairs]


def names_of(alike: Alike, roles: Mapping[str, RoleFacts]) -> set[Name]:
    """All lines that count somebody."""
    found: set[Name] = set()
    for groups in groups_of(alike, roles):
        found.update(*_by_skill(alike, groups).values())
    return found


def columns_of(
    alike: Alike, roles: Mapping[str, RoleFacts], shown: Collection[Name]
) -> list[tuple[str, frozenset[Name]]]:
    """Of each skill those of the shown lines that count somebody for it."""
    found: dict[str, set[Name]] = {}
    for groups in groups_of(alike, roles):
        for skill, names in _by_skill(alike, groups).items():
            found.setdefault(skill, set()).update(names)
    return [
        (skill, frozenset(name for name in names if name in shown))
        for skill, names in sorted(found.items())
    ]


def _by_skill(alike: Alike, groups: frozenset[Group]) -> dict[str, set[Name]]:
    """The lines over these groups: of each skill, and the one of all skills."""
    found: dict[str, set[Name]] = {}
    for skill, _ in alike.needs:
        found.setdefault(skill, set()).update({Name(groups, skill), Name(groups, None)})
    for skill, _ in alike.published if len(groups) < 2 else ():
        names = {Name(groups, skill).as_published, Name(groups, None).as_published}
        found.setdefault(skill, set()).update(names)
    return found
