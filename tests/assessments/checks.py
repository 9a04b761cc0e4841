"""Ways through a check, for the tests of checks."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from learning.assessments import actions, queries
from learning.assessments.models import Attempt
from learning.catalogue.framework import Nation
from learning.catalogue.published import Course
from learning.database import current_session
from tests.courses_by_hand import a_course, key
from tests.page import Browser, Page

AT = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)


def started(
    session: Session,
    person_id: int,
    course: Course | None = None,
    *,
    check: str | None = None,
    nation: Nation = Nation.ENGLAND,
    at: datetime = AT,
) -> Attempt:
    course = course or a_course()
    assessment = course.assessment(check)
    assert assessment is not None
    attempt = actions.start(
        session, person_id=person_id, course=course, assessment=assessment, nation=nation, at=at
    )
    session.flush()
    return attempt


def answered(session: Session, attempt: Attempt, place: int, *chosen: str) -> None:
    actions.answer(
        session,
        attempt_id=attempt.id,
        person_id=attempt.person_id,
        place=place,
        chosen=chosen,
        at=AT,
    )
    session.flush()


def submitted(session: Session, attempt: Attempt, *, right: int = 4, at: datetime = AT) -> Attempt:
    """Submitted with so many right answers; the others stay without one."""
    for one in queries.asked_in(session, attempt.id)[:right]:
        answered(session, attempt, one.place, *key(one.question))
    done = actions.submit(session, attempt_id=attempt.id, person_id=attempt.person_id, at=at)
    session.flush()
    return done


def chosen_in(session: Session, attempt: Attempt) -> list[tuple[str, ...]]:
    return [one.chosen for one in queries.asked_in(session, attempt.id)]


def begin(browser: Browser, course: str) -> str:
    """Starts the check through its page; the address of the attempt."""
    browser.get(f"/courses/{course}/assessment")
    page = browser.post(f"/courses/{course}/assessment")
    assert page.status == 303, page.words
    return page.location.partition("/questions/")[0]


def right_ones(page: Page) -> list[str]:
    return [choice for choice in page.choices() if choice.startswith("right")]


def answer_all(browser: Browser, attempt: str, choose: Callable[[Page], Any] = right_ones) -> None:
    for place in range(1, 5):
        address = f"{attempt}/questions/{place}"
        chosen = choose(browser.get(address))
        assert browser.post(address, {"answer": chosen}).status == 303


def pass_check(browser: Browser, course: str) -> str:
    attempt = begin(browser, course)
    answer_all(browser, attempt)
    assert browser.post(f"{attempt}/submit").location == attempt
    return attempt


def kept_answers(app: Flask, attempt: str) -> list[tuple[str, ...]]:
    """What the database holds for the attempt at that address."""
    with app.app_context():
        asked = queries.asked_in(current_session(), attempt.rpartition("/")[2])
        return [one.chosen for one in asked]
