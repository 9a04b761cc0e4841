"""Decides which gaps matter most, and which path closes each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from learning.catalogue.published import Catalogue, Path
from learning.coverage.rules.figures import Profile, RoleFacts

Needs = Mapping[tuple[int, str, str], int]  # (organisation, role, skill) → level


@dataclass(frozen=True)
class Remedy:
    """The path that lifts most of the people short of a skill."""

    path: Path
    people: int  # whom it lifts to the level they need
    minutes: int  # for each of them
    in_preparation: bool  # a course it needs for this is not open yet


@dataclass(frozen=True)
class Gap:
    """A skill that people are short of."""

    skill: str
    short: int  # people short of the level they need
    required: int
    priority: int  # missing levels, weighted
    remedy: Remedy | None


class _Given:
    """What each path gives to people with some of its roles; worked out once for each such set."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.paths = [(path, frozenset(path.file.roles)) for path in catalogue.paths.values()]
        self.levels: dict[tuple[str, frozenset[str]], dict[str, int]] = {}

    def level(self, path: Path, roles: frozenset[str], skill: str) -> int:
        """The level of a skill that a path gives to people with these of its roles; 0 for none."""
        if not roles:
            return 0
        key = (path.slug, roles)
        if key not in self.levels:
            self.levels[key] = self._levels(path, roles)
        return self.levels[key].get(skill, 0)

    def _levels(self, path: Path, roles: frozenset[str]) -> dict[str, int]:
        best: dict[str, int] = {}
        for step in path.steps_for(roles):
            for gift in self.catalogue.courses[step.course].gives(step.assessments):
                best[gift.skill] = max(gift.level, best.get(gift.skill, 0))
        return best


def gaps(
    profiles: Iterable[Profile],
    roles: Mapping[str, RoleFacts],
    needs: Needs,
    catalogue: Catalogue,
    *,
    by_people: bool = False,
) -> tuple[Gap, ...]:
    """Gaps with the greatest priority first (or, in the no-name view, most people short first)."""
    of_skill: dict[str, list[Profile]] = defaultdict(list)
    for profile in profiles:
        for skill in profile.cells:
            of_skill[skill].append(profile)
    given = _Given(catalogue)
    found = [
        gap
        for skill, needing in of_skill.items()
        if (gap := _gap(skill, needing, roles, needs, given, by_people=by_people)).short
    ]
    if by_people:
        return by_people_short(found)
    return tuple(sorted(found, key=lambda gap: (-gap.priority, -gap.short, gap.skill)))


def by_people_short(found: Iterable[Gap]) -> tuple[Gap, ...]:
    """The order of the no-name view, which says nothing of levels or weights."""
    return tuple(sorted(found, key=lambda gap: (-gap.short, gap.skill)))


def _gap(
    skill: str,
    needing: list[Profile],
    roles: Mapping[str, RoleFacts],
    needs: Needs,
    given: _Given,
    *,
    by_people: bool,
) -> Gap:
    priority = sum(
        (profile.cells[skill].level * profile.people - profile.cells[skill].levels_held)
        * _weight(profile, skill, roles, needs)
        for profile in (() if by_people else needing)  # said to nobody there
    )
    return Gap(
        skill=skill,
        short=sum(profile.people - profile.cells[skill].met for profile in needing),
        required=sum(profile.people for profile in needing),
        priority=priority,
        remedy=_remedy(skill, needing, given, by_people=by_people),
    )


def _weight(profile: Profile, skill: str, roles: Mapping[str, RoleFacts], needs: Needs) -> int:
    """The weight of the role that sets the needed level; the largest, if several do."""
    level = profile.cells[skill].level
    return max(
        roles[held.role].weight
        for held in profile.held
        if needs.get((held.organisation, held.role, skill)) == level
    )


def remedy_of(skill: str, profiles: Iterable[Profile], catalogue: Catalogue) -> Remedy | None:
    """The path that lifts most of these people who are short of a skill."""
    needing = [profile for profile in profiles if skill in profile.cells]
    return _remedy(skill, needing, _Given(catalogue), by_people=False)


def _remedy(skill: str, needing: list[Profile], given: _Given, *, by_people: bool) -> Remedy | None:
    """Without names it is the path that fits most who need the skill: who is short tells more."""
    short = [
        (
            profile.roles,
            profile.cells[skill].level,
            profile.people - (0 if by_people else profile.cells[skill].met),
        )
        for profile in needing
    ]
    lifted = {
        path.slug: sum(
            people
            for roles, level, people in short
            if given.level(path, roles & path_roles, skill) >= level
        )
        for path, path_roles in given.paths
    }
    most = max(lifted.values(), default=0)
    remedies = [
        _priced(path, skill, most, given.catalogue)
        for path, _ in given.paths
        if most and lifted[path.slug] == most
    ]
    return min(remedies, key=lambda r: (r.minutes, r.path.slug), default=None)


def _priced(path: Path, skill: str, people: int, catalogue: Catalogue) -> Remedy:
    steps = [
        step
        for step in path.steps_for()
        if any(g.skill == skill for g in catalogue.courses[step.course].gives(step.assessments))
    ]
    minutes = {
        step.course: catalogue.courses[step.course].minutes_for(step.assessments) for step in steps
    }
    return Remedy(
        path=path,
        people=people,
        minutes=sum(minutes.values()),
        in_preparation=not all(catalogue.courses[step.course].is_live for step in steps),
    )
