"""Every type of question, from its page to its result, without JavaScript."""

from collections.abc import Iterator

import pytest
from flask import Flask

from learning.assessments import queries
from learning.assessments.asked import Asked
from learning.catalogue.content import Question
from learning.catalogue.marking import key_of, target_of
from learning.catalogue.published import Assessment
from learning.database import current_session
from tests.assessments.checks import begin, kept_answers
from tests.builders import Town
from tests.courses_by_hand import (
    a_check,
    a_course,
    a_judgement,
    a_matching,
    a_number,
    a_question,
    an_ordering,
    published,
)
from tests.page import Browser, Page

COURSE = "harbour-types"
TYPES = (
    a_judgement("pba"),
    a_question("some", type="multiple", partial=True),
    an_ordering(4, partial=True),
    a_matching("abca", partial=True),
    a_number("1200", "50", unit="tonnes"),
)


def a_check_of(*questions: Question, **more: object) -> Assessment:
    plan = {"draw": {"see": len(questions)}, "pass_mark": len(questions)} | more
    return a_check(COURSE, questions=questions, **plan)


@pytest.fixture
def ada(app: Flask, browser: Browser, town: Town) -> Iterator[Browser]:
    with published(app, a_course(COURSE, checks=(a_check_of(*TYPES),))):
        yield browser.sign_in(town.councillor)


def asked_in(app: Flask, attempt: str) -> dict[str, Asked]:
    with app.app_context():
        asked = queries.asked_in(current_session(), attempt.rpartition("/")[2])
    return {one.question.id: one for one in asked}


def right_answer(one: Asked) -> list[str]:
    if one.question.type == "matching":
        return [target_of(one.question, option).id for option in one.options]
    return list(key_of(one.question))


def address(attempt: str, one: Asked) -> str:
    return f"{attempt}/questions/{one.place}"


def finish(browser: Browser, attempt: str) -> Page:
    assert browser.post(f"{attempt}/submit").location == attempt
    return browser.get(attempt)


def test_each_type_says_how_to_answer_and_what_counts(app: Flask, ada: Browser) -> None:
    attempt = begin(ada, COURSE)
    asked = asked_in(app, attempt)
    hints = {
        "judged": "An acceptable answer earns half a point.",
        "some": "Choose two. Each right one earns its share of the point.",
        "in-order": "Each one in its right place earns its share of the point.",
        "matched": "Each right line earns its share of the point.",
        "reckoned": "Anything within 50 of the right one counts.",
    }
    for name, hint in hints.items():
        page = ada.get(address(attempt, asked[name]))
        assert hint in page.words
        assert page.h1 in {"What now?", "What now, some?"}
    steps = ada.get(address(attempt, asked["in-order"]))
    assert steps.text.count('name="answer"') == 4
    for label in ("First", "Second", "Third", "Fourth"):
        assert f">{label}</label>" in steps.text
    things = ada.get(address(attempt, asked["matched"]))
    assert things.text.count('value="line-1"') == 4  # each thing once in each of four lists
    assert 'value="line-4"' not in things.text  # it belongs to what line-1 stands for


def test_right_answers_of_every_type_pass(app: Flask, ada: Browser) -> None:
    attempt = begin(ada, COURSE)
    for one in asked_in(app, attempt).values():
        assert ada.post(address(attempt, one), {"answer": right_answer(one)}).status == 303
    page = finish(ada, attempt)
    assert page.h1.startswith("You have shown ")
    assert "5 of 5 right" in page.words
    assert "You entered, rightly: 1200 tonnes" in page.words
    assert "Your order, which is right" in page.words
    assert "Thing a. You chose this." in page.words


def test_parts_of_points_are_added_and_said(app: Flask, ada: Browser) -> None:
    attempt = begin(ada, COURSE)
    asked = asked_in(app, attempt)
    order = ["step-1", "step-2", "step-4", "step-3"]  # two of four in place: half a point
    ada.post(address(attempt, asked["in-order"]), {"answer": order})
    ada.post(address(attempt, asked["judged"]), {"answer": ["acceptable-3"]})  # half a point
    ada.post(address(attempt, asked["some"]), {"answer": ["right-1", "wrong-2"]})  # half a point
    ada.post(address(attempt, asked["matched"]), {"answer": ["line-1"] * 4})  # two lines of four
    ada.post(address(attempt, asked["reckoned"]), {"answer": ["1,251 tonnes"]})  # one too far off
    overview = ada.get(f"{attempt}/check")
    assert "1251 tonnes" in overview.words
    assert "Step 4" in overview.words
    page = finish(ada, attempt)
    assert page.h1 == "Not yet: 2 of 5, 5 needed"
    assert page.words.count("½ of a point") == 4
    assert "The right number: 1200 tonnes; anything within 50 of it counts" in page.words
    assert "Two times seven." in page.words
    assert "You chose: Thing a." in page.words


def test_a_faulty_answer_is_shown_again_as_it_was_given_and_not_kept(
    app: Flask, ada: Browser
) -> None:
    attempt = begin(ada, COURSE)
    asked = asked_in(app, attempt)
    faults = {
        "in-order": (
            ["step-1", "step-1", "step-2", "step-3"],
            "you chose the same one in two places",
        ),
        "matched": (["line-1", "", "line-2", "line-1"], "Choose an answer for every line"),
        "reckoned": (["a lot"], "Enter a number in figures"),
        "judged": ([], "Choose an answer"),
    }
    for name, (answer, words) in faults.items():
        page = ada.post(address(attempt, asked[name]), {"answer": answer})
        assert page.status == 422
        assert words in page.words
        assert page.text.count("selected") == (sum(map(bool, answer)) if len(answer) == 4 else 0)
        assert kept_answers(app, attempt)[asked[name].place - 1] == ()
    assert (
        'value="a lot"' in ada.post(address(attempt, asked["reckoned"]), {"answer": "a lot"}).text
    )


def test_what_was_answered_is_shown_when_the_question_is_opened_again(
    app: Flask, ada: Browser
) -> None:
    attempt = begin(ada, COURSE)
    asked = asked_in(app, attempt)
    for name in ("in-order", "matched"):
        one = asked[name]
        ada.post(address(attempt, one), {"answer": right_answer(one)})
        page = ada.get(address(attempt, one))
        assert page.choices("answer") is not None
        assert page.text.count(" selected") == 4
    ada.post(address(attempt, asked["reckoned"]), {"answer": "1,200"})
    assert 'value="1200"' in ada.get(address(attempt, asked["reckoned"])).text


def test_the_right_answers_can_wait_until_the_check_is_passed(
    app: Flask, browser: Browser, town: Town
) -> None:
    check = a_check_of(a_judgement("pba"), answers="after-passing")
    with published(app, a_course(COURSE, checks=(check,))):
        ada = browser.sign_in(town.councillor)
        assert "shown once you have passed" in ada.get(f"/courses/{COURSE}/assessment").words
        attempt = begin(ada, COURSE)
        ada.post(f"{attempt}/questions/1", {"answer": "poor-1"})
        page = finish(ada, attempt)
        assert "shows the right answers once you have passed" in page.words
        assert "Way 2" not in page.words  # the best one
        again = begin(ada, COURSE)
        ada.post(f"{again}/questions/1", {"answer": "best-2"})
        assert "You chose, rightly: Way 2" in finish(ada, again).words


def test_after_repeated_failures_another_try_waits_and_says_until_when(
    app: Flask, browser: Browser, town: Town
) -> None:
    check = a_check_of(a_judgement("pba"), cool_off={"after": 2, "hours": 24})
    with published(app, a_course(COURSE, checks=(check,))):
        ada = browser.sign_in(town.councillor)
        assert "a wait of 24 hours" in ada.get(f"/courses/{COURSE}/assessment").words
        for _ in range(2):
            attempt = begin(ada, COURSE)
            finish(ada, attempt)
        page = ada.post(f"/courses/{COURSE}/assessment")
        assert page.status == 422
        assert "You can try this check again from" in page.words
