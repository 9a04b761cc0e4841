"""A short drill of e-mail, and that its reckoning sees what it is there to see."""

from pathlib import Path

import pytest

from drills.post.drill import post_drill
from drills.post.inbox import Accepted
from drills.post.reckoning import unexplained


def test_nothing_is_lost_or_told_twice_while_senders_are_killed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'post.sqlite'}"
    account = post_drill(url, kills=10, seed="suite", people=6, senders=1)
    assert account.senders_killed >= 10
    assert account.killed_while_sending >= 3
    assert account.accepted >= account.e_mails >= 20
    assert account.faults == 0, account


@pytest.mark.parametrize(
    ("accepted", "killed", "found"),
    [
        ("1a 2a", "", 0),
        ("1a 2a 2b", "a", 0),  # it died after handing over its last one
        ("1a 2a 2b", "", 1),  # nobody died
        ("1a 2a 1b", "a", 1),  # it went on to another one
        ("1a 1b 1c", "a b", 0),
        ("1a 1b 1c", "a", 1),
    ],
)
def test_a_repeat_is_explained_by_a_death_right_after_it_was_handed_over(
    accepted: str, killed: str, found: int
) -> None:
    """Each is an e-mail and its sender."""
    rows = [Accepted(one[0], one[1], frozenset()) for one in accepted.split()]
    assert unexplained(rows, set(killed.split())) == found
