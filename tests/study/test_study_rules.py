from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.catalogue.changes import Change
from learning.catalogue.published import Course
from learning.clock import day_of
from learning.study.rules import Activity, Try, is_shown, progress, way_to_show
from tests.courses_by_hand import (
    a_catalogue,
    a_check,
    a_course,
    a_lesson,
    a_provable_course,
    with_status,
)

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
FIRST = a_check("lights", id="first", gives=[{"skill": "seeing", "level": 1}], minutes=4)
SECOND = a_check("lights", id="second", gives=[{"skill": "seeing", "level": 2}], minutes=6)
COURSE = a_course("lights", checks=(FIRST, SECOND))
ALL_READ = frozenset({"lights/one", "lights/two"})


def attempt(check: str = "first", *, submitted: bool = False) -> Try:
    return Try(f"try-{check}", "lights", check, AT if submitted else None)


def test_a_course_nobody_touched_starts_with_its_first_lesson() -> None:
    found = progress(COURSE, Activity(), {})
    assert (found.state, found.read) == ("not started", 0)
    assert found.next_step.lesson is COURSE.lessons[0]
    assert found.minutes_left == COURSE.minutes == 7 + 7 + 4 + 6
    assert found.next_step.minutes == 7


def test_the_next_step_is_the_first_lesson_not_read() -> None:
    found = progress(COURSE, Activity(read=frozenset({"lights/one"})), {})
    assert (found.state, found.read, found.minutes_left) == ("started", 1, 17)
    assert found.next_step.lesson is COURSE.lessons[1]


def test_after_the_lessons_comes_the_last_check_and_then_what_is_left() -> None:
    found = progress(COURSE, Activity(read=ALL_READ), {})
    assert found.next_step.assessment is SECOND
    assert found.next_step.minutes == 6
    assert progress(COURSE, Activity(read=ALL_READ), {"seeing": 1}).minutes_left == 6


def test_an_open_attempt_comes_before_lessons() -> None:
    found = progress(COURSE, Activity(tries=(attempt(),)), {})
    assert found.state == "started"
    assert (found.next_step.assessment, found.next_step.attempt) == (FIRST, attempt())


def test_an_attempt_that_was_submitted_is_not_gone_on_with() -> None:
    failed = Activity(tries=(attempt(submitted=True),))
    found = progress(COURSE, failed, {})
    assert found.state == "started"
    assert found.next_step.lesson is COURSE.lessons[0]


@pytest.mark.parametrize(("level", "state"), [(0, "not started"), (1, "not started"), (2, "done")])
def test_a_course_is_done_when_live_evidence_shows_what_it_gives(level: int, state: str) -> None:
    assert progress(COURSE, Activity(), {"seeing": level}).state == state


def test_evidence_that_ran_out_opens_a_course_that_was_passed() -> None:
    passed = Activity(read=ALL_READ, tries=(attempt("second", submitted=True),))
    found = progress(COURSE, passed, {})
    assert found.state == "started"
    assert found.next_step.assessment is SECOND


def test_a_step_that_wants_one_check_is_done_with_that_one() -> None:
    assert progress(COURSE, Activity(), {"seeing": 1}, ("first",)).state == "done"
    assert progress(COURSE, Activity(), {"seeing": 1}, ("second",)).state == "not started"


@pytest.mark.parametrize("status", ["in-preparation", "retired"])
def test_a_course_that_is_not_open_has_no_next_step(status: str) -> None:
    found = progress(with_status(COURSE, status), Activity(read=ALL_READ), {})
    assert (found.state, found.next_step, found.minutes_left) == ("in preparation", None, 0)


def test_a_lesson_shared_by_two_courses_is_read_once() -> None:
    shared = a_lesson("lights", "one")
    borrower = a_course("tides", lessons=(a_lesson("tides", "own"), shared))
    found = progress(borrower, Activity(read=frozenset({"lights/one"})), {})
    assert (found.state, found.read) == ("started", 1)
    assert found.next_step.lesson.slug == "own"


def test_a_lesson_of_the_same_name_in_another_course_is_another_lesson() -> None:
    found = progress(COURSE, Activity(read=frozenset({"tides/one"})), {})
    assert (found.state, found.read) == ("not started", 0)


def courses() -> st.SearchStrategy[Course]:
    return st.integers(1, 5).map(
        lambda n: a_course(
            "lights", checks=(FIRST,), lessons=tuple(a_lesson("lights", f"l-{i}") for i in range(n))
        )
    )


@given(courses(), st.data())
def test_following_the_next_step_always_ends_in_done(course: Course, data: st.DataObject) -> None:
    keys = [lesson.key for lesson in course.lessons]
    read = data.draw(st.sets(st.sampled_from(keys)))
    left = progress(course, Activity(read=frozenset(read)), {}).minutes_left
    for _ in keys:
        step = progress(course, Activity(read=frozenset(read)), {}).next_step
        if step.lesson is None:
            break
        assert step.lesson.key not in read
        read.add(step.lesson.key)
        left -= step.lesson.minutes
        assert progress(course, Activity(read=frozenset(read)), {}).minutes_left == left
    step = progress(course, Activity(read=frozenset(read)), {}).next_step
    assert step.assessment is FIRST
    assert progress(course, Activity(read=frozenset(read)), {"seeing": 1}).state == "done"


def test_what_gives_nothing_is_never_shown() -> None:
    assert not is_shown((), {"seeing": 4})


def test_activity_knows_what_is_open() -> None:
    activity = Activity(
        read=frozenset({"tides/one"}),
        tries=(attempt(submitted=True), attempt("second")),
    )
    assert activity.open_try("lights") == attempt("second")
    assert activity.open_try("lights", "first") is None
    assert activity.open_try("tides") is None


def test_the_way_to_show_a_skill_asks_least_then_takes_least_time() -> None:
    def giving(slug: str, level: int, minutes: int) -> Course:
        gives = [{"skill": "seeing", "level": level}]
        return a_course(slug, checks=(a_check(slug, gives=gives, minutes=minutes),))

    high, long, short = giving("high", 3, 1), giving("long", 2, 9), giving("short", 2, 4)
    catalogue = a_catalogue(high, long, short)

    def found(level: int) -> str | None:
        way = way_to_show(catalogue, "seeing", level, "England")
        return way.course.slug if way else None

    assert [found(level) for level in (1, 2, 3, 4)] == ["short", "short", "high", None]
    assert way_to_show(catalogue, "reading", 1, "England") is None


PROVABLE = a_provable_course("lights")


def proof(name: str, *shown: str, submitted: bool = True) -> Try:
    at = AT if submitted else None
    return Try(name, "lights", "awareness", at, use="diagnostic", shown=shown)


def test_lessons_of_what_was_shown_before_a_course_ask_for_no_minutes() -> None:
    known = Activity(tries=(proof("a-try", "say", "steer"),))
    found = progress(PROVABLE, known, {})
    assert (found.state, found.next_step.lesson.slug) == ("started", "opening")
    assert found.minutes_left == PROVABLE.minutes - 7
    everything = Activity(tries=(proof("a-try", "see", "say", "steer"),))
    found = progress(PROVABLE, everything, {})  # its evidence ran out: the check renews it
    assert (found.next_step.assessment, found.minutes_left) == (PROVABLE.assessments[0], 5)


def test_a_lesson_whose_law_changed_since_is_needed_after_all() -> None:
    known = Activity(tries=(proof("before", "see"),))
    change = Change(
        id="new-buoys",
        on=day_of(AT) + timedelta(days=9),
        kind="new-law",
        lesson="one",
        replaces="0" * 16,
        note="Buoys are yellow now.",
    )
    changed = replace(PROVABLE, changes=(change,))
    assert known.not_needed(PROVABLE) == {"lights/one"}
    assert known.not_needed(changed) == frozenset()
    since = replace(proof("since", "see"), submitted_at=AT + timedelta(days=9))
    assert Activity(tries=(*known.tries, since)).not_needed(changed) == {"lights/one"}


@given(st.lists(st.sets(st.sampled_from(["see", "say", "steer"])), max_size=3))
def test_what_was_shown_once_stays_shown(tries: list[set[str]]) -> None:
    known = Activity(tries=tuple(proof(f"try-{n}", *shown) for n, shown in enumerate(tries)))
    together = Activity(tries=(proof("a-try", *set().union(*tries)),))
    assert known.shown("lights") == together.shown("lights")
    assert progress(PROVABLE, known, {}).minutes_left == (
        progress(PROVABLE, together, {}).minutes_left
    )
    assert known.shown("tides") == frozenset()


def test_proving_that_was_begun_is_the_next_step_and_no_try_at_the_check() -> None:
    begun, before = proof("begun", submitted=False), proof("before", "see")
    known = Activity(tries=(before, begun))
    assert progress(PROVABLE, known, {}).next_step.attempt is begun
    assert known.proving("lights") is begun
    assert Activity(tries=(proof("older"), before)).proving("lights") is before
    assert known.open_try("lights") is None
    assert known.proving("tides") is None
