import logging

import psycopg

from learning.worker.log import OnceAMinute


def told(about: Exception, name: str = "huey.consumer") -> logging.LogRecord:
    fault = (type(about), about, None)
    return logging.LogRecord(name, logging.ERROR, "", 1, "Error reading from %s", ("q",), fault)


def test_while_the_database_is_away_huey_says_so_once_a_minute_in_a_line() -> None:
    once = OnceAMinute()
    first, second = (told(psycopg.OperationalError("refused\nand more")) for _ in range(2))
    assert once.filter(first)
    assert first.getMessage() == "Error reading from q: OperationalError: refused"
    assert first.exc_info is None
    assert not once.filter(second)


def test_other_faults_and_those_of_jobs_are_told_whole_each_time() -> None:
    once = OnceAMinute()
    for fault, name in (
        (ValueError("ours"), "huey.consumer"),
        (psycopg.OperationalError("refused"), "learning.worker.running"),
    ):
        for _ in range(2):
            record = told(fault, name)
            assert once.filter(record)
            assert record.exc_info
