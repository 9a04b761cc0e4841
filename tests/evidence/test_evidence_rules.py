from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.clock import add_months
from learning.evidence.rules import COUNTED, Shown, expiry, held_levels

DAYS = st.dates(date(2020, 1, 1), date(2035, 1, 1))
TODAY = date(2026, 11, 22)


def shown(level: int = 1, **more: object) -> Shown:
    fields = {
        "id": 1,
        "skill": "cyber-security",
        "level": level,
        "source": "assessment",
        "summary": "",
        "reference": "",
        "shown_on": date(2026, 1, 5),
        "expires_on": None,
        "withdrawn_on": None,
    }
    return Shown(**(fields | more))  # type: ignore[arg-type]


@given(DAYS, st.integers(1, 99))
def test_evidence_lasts_its_months_from_the_day_it_was_shown(day: date, months: int) -> None:
    assert expiry(day, lasts_months=months, runs_out_on=None) == add_months(day, months)


@pytest.mark.parametrize(
    ("day", "months", "ends"),
    [
        (date(2026, 11, 22), 12, date(2027, 11, 22)),
        (date(2024, 2, 29), 12, date(2025, 3, 1)),
        (date(2026, 8, 31), 6, date(2027, 3, 1)),
    ],
)
def test_a_day_that_does_not_exist_becomes_the_first_of_the_next_month(
    day: date, months: int, ends: date
) -> None:
    assert expiry(day, lasts_months=months, runs_out_on=None) == ends


@given(DAYS, st.one_of(st.none(), DAYS))
def test_what_holds_for_good_never_runs_out(day: date, before: date | None) -> None:
    assert expiry(day, lasts_months=None, runs_out_on=before) is None


@given(DAYS, st.integers(1, 90))
def test_renewed_in_the_last_ninety_days_the_new_period_starts_where_the_old_one_ends(
    day: date, left: int
) -> None:
    old = day + timedelta(days=left)
    assert expiry(day, lasts_months=12, runs_out_on=old) == add_months(old, 12)


@given(DAYS, st.one_of(st.integers(91, 900), st.integers(-900, 0)))
def test_renewed_earlier_or_too_late_the_new_period_starts_when_it_is_shown(
    day: date, left: int
) -> None:
    old = day + timedelta(days=left)
    assert expiry(day, lasts_months=12, runs_out_on=old) == add_months(day, 12)


@pytest.mark.parametrize(
    ("dates", "live"),
    [
        ({"shown_on": TODAY}, True),
        ({"shown_on": TODAY + timedelta(days=1)}, False),
        ({"expires_on": TODAY}, False),
        ({"expires_on": TODAY + timedelta(days=1)}, True),
        ({"withdrawn_on": TODAY}, False),
        ({"withdrawn_on": TODAY + timedelta(days=1)}, True),
        ({"expires_on": TODAY + timedelta(days=9), "withdrawn_on": TODAY}, False),
    ],
)
def test_evidence_is_live_from_the_day_shown_and_not_on_its_last_date(
    dates: dict[str, date], live: bool
) -> None:
    assert shown(**dates).is_live(TODAY) is live


def test_the_held_level_is_the_highest_that_is_live() -> None:
    pieces = (
        shown(1),
        shown(3, expires_on=TODAY),
        shown(2, withdrawn_on=TODAY + timedelta(days=1)),
        shown(4, skill="online-conduct", withdrawn_on=TODAY),
    )
    assert held_levels(pieces, TODAY) == {"cyber-security": 2}


@given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from([*COUNTED, "self-assessment"]))))
def test_ones_own_view_never_counts_and_everything_else_does(
    made: list[tuple[int, str]],
) -> None:
    pieces = tuple(shown(level, source=source) for level, source in made)
    counted = [level for level, source in made if source != "self-assessment"]
    assert held_levels(pieces, TODAY).get("cyber-security", 0) == max(counted, default=0)
