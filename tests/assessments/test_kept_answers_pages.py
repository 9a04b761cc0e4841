import pytest
from flask import Flask

from learning.catalogue.published import Course
from learning.clock import now
from learning.database import transaction
from learning.people import passwords
from learning.people.actions import identity
from tests.assessments.checks import begin, kept_answers, right_ones
from tests.builders import PASSWORD, Town
from tests.page import Browser, Page

NOT_KEPT = "Your answer is not kept yet"


@pytest.fixture
def attempt(app: Flask, browser: Browser, town: Town, course: Course) -> str:
    with app.app_context(), transaction() as session:
        for person in (town.councillor, town.second_councillor):
            identity.set_password_hash(
                session,
                person_id=person,
                password_hash=passwords.hash_password(PASSWORD),
                by=None,
                at=now(),
            )
    return begin(browser.sign_in(town.councillor), course.slug)


def sign_in(browser: Browser, name: str, address: str = "/sign-in") -> Page:
    browser.get(address)
    email = f"{name}@people.example"
    return browser.post(address, {"email": email, "password": PASSWORD})


def end_every_sign_in(app: Flask, browser: Browser) -> None:
    """Ended on the server, as by time; the browser keeps its cookie and its page."""
    with browser.client.session_transaction() as cookie:
        token = cookie["_user_id"]
    with app.app_context(), transaction() as session:
        identity.sign_out(session, token=token, at=now())


def is_chosen(page: Page, option: str) -> bool:
    assert page.tree is not None
    boxes = page.tree.iter("input")
    return any(box.get("value") == option and "checked" in box.attrib for box in boxes)


def test_an_attempt_goes_on_in_another_browser_after_signing_out(
    app: Flask, browser: Browser, town: Town, attempt: str
) -> None:
    chosen = right_ones(browser.get(f"{attempt}/questions/1"))
    browser.post(f"{attempt}/questions/1", {"answer": chosen})
    browser.post("/sign-out")
    other = Browser(app)
    assert sign_in(other, "ada.merriweather").status == 303
    assert "Continue the check" in other.get("/courses/harbour-lights/assessment").words
    assert other.post("/courses/harbour-lights/assessment").location == f"{attempt}/questions/2"
    assert all(is_chosen(other.get(f"{attempt}/questions/1"), option) for option in chosen)


def test_an_answer_sent_signed_out_is_offered_after_sign_in_and_kept_on_demand(
    app: Flask, browser: Browser, attempt: str
) -> None:
    address = f"{attempt}/questions/3"
    chosen = right_ones(browser.get(address))
    end_every_sign_in(app, browser)
    sent = browser.post(address, {"answer": chosen})
    assert (sent.status, sent.location) == (303, f"/sign-in?next={address}")
    asked = browser.get(sent.location).words
    assert "Sign in to keep your answer." in asked
    assert "Sign in to go on" not in asked
    assert sign_in(browser, "ada.merriweather", sent.location).location == address
    page = browser.get(address)
    assert NOT_KEPT in page.words
    assert all(is_chosen(page, option) for option in chosen)
    assert kept_answers(app, attempt)[2] == ()
    assert browser.post(address, {"answer": chosen}).status == 303
    assert sorted(kept_answers(app, attempt)[2]) == sorted(chosen)
    assert NOT_KEPT not in browser.get(address).words


@pytest.mark.parametrize("sent", [{}, {"answer": "a" * 2001}])
def test_no_answer_is_promised_to_be_kept_where_none_is_held(
    app: Flask, browser: Browser, attempt: str, sent: dict[str, str]
) -> None:
    end_every_sign_in(app, browser)
    asked = browser.get(browser.post(f"{attempt}/questions/3", sent).location).words
    assert "Sign in to go on." in asked
    assert "keep your answer" not in asked


def test_an_answer_held_for_one_question_outlasts_another_being_kept(
    app: Flask, browser: Browser, attempt: str
) -> None:
    address = f"{attempt}/questions/3"
    chosen = right_ones(browser.get(address))
    end_every_sign_in(app, browser)
    browser.post(address, {"answer": chosen})
    sign_in(browser, "ada.merriweather")
    first = f"{attempt}/questions/1"
    page = browser.get(first)
    assert NOT_KEPT not in page.words
    assert browser.post(first, {"answer": right_ones(page)}).status == 303
    assert NOT_KEPT in browser.get(address).words


def test_an_answer_held_is_not_shown_to_another_person(
    app: Flask, browser: Browser, attempt: str
) -> None:
    address = f"{attempt}/questions/1"
    chosen = right_ones(browser.get(address))
    end_every_sign_in(app, browser)
    sent = browser.post(address, {"answer": chosen})
    assert sign_in(browser, "tomos.greenhalgh", sent.location).location == address
    page = browser.get(address)
    assert page.status == 404
    assert "right-1" not in page.text
    own = begin(browser, "harbour-lights")
    assert NOT_KEPT not in browser.get(f"{own}/questions/1").words
    assert kept_answers(app, attempt) == [()] * 4


def test_an_answer_held_is_gone_from_the_browser_when_somebody_else_signs_in(
    app: Flask, browser: Browser, attempt: str
) -> None:
    address = f"{attempt}/questions/1"
    chosen = right_ones(browser.get(address))
    end_every_sign_in(app, browser)
    sent = browser.post(address, {"answer": chosen})
    assert holds(browser, chosen)
    browser.post(sent.location, {"email": "tomos.greenhalgh@people.example", "password": "wrong"})
    assert holds(browser, chosen)
    sign_in(browser, "tomos.greenhalgh", sent.location)
    assert not holds(browser, chosen)


def holds(browser: Browser, chosen: list[str]) -> bool:
    with browser.client.session_transaction() as cookie:
        return str(chosen) in str(dict(cookie))


def test_an_answer_held_for_an_attempt_that_there_is_not_is_dropped_at_sign_in(
    app: Flask, browser: Browser, attempt: str
) -> None:
    end_every_sign_in(app, browser)
    browser.get("/sign-in")
    browser.post("/attempts/nobodys/questions/1", {"answer": "a"})
    assert holds(browser, ["a"])
    assert sign_in(browser, "ada.merriweather").status == 303
    assert not holds(browser, ["a"])


@pytest.mark.parametrize("more", [{}, {"view": "of.an.older.service", "names": {}}])
def test_an_answer_held_by_an_older_service_is_dropped_at_sign_in(
    browser: Browser, attempt: str, more: dict
) -> None:
    browser.post("/sign-out")
    with browser.client.session_transaction() as cookie:
        cookie["held_answer"] = {"address": f"{attempt}/questions/1", "answer": ["a"], **more}
    assert sign_in(browser, "ada.merriweather").status == 303
    assert not holds(browser, ["a"])


def test_signing_out_leaves_nothing_held_in_the_browser(
    app: Flask, browser: Browser, attempt: str
) -> None:
    address = f"{attempt}/questions/1"
    chosen = right_ones(browser.get(address))
    end_every_sign_in(app, browser)
    browser.post(address, {"answer": chosen})
    browser.post("/sign-out")
    sign_in(browser, "ada.merriweather")
    assert NOT_KEPT not in browser.get(address).words


@pytest.mark.parametrize("token", ["", "not the token"])
def test_an_answer_with_a_stale_token_is_offered_back(
    app: Flask, browser: Browser, attempt: str, token: str
) -> None:
    address = f"{attempt}/questions/2"
    chosen = right_ones(browser.get(address))
    sent = browser.post(address, {"answer": chosen, "csrf_token": token})
    assert (sent.status, sent.location) == (303, address)
    assert kept_answers(app, attempt)[1] == ()
    page = browser.get(address)
    assert NOT_KEPT in page.words
    assert all(is_chosen(page, option) for option in chosen)
    browser.post(address, {"answer": chosen})
    assert sorted(kept_answers(app, attempt)[1]) == sorted(chosen)


def test_a_page_left_open_over_a_new_sign_in_loses_no_answer(
    app: Flask, browser: Browser, attempt: str
) -> None:
    address = f"{attempt}/questions/2?from=check"
    left_open = browser.get(address)
    browser.post("/sign-out")
    sign_in(browser, "ada.merriweather")  # in another tab
    chosen = right_ones(left_open)
    sent = browser.post(address, {"answer": chosen, "csrf_token": left_open.token()})
    assert (sent.status, sent.location) == (303, address)
    assert NOT_KEPT in browser.get(address).words


def test_a_stale_token_lets_nobody_hold_an_answer_for_somebody_elses_attempt(
    app: Flask, town: Town, attempt: str
) -> None:
    other = Browser(app).sign_in(town.second_councillor)
    address = f"{attempt}/questions/1"
    other.post(address, {"answer": "right-1", "csrf_token": "not the token"})
    assert other.get(address).status == 404


@pytest.mark.parametrize("rest", ["/questions/1", "/submit"])
def test_nothing_to_hold_with_a_stale_token_is_refused_in_plain_english(
    app: Flask, browser: Browser, attempt: str, rest: str
) -> None:
    page = browser.post(attempt + rest, {"csrf_token": "not the token"})
    assert page.status == 400
    assert "Nothing has been changed" in page.words
    assert browser.get(attempt).location == f"{attempt}/questions/1"


def test_an_answer_too_long_for_the_cookie_is_not_held(
    app: Flask, browser: Browser, attempt: str
) -> None:
    address = f"{attempt}/questions/1"
    page = browser.post(address, {"answer": "a" * 2001, "csrf_token": "not the token"})
    assert page.status == 400
    end_every_sign_in(app, browser)
    assert browser.post(address, {"answer": "a" * 2001}).status == 303
