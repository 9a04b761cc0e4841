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


Levels = Mapping[str, int]  # by skill
Short = tuple[frozenset[str], int, int]  # (roles, level needed, people)


class _Given:
    """What paths give to people, by the roles they hold; worked out once for each set of roles."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._paths = [(path, frozenset(path.file.roles)) for path in catalogue.paths.values()]
        self._to: dict[frozenset[str], list[tuple[str, Levels]]] = {}
        self._levels: dict[tuple[str, frozenset[str]], Levels] = {}

    def to(self, roles: frozenset[str]) -> list[tuple[str, Levels]]:
        """The paths of any of these roles, each with the levels that it gives to who holds them."""
        if roles not in self._to:
            self._to[roles] = [
                (path.slug, self._levels_of(path, roles & path_roles))
                for path, path_roles in self._paths
                if roles & path_roles
            ]
        return self._to[roles]

    def _levels_of(self, path: Path, roles: frozenset[str]) -> Levels:
        key = (path.slug, roles)
        if key not in self._levels:
            best: dict[str, int] = {}
            for step in path.steps_for(roles):
                for gift in self.catalogue.courses[step.course].gives(step.assessments):
                    best[gift.skill] = max(gift.level, best.get(gift.skill, 0))
            self._levels[key] = best
        return self._levels[key]


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
    cells = ((profile, profile.cells[skill]) for profile in needing)
    short = (
        (profile.roles, cell.level, profile.people - (0 if by_people else cell.met))
        for profile, cell in cells
    )
    lifted = _lifted(skill, short, given)
    most = max(lifted.values(), default=0)
    remedies = [
        _priced(given.catalogue.paths[path], skill, most, given.catalogue)
        for path, people in lifted.items()
        if most and people == most
    ]
    return min(remedies, key=lambda r: (r.minutes, r.path.slug), default=None)


def lifted_by(skill: str, short: Iterable[Short], catalogue: Catalogue) -> Mapping[str, int]:
    """How many people each path takes to the level of the skill that they need."""
    return _lifted(skill, short, _Given(catalogue))


def _lifted(skill: str, short: Iterable[Short], given: _Given) -> Mapping[str, int]:
    lifted: dict[str, int] = defaultdict(int)
    for roles, level, people in short:
        for path, levels in given.to(roles):
            if levels.get(skill, 0) >= level:
                lifted[path] += people
    return lifted


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
