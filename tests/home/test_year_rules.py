from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.catalogue.published import Catalogue
from learning.clock import start_of
from learning.evidence.rules import Shown
from learning.home.rules.telling import Voice, duration, in_a_row, text, voice
from learning.home.rules.year import Kept, first_day, last_day, learned, year_of, years
from tests.courses_by_hand import a_catalogue, a_course, with_status

TODAY = date(2026, 11, 22)
LIGHTS, TIDES, KNOTS = a_course("lights"), a_course("tides"), a_course("knots")
CATALOGUE = a_catalogue(LIGHTS, TIDES, with_status(KNOTS, "retired"))
SKILLS = {"cyber-security": "Cyber security", "data-protection": "Data protection"}
ADA = Voice(is_councillor=True, is_officer=False, councils=("Fernleigh Council",))
GIVES = [{"skill": "cyber-security", "level": 1}]


def moment(day: date) -> datetime:
    return start_of(day) + timedelta(hours=10)


def read(course: str = "lights", lesson: str = "one", on: date = TODAY, **more) -> Kept:
    fields = {"minutes": 7, "terms": None} | more
    return Kept(course=course, name=lesson, at=moment(on), **fields)


def passed(course: str = "lights", check: str = "awareness", on: date = TODAY, **more) -> Kept:
    terms = {"title": course.capitalize().replace("-", " "), "gives": GIVES, "minutes": 5} | more
    return Kept(course=course, name=check, at=moment(on), minutes=None, terms=terms)


def shown(skill: str = "data-protection", on: date = TODAY, **more) -> Shown:
    fields = {
        "id": 1,
        "level": 2,
        "source": "prior-learning",
        "summary": "",
        "reference": "",
        "expires_on": None,
        "withdrawn_on": None,
    }
    return Shown(skill=skill, shown_on=on, **(fields | more))


def told(*kept: Kept, pieces: tuple[Shown, ...] = (), year: int = 2026, who: Voice = ADA) -> str:
    found = years(learned(kept, CATALOGUE), pieces, today=TODAY)
    return text(found[year], who, SKILLS, today=TODAY)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 3, 31), 2025),
        (date(2026, 4, 1), 2026),
        (date(2026, 12, 31), 2026),
        (date(2027, 1, 1), 2026),
    ],
)
def test_a_year_begins_on_the_first_of_april(day: date, year: int) -> None:
    assert year_of(day) == year


@given(st.dates(date(2001, 1, 1), date(2100, 1, 1)))
def test_every_day_lies_in_its_year_and_in_no_other(day: date) -> None:
    year = year_of(day)
    assert first_day(year) <= day <= last_day(year)
    assert last_day(year) + timedelta(days=1) == first_day(year + 1)


def test_a_moment_belongs_to_its_day_in_london() -> None:
    late = Kept("lights", "one", datetime(2026, 3, 31, 23, 30, tzinfo=UTC), 7, None)
    (one,) = learned([late], CATALOGUE)  # 1 April, half past midnight, in London
    assert (one.on, year_of(one.on)) == (date(2026, 4, 1), 2026)


def test_what_was_kept_at_the_time_stands_though_the_course_changed() -> None:
    done = learned([read(minutes=22), passed("tides", minutes=9)], CATALOGUE)
    assert [one.minutes for one in done] == [22, 9]


def test_what_was_not_kept_comes_from_the_course_of_today_retired_or_not() -> None:
    old = passed("knots")
    old = Kept(old.course, old.name, old.at, None, {"title": "Knots", "gives": GIVES})
    done = learned([read(minutes=None), old], CATALOGUE)
    assert {(one.course, one.minutes) for one in done} == {("lights", 7), ("knots", 5)}


def test_what_nobody_knows_the_length_of_is_said_and_not_counted() -> None:
    gone = read("old-ropes", "splicing", minutes=None)
    renamed = read("lights", "no-such-lesson", minutes=None)
    year = years(learned([read(), gone, renamed], CATALOGUE), (), today=TODAY)[2026]
    assert (year.minutes, year.unknown, year.lessons) == (7, 2, 3)
    said = told(read(), gone)
    assert "- Old ropes: 1 lesson read" in said
    assert "1 lesson or check of a course that is no longer offered could not be counted." in said


def test_a_check_counts_once_a_year_however_often_it_is_passed() -> None:
    days = (date(2026, 5, 1), date(2026, 6, 1), date(2025, 5, 1))
    found = years(learned([passed(on=day) for day in days], CATALOGUE), (), today=TODAY)
    assert {year: (of.minutes, of.checks) for year, of in found.items()} == {
        2026: (5, 1),
        2025: (5, 1),
    }
    assert found[2026].courses[0].done[0].on == date(2026, 5, 1)


COURSES = st.sampled_from(["lights", "tides", "knots", "old-ropes"])
DAYS = st.dates(date(2023, 1, 1), TODAY)
KEPT = st.one_of(
    st.builds(read, COURSES, st.sampled_from(["one", "two"]), DAYS),
    st.builds(passed, COURSES, st.sampled_from(["awareness", "working"]), DAYS),
)


@given(st.lists(KEPT, max_size=20))
def test_the_hours_of_the_years_add_up_to_all_that_was_learned(kept: list[Kept]) -> None:
    found = years(learned(kept, CATALOGUE), (), today=TODAY)
    once = {(year_of(one.at.date()), one.course, one.name, one.terms is None) for one in kept}
    assert sum(year.minutes for year in found.values()) == sum(7 if o[3] else 5 for o in once)
    assert sum(year.lessons for year in found.values()) == sum(one[3] for one in once)
    assert sum(year.checks for year in found.values()) == sum(not one[3] for one in once)
    assert {year for year, of in found.items() if of.courses} == {one[0] for one in once}


@given(st.lists(KEPT, max_size=20))
def test_the_words_of_a_year_name_exactly_its_courses(kept: list[Kept]) -> None:
    found = years(learned(kept, CATALOGUE), (), today=TODAY)
    titles = {"lights": "Lights", "tides": "Tides", "knots": "Knots", "old-ropes": "Old ropes"}
    for year, of in found.items():
        said = text(of, ADA, SKILLS, today=TODAY)
        named = {slug for slug, title in titles.items() if f"- {title}: " in said}
        assert named == {one.course for one in kept if year_of(one.at.date()) == year}


def test_a_year_reads_as_somebody_would_write_it() -> None:
    april, june = date(2026, 4, 20), date(2026, 6, 9)
    said = told(
        read(on=april, minutes=70),
        read(lesson="two", on=june),
        passed(on=june),
        read("tides", on=june),
        pieces=(shown(on=date(2026, 5, 3)),),
    )
    assert said == (
        "Between 1 April 2026 and 22 November 2026 I spent 1 hour 29 minutes on learning for my"
        " work as a councillor at Fernleigh Council. I worked on 2 courses and passed 1 check.\n\n"
        "- Lights: 2 lessons read from 20 April 2026 to 9 June 2026;"
        " check passed on 9 June 2026 (Cyber security, level 1)\n"
        "- Tides: 1 lesson read on 9 June 2026\n\n"
        "I also showed what I had learned elsewhere or at work, and it was accepted:\n"
        "- Data protection, level 2 (3 May 2026)\n\n"
        "The time is the stated length of each lesson and check.\n"
    )


def test_a_year_that_is_over_ends_on_its_last_day() -> None:
    assert told(read(on=date(2025, 5, 1)), year=2025).startswith(
        "Between 1 April 2025 and 31 March 2026 I spent 7 minutes"
    )


def test_a_year_with_nothing_says_so() -> None:
    assert told() == (
        "Between 1 April 2026 and 22 November 2026 I recorded no learning"
        " for my work as a councillor at Fernleigh Council.\n"
    )


def test_only_what_was_learned_elsewhere_is_told_without_hours() -> None:
    said = told(pieces=(shown(),))
    assert said.startswith(
        "Between 1 April 2026 and 22 November 2026, for my work as a councillor"
        " at Fernleigh Council, I showed what I had learned elsewhere or at work"
    )
    assert told(pieces=(shown(),), who=Voice(False, False, ())).startswith(
        "Between 1 April 2026 and 22 November 2026 I showed what"
    )
    assert "minutes" not in said


@pytest.mark.parametrize(
    "piece",
    [
        shown(source="self-assessment"),
        shown(source="assessment"),  # its check is told already
        shown(withdrawn_on=TODAY),
    ],
)
def test_ones_own_view_and_what_was_withdrawn_are_not_told(piece: Shown) -> None:
    assert "Data protection" not in told(read(), pieces=(piece,))


@pytest.mark.parametrize(
    ("roles", "work"),
    [
        ([("councillor", "A")], " for my work as a councillor at A"),
        (
            [("councillor", "A"), ("scrutiny-member", "B")],
            " for my work as a councillor at A and B",
        ),
        ([("planning-officer", "A"), ("all-staff", "A")], " for my work at A"),
        ([("chief-executive", "A")], " for my work at A"),
        (
            [("councillor", "A"), ("all-staff", "B")],
            " for my roles as a councillor and as an officer at A and B",
        ),
        ([], ""),
        ([("gone-with-the-tide", "A")], ""),
    ],
)
def test_it_speaks_as_a_councillor_or_as_an_officer(
    catalogue: Catalogue, roles: list[tuple[str, str]], work: str
) -> None:
    assert voice(roles, catalogue).work == work


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 minutes"), (1, "1 minute"), (60, "1 hour"), (121, "2 hours 1 minute")],
)
def test_minutes_are_said_in_hours(minutes: int, words: str) -> None:
    assert duration(minutes) == words


def test_names_stand_in_a_row() -> None:
    assert [in_a_row(list("abc")[:n]) for n in (0, 1, 2, 3)] == ["", "a", "a and b", "a, b and c"]
