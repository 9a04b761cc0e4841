"""Before a council's first month end closes, its pages say which figures come, and when."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from learning.catalogue.published import Catalogue
from learning.clock import day_in_words, now
from learning.coverage.rules.months import next_to_close
from tests.builders import Town
from tests.coverage.test_report_page import hamlet
from tests.page import Browser


@pytest.mark.parametrize(
    ("at", "month_end", "day"),
    [
        (datetime(2026, 12, 1, 12, tzinfo=UTC), date(2026, 11, 30), date(2026, 12, 7)),
        (datetime(2026, 12, 7, 23, 59, tzinfo=UTC), date(2026, 11, 30), date(2026, 12, 7)),
        (datetime(2026, 12, 8, tzinfo=UTC), date(2026, 12, 31), date(2027, 1, 8)),
        (datetime(2027, 2, 28, 12, tzinfo=UTC), date(2027, 2, 28), date(2027, 3, 5)),
    ],
)
def test_the_next_figures_are_of_the_oldest_month_end_that_is_not_closed(
    at: datetime, month_end: date, day: date
) -> None:
    assert next_to_close(at, "England") == (month_end, day)


def test_viewers_and_publishers_without_figures_read_which_come_next(
    app: Flask, browser: Browser, town: Town, catalogue: Catalogue
) -> None:
    month_end, day = map(day_in_words, next_to_close(now(), "England"))
    browser.sign_in(town.reviewer)
    report = browser.get(f"/organisations/{town.slug}/coverage?as_at=2020-01-31").words
    assert f"Those of {month_end} are worked out after {day}." in report
    browser.sign_in(hamlet(app, catalogue))
    choice = browser.get("/organisations/hamlet/statements/publish").words
    assert f"those of {month_end} after {day}." in choice
