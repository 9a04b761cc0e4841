"""A form that starts a check starts one attempt, however often and however late it is sent."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning.assessments.models import Attempt
from learning.catalogue.published import Course
from learning.database import current_session
from tests.assessments.checks import answer_all, begin
from tests.builders import Town
from tests.page import Browser, Page

CHECK = "/courses/harbour-lights/assessment"


@pytest.fixture
def ada(browser: Browser, town: Town, course: Course) -> Browser:
    return browser.sign_in(town.councillor)


def attempts(app: Flask) -> int:
    with app.app_context():
        return current_session().scalar(select(func.count()).select_from(Attempt)) or 0


def sent(browser: Browser, page: Page) -> str:
    """Sends the page's form, as the button does; where it leads."""
    reply = browser.post(CHECK, {"form_key": page.hidden("form_key")})
    assert reply.status == 303
    return reply.location


def result_of(location: str) -> str:
    return location.partition("/questions/")[0]


def test_sent_again_after_submitting_it_leads_to_the_result(app: Flask, ada: Browser) -> None:
    page = ada.get(CHECK)
    attempt = result_of(sent(ada, page))
    assert sent(ada, page) == f"{attempt}/questions/1"
    ada.post(f"{attempt}/submit")
    assert sent(ada, page) == attempt
    assert attempts(app) == 1


def test_the_button_that_goes_on_starts_nothing_once_it_is_submitted(
    app: Flask, ada: Browser
) -> None:
    ada.get("/learning")
    attempt = result_of(ada.post(CHECK).location)
    page = ada.get(CHECK)
    assert "Continue the check" in page.words
    assert sent(ada, page) == f"{attempt}/questions/1"
    ada.post(f"{attempt}/submit")
    assert sent(ada, page) == attempt
    assert attempts(app) == 1


def test_trying_again_is_once_too_and_leads_to_its_own_result(app: Flask, ada: Browser) -> None:
    first = begin(ada, "harbour-lights")
    ada.post(f"{first}/submit")
    page = ada.get(first)
    second = result_of(sent(ada, page))
    assert second != first
    ada.post(f"{second}/submit")
    assert sent(ada, page) == second
    third = result_of(sent(ada, ada.get(second)))
    assert sent(ada, page) == second  # though another is open
    assert len({first, second, third}) == attempts(app) == 3


def test_without_a_key_it_is_a_new_start(app: Flask, ada: Browser) -> None:
    ada.get("/learning")
    first = result_of(ada.post(CHECK).location)
    assert ada.post(CHECK).location == f"{first}/questions/1"
    ada.post(f"{first}/submit")
    assert result_of(ada.post(CHECK).location) != first
    assert attempts(app) == 2


def test_one_key_is_each_persons_own(app: Flask, ada: Browser, town: Town) -> None:
    page = ada.get(CHECK)
    hers = result_of(sent(ada, page))
    ada.post(f"{hers}/submit")
    other = Browser(app).sign_in(town.second_councillor)
    other.get(CHECK)
    assert result_of(sent(other, page)) != hers
    going_on = other.post(CHECK, {"form_key": hers.rsplit("/", 1)[1]})
    assert result_of(going_on.location) != hers
    assert attempts(app) == 2


def test_passed_and_sent_again_nothing_is_left_begun(app: Flask, ada: Browser) -> None:
    page = ada.get(CHECK)
    attempt = result_of(sent(ada, page))
    answer_all(ada, attempt)
    ada.post(f"{attempt}/submit")
    sent(ada, page)
    with app.app_context():
        still_open = select(Attempt.id).where(Attempt.submitted_at.is_(None))
        assert not current_session().scalars(still_open).all()


def test_it_takes_no_statement_more_than_without(ada: Browser) -> None:
    page = ada.get(CHECK)
    with_key = ada.post(CHECK, {"form_key": page.hidden("form_key")})
    ada.post(f"{result_of(with_key.location)}/submit")
    without = ada.post(CHECK)
    assert with_key.statements <= without.statements
