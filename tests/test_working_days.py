import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from learning.working_days import is_working_day

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "learning" / "bank_holidays.json"


def test_the_bank_holidays_kept_are_those_of_the_library() -> None:
    """If not, a newer library knows of one proclaimed since: `make holidays` writes them anew."""
    command = [sys.executable, str(ROOT / "bin" / "bank_holidays.py")]
    found = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  # our own words
    assert found.stdout == KEPT.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("nation", "day", "works"),
    [
        ("England", date(2023, 5, 8), False),  # the King's coronation
        ("Scotland", date(2026, 6, 15), False),
        ("England", date(2026, 6, 15), True),
        ("Northern Ireland", date(2026, 7, 13), False),  # the Twelfth, a Sunday, kept on Monday
        ("Wales", date(2026, 12, 28), False),  # Boxing Day, a Saturday, kept on Monday
        ("Wales", date(2026, 12, 29), True),
        ("Wales", date(2026, 12, 27), False),
        ("England", date(9999, 12, 31), True),
    ],
)
def test_people_are_at_work_on_weekdays_that_are_no_bank_holiday_of_theirs(
    nation: str, day: date, works: bool
) -> None:
    assert is_working_day(day, nation) is works
