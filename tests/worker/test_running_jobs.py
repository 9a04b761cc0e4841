"""Jobs are run by one worker alone, and the failure of one is no other's."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete

from learning.clock import now
from learning.database import current_session, transaction
from learning.people.models import Organisation
from learning.timed import actions
from learning.timed.models import TimedRun
from learning.timed.queries import WORKER, runs, state_of_worker
from learning.timed.rules import Daily, Every, When
from learning.worker.jobs import JOBS
from learning.worker.running import Job, held, look_at_the_clock, run
from tests.builders import LONG_AGO, an_organisation
from tests.page import Browser


def a_job(do: Callable[[datetime], str], when: When | None = None, name: str = "sweep") -> Job:
    return Job(name, when or Daily(time(0, 5)), do)


def stands(app: Flask, name: str = "sweep") -> TimedRun:
    with app.app_context():
        return runs(current_session())[name]


def state(app: Flask, *, at: datetime | None = None) -> str:
    with app.app_context():
        return state_of_worker(current_session(), at=at or now())


def test_a_run_leaves_its_days_and_what_it_said(app: Flask) -> None:
    ended = run(app, a_job(lambda _: "3 swept"), only_if_due=True)
    assert ended is not None
    row = stands(app)
    assert (row.said, row.failures, row.trouble) == ("3 swept", 0, None)
    assert row.started_at <= row.finished_at
    assert run(app, a_job(lambda _: "again"), only_if_due=True) is None
    assert run(app, a_job(lambda _: "by hand"), only_if_due=False).said == "by hand"


def test_a_failure_is_logged_once_under_a_reference_and_stops_no_other_job(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_: datetime) -> str:
        with transaction() as session:
            an_organisation(session, "half-done")
            raise ValueError("Ada Merriweather is to blame")

    jobs = (a_job(fails, name="fails"), a_job(lambda _: "done", name="works"))
    with caplog.at_level(logging.WARNING):
        for name in look_at_the_clock(app, jobs):
            run(app, {job.name: job for job in jobs}[name], only_if_due=True)
    assert len(caplog.records) == 1
    row = stands(app, "fails")
    reference = row.trouble.rpartition(" ")[2]
    assert reference in caplog.records[0].getMessage()
    assert row.failures == 1
    assert row.trouble.startswith("ValueError")
    assert "Ada" not in row.trouble
    assert stands(app, "works").said == "done"
    assert reference in state(app)
    with app.app_context():
        assert current_session().query(Organisation).count() == 0


def test_a_job_that_works_again_is_in_trouble_no_more(app: Flask) -> None:
    run(app, a_job(lambda _: 1 // 0), only_if_due=True)
    with app.app_context(), transaction() as session:
        actions.tick(session, at=now())
    assert "ZeroDivisionError" in state(app)
    assert look_at_the_clock(app, (a_job(lambda _: ""),)) == []  # it is left alone for a while
    run(app, a_job(lambda _: "fine"), only_if_due=False)
    assert state(app) == "ok"
    assert stands(app).trouble.startswith("ZeroDivisionError")  # the last one stays on record


def test_of_two_workers_at_one_moment_one_runs_the_job(app: Flask) -> None:
    began, may_end, done = threading.Event(), threading.Event(), []

    def slow(_: datetime) -> str:
        began.set()
        may_end.wait(5)
        return "once"

    job = a_job(slow, Every(1))
    first = threading.Thread(target=lambda: done.append(run(app, job, only_if_due=True)))
    first.start()
    assert began.wait(5)
    assert look_at_the_clock(app, (job,)) == []
    assert run(app, job, only_if_due=True) is None
    assert run(app, job, only_if_due=False) is None  # a kick meanwhile: its rows wait a minute
    may_end.set()
    first.join()
    assert [one.said for one in done] == ["once"]


def test_many_workers_that_start_together_run_each_job_once(app: Flask) -> None:
    counted, start = [], threading.Barrier(6)
    job = a_job(lambda _: counted.append(1) or "counted")

    def worker() -> None:
        start.wait()
        for _ in look_at_the_clock(app, (job,)):
            run(app, job, only_if_due=True)

    threads = [threading.Thread(target=worker) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted == [1]


def test_what_a_dead_worker_left_is_taken_over_and_its_late_word_is_not_heard(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        dead = actions.take(session, "sweep", when=None, at=now() - timedelta(minutes=9))
    assert look_at_the_clock(app, (a_job(lambda _: ""),)) == ["sweep"]
    run(app, a_job(lambda _: "taken over"), only_if_due=True)
    with app.app_context(), transaction() as session:
        actions.finish(session, "sweep", dead, said="late", trouble=None, at=now())
    assert stands(app).said == "taken over"


def test_a_job_that_ends_its_worker_each_time_is_told_and_a_restart_is_not(app: Flask) -> None:
    look_at_the_clock(app, ())
    said = []
    for number in range(4):  # each killed, and heard of no more
        with app.app_context(), transaction() as session:
            actions.take(session, "sweep", when=None, at=now() - timedelta(hours=9 - number))
        said.append(state(app))
    assert said == ["ok", "ok", "ok", "in trouble: sweep (broken off)"]


def test_a_job_that_takes_long_keeps_its_hold(app: Flask) -> None:
    began = now() - timedelta(minutes=9)
    with app.app_context(), transaction() as session:
        mark = actions.take(session, "sweep", when=None, at=began)
    job = a_job(lambda _: "", Every(1))
    assert look_at_the_clock(app, (job,)) == ["sweep"]  # nothing was heard of it for minutes
    with held(app, "sweep", mark, every=timedelta(milliseconds=20)):
        for _ in range(100):
            if stands(app).held_until > now():
                break
            threading.Event().wait(0.05)
        assert look_at_the_clock(app, (job,)) == []
        assert run(app, job, only_if_due=True) is None


def test_only_whoever_runs_a_job_holds_it(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        actions.take(session, "sweep", when=None, at=now())
        actions.hold(session, "sweep", "somebody else", at=now() + timedelta(hours=1))
    assert stands(app).held_until < now() + timedelta(minutes=3)


def test_health_shows_the_worker_and_goes_on_serving_without_it(
    app: Flask, browser: Browser, town: object
) -> None:
    page = browser.get("/health/ready")
    assert page.status == 200
    assert "start it with flask run-worker" in page.text
    look_at_the_clock(app, ())
    assert '"worker":"ok"' in browser.get("/health/ready").text
    with app.app_context(), transaction() as session:
        session.execute(delete(TimedRun).where(TimedRun.name == WORKER))
        actions.tick(session, at=LONG_AGO)
    page = browser.get("/health/ready")
    assert page.status == 200
    assert "late since 3 June 2024 at 11:00am" in page.text


def test_jobs_run_by_hand_and_are_listed(app: Flask) -> None:
    shell = app.test_cli_runner()
    assert "never ran" in shell.invoke(args=["run-timed"]).output
    ran = shell.invoke(args=["run-timed", "delete-old-choices"])
    assert (ran.exit_code, ran.output) == (0, "0 answers deleted, of 0 attempts\n")
    listed = shell.invoke(args=["run-timed"]).output
    assert "0 answers deleted" in listed
    assert all(job.name in listed for job in JOBS)
    assert shell.invoke(args=["run-timed", "nothing"]).exit_code == 1


def test_every_job_of_the_table_runs_on_a_town_twice(app: Flask, town: object) -> None:
    assert len({job.name for job in JOBS}) == len(JOBS)
    for job in JOBS * 2:
        ended = run(app, job, only_if_due=False)
        assert ended.trouble is None, job.name
        assert ended.said
