from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from learning.spreadsheets.days import day_in

LAST = date(2026, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-31",
        "2026/12/31",
        "31/12/2026",
        "31.12.2026",
        "31-12-26",
        " 31/12/2026  09:30 ",
        "2026-12-31 23:59:59",
        "2026-12-31T10:00:00",
        "31 December 2026",
        "31-Dec-2026",
        "31st dec. 2026",
        "December 31, 2026",
        "Dec 31 2026 10:15",
    ],
)
def test_a_day_is_read_as_people_and_programs_write_it(text: str) -> None:
    assert day_in(text) == LAST


def test_a_day_that_could_be_read_two_ways_is_read_day_first_unless_told_otherwise() -> None:
    assert day_in("03/04/2026") == date(2026, 4, 3)
    assert day_in("03/04/2026", month_first=True) == date(2026, 3, 4)
    assert day_in("12/31/2026", month_first=True) == LAST
    assert day_in("12/31/2026") is None
    assert day_in("2026-03-04", month_first=True) == date(2026, 3, 4)


def test_a_moment_with_a_zone_is_its_day_in_london() -> None:
    assert day_in("2026-03-29T23:30:00Z") == date(2026, 3, 30)
    assert day_in("2026-12-31T23:30:00+00:00") == LAST
    assert day_in("2026-12-31T23:30:00-05:00") == date(2027, 1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "31/02/2026",
        "2026-13-01",
        "0000-00-00",
        "45292",
        "1/1/0001",
        "٣١/١٢/٢٠٢٦",
        "ju 3 2026",
        "9999-12-31T23:59:59-14:00",
        "31/12/2026x",
    ],
)
def test_what_is_no_real_day_is_none(text: str) -> None:
    assert day_in(text) is None


@given(some.dates(min_value=date(1951, 1, 1), max_value=date(2199, 12, 31)))
def test_every_day_comes_back_however_it_is_written(day: date) -> None:
    for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d-%b-%Y", "%B %d, %Y"):
        assert day_in(day.strftime(pattern)) == day


@given(some.text())
def test_no_text_is_a_fault(text: str) -> None:
    day_in(text)
    day_in(text, month_first=True)
