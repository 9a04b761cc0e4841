from datetime import date, timedelta

import pytest

from learning.notices.rules.digest import Digest, Waiting, due
from tests.notices.posting import MONDAY, TUESDAY_TEN, council_of

HERE, THERE = council_of(1), council_of(2)
BOTH = {1: HERE, 2: THERE}
QUIET = council_of(2, quiet=((date(2027, 1, 1), date(2027, 2, 1)),))


def waiting(
    number: int,
    by: int | None = 1,
    *,
    kind: str = "path.assigned",
    link: str | None = None,
    days_before: int = 0,
) -> Waiting:
    at = MONDAY - timedelta(days=days_before) + timedelta(minutes=number)
    return Waiting(number, by, kind, f"Subject {number}", "Body", link, at)


def subjects(digest: Digest | None) -> list[list[str]]:
    assert digest is not None
    return [[notice.subject for notice in group.notices] for group in digest.groups]


def test_notices_stand_by_council_the_most_urgent_first_the_own_record_last() -> None:
    found = due(
        [
            waiting(1, None, kind="check.passed"),
            waiting(2, 2),
            waiting(3, 1, kind="tip"),
            waiting(4, 1),
            waiting(5, 1),
            waiting(6, 1, kind="path.overdue"),
        ],
        BOTH,
        {1, 2},
        at=TUESDAY_TEN,
    )
    assert subjects(found) == [
        ["Subject 6", "Subject 5", "Subject 4", "Subject 3"],
        ["Subject 2"],
        ["Subject 1"],
    ]
    assert found is not None
    assert [group.council for group in found.groups] == ["Council 1", "Council 2", None]
    assert found.taken == (1, 2, 3, 4, 5, 6)
    assert found.length == 6


def test_of_what_was_told_again_the_newest_says_it_and_all_are_taken_along() -> None:
    again = [
        waiting(1, link="/paths/one"),
        waiting(2, link="/paths/one"),
        waiting(3, link="/paths/two"),
        waiting(4, link="/paths/one", kind="path.overdue"),
        waiting(5, 2, link="/paths/one"),
    ]
    found = due(again, BOTH, {1, 2}, at=TUESDAY_TEN)
    assert subjects(found) == [["Subject 4", "Subject 3", "Subject 2"], ["Subject 5"]]
    assert found is not None
    assert found.taken == (1, 2, 3, 4, 5)


def test_the_notices_of_a_quiet_council_wait_and_the_others_go() -> None:
    here = {1: HERE, 2: QUIET}
    found = due([waiting(1), waiting(2, 2), waiting(3, None)], here, {1, 2}, at=TUESDAY_TEN)
    assert found is not None
    assert found.taken == (1, 3)
    assert due([waiting(3, None)], here, {2}, at=TUESDAY_TEN) is None


def test_nothing_is_sent_for_a_council_before_a_lead_has_looked() -> None:
    fresh = council_of(1, approved=False)
    assert due([waiting(1), waiting(2, None)], {1: fresh}, {1}, at=TUESDAY_TEN) is None
    found = due([waiting(1), waiting(2, 2)], {1: fresh, 2: THERE}, {1, 2}, at=TUESDAY_TEN)
    assert found is not None
    assert found.taken == (2,)


def test_who_belongs_nowhere_gets_nothing() -> None:
    assert due([waiting(1), waiting(2, None)], BOTH, set(), at=TUESDAY_TEN) is None


def test_what_is_no_routine_or_too_old_is_not_in_it() -> None:
    found = due(
        [waiting(1), waiting(2, kind="invitation"), waiting(3, days_before=92)],
        BOTH,
        {1},
        at=TUESDAY_TEN,
    )
    assert found is not None
    assert found.taken == (1,)


@pytest.mark.parametrize(
    ("kind", "goes"), [("path.due-soon", False), ("tip", False), ("path.overdue", True)]
)
def test_what_can_be_done_without_is_left_out_where_it_was_declined(kind: str, goes: bool) -> None:
    found = due([waiting(1, kind=kind)], BOTH, {1}, declined={kind}, at=TUESDAY_TEN)
    assert (found is not None) is goes


def test_a_kind_that_is_not_known_any_more_is_told_last() -> None:
    found = due([waiting(1, kind="of-old"), waiting(2, kind="tip")], BOTH, {1}, at=TUESDAY_TEN)
    assert subjects(found) == [["Subject 2", "Subject 1"]]
