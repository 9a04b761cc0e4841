import contextlib
from datetime import UTC, date, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form

from learning.clock import day_in_words, end_of, knowledge_in_words, moment_in_words
from learning.errors import Refusal
from learning.shell import filters
from learning.shell.fields import GovDateField
from learning.shell.moments import day_in, in_words, moment_in
from learning.shell.received import clean

WRITINGS = (
    *(
        "{0.day} {0:%B} {0.year}",
        "{0.day} {0:%b} {0.year}",
        "{0:%d/%m/%Y}",
        "{0.day}/{0.month}/{0.year}",
    ),
    *("{0:%d.%m.%Y}", "{0.day}.{0.month}.{0.year}", "{0.day} {0.month} {0.year}", "{0:%Y-%m-%d}"),
    *(" {0.day:02}  {0:%b} {0.year} ", "{0.day}-{0:%b}-{0.year}", "{0.day} {0:%B}, {0.year}"),
)
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


class DayForm(Form):
    day = GovDateField("Day")


def typed(**fields: str) -> GovDateField:
    form = DayForm(MultiDict({name.replace("_", "-"): text for name, text in fields.items()}))
    form.validate()
    return form.day


def test_a_day_in_three_parts_or_as_one_is_the_same() -> None:
    assert typed(day_day="27", day_month="3", day_year="2027").data == date(2027, 3, 27)
    assert typed(day="2027-03-27").data == date(2027, 3, 27)


@given(DAYS)
def test_a_day_reads_as_the_same_day_however_it_is_written(day: date) -> None:
    for writing in WRITINGS:
        text = writing.format(day)
        assert day_in(text, field="x") == day
        assert moment_in(text, field="x") == end_of(day)
        assert in_words(text) == day_in_words(day)
        assert typed(day_day=text).data == typed(day=text).data == day
    for month in (f"{day.month}", f"{day:%m}", f"{day:%B}", f"{day:%b}".lower()):
        assert typed(day_day=f"{day.day}", day_month=month, day_year=f"{day.year}").data == day


@given(st.integers(1, 99), st.integers(1, 99), st.integers(1900, 2200))
def test_a_day_there_is_not_is_refused_in_words(day: int, month: int, year: int) -> None:
    with contextlib.suppress(ValueError):
        assume(not date(year, month, day))
    for text in (f"{day}/{month}/{year}", f"{day}.{month}.{year}", f"{year}-{month}-{day}"):
        with pytest.raises(Refusal, match="Enter a real date, like 22 November 2026"):
            day_in(text, field="x")
        assert in_words(text) == text
        assert typed(day_day=text).errors == ["Enter a real date, like 27 3 2027"]


@pytest.mark.parametrize(
    "text",
    ["31 November 2026", "29 Feb 2026", "11/30/2026", "Novembre 2026", "30 Nov", "2026", "x"],
)
def test_what_is_no_day_is_refused_and_stays_as_it_was_typed(text: str) -> None:
    with pytest.raises(Refusal, match="Enter a real date"):
        day_in(text, field="x")
    with pytest.raises(Refusal, match="Enter a real date"):
        moment_in(text, field="x")
    assert in_words(text) == text
    assert typed(day_day=text).errors


def test_a_moment_in_an_address_stays_that_moment() -> None:
    text = "2026-11-06T17:00:00Z"
    assert moment_in(text, field="x") == datetime(2026, 11, 6, 17, tzinfo=UTC)
    assert in_words(text) == text


@given(st.text(), st.text(), st.text())
def test_anything_typed_is_a_day_or_an_error(day: str, month: str, year: str) -> None:
    field = typed(day_day=day, day_month=month, day_year=year)
    assert field.data is None or not field.errors
    assert field.data is not None or field.errors or not (day + month + year).strip()


@given(st.text(max_size=60))
def test_any_text_is_a_moment_or_refused(text: str) -> None:
    for read in (day_in, moment_in):
        with contextlib.suppress(Refusal):
            read(text, field="x")


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"])
def test_a_moment_beyond_the_ends_of_time_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        moment_in(text, field="known_at")


def test_a_plus_that_came_as_a_space_is_a_plus() -> None:
    assert moment_in("2026-11-22T10:00:00 01:00", field="x") == datetime(
        2026, 11, 22, 9, tzinfo=UTC
    )


def test_times_are_told_in_london() -> None:
    assert moment_in_words(datetime(2026, 7, 1, 14, 5, tzinfo=UTC)) == "1 July 2026 at 3:05pm"
    assert filters.day(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "2 July 2026"
    assert moment_in_words(datetime(2026, 12, 1, 0, 0, tzinfo=UTC)) == "1 December 2026 at 12:00am"
    assert knowledge_in_words(datetime(2026, 7, 1, 14, 5, tzinfo=UTC)) == "1 July 2026 at 3:05pm"
    assert knowledge_in_words(datetime(2026, 11, 7, tzinfo=UTC)) == "the end of 6 November 2026"
    assert knowledge_in_words(datetime(2026, 7, 6, 23, tzinfo=UTC)) == "the end of 6 July 2026"
    assert filters.count(12345) == "12,345"


@given(st.text(st.characters()))
def test_clean_text_can_be_kept_and_shown(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert "\x00" not in cleaned
    assert clean(cleaned) == cleaned


def test_line_ends_and_tabs_are_text() -> None:
    assert clean("one\r\ntwo\tthree\x0b") == "one\r\ntwo\tthree"
