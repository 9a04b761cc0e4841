"""What happens to a check with a time limit while something else happens to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from learning.assessments import actions, adjustments, queries
from learning.assessments.models import Adjustment, Attempt
from learning.catalogue.framework import Nation
from learning.certificates.models import Certificate
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.notices.models import Notice
from tests.assessments.checks import answer_all, begin
from tests.builders import Town
from tests.courses_by_hand import a_check, a_course, published
from tests.page import Browser

LIMITED = a_course(checks=(a_check(time_limit=20),))


@pytest.fixture(autouse=True)
def _course(app: Flask) -> Iterator[None]:
    with published(app, LIMITED):
        yield


@contextmanager
def meanwhile(app: Flask, act: Callable[[], object]) -> Iterator[Callable[[], None]]:
    """Something that another process does; it is done at the end, however long it has to wait."""

    def run() -> None:
        with app.app_context():
            act()

    other = Thread(target=run)

    def begin() -> None:
        other.start()
        other.join(timeout=1)  # where the database makes it wait, it goes on after the commit

    yield begin
    other.join()


def test_time_granted_while_a_check_is_started_counts_in_it(app: Flask, town: Town) -> None:
    def grant() -> None:
        with transaction() as session:
            wanted = Adjustment(
                person_id=town.councillor,
                organisation_id=town.council,
                extra=50,
                reason="Reads with a screen reader",
                starts_on=day_of(now()),
                recorded_at=now(),
                recorded_by=town.lead,
            )
            adjustments.grant(session, wanted)

    with meanwhile(app, grant) as other, app.app_context(), transaction() as session:
        actions.start(
            session,
            person_id=town.councillor,
            course=LIMITED,
            assessment=LIMITED.assessments[0],
            nation=Nation.ENGLAND,
            at=now(),
        )
        other()
    with app.app_context():
        attempt = current_session().scalars(select(Attempt)).one()
    assert attempt.closes_at == attempt.started_at + timedelta(minutes=30)


def test_a_check_past_its_time_is_marked_once_by_two_who_close_it(
    app: Flask, browser: Browser, town: Town
) -> None:
    browser.sign_in(town.councillor)
    begin(browser, LIMITED.slug)
    with app.app_context(), transaction() as session:
        number = session.scalars(select(Attempt.id)).one()
    answer_all(browser, f"/attempts/{number}")
    with app.app_context(), transaction() as session:
        session.execute(update(Attempt).values(closes_at=now() - timedelta(minutes=1)))

    def close() -> None:
        with transaction() as session:
            actions.submit(session, attempt_id=number, person_id=town.councillor, at=now())

    check = queries.Check(town.councillor, LIMITED.slug, LIMITED.assessments[0].id)
    with meanwhile(app, close) as other, app.app_context(), transaction() as session:
        assert queries.started_by(session, check, ()) is not None
        other()
        close_here = actions.submit(session, attempt_id=number, person_id=town.councillor, at=now())
        assert close_here.passed
    with app.app_context():
        told = select(func.count()).where(Notice.kind == "check.passed")
        assert current_session().scalar(told) == 1
        made = select(func.count()).select_from(Certificate)
        assert current_session().scalar(made) == 1
