from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning.assessments import queries
from learning.assessments.models import Answer, Attempt, QuestionVersion
from learning.catalogue.marking import POINT
from learning.catalogue.published import Course
from learning.database import current_session, transaction
from learning.evidence.models import Evidence
from learning.notices.models import Notice
from tests.assessments.checks import answer_all, begin, kept_answers, right_ones
from tests.builders import Town, a_member, a_person, an_organisation
from tests.courses_by_hand import a_check, a_course, published
from tests.page import Browser

ROUNDS = 4  # a race that is lost now and then is lost in one of several


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Every call in a thread of its own, let go at the same moment."""
    gate = Barrier(len(calls))

    def one(call: Callable[[], Any]) -> Any:
        gate.wait(timeout=60)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


def poster(
    browser: Browser, address: str, answer: Any = None, **more: str
) -> Callable[[], tuple[int, str]]:
    """A ready POST without the checks of a Browser, which watches the whole engine."""
    fields = {"csrf_token": browser.last_token} | ({"answer": answer} if answer else {}) | more

    def post() -> tuple[int, str]:
        with browser.client.post(address, data=fields) as response:
            return response.status_code, response.headers.get("Location", "")

    return post


def rows(app: Flask, table: type) -> int:
    with app.app_context():
        return current_session().scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def tabs(app: Flask, town: Town, course: Course) -> list[Browser]:
    """One person in two browsers, each with a page whose form can be sent."""
    both = [Browser(app).sign_in(town.councillor) for _ in range(2)]
    for tab in both:
        tab.get("/learning")
    return both


def test_two_starts_at_the_same_moment_give_one_open_attempt(
    app: Flask, tabs: list[Browser], course: Course
) -> None:
    for number in range(1, ROUNDS + 1):
        replies = at_once(*(poster(tab, f"/courses/{course.slug}/assessment") for tab in tabs))
        assert {status for status, _ in replies} == {303}
        assert len({location for _, location in replies}) == 1
        assert rows(app, Attempt) == number
        tabs[0].post(replies[0][1].partition("/questions/")[0] + "/submit")


def test_one_form_sent_from_two_tabs_at_the_same_moment_starts_one_attempt(
    app: Flask, tabs: list[Browser], course: Course
) -> None:
    address = f"/courses/{course.slug}/assessment"
    for number in range(1, ROUNDS + 1):
        key = tabs[0].get(address).hidden("form_key")
        replies = at_once(*(poster(tab, address, form_key=key) for tab in tabs))
        assert {status for status, _ in replies} == {303}
        assert len({location for _, location in replies}) == 1
        assert rows(app, Attempt) == number
        tabs[0].post(replies[0][1].partition("/questions/")[0] + "/submit")


def test_two_submissions_at_the_same_moment_give_one_result(
    app: Flask, tabs: list[Browser], course: Course
) -> None:
    for number in range(1, ROUNDS + 1):
        attempt = begin(tabs[0], course.slug)
        answer_all(tabs[0], attempt)
        replies = at_once(*(poster(tab, f"{attempt}/submit") for tab in tabs))
        assert replies == [(303, attempt)] * 2
        assert (rows(app, Evidence), rows(app, Notice)) == (number, number)
        assert tabs[1].get(attempt).h1.startswith("You have shown")


def test_two_answers_at_the_same_moment_are_both_kept_and_one_holds(
    app: Flask, tabs: list[Browser], course: Course
) -> None:
    attempt = begin(tabs[0], course.slug)
    address = f"{attempt}/questions/1"
    page = tabs[0].get(address)
    wanted = len(right_ones(page))
    answers = [page.choices()[:wanted], page.choices()[-wanted:]]
    for number in range(1, ROUNDS + 1):
        replies = at_once(*(poster(tab, address, a) for tab, a in zip(tabs, answers, strict=True)))
        assert {status for status, _ in replies} == {303}
        assert rows(app, Answer) == 2 * number
        assert list(kept_answers(app, attempt)[0]) in answers


def test_an_answer_and_a_submission_at_the_same_moment_agree(
    app: Flask, tabs: list[Browser], course: Course
) -> None:
    for _ in range(ROUNDS):
        attempt = begin(tabs[0], course.slug)
        address = f"{attempt}/questions/1"
        chosen = right_ones(tabs[0].get(address))
        answer, submission = at_once(
            poster(tabs[0], address, chosen), poster(tabs[1], f"{attempt}/submit")
        )
        assert submission == (303, attempt)
        assert answer[0] in {303, 409}
        with app.app_context():
            right = current_session().get_one(Attempt, attempt.rpartition("/")[2]).parts
        kept = kept_answers(app, attempt)[0]
        assert (right, sorted(kept)) == ((POINT, sorted(chosen)) if answer[0] == 303 else (0, []))


def test_a_whole_council_can_start_the_same_new_check_at_the_same_moment(
    app: Flask, catalogue, town: Town
) -> None:
    everything = a_course(checks=(a_check(draw={"see": 7, "say": 3}),))
    with app.app_context(), transaction() as session:
        council = an_organisation(session, "haverbrook")
        people = [a_person(session, f"Person {letter}") for letter in "abcdef"]
        for person in people:
            a_member(session, catalogue, council, person, "councillor")
    browsers = [Browser(app).sign_in(person) for person in people]
    for browser in browsers:
        browser.get("/learning")
    with published(app, everything):
        address = f"/courses/{everything.slug}/assessment"
        replies = at_once(*(poster(browser, address) for browser in browsers))
    assert [status for status, _ in replies] == [303] * 6
    assert (rows(app, Attempt), rows(app, QuestionVersion)) == (6, 10)
    with app.app_context():
        for _, location in replies:
            attempt = location.split("/")[2]
            assert len(queries.asked_in(current_session(), attempt)) == 10
