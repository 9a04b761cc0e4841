"""Paths close what roles add, within the time people have."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from learning.catalogue import path_checks
from learning.catalogue.files import Reading
from learning.catalogue.published import Catalogue


def with_minutes(catalogue: Catalogue, slug: str, minutes: int) -> Catalogue:
    """The catalogue with a course whose every lesson takes so long."""
    course = catalogue.courses[slug]
    lessons = tuple(
        replace(lesson, front=lesson.front.model_copy(update={"minutes": minutes}))
        for lesson in course.lessons
    )
    courses = catalogue.courses | {slug: replace(course, lessons=lessons)}
    return replace(catalogue, courses=MappingProxyType(courses))


def problems(catalogue: Catalogue) -> list[str]:
    reading = Reading(Path("courses"))
    path_checks.check_paths_close(catalogue, reading)
    return [str(problem) for problem in reading.problems]


def test_every_path_of_ours_closes_its_roles_in_the_time_there_is(catalogue: Catalogue) -> None:
    assert problems(catalogue) == []


def test_everybody_s_path_may_take_two_hours(catalogue: Catalogue) -> None:
    found = problems(with_minutes(catalogue, "cyber-security-essentials", 30))
    assert any(one.startswith("paths: role all-staff: its paths take ") for one in found)
    assert not any("role councillor" in one for one in found)


def test_a_year_s_paths_may_take_six_hours(catalogue: Catalogue) -> None:
    found = problems(with_minutes(catalogue, "safe-online-as-a-councillor", 60))
    assert any("role councillor: its paths take" in one and "within 360" in one for one in found)


def test_what_comes_in_the_second_year_does_not_burden_the_first(catalogue: Catalogue) -> None:
    role = catalogue.roles["councillor"]
    first, second = path_checks.minutes_by_year(catalogue, role)
    path = catalogue.paths["new-councillor"]
    stages = path.file.stages
    later = stages[-1].model_copy(update={"within_days": 730})
    file = path.file.model_copy(update={"stages": (*stages[:-1], later)})
    paths = catalogue.paths | {path.slug: replace(path, file=file)}
    moved = replace(catalogue, paths=MappingProxyType(paths))
    less, more = path_checks.minutes_by_year(moved, role)
    assert less < first
    assert more > second
    assert less + more == first + second


@pytest.mark.parametrize("role", ["councillor", "planning-manager", "co-opted-member"])
def test_a_shared_lesson_is_counted_once(catalogue: Catalogue, role: str) -> None:
    steps = path_checks.steps_of(catalogue, catalogue.roles[role])
    once = path_checks.minutes_of(catalogue, steps)
    assert path_checks.minutes_of(catalogue, steps * 2) == once > 0


def test_the_base_s_path_is_part_of_a_role_s_time(catalogue: Catalogue) -> None:
    role = catalogue.roles["planning-manager"]
    own = path_checks.minutes_of(catalogue, path_checks.steps_of(catalogue, role))
    base = sum(path_checks.minutes_by_year(catalogue, catalogue.roles["all-staff"]))
    assert max(own, base) < sum(path_checks.minutes_by_year(catalogue, role)) <= own + base
