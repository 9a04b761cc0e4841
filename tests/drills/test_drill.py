"""A short drill; the whole one, on both databases, is `make drill`."""

from pathlib import Path

from drills.__main__ import drill


def test_nothing_acknowledged_is_lost_or_doubled_while_processes_die(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'drill.sqlite'}"
    account, _ = drill(url, tmp_path, schedules=6, seed="suite")
    assert account.answers_acknowledged > 30
    assert account.faults == 0, account
