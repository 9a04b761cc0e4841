from datetime import date

import pytest

from learning.assignments.rules import open_steps, standing
from learning.catalogue.published import Catalogue

TODAY = date(2026, 11, 22)


def of(catalogue: Catalogue, **changed):
    given = {
        "roles": frozenset({"councillor"}),
        "held": {},
        "begun": frozenset(),
        "due_on": TODAY,
        "today": TODAY,
    }
    return standing(catalogue.paths["new-councillor"], catalogue, **(given | changed))


def everything(catalogue: Catalogue) -> dict[str, int]:
    return dict.fromkeys(catalogue.skills, 3)


def test_nothing_read_and_nothing_shown_is_not_started(catalogue: Catalogue) -> None:
    assert of(catalogue).status == "not started"


def test_a_lesson_of_one_of_its_courses_is_a_start(catalogue: Catalogue) -> None:
    course = open_steps(catalogue.paths["new-councillor"], catalogue, None)[0][0]
    assert of(catalogue, begun={course}).status == "started"
    assert of(catalogue, begun={"another-course"}).status == "not started"


def test_evidence_from_elsewhere_finishes_it_too(catalogue: Catalogue) -> None:
    done = of(catalogue, held=everything(catalogue))
    assert (done.status, done.done) == ("done", done.courses)


@pytest.mark.parametrize(
    ("due_on", "is_overdue"),
    [(date(2026, 11, 22), False), (date(2026, 11, 21), True), (date(2026, 11, 23), False)],
)
def test_the_end_of_the_last_day_is_still_in_time(
    catalogue: Catalogue, due_on: date, is_overdue: bool
) -> None:
    assert of(catalogue, due_on=due_on).is_overdue is is_overdue


def test_what_is_finished_is_never_overdue(catalogue: Catalogue) -> None:
    late = of(catalogue, held=everything(catalogue), due_on=date(2020, 1, 1))
    assert not late.is_overdue


def test_courses_in_preparation_are_not_waited_for(catalogue: Catalogue) -> None:
    steps = open_steps(catalogue.paths["new-councillor"], catalogue, None)
    assert steps
    assert all(catalogue.courses[course].is_live for course, _ in steps)
