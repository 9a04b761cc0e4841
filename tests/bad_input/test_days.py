"""Days and moments of any kind: refused in plain English, or figures without a fault."""

from datetime import timedelta

import pytest

from learning.clock import day_of, now
from tests.bad_input.sent import encoded, is_plain
from tests.page import Browser

DAYS = (
    "2026-13-01",
    "2026-02-30",
    "22/13/2026",
    "31 November 2026",
    "yesterday",
    "0000-00-00",
    "-0001-01-01",
    "99999-01-01",
    "9999-12-31",
    "2026-11-22T00:00:00Z",
    "١٢٣٤-٠١-٠١x",
)


@pytest.mark.parametrize("ending", ["", ".json", ".csv"])
def test_a_malformed_or_future_day_is_refused(lead: Browser, ending: str) -> None:
    for day in DAYS:
        is_plain(lead.get(f"/organisations/fernleigh/coverage{ending}?as_at={day}"), 422)


@pytest.mark.parametrize("day", ["0001-01-01", "1582-10-15", "1900-02-28"])
def test_a_day_before_everything_has_no_figures(lead: Browser, day: str) -> None:
    for ending in ("", ".json", ".csv"):
        is_plain(lead.get(f"/organisations/fernleigh/coverage{ending}?as_at={day}"), 200)


def test_tomorrow_is_refused_and_today_is_not(lead: Browser) -> None:
    today = day_of(now())
    address = "/organisations/fernleigh/coverage.json?as_at="
    is_plain(lead.get(address + today.isoformat()), 200)
    is_plain(lead.get(address + (today + timedelta(days=1)).isoformat()), 422)


@pytest.mark.parametrize(
    "file", ["people.csv", "evidence.csv", "requirements.csv", "coverage.json"]
)
def test_a_malformed_moment_is_refused(lead: Browser, file: str) -> None:
    for moment in [
        "soon",
        "2026-13-01T00:00:00Z",
        "2026-11-22T99:00:00Z",
        "\udcff1",
        "9" * 400,
        "1e9",
    ]:
        is_plain(lead.get(f"/organisations/fernleigh/{file}?known_at={encoded(moment)}"), 422)


@pytest.mark.parametrize(
    "file", ["people.csv", "evidence.csv", "requirements.csv", "coverage.json"]
)
def test_moments_at_the_ends_of_time_are_no_fault(lead: Browser, file: str) -> None:
    for moment in [
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00%2B14:00",
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-14:00",
        "2026-11-22",
        "2026-03-29T01:30:00",
    ]:
        is_plain(lead.get(f"/organisations/fernleigh/{file}?known_at={moment}"), 200, 422)


def test_the_first_and_the_last_day_of_all_are_no_fault_to_anybody(app, town, lead) -> None:
    """For readers without names figures are of month ends, and the first day has none before it."""
    here = "/organisations/fernleigh"
    for who, addresses in {
        town.reviewer: (f"{here}/coverage", f"{here}/coverage.json", f"{here}/compared"),
        town.partnership_reviewer: (
            "/partnerships/vale/coverage",
            "/partnerships/vale/coverage.csv",
        ),
    }.items():
        browser = Browser(app).sign_in(who)
        for address in addresses:
            is_plain(browser.get(f"{address}?as_at=0001-01-01"), 200)
    is_plain(lead.get(f"{here}/compared.csv?as_at=1 January 0001"), 200)
    for ending in ("", ".csv"):
        for days in ("first=0001-01-01", "last=9999-12-31", "first=9999-12-31&last=0001-01-01"):
            is_plain(lead.get(f"{here}/audit{ending}?{days}"), 200)
