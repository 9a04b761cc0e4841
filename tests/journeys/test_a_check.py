import re

import pytest
from playwright.sync_api import expect

from learning.catalogue.content import Question
from learning.catalogue.published import Catalogue
from tests.journeys.walker import Walker

pytestmark = pytest.mark.journey
COURSE = "cyber-security-essentials"


@pytest.fixture
def questions(answers: Catalogue) -> tuple[Question, ...]:
    return answers.courses[COURSE].assessments[0].questions


def start_the_check(walker: Walker, answers: Catalogue) -> None:
    walker.visit(f"/courses/{COURSE}", answers.courses[COURSE].title)
    walker.follow(answers.courses[COURSE].assessments[0].plan.title)
    walker.press("Start the check")
    walker.sees("Question 1 of")


def test_a_councillor_reads_a_lesson_takes_the_check_and_finds_it_in_the_record(
    walker: Walker, answers: Catalogue, questions: tuple[Question, ...]
) -> None:
    course = answers.courses[COURSE]
    check = course.assessments[0].plan
    walker.visit("/", "Digital skills for everyone")
    walker.follow("Sign in", "Sign in")
    walker.fill_sign_in("councillor@demo.example")
    walker.follow("My learning", "to do this week")
    walker.sees("Demo Council asks you to do this by")
    walker.visit(f"/courses/{COURSE}", course.title)
    walker.follow(course.lessons[0].title, course.lessons[0].title)
    walker.press("Mark as read and go on", course.lessons[1].title)
    start_the_check(walker, answers)
    forget_to_answer_and_come_back(walker)
    for place in range(1, check.asks + 1):
        walker.sees(f"Question {place} of {check.asks}")
        walker.choose(walker.question(questions), rightly=place != 2)
        walker.press("Keep and go on")
    expect(walker.page.locator("h1")).to_have_text("Check your answers")
    walker.follow(re.compile(r"Change\s+question 2"))
    walker.choose(walker.question(questions))
    walker.press("Keep and go on", "Check your answers")
    walker.press("Submit my answers", "You have shown")
    walker.sees(f"{check.asks} of {check.asks} right")
    walker.follow("See my record", "My skills record")
    gift = check.gives[0]
    row = walker.page.get_by_role("row", name=answers.skills[gift.skill].name)
    expect(row).to_contain_text(f"Check passed: {course.title}, level {gift.level}")


def test_an_answer_sent_after_the_session_ended_comes_back_after_signing_in(
    walker: Walker, answers: Catalogue, questions: tuple[Question, ...]
) -> None:
    walker.sign_in("care@demo.example")
    start_the_check(walker, answers)
    first = walker.page.url
    walker.choose(walker.question(questions))
    chosen = chosen_now(walker)
    walker.context.clear_cookies()
    walker.press("Keep and go on", "Sign in")
    walker.fill_sign_in("care@demo.example")
    walker.on_page()
    walker.sees("Your answer is not kept yet")
    assert chosen_now(walker) == chosen
    walker.press("Keep and go on")
    walker.sees("Question 2 of")
    walker.page.goto(first)
    assert chosen_now(walker) == chosen


def forget_to_answer_and_come_back(walker: Walker) -> None:
    """By the browser's button; without JavaScript it would ask whether to send everything again."""
    first = walker.page.url
    walker.press("Keep and go on")
    walker.sees("There is a problem")
    walker.follow("Skip for now")
    walker.sees("Question 2 of")
    if walker.javascript:
        walker.page.go_back()
    else:
        walker.page.goto(first)
    walker.on_page()
    assert walker.page.url == first
    assert not walker.page.title().startswith("Error")


def chosen_now(walker: Walker) -> set[str | None]:
    return {box.get_attribute("value") for box in walker.main.locator("input:checked").all()}
