from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning.assessments.models import Attempt
from learning.catalogue.published import Course
from learning.database import current_session
from tests.assessments.checks import answer_all, begin
from tests.builders import Town
from tests.courses_by_hand import a_check, a_course, a_question, published, with_status
from tests.page import Browser


@pytest.fixture
def ada(browser: Browser, town: Town, course: Course) -> Browser:
    return browser.sign_in(town.councillor)


@pytest.fixture
def attempt(ada: Browser, course: Course) -> str:
    return begin(ada, course.slug)


def attempts(app: Flask) -> int:
    with app.app_context():
        return current_session().scalar(select(func.count()).select_from(Attempt)) or 0


def test_a_course_retired_meanwhile_is_finished_with_the_wording_it_began_with(
    app: Flask, ada: Browser, attempt: str, course: Course
) -> None:
    other = (*(a_question(f"see-{n}", text=f"New words {n}") for n in range(4)),)
    check = a_check(questions=other, draw={"see": 4}, pass_mark=4)
    changed = with_status(a_course(checks=(check,)), "retired")
    with published(app, replace(changed, revision="r2")):
        before = ada.get("/courses/harbour-lights/assessment")
        assert "You can still finish the check you began" in before.words
        assert "Finish the check you began" in ada.get("/courses/harbour-lights").words
        answer_all(ada, attempt)
        ada.post(f"{attempt}/submit")
        page = ada.get(attempt)
        assert page.h1.startswith("You have shown")
        assert "New words" not in page.words
        assert "Because right-1 of see-" in page.words
        again = ada.post("/courses/harbour-lights/assessment")
        assert again.status == 422
        assert "cannot be started" in again.words
        assert "can no longer be started" in ada.get("/courses/harbour-lights/assessment").words


def test_a_check_in_preparation_says_so_and_cannot_be_started(
    app: Flask, ada: Browser, course: Course
) -> None:
    with published(app, with_status(course, "in-preparation")):
        page = ada.get("/courses/harbour-lights/assessment")
        assert "in preparation" in page.words
        assert "Start the check" not in page.words
        refused = ada.post("/courses/harbour-lights/assessment")
        assert (refused.status, attempts(app)) == (422, 0)
        assert "it is not open" in refused.words


def test_who_belongs_to_no_council_cannot_start(
    app: Flask, browser: Browser, town: Town, course: Course
) -> None:
    browser.sign_in(town.administrator)
    assert "belong to no council" in browser.get("/courses/harbour-lights/assessment").words
    assert browser.post("/courses/harbour-lights/assessment").status == 403
    assert attempts(app) == 0
