import pytest
from flask import Flask
from sqlalchemy import func, select

from learning.assessments.models import Attempt
from learning.catalogue.published import Course
from learning.database import current_session, transaction
from learning.evidence.models import Evidence
from learning.people.models import Person
from tests.assessments.checks import answer_all, begin, kept_answers, pass_check, right_ones
from tests.builders import Town
from tests.courses_by_hand import a_check, a_course, a_question, published
from tests.page import Browser, Page
from tests.statements import most_asked


def rows(app: Flask, table: type) -> int:
    with app.app_context():
        return current_session().scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def ada(browser: Browser, town: Town, course: Course) -> Browser:
    return browser.sign_in(town.councillor)


@pytest.fixture
def attempt(ada: Browser, course: Course) -> str:
    return begin(ada, course.slug)


def wrong_ones(page: Page) -> list[str]:
    wrong = [choice for choice in page.choices() if choice.startswith("wrong")]
    return wrong[: len(right_ones(page))]


def place_of(browser: Browser, attempt: str, right: int) -> str:
    """The address of the first question with so many right options."""
    addresses = [f"{attempt}/questions/{place}" for place in range(1, 5)]
    return next(one for one in addresses if len(right_ones(browser.get(one))) == right)


def test_the_page_before_says_what_it_takes_and_what_it_gives(ada: Browser) -> None:
    page = ada.get("/courses/harbour-lights/assessment")
    assert page.h1 == "Check: harbour lights"
    assert "4 questions, about 5 minutes. 3 right answers pass." in page.words
    assert "at level 1, for 12 months" in page.words
    assert "Start the check" in page.words


def test_a_question_is_one_judgement_and_its_heading(ada: Browser, attempt: str) -> None:
    page = ada.get(f"{attempt}/questions/1")
    assert page.h1.startswith("What now, s")
    assert "Question 1 of 4" in page.words
    assert "Fog comes in." in page.words
    assert "Skip for now" in page.words
    assert "Leave and come back later" in page.words


def test_from_a_question_one_goes_back_to_the_one_before_or_to_where_one_came_from(
    ada: Browser, attempt: str
) -> None:
    assert "govuk-back-link" not in ada.get(f"{attempt}/questions/1").text
    back = 'href="{}" class="govuk-back-link">{}<'
    assert (
        back.format(f"{attempt}/questions/1", "Question 1")
        in ada.get(f"{attempt}/questions/2").text
    )
    look = ada.get(f"{attempt}/questions/3?from=check").text
    assert back.format(f"{attempt}/check", "Check your answers") in look
    assert "Leave and come back later" in ada.get(f"{attempt}/check").words


def test_who_has_shown_it_already_is_told_before_they_take_it_again(
    ada: Browser, course: Course
) -> None:
    address, words = "/courses/harbour-lights/assessment", "You need not take this check again"
    assert words not in ada.get(address).words
    pass_check(ada, course.slug)
    assert words in ada.get(address).words
    assert "Not read" in ada.get("/courses/harbour-lights").words


def test_a_passed_check_says_what_was_shown_and_teaches(ada: Browser, course: Course) -> None:
    page = ada.get(pass_check(ada, course.slug))
    assert 'href="/certificates">see my certificates' in page.text
    assert page.h1.startswith("You have shown ")
    assert page.h1.endswith(" at level 1")
    assert "4 of 4 right" in page.words
    assert page.words.count("You chose, rightly:") == 5  # the question of two, two times
    assert "Because right-1 of see-" in page.words


def test_a_failed_check_says_how_far_and_what_to_read_again(
    app: Flask, ada: Browser, attempt: str
) -> None:
    answer_all(ada, attempt, wrong_ones)
    ada.post(f"{attempt}/submit")
    page = ada.get(attempt)
    assert page.h1 == "Not yet: 0 of 4, 3 needed"
    assert "Lesson one, 7 minutes" in page.words
    assert "Because wrong-" in page.words
    assert "A right answer: Option right-1" in page.words
    again = ada.post("/courses/harbour-lights/assessment/awareness")
    assert again.status == 303
    assert not again.location.startswith(attempt)
    assert (rows(app, Attempt), rows(app, Evidence)) == (2, 0)


def test_what_to_read_again_is_named_by_the_objectives_of_what_was_missed(
    app: Flask, browser: Browser, town: Town
) -> None:
    questions = [
        *(a_question(f"see-{n}") for n in range(3)),
        a_question("say-1", "say", lesson="two"),
        a_question("steer-1", "steer"),
    ]
    check = a_check(questions=questions, draw={"see": 2, "say": 1, "steer": 1}, pass_mark=3)
    texts = {"see": "See the lights", "say": "Say what they mean", "steer": "Steer by them"}
    objectives = [{"id": name, "text": text} for name, text in texts.items()]
    with published(app, course := a_course(checks=(check,), objective=objectives)):
        ada = browser.sign_in(town.councillor)
        attempt = begin(ada, course.slug)
        answer_all(
            ada, attempt, lambda page: (right_ones if "see-" in page.h1 else wrong_ones)(page)
        )
        ada.post(f"{attempt}/submit")
        words = ada.get(attempt).words
    assert "Lesson one, 7 minutes: Steer by them Lesson two, 7 minutes: Say what they mean" in words
    assert "See the lights" not in words


def test_starting_again_goes_on_with_the_first_question_without_an_answer(
    app: Flask, ada: Browser, attempt: str
) -> None:
    address = f"{attempt}/questions/1"
    ada.post(address, {"answer": right_ones(ada.get(address))})
    assert ada.post("/courses/harbour-lights/assessment").location == f"{attempt}/questions/2"
    assert rows(app, Attempt) == 1
    assert "Continue the check" in ada.get("/courses/harbour-lights/assessment").words
    assert ada.get(attempt).location == f"{attempt}/questions/2"


def test_an_answer_is_kept_the_moment_it_is_posted_and_can_be_changed(
    app: Flask, ada: Browser, attempt: str
) -> None:
    address = place_of(ada, attempt, 1)
    place = int(address.rpartition("/")[2])
    for chosen in ("wrong-1", "right-1"):
        assert ada.post(address, {"answer": chosen}).status == 303
        assert kept_answers(app, attempt)[place - 1] == (chosen,)
        assert ada.get(address).text.count(" checked") == 1


def test_an_answer_changed_from_the_last_look_leads_back_to_it(ada: Browser, attempt: str) -> None:
    answer_all(ada, attempt)
    look = ada.get(f"{attempt}/check")
    assert look.h1 == "Check your answers"
    assert "Not answered yet" not in look.words
    address = f"{attempt}/questions/2?from=check"
    assert f'href="{address}"' in look.text
    page = ada.get(address)
    assert f'action="{address}"' in page.text
    assert ada.post(address, {"answer": right_ones(page)}).location == f"{attempt}/check"


def test_the_last_look_says_what_has_no_answer_and_lets_submit(ada: Browser, attempt: str) -> None:
    page = ada.get(f"{attempt}/check")
    assert "4 questions have no answer yet" in page.words
    assert ada.post(f"{attempt}/submit").status == 303
    assert ada.get(attempt).h1 == "Not yet: 0 of 4, 3 needed"


@pytest.mark.parametrize(
    ("right", "chosen", "words"),
    [
        (1, [], "Choose an answer, or skip"),
        (1, ["right-1", "wrong-1"], "Choose one answer"),
        (1, ["of-another-question"], "Choose from the answers on this page"),
        (1, ["<script>alert(1)</script>"], "Choose from the answers on this page"),
        (1, ["a\0b"], "Choose from the answers on this page"),
        (2, ["right-1"], "Choose two answers"),
        (2, ["right-1", "right-2", "wrong-1"], "Choose two answers"),
    ],
)
def test_what_is_no_answer_is_refused_in_the_error_summary(
    app: Flask, ada: Browser, attempt: str, right: int, chosen: list[str], words: str
) -> None:
    page = ada.post(place_of(ada, attempt, right), {"answer": chosen})
    assert page.status == 422
    assert "There is a problem" in page.words
    assert words in page.words
    assert "<script>alert" not in page.text
    assert kept_answers(app, attempt) == [()] * 4


@pytest.mark.parametrize("place", ["0", "5", "99", "2147483647", "-1", "two", "1.5"])
def test_a_question_that_is_not_there_is_not_found(ada: Browser, attempt: str, place: str) -> None:
    assert ada.get(f"{attempt}/questions/{place}").status == 404
    assert ada.post(f"{attempt}/questions/{place}", {"answer": "right-1"}).status == 404


OF_AN_ATTEMPT = [
    ("GET", ""),
    ("GET", "/questions/1"),
    ("GET", "/check"),
    ("POST", "/questions/1"),
    ("POST", "/submit"),
]


@pytest.mark.parametrize(("method", "rest"), OF_AN_ATTEMPT)
def test_somebody_elses_attempt_is_not_found(
    app: Flask, town: Town, attempt: str, method: str, rest: str
) -> None:
    for person in (town.second_councillor, town.lead, town.administrator, town.stranger):
        other = Browser(app).sign_in(person)
        fields = {"answer": "right-1"}
        page = other.get(attempt + rest) if method == "GET" else other.post(attempt + rest, fields)
        assert page.status == 404
        assert "harbour" not in page.text.casefold()
    assert kept_answers(app, attempt) == [()] * 4


@pytest.mark.parametrize(("method", "rest"), OF_AN_ATTEMPT)
@pytest.mark.parametrize("name", ["nobody", "%00", "%F0%9F%8C%8A", "a" * 3000])
def test_an_attempt_that_never_was_is_not_found(
    ada: Browser, method: str, rest: str, name: str
) -> None:
    address = f"/attempts/{name}{rest}"
    page = ada.get(address) if method == "GET" else ada.post(address, {"answer": "right-1"})
    assert page.status == 404


def test_after_submission_nothing_changes_and_every_page_leads_to_the_result(
    app: Flask, ada: Browser, course: Course
) -> None:
    attempt = pass_check(ada, course.slug)
    before = kept_answers(app, attempt)
    page = ada.post(f"{attempt}/questions/1", {"answer": "wrong-1"})
    assert page.status == 409
    assert "has been submitted" in page.words
    assert kept_answers(app, attempt) == before
    assert ada.post(f"{attempt}/submit").location == attempt
    for rest in ("/questions/1", "/check"):
        assert ada.get(attempt + rest).location == attempt
    assert rows(app, Evidence) == 1


@pytest.mark.parametrize(
    "name", ["Łucja Ðặng", "伊藤 さくら", "عائشة بنت يوسف", "<b>O'Neil</b>", "X"]
)
def test_names_in_any_script_are_on_pages_as_they_are(
    app: Flask, ada: Browser, town: Town, name: str
) -> None:
    with app.app_context(), transaction() as session:
        session.get_one(Person, town.councillor).name = name
    assert name.split(maxsplit=1)[0] in ada.get("/learning").h1


def test_pages_of_a_check_ask_the_database_little(app: Flask, ada: Browser, course: Course) -> None:
    attempt = begin(ada, course.slug)
    pages = [ada.get("/courses/harbour-lights/assessment"), ada.get(f"{attempt}/questions/1")]
    pages.append(ada.get(f"{attempt}/check"))
    ada.post(f"{attempt}/submit")
    pages.append(ada.get(attempt))
    assert most_asked(app, *pages) <= 4
