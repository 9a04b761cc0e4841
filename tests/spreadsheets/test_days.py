from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from learning.spreadsheets.days import day_in, day_of_serial, order_of

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


@given(some.dates(min_value=date(1951, 1, 1), max_value=date(2199, 12, 31)))
def test_days_as_excel_counts_them(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert day_of_serial(str(serial)) == day
    assert day_of_serial(f" {serial}.75 ") == day


@pytest.mark.parametrize("text", ["", "731", "4629x", "9999999", "-46387", "2026-12-31", "1e5"])
def test_what_is_no_number_of_a_day_is_none(text: str) -> None:
    assert day_of_serial(text) is None


def test_a_file_shows_the_order_of_its_days_or_has_to_be_asked() -> None:
    assert order_of(["31/12/2026", "03/04/2026"]).proven is False
    assert order_of(["12/31/2026", "03/04/2026"]).proven is True
    unclear = order_of(["03/04/2026", "05/06/2026", "03/04/2026", "04/04/2026"])
    assert (unclear.unclear, unclear.has_to_be_asked) == (("03/04/2026", "05/06/2026"), True)
    both = order_of(["31/12/2026", "12/31/2026", "03/04/2026"])
    assert (both.proven, both.has_to_be_asked) == (None, True)
    for plain in (["2026-03-04", "4 April 2026", "soon", "", "04/04/2026"], ["31/12/2026"]):
        assert not order_of(plain).has_to_be_asked


@given(some.lists(some.dates(date(1990, 1, 1), date(2100, 1, 1)), min_size=1))
def test_a_file_that_shows_an_order_is_read_right(days: list[date]) -> None:
    found = order_of(f"{day:%d/%m/%Y}" for day in days)
    if found.proven is not None or not found.has_to_be_asked:
        month_first = bool(found.proven)
        assert [day_in(f"{day:%d/%m/%Y}", month_first=month_first) for day in days] == days
