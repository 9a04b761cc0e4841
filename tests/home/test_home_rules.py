from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.assignments.rules import AskedOf, Request, Spared
from learning.catalogue.published import Catalogue
from learning.evidence.rules import Shown, held_levels
from learning.home.rules.plan import MyLearning, my_learning
from learning.home.rules.record import runs_out
from learning.study.rules import Activity, Try
from tests.courses_by_hand import a_catalogue, a_check, a_course, a_path, with_status

TODAY = date(2026, 11, 22)
ROLES = (("councillor", "Fernleigh"),)


def giving(slug: str, *gives: tuple[str, int]) -> tuple:
    """A check for each level given, named by it."""
    return tuple(
        a_check(slug, id=f"level-{level}", gives=[{"skill": skill, "level": level}])
        for skill, level in gives
    )


LIGHTS = a_course("lights", checks=giving("lights", ("seeing", 1), ("seeing", 2)))
TIDES = a_course("tides", checks=giving("tides", ("reading", 1)))
KNOTS = a_course("knots", checks=giving("knots", ("tying", 1)))
COURSES = (LIGHTS, TIDES, KNOTS)
PATHS = (
    a_path("to-sea", "lights", "tides"),
    a_path("first-light", {"course": "lights", "why": "First.", "assessments": ["level-1"]}),
    a_path("tie-up", "knots", "tides", roles=("mayor",)),
)


def request(path: str = "to-sea", due: int = 30, by: str = "Fernleigh") -> Request:
    return Request(path, by, TODAY + timedelta(days=due), "So that we arrive.", "Lowri Bevan")


def shown(skill: str = "seeing", level: int = 1, left: int | None = None, **more) -> Shown:
    fields = {
        "id": 1,
        "source": "assessment",
        "summary": "",
        "reference": "",
        "shown_on": date(2026, 1, 5),
        "expires_on": None if left is None else TODAY + timedelta(days=left),
        "withdrawn_on": None,
    }
    return Shown(skill=skill, level=level, **(fields | more))


def plan(
    *requests: Request,
    pieces: tuple[Shown, ...] = (),
    activity: Activity | None = None,
    roles: tuple[tuple[str, str], ...] = ROLES,
    catalogue: Catalogue | None = None,
    spared: tuple[Spared, ...] = (),
) -> MyLearning:
    return my_learning(
        catalogue or a_catalogue(*COURSES, paths=PATHS),
        AskedOf(requests, roles, spared=spared),
        activity or Activity(),
        pieces,
        held_levels(pieces, TODAY),
        nation="England",
        today=TODAY,
    )


def slugs(found: MyLearning) -> list[str]:
    first = (found.first,) if found.first else ()
    return [todo.course.slug for todo in (*first, *found.following)]


def test_each_course_stands_once_whoever_asks_it() -> None:
    found = plan(request(), request(by="Otmoor"), request("tie-up"))
    assert sorted(slugs(found)) == ["knots", "lights", "tides"]
    assert found.useful == ()
    tides = next(t for t in (found.first, *found.following) if t.course is TIDES)
    assert [(one.organisation, one.path) for one in tides.asked] == [
        ("Fernleigh", "to-sea"),
        ("Otmoor", "to-sea"),
        ("Fernleigh", "tie-up"),
    ]


def test_a_path_that_holds_a_course_twice_asks_it_once() -> None:
    twice = a_path("both", {"course": "lights", "why": "A.", "assessments": ["level-1"]}, "lights")
    found = plan(request("both"), catalogue=a_catalogue(LIGHTS, paths=(twice,)))
    assert found.first.asked == (request("both"),)
    assert found.first.progress.minutes_left == LIGHTS.minutes


@pytest.mark.parametrize("order", list(permutations([5, 20, 60])))
def test_what_is_due_earliest_comes_first(order: tuple[int, ...]) -> None:
    paths = tuple(
        a_path(f"path-{c.slug}", c.slug, roles=("mayor",)) for c in (LIGHTS, TIDES, KNOTS)
    )
    asked = [request(path.slug, due) for path, due in zip(paths, order, strict=True)]
    found = plan(*asked, catalogue=a_catalogue(*COURSES, paths=paths))
    assert [t.due_on for t in (found.first, *found.following)] == [
        TODAY + timedelta(days=days) for days in (5, 20, 60)
    ]


def test_two_councils_with_two_days_ask_by_the_earlier_one() -> None:
    found = plan(request(due=40), request(due=9, by="Otmoor"))
    assert found.first.due_on == TODAY + timedelta(days=9)


def test_of_two_due_on_one_day_the_one_begun_comes_first() -> None:
    found = plan(request(), activity=Activity(read=frozenset({"tides/one"})))
    assert slugs(found) == ["tides", "lights"]


@pytest.mark.parametrize(("due", "overdue"), [(-1, 2), (0, 0), (1, 0)])
def test_the_last_day_is_still_in_time(due: int, overdue: int) -> None:
    assert plan(request(due=due)).overdue == overdue


def test_what_nobody_asks_but_a_role_needs_is_useful_and_comes_after() -> None:
    found = plan(request("tie-up"))
    assert slugs(found) == ["knots", "tides"]
    assert [todo.course.slug for todo in found.useful] == ["lights"]
    alone = plan()
    assert alone.first.course is LIGHTS
    assert not alone.first.asked
    assert alone.following == ()


def exempt(path: str, council: str = "Fernleigh") -> Spared:
    return Spared(path, council, TODAY + timedelta(days=40), "Sailed for years.", "The committee")


TWO_COUNCILS = tuple((role, town) for role in ("councillor", "mayor") for town in ("Fern", "Ot"))


@given(
    st.sets(st.sampled_from(TWO_COUNCILS)),
    st.sets(st.tuples(st.sampled_from([p.slug for p in PATHS]), st.sampled_from(["Fern", "Ot"]))),
)
def test_useful_is_what_a_role_needs_in_a_council_that_does_not_exempt_from_its_path(
    roles: set[tuple[str, str]], exempt_from: set[tuple[str, str]]
) -> None:
    spared = tuple(exempt(*one) for one in sorted(exempt_from))
    found = plan(roles=tuple(sorted(roles)), spared=spared)
    offered = (*([found.first] if found.first else []), *found.useful)
    assert {todo.course.slug for todo in offered} == {
        step.course
        for path in PATHS
        for role, council in roles
        if role in path.file.roles and (path.slug, council) not in exempt_from
        for step in path.steps_for()
    }


def test_an_exemption_from_a_part_leaves_the_whole_that_another_council_asks() -> None:
    lifted = (exempt("to-sea"), exempt("first-light"))
    assert plan(spared=lifted).first is None
    found = plan(request(by="Otmoor"), spared=lifted)
    assert sorted(slugs(found)) == ["lights", "tides"]
    assert all(todo.asked for todo in (found.first, *found.following))


def test_what_was_done_of_a_path_stays_done_when_somebody_is_exempt_from_it() -> None:
    found = plan(pieces=(shown(level=2),), spared=(exempt("to-sea"), exempt("first-light")))
    assert (found.first, found.useful) == (None, ())
    assert [one.course for one in found.done] == [LIGHTS]


def test_a_part_that_is_done_is_asked_no_more_though_a_role_needs_the_rest() -> None:
    found = plan(request("first-light", due=-3), pieces=(shown(),))
    assert slugs(found) == ["lights"]
    assert (found.first.asked, found.first.due_on, found.overdue) == ((), None, 0)


def test_a_part_that_is_done_leaves_the_later_day_of_the_whole() -> None:
    for asked in permutations([request("first-light", due=-3), request(due=30)]):
        found = plan(*asked, pieces=(shown(),))
        lights = next(t for t in (found.first, *found.following) if t.course is LIGHTS)
        assert lights.due_on == TODAY + timedelta(days=30)
        assert found.overdue == 0


def test_of_a_part_that_is_asked_no_more_is_asked_than_the_part() -> None:
    found = plan(request("first-light"))
    assert found.first.course is LIGHTS
    part = LIGHTS.minutes_for(("level-1",))
    assert found.first.progress.minutes_left == part < LIGHTS.minutes


def test_what_is_shown_is_done_wherever_it_was_shown() -> None:
    pieces = (shown(level=3, source="prior-learning"), shown("reading", 1, source="observed"))
    found = plan(request(due=-9), pieces=pieces)
    assert (found.first, found.following, found.useful, found.overdue) == (None, (), (), 0)
    assert [one.course.slug for one in found.done] == ["lights", "tides"]


def test_evidence_that_ran_out_opens_the_course_again() -> None:
    assert plan(request(), pieces=(shown(level=2, left=0),)).done == ()
    assert [o.course for o in plan(request(), pieces=(shown(level=2, left=1),)).done] == [LIGHTS]


def test_an_attempt_begun_is_the_next_step() -> None:
    begun = Try("abc", "lights", "level-1", None)
    found = plan(request(), activity=Activity(tries=(begun,)))
    assert found.first.progress.next_step.attempt is begun


def test_courses_in_preparation_are_counted_and_not_asked() -> None:
    courses = (with_status(LIGHTS, "in-preparation"), TIDES)
    found = plan(request(), catalogue=a_catalogue(*courses, paths=PATHS[:1]))
    assert slugs(found) == ["tides"]
    assert found.in_preparation == 1


def test_a_path_that_left_the_catalogue_asks_nothing() -> None:
    found = plan(request("gone-with-the-tide"), roles=())
    assert found.first is None


def test_what_runs_out_within_ninety_days_is_listed_soonest_first() -> None:
    pieces = (
        shown("seeing", 1, 90),
        shown("reading", 1, 3),
        shown("tying", 1, 91),
        shown("steering", 1, None),
        shown("gone", 1, 0),
    )
    found = runs_out(pieces, held_levels(pieces, TODAY), TODAY)
    assert [piece.skill for piece in found] == ["reading", "seeing"]


SOON = shown("seeing", 2, 10)


@pytest.mark.parametrize(
    ("other", "listed"),
    [
        (shown("seeing", 2, 400), []),  # renewed
        (shown("seeing", 2, None), []),
        (shown("seeing", 3, 400), []),  # a higher level stands
        (shown("seeing", 1, 400), [SOON]),  # the level held does run out
        (shown("seeing", 2, 400, source="self-assessment"), [SOON]),
        (shown("seeing", 2, 400, withdrawn_on=TODAY), [SOON]),
        (shown("seeing", 1, 20), [SOON]),  # once for a skill
    ],
)
def test_only_the_level_held_and_nothing_that_goes_on_runs_out(
    other: Shown, listed: list[Shown]
) -> None:
    for pieces in permutations([SOON, other]):
        found = runs_out(pieces, held_levels(pieces, TODAY), TODAY)
        assert list(found) == listed


PIECES = st.builds(
    shown,
    st.sampled_from(["seeing", "reading"]),
    st.integers(1, 4),
    st.one_of(st.none(), st.integers(-5, 200)),
    source=st.sampled_from(["assessment", "observed", "self-assessment"]),
)


@given(st.lists(PIECES, max_size=8).map(tuple))
def test_a_skill_runs_out_soon_exactly_if_its_level_falls_in_ninety_days(
    pieces: tuple[Shown, ...],
) -> None:
    held = held_levels(pieces, TODAY)
    later = held_levels(pieces, TODAY + timedelta(days=90))
    found = runs_out(pieces, held, TODAY)
    falls = sorted(skill for skill, level in held.items() if later.get(skill, 0) < level)
    assert sorted(piece.skill for piece in found) == falls
    for piece in found:
        day_before = piece.expires_on - timedelta(days=1)
        assert held_levels(pieces, day_before).get(piece.skill) == held[piece.skill]
        assert held_levels(pieces, piece.expires_on).get(piece.skill, 0) < held[piece.skill]
