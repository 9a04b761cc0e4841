"""A check renews what it showed inside the last 90 days, by its short refresher if it has one."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from learning.assessments.renewing import as_taken, renewal_due
from learning.evidence.rules import Shown
from tests.courses_by_hand import SLUG, a_check

TODAY = date(2026, 11, 22)
REFRESHER = {"lessons": [], "minutes": 2, "pass_mark": 2, "draw": {"see": 2}}
CHECK = a_check(
    SLUG,
    gives=[{"skill": "seeing", "level": 1}, {"skill": "reading", "level": 2}],
    refresher=REFRESHER,
)


def piece(skill: str, level: int, left: int | None, *, source: str = "assessment") -> Shown:
    ends = None if left is None else TODAY + timedelta(days=left)
    return Shown(1, skill, level, source, "", "", date(2026, 1, 5), ends, None)


LEFT = st.one_of(st.none(), st.integers(1, 200))


@given(st.lists(LEFT, max_size=3), st.lists(LEFT, max_size=3))
def test_a_renewal_is_due_while_all_is_shown_and_something_runs_out_soon(
    seeing: list[int | None], reading: list[int | None]
) -> None:
    shown = tuple(piece("seeing", 1, left) for left in seeing)
    shown += tuple(piece("reading", 2, left) for left in reading)
    longest = [None if None in ends else max(ends) if ends else 0 for ends in (seeing, reading)]
    soon = [days for days in longest if days is not None and days <= 90]
    is_due = 0 not in longest and bool(soon)
    due = renewal_due(CHECK, shown, TODAY)
    assert due == (TODAY + timedelta(days=min(soon)) if is_due else None)
    taken = as_taken(CHECK, shown, TODAY)
    assert taken.plan.asks == (2 if is_due else 4)


def test_ones_own_view_is_nothing_to_renew() -> None:
    shown = (piece("seeing", 1, 30, source="self-assessment"), piece("reading", 2, 30))
    assert renewal_due(CHECK, shown, TODAY) is None


def test_a_check_without_a_refresher_is_renewed_whole() -> None:
    whole = a_check(SLUG, gives=[{"skill": "seeing", "level": 1}])
    shown = (piece("seeing", 3, 30),)
    assert renewal_due(whole, shown, TODAY) == TODAY + timedelta(days=30)
    assert as_taken(whole, shown, TODAY) is whole
