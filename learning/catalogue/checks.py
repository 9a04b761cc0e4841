"""Holds the whole catalogue to its rules of structure: references, ids, dates, the register."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

from learning.catalogue import aid_checks, course_checks, path_checks
from learning.catalogue.files import Reading
from learning.catalogue.framework import RegisterFile, Requirement, Role, Step
from learning.catalogue.published import Catalogue, Course, Path


def check_unique(reading: Reading, file: str, what: str, ids: Iterable[str]) -> None:
    """Note every id that stands more than once."""
    for name, count in sorted(Counter(ids).items()):
        if count > 1:
            reading.problem(file, f"{what} {name}", f"stands {count} times; give each its own id")


def check_structure(catalogue: Catalogue, register: RegisterFile, reading: Reading) -> None:
    """Note every broken reference, overlap and lost id: with one, nothing is served."""
    _check_skills(catalogue, reading)
    for role in catalogue.roles.values():
        _check_role(catalogue, role, reading)
    for course in catalogue.courses.values():
        course_checks.check_course(catalogue, course, reading)
    _check_paths(catalogue, reading)
    path_checks.check_paths_close(catalogue, reading)
    aid_checks.check_aids(catalogue, reading)
    _check_register(catalogue, register, reading)


def _check_skills(catalogue: Catalogue, reading: Reading) -> None:
    groups = {group.slug for group in catalogue.groups}
    for skill in catalogue.skills.values():
        place = f"skill {skill.slug}"
        if skill.group not in groups:
            reading.problem(
                "skills.toml", place, f"group {skill.group} is not listed; add or correct it"
            )
        for level in range(1, 5):
            count = sum(statement.level == level for statement in skill.statements)
            if count != 4:
                remedy = f"has {count} statements at level {level}; write four"
                reading.problem("skills.toml", place, remedy)


def _check_role(catalogue: Catalogue, role: Role, reading: Reading) -> None:
    place = f"role {role.slug}"
    if role.base is not None and role.base not in catalogue.roles:
        reading.problem("roles.toml", place, f"base {role.base} is not a role; correct it")
    elif role.base is not None and catalogue.roles[role.base].base is not None:
        reading.problem(
            "roles.toml", place, f"base {role.base} has a base itself; name a base role"
        )
    if role.service is not None and role.service not in catalogue.services:
        reading.problem("roles.toml", place, f"service {role.service} is not listed; correct it")
    _check_requirements(catalogue, role, reading)


def _check_requirements(catalogue: Catalogue, role: Role, reading: Reading) -> None:
    place = f"role {role.slug}"
    for requirement in role.requirements:
        where = f"{place} requirement {requirement.skill}"
        if requirement.skill not in catalogue.skills:
            reading.problem("roles.toml", where, "is not a skill; correct it")
        if requirement.level == 4:
            reading.problem(
                "roles.toml", where, "asks for level 4; no role does, only practice shows it"
            )
        if requirement.ends_on is not None and requirement.ends_on <= requirement.starts_on:
            reading.problem("roles.toml", where, "ends before it starts; correct until")
    for one, other in combinations(role.requirements, 2):
        if one.skill == other.skill and _overlap(one, other):
            remedy = "two requirements hold on one day; close the first where the second starts"
            reading.problem("roles.toml", f"{place} requirement {one.skill}", remedy)


def _overlap(one: Requirement, other: Requirement) -> bool:
    first, second = sorted((one, other), key=lambda requirement: requirement.starts_on)
    return first.ends_on is None or first.ends_on > second.starts_on


def _check_paths(catalogue: Catalogue, reading: Reading) -> None:
    for path in catalogue.paths.values():
        file = f"paths/{path.slug}.toml"
        for role in path.file.roles:
            if role not in catalogue.roles:
                reading.problem(file, "roles", f"{role} is not a role; correct it")
        check_unique(reading, file, "stage", [stage.slug for stage in path.file.stages])
        for step in path.steps_for():
            _check_step(catalogue, path, step, reading)


def _check_step(catalogue: Catalogue, path: Path, step: Step, reading: Reading) -> None:
    file, place = f"paths/{path.slug}.toml", f"step {step.course}"
    course = catalogue.courses.get(step.course)
    if course is None:
        reading.problem(file, place, "is not a course; correct it")
        return
    checks = {plan.id for plan in course.file.assessments}
    for assessment in step.assessments:
        if assessment not in checks:
            reading.problem(file, place, f"has no check {assessment}; correct it")
    for role in step.roles:
        if role not in path.file.roles:
            reading.problem(file, place, f"{role} is not a role of this path")


def published_ids(catalogue: Catalogue) -> tuple[str, ...]:
    """Every id that may be linked to or kept with a record, as `kind:id`, sorted."""
    ids = [f"skill:{slug}" for slug in catalogue.skills]
    ids += [f"role:{slug}" for slug in catalogue.roles]
    ids += [f"service:{slug}" for slug in catalogue.services]
    ids += [f"path:{slug}" for slug in catalogue.paths]
    for course in catalogue.courses.values():
        ids += _course_ids(course)
    return tuple(sorted(ids))


def _course_ids(course: Course) -> Sequence[str]:
    ids = [f"course:{course.slug}"]
    ids += [f"lesson:{lesson.key}" for lesson in course.lessons if lesson.course == course.slug]
    ids += [f"paper:{course.slug}/{paper.slug}" for paper in course.papers]
    ids += [f"objective:{course.slug}/{objective.id}" for objective in course.file.objectives]
    for assessment in course.assessments:
        ids.append(f"assessment:{course.slug}/{assessment.id}")
        ids += [f"question:{course.slug}/{question.id}" for question in assessment.questions]
    return ids


def _check_register(catalogue: Catalogue, register: RegisterFile, reading: Reading) -> None:
    file = "register.toml"
    present = set(published_ids(catalogue))
    for lost in sorted(set(register.ids) - present):
        remedy = "was published and is gone; bring it back and retire it with retired_on"
        reading.problem(file, lost, remedy)
    for new in sorted(present - set(register.ids)):
        reading.problem(file, new, "is not in the register; run check-courses --register")
    for slug, tier in register.tiers.items():
        role = catalogue.roles.get(slug)
        if role is not None and role.tier != tier:
            reading.problem(
                file, f"role {slug}", f"was published in tier {tier}; a role never changes tier"
            )
    for closed in register.closed:
        role = catalogue.roles.get(closed.role)
        entries = role.requirements if role else ()
        if not any(
            (entry.skill, entry.level, entry.starts_on, entry.ends_on)
            == (closed.skill, closed.level, closed.starts_on, closed.ends_on)
            for entry in entries
        ):
            where = f"role {closed.role} requirement {closed.skill} from {closed.starts_on}"
            reading.problem(
                file, where, "is closed for ever and was changed; put it back as it was"
            )
