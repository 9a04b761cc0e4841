"""Proves that each path closes what its roles add, and that nobody is asked for too long."""

from collections.abc import Iterable
from datetime import date

from learning.catalogue.files import Reading
from learning.catalogue.framework import Requirement, Role, Step
from learning.catalogue.published import Catalogue, Path

YEAR = 365  # days: a stage due within so many is the first year's, the rest the second's
MOST_MINUTES = 360  # in either year, for everything that a role and its base ask
MOST_OF_EVERYONE = 120  # for the base role of everybody who works for a council
EVERYONE = "all-staff"
MOST_OF_A_FIRST_STEP = 15


def check_paths_close(catalogue: Catalogue, reading: Reading) -> None:
    """Note every requirement that no step of the role's paths gives, and every long year."""
    for role in catalogue.roles.values():
        if role.retired_on is None:
            for requirement in unclosed(catalogue, role):
                remedy = (
                    f"no step of the role's paths gives level {requirement.level};"
                    " add a course to a path, or correct the level"
                )
                reading.problem("roles.toml", f"role {role.slug} {requirement.skill}", remedy)
            _check_minutes(catalogue, role, reading)


def _check_minutes(catalogue: Catalogue, role: Role, reading: Reading) -> None:
    most = MOST_OF_EVERYONE if role.slug == EVERYONE else MOST_MINUTES
    for year, minutes in zip(("first", "second"), minutes_by_year(catalogue, role), strict=True):
        if minutes > most:
            remedy = f"its paths take {minutes} minutes in the {year} year; keep within {most}"
            reading.problem("paths", f"role {role.slug}", remedy)
    for path in paths_of(catalogue, role):
        first = next(iter(path.steps_for(frozenset({role.slug}))), None)
        if first is not None and (found := minutes_of(catalogue, [first])) >= MOST_OF_A_FIRST_STEP:
            remedy = f"takes {found} minutes as a first step; begin with less than 15"
            reading.problem(f"paths/{path.slug}.toml", f"step {first.course}", remedy)


def paths_of(catalogue: Catalogue, role: Role) -> tuple[Path, ...]:
    """The paths that name a role."""
    return tuple(
        path
        for path in catalogue.paths.values()
        if role.slug in path.file.roles and path.file.retired_on is None
    )


def steps_of(catalogue: Catalogue, role: Role, *, within: int | None = None) -> tuple[Step, ...]:
    """What the role's own paths ask of it, or ask within so many days."""
    return tuple(
        step
        for path in paths_of(catalogue, role)
        for stage in path.file.stages
        for step in stage.steps
        if (within is None or stage.within_days <= within)
        and (not step.roles or role.slug in step.roles)
    )


def unclosed(catalogue: Catalogue, role: Role) -> tuple[Requirement, ...]:
    """The requirements not ended that no step of the role's own paths gives at their level."""
    best: dict[str, int] = {}
    for step in steps_of(catalogue, role):
        course = catalogue.courses.get(step.course)
        if course is not None and course.file.status != "retired":
            for gift in course.gives(step.assessments):
                best[gift.skill] = max(gift.level, best.get(gift.skill, 0))
    return tuple(
        requirement
        for requirement in role.requirements
        if (requirement.ends_on or date.max) > _last_day(role)
        and best.get(requirement.skill, 0) < requirement.level
    )


def _last_day(role: Role) -> date:
    """The latest day that a requirement of the role begins: those that hold on it are closed."""
    return max((requirement.starts_on for requirement in role.requirements), default=date.min)


def minutes_by_year(catalogue: Catalogue, role: Role) -> tuple[int, int]:
    """Minutes that a person with the role is asked in the first year and in the second.

    The role's base is part of it; what two steps share is counted once, in the earlier year.
    """
    base = catalogue.roles.get(role.base) if role.base else None
    both = (role, base) if base else (role,)
    first = [step for one in both for step in steps_of(catalogue, one, within=YEAR)]
    whole = [step for one in both for step in steps_of(catalogue, one)]
    in_first = minutes_of(catalogue, first)
    return in_first, minutes_of(catalogue, whole) - in_first


def minutes_of(catalogue: Catalogue, steps: Iterable[Step]) -> int:
    """Minutes of the lessons and checks of some steps, each counted once.

    A course in preparation counts with its checks alone: its lessons are not there yet.
    """
    minutes: dict[str, int] = {}
    for step in steps:
        course = catalogue.courses.get(step.course)
        if course is None:
            continue
        for check in course.checks_for(step.assessments):
            minutes[f"{course.slug} {check.id}"] = check.plan.minutes
        for lesson in course.lessons_for(step.assessments):
            minutes[lesson.key] = lesson.minutes
    return sum(minutes.values())
