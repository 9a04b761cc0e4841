from datetime import date, timedelta

import pytest

from learning.evidence.rules import Shown, held_levels
from learning.home.rules.record import RecordLine, record
from learning.people.rules import Need
from tests.courses_by_hand import a_catalogue, a_check, a_course, with_status
from tests.home.test_home_rules import COURSES, LIGHTS, TODAY, shown


def lines(*pieces: Shown, needed: dict[str, int] | None = None) -> dict[str, RecordLine]:
    found = record(
        pieces,
        held_levels(pieces, TODAY),
        needs(needed or {}),
        a_catalogue(*COURSES),
        "England",
        today=TODAY,
    )
    return {line.skill: line for line in found}


def needs(levels: dict[str, int]) -> tuple[Need, ...]:
    return tuple(Need(skill, level, "councillor") for skill, level in levels.items())


def way(line: RecordLine) -> tuple[str, str] | None:
    return (line.way.course.slug, line.way.assessment.id) if line.way else None


def test_what_is_short_says_what_shows_the_level_needed() -> None:
    found = lines(shown("seeing", 1), needed={"seeing": 2, "reading": 1})
    assert way(found["seeing"]) == ("lights", "level-2")
    assert way(found["reading"]) == ("tides", "level-1")
    assert found["seeing"].is_short


def test_what_runs_out_says_what_renews_the_level_held() -> None:
    found = lines(shown("seeing", 2, 30), needed={"seeing": 1})
    assert way(found["seeing"]) == ("lights", "level-2")
    assert found["seeing"].until == TODAY + timedelta(days=30)


def test_what_stands_for_good_asks_for_nothing() -> None:
    found = lines(shown("seeing", 2), needed={"seeing": 2})
    assert (way(found["seeing"]), found["seeing"].until) == (None, None)


def test_where_no_check_shows_the_level_none_is_named() -> None:
    assert way(lines(needed={"seeing": 4})["seeing"]) is None
    assert way(lines(shown("steering", 1, 30))["steering"]) is None


def test_ones_own_view_stands_beside_and_is_no_way_of_showing() -> None:
    own = shown("seeing", 3, source="self-assessment", shown_on=date(2026, 5, 1))
    old = shown("seeing", 1, source="self-assessment", withdrawn_on=date(2026, 5, 1))
    line = lines(own, old, needed={"seeing": 1})["seeing"]
    assert (line.own_view, line.held, line.pieces) == (3, 0, ())
    assert lines(old)["seeing"].own_view is None


@pytest.mark.parametrize("level", [1, 2])
def test_needed_skills_come_first(level: int) -> None:
    found = lines(shown("aiming", 1), needed={"seeing": level})
    assert list(found) == ["seeing", "aiming"]


def test_only_open_courses_of_ones_nation_are_named() -> None:
    gives = [{"skill": "seeing", "level": 2}]
    wales = a_course("wales", checks=(a_check("wales", gives=gives),), nations=("Wales",))
    closed = with_status(LIGHTS, "in-preparation")
    found = record((), {}, needs({"seeing": 2}), a_catalogue(wales, closed), "England", today=TODAY)
    assert found[0].way is None
    found = record((), {}, needs({"seeing": 2}), a_catalogue(wales, closed), "Wales", today=TODAY)
    assert way(found[0]) == ("wales", "awareness")
