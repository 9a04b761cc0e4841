"""A lesson and its check, tried by somebody who has no account."""

from urllib.parse import urlencode

import pytest
from flask import Flask

from learning.catalogue.content import Question
from learning.catalogue.marking import key_of
from learning.catalogue.published import Course
from learning.catalogue.serving import served
from learning.catalogue.tasting import tasted
from tests.page import Browser

CHECK = "/try/safe-online-as-a-councillor/check"
CLOSED = "cyber-security-essentials"


@pytest.fixture
def course(app: Flask) -> Course:
    with app.app_context():
        return served().courses["safe-online-as-a-councillor"]


def answers(questions: tuple[Question, ...], *, right: bool = True) -> dict[str, str]:
    return {
        one.id: next(o.id for o in one.options if (o.id in key_of(one)) is right)
        for one in questions
    }


def test_the_start_page_leads_through_a_lesson_to_its_check(
    browser: Browser, course: Course
) -> None:
    assert 'href="/try/safe-online-as-a-councillor"' in browser.get("/").text
    lesson = browser.get("/try/safe-online-as-a-councillor")
    assert course.lessons[0].title in lesson.words
    assert "Stop, then check by another route." in lesson.words
    assert f'href="{CHECK}"' in lesson.text
    assert browser.get("/glossary#phishing").status == 200
    page = browser.get(CHECK)
    for one in tasted(course):
        assert page.text.count(f'name="{one.id}"') == len(one.options)


def test_nothing_is_asked_of_the_database_and_nothing_left_in_the_browser(
    browser: Browser, course: Course
) -> None:
    tried = f"{CHECK}?{urlencode(answers(tasted(course)))}"
    for address in ("/try/safe-online-as-a-councillor", CHECK, tried):
        page = browser.get(address)
        assert (page.status, page.statements) == (200, 0)
        assert "Set-Cookie" not in page.headers


def test_right_answers_are_counted_and_each_says_why(browser: Browser, course: Course) -> None:
    questions = tasted(course)
    good = browser.get(f"{CHECK}?{urlencode(answers(questions))}")
    assert "5 of 5 right" in good.words
    bad = browser.get(f"{CHECK}?{urlencode(answers(questions, right=False))}")
    assert "0 of 5 right" in bad.words
    for one in questions:
        right = next(o for o in one.options if o.id in key_of(one))
        assert " ".join(right.feedback.split()) in bad.words


def test_what_is_missing_or_made_up_is_asked_for_again_and_the_rest_stays(
    browser: Browser, course: Course
) -> None:
    first, second, *_others = tasted(course)
    given = answers(tasted(course)) | {second.id: "made-up"}
    del given[first.id]
    page = browser.get(f"{CHECK}?{urlencode(given)}")
    assert page.status == 422
    assert "Choose an answer to question 1" in page.words
    assert "Choose one of the answers to question 2" in page.words
    assert page.text.count(" checked") == len(given) - 1


def test_sent_without_any_answer_it_asks_for_each(browser: Browser, course: Course) -> None:
    assert 'name="answered" value="yes"' in browser.get(CHECK).text
    page = browser.get(f"{CHECK}?answered=yes")
    assert page.status == 422
    assert page.words.count("Choose an answer to question 5") == 2  # above the form, and beside it


def test_nothing_else_is_open(browser: Browser) -> None:
    pictures = "pictures/another-door.svg"
    for page in (f"/try/{CLOSED}", f"/try/{CLOSED}/check", f"/try/{CLOSED}/{pictures}", "/try/no"):
        assert browser.get(page).status == 404


def test_whoever_looks_again_sees_the_same_few_questions_of_one_choice(course: Course) -> None:
    plan, questions = course.assessments[0].plan, tasted(course)
    assert questions == tasted(course)
    objectives = [one.objective for one in questions]
    assert {name: objectives.count(name) for name in plan.draw} == plan.draw
    assert {(one.type, one.use, one.nations) for one in questions} == {("single", "final", ())}
