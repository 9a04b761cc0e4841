"""The pages of proving what one knows, from the course page to the lessons that are left."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from learning.assessments.models import Attempt
from learning.assessments.retention import delete_old_choices
from learning.catalogue.framework import Nation
from learning.catalogue.published import Course
from learning.clock import now
from learning.database import transaction
from learning.people.models import Organisation
from tests.assessments.checks import right_ones
from tests.builders import Town, a_person
from tests.courses_by_hand import a_check, a_path, a_provable_course, published, with_status
from tests.page import Browser, Page
from tests.statements import most_asked

COURSE = a_provable_course()
HERE = "/courses/harbour-lights"
PROVE = f"{HERE}/prove"
SKILL = "Cyber security and keeping services running"
ALL = {"see", "say", "steer"}


@pytest.fixture
def course(app: Flask) -> Iterator[Course]:
    path = a_path("to-sea", "harbour-lights", roles=("scrutiny-member",))
    with published(app, COURSE, paths=(path,)):
        yield COURSE


@pytest.fixture
def ada(browser: Browser, town: Town, course: Course) -> Browser:
    return browser.sign_in(town.councillor)


def begin(browser: Browser) -> str:
    browser.get(PROVE)
    page = browser.post(PROVE)
    assert page.status == 303, page.words
    return page.location.partition("/questions/")[0]


def answer(browser: Browser, attempt: str, objectives: set[str]) -> None:
    """Rightly where the question asks about one of these, wrongly elsewhere."""
    for place in range(1, 10):
        address = f"{attempt}/questions/{place}"
        page = browser.get(address)
        right = right_ones(page)
        wrong = [one for one in page.choices() if one not in right][: len(right)]
        knows = any(f"prove-{objective}-" in page.h1 for objective in objectives)
        assert browser.post(address, {"answer": right if knows else wrong}).status == 303


def prove(browser: Browser, objectives: set[str]) -> str:
    attempt = begin(browser)
    answer(browser, attempt, objectives)
    assert browser.post(f"{attempt}/submit").location == attempt
    return attempt


def time_passes(app: Flask, days: int) -> None:
    """Every attempt lies so many days back, at noon: whatever the hour and the clocks are now."""
    noon = now().replace(hour=12) - timedelta(days=days)
    moment = min(noon, now())
    with app.app_context(), transaction() as session:
        session.execute(update(Attempt).values(started_at=moment, submitted_at=moment))


def test_the_course_page_offers_it_and_the_page_before_says_what_it_takes(ada: Browser) -> None:
    course = ada.get(HERE)
    assert "Think you know this already? Prove it in 12 minutes" in course.words
    assert f'href="{PROVE}"' in course.text
    page = ada.get(PROVE)
    assert page.h1 == "Prove what you know"
    assert "9 questions, about 12 minutes, on the 3 things this course teaches" in page.words
    assert "Somebody who guesses shows it with a chance of at most 1 in 27." in page.words
    assert f"{SKILL} at level 1, for 12 months" in page.words
    assert "you can do this once in 90 days" in page.words
    assert "There is no time limit." in page.words


def test_everything_shown_is_evidence_and_the_course_is_done(ada: Browser) -> None:
    page = ada.get(prove(ada, ALL))
    assert page.h1 == f"You have shown {SKILL} at level 1"
    assert "Proved without the course" in page.words
    assert "that saved you its 26 minutes" in page.words
    assert "in your record for 12 months" in page.words
    assert page.words.count("Because right-1 of prove-") == 9
    assert "Proved without the course: Harbour lights, level 1" in ada.get("/record").words
    course = ada.get(HERE)
    assert "Done Your record already shows what this course gives" in course.words
    assert "Prove it in" not in course.words
    assert "Harbour lights" in ada.get("/learning").words.partition("Done")[2]


def test_some_of_it_shown_leaves_the_lessons_of_the_others(ada: Browser) -> None:
    attempt = prove(ada, {"say", "steer"})
    page = ada.get(attempt)
    assert page.h1 == "You have shown 2 of the 3 things this course teaches"
    assert "That saved you 7 minutes of lessons." in page.words
    assert "Lesson opening, 7 minutes" in page.words
    assert "Lesson one, 7 minutes" in page.words
    assert "Lesson two" not in page.words
    assert "Learn to see Not yet shown 0 of 3 right" in page.words
    assert "Learn to say Shown" in page.words
    course = ada.get(HERE)
    assert "Lesson two 7 minutes Not needed: you have shown this" in course.words
    assert course.words.count("To read") == 2
    assert "You showed 2 of the 3 things it teaches before taking it: 19 minutes" in course.words
    assert f'href="{HERE}/lessons/opening">Continue' in course.text
    assert "To take" in course.words


def test_the_result_gives_no_answer_away_to_what_was_not_shown(ada: Browser) -> None:
    page = ada.get(prove(ada, {"say"}))
    assert "Because right-1 of prove-say-0" in page.words
    assert "of prove-see-" not in page.words
    assert "What now, prove-see-" not in page.words


def test_what_was_shown_stays_when_the_choices_are_deleted(app: Flask, ada: Browser) -> None:
    attempt = prove(ada, {"say", "steer"})
    time_passes(app, days=800)
    with app.app_context(), transaction() as session:
        delete_old_choices(session, months=12, at=now())
    page = ada.get(attempt)
    assert page.h1 == "You have shown 2 of the 3 things this course teaches"
    assert "Your choices were deleted on" in page.words
    assert "of 3 right" not in page.words
    assert "Lesson two 7 minutes Not needed" in ada.get(HERE).words


def test_my_learning_and_reading_pass_over_lessons_that_are_not_needed(ada: Browser) -> None:
    prove(ada, {"see"})
    learning = ada.get("/learning").words
    assert "Lesson 1 of 3: Lesson opening" in learning
    ada.get(f"{HERE}/lessons/opening")
    assert ada.post(f"{HERE}/lessons/opening/read").location == f"{HERE}/lessons/two"
    assert "Lesson 3 of 3: Lesson two" in ada.get("/learning").words
    by_choice = ada.get(f"{HERE}/lessons/one")
    assert "Mark as read and go on" in by_choice.words
    assert ada.post(f"{HERE}/lessons/one/read").location == f"{HERE}/lessons/two"


def test_an_attempt_begun_is_gone_on_with_from_everywhere(ada: Browser) -> None:
    attempt = begin(ada)
    page = ada.get(f"{attempt}/questions/1")
    assert "Question 1 of 9" in page.words
    ada.post(f"{attempt}/questions/1", {"answer": right_ones(page)})
    assert ada.get(attempt).location == f"{attempt}/questions/2"
    assert "Continue" in ada.get(PROVE).words
    assert ada.post(PROVE).location == f"{attempt}/questions/2"
    assert f'href="{attempt}">Continue' in ada.get(HERE).text
    assert "Prove what you know: begun, your answers are kept" in ada.get("/learning").words
    look_over = ada.get(f"{attempt}/check")
    assert "8 questions have no answer yet" in look_over.words
    assert "with other questions" not in look_over.words
    assert "Begun" not in ada.get(HERE).words  # the check is not


def test_an_answer_sent_signed_out_is_offered_back(ada: Browser) -> None:
    attempt = begin(ada)
    chosen = right_ones(ada.get(f"{attempt}/questions/1"))
    with ada.client.session_transaction() as cookie:
        signed_in = cookie.pop("_user_id")
    assert ada.post(f"{attempt}/questions/1", {"answer": chosen}).location.startswith("/sign-in")
    with ada.client.session_transaction() as cookie:
        cookie["_user_id"] = signed_in
    assert "Your answer is not kept yet" in ada.get(f"{attempt}/questions/1").words


def test_it_can_be_done_once_in_ninety_days_and_the_page_says_so(app: Flask, ada: Browser) -> None:
    attempt = prove(ada, {"see"})
    page = ada.get(PROVE)
    assert "You did this on" in page.words
    assert f'href="{attempt}"' in page.text
    assert "csrf_token" not in page.text.partition("<main")[2]
    refused = ada.post(PROVE)
    assert refused.status == 422
    assert "The questions would be the same as last time" in refused.words
    time_passes(app, days=90)
    assert "Start" in ada.get(PROVE).words
    again = prove(ada, {"say"})
    assert again != attempt
    course = ada.get(HERE)  # what was shown before stays shown
    assert "You showed 2 of the 3 things it teaches" in course.words


def test_another_persons_proof_does_not_exist(app: Flask, ada: Browser, town: Town) -> None:
    attempt = prove(ada, {"see"})
    other = Browser(app).sign_in(town.second_councillor)
    assert other.get(attempt).status == 404
    assert other.post(f"{attempt}/submit").status == 404
    lead = Browser(app).sign_in(town.lead)
    assert lead.get(attempt).status == 404


def test_who_belongs_to_no_council_cannot_start(app: Flask, town: Town, course: Course) -> None:
    with app.app_context(), transaction() as session:
        alone = a_person(session, "Alone Person")
    browser = Browser(app).sign_in(alone)
    assert "You belong to no council today" in browser.get(PROVE).words
    assert browser.post(PROVE).status == 403


def test_a_nation_without_a_version_is_told_so(app: Flask, browser: Browser, town: Town) -> None:
    with app.app_context(), transaction() as session:
        session.get_one(Organisation, town.council).nation = Nation.WALES
    with published(app, a_provable_course(nations=(Nation.ENGLAND,))):
        browser.sign_in(town.councillor)
        assert "Prove it in" not in browser.get(HERE).words
        page = browser.get(PROVE)
        assert "This course has no version for Wales yet." in page.words
        assert browser.post(PROVE).status == 422


@pytest.mark.parametrize(
    ("status", "words"), [("retired", "has been retired"), ("in-preparation", "is in preparation")]
)
def test_a_course_that_closed_can_be_finished_and_not_begun(
    app: Flask, ada: Browser, status: str, words: str
) -> None:
    with published(app, with_status(COURSE, status)):
        assert words in ada.get(PROVE).words
        assert ada.post(PROVE).status == 422
    attempt = begin(ada)
    with published(app, with_status(COURSE, status)):
        page = ada.get(PROVE)
        assert words in page.words
        assert "Continue" in page.words
        answer(ada, attempt, {"see"})
        assert ada.post(f"{attempt}/submit").location == attempt
        assert ada.get(attempt).status == 200


def test_a_result_outlives_its_course(app: Flask, browser: Browser, town: Town) -> None:
    browser.sign_in(town.councillor)
    with published(app, COURSE):
        attempt = prove(browser, {"see"})
    assert browser.get(attempt).h1 == "You have shown 1 of the 3 things this course teaches"
    assert browser.get(PROVE).status == 404


def test_who_needs_less_is_led_to_the_opening_check(app: Flask, ada: Browser) -> None:
    opening = a_check(
        id="awareness", title="Opening check", questions=COURSE.assessments[0].pool(Nation.ENGLAND)
    )
    whole = a_check(
        id="working",
        title="Working check",
        file="assessment-working.toml",
        gives=[{"skill": "cyber-security", "level": 2}],
        questions=COURSE.assessments[0].questions,
    )
    with published(app, a_provable_course(checks=(opening, whole))):
        page = ada.get(PROVE)
        assert f"{SKILL} at level 2" in page.words
        assert "Is level 1 enough for you? Opening check asks 4 questions" in page.words
        assert f'href="{HERE}/assessment/awareness"' in page.text


def test_every_page_takes_at_most_four_statements(app: Flask, ada: Browser) -> None:
    pages: list[Page] = [ada.get(PROVE)]
    attempt = prove(ada, {"say"})
    pages += [ada.get(PROVE), ada.get(attempt), ada.get(HERE), ada.get("/learning")]
    assert most_asked(app, *pages) <= 4


def test_its_form_sent_again_after_submitting_leads_to_what_was_shown(ada: Browser) -> None:
    page = ada.get(PROVE)
    form = {"form_key": page.hidden("form_key")}
    attempt = ada.post(PROVE, form).location.partition("/questions/")[0]
    going_on = {"form_key": ada.get(PROVE).hidden("form_key")}
    answer(ada, attempt, {"say"})
    ada.post(f"{attempt}/submit")
    assert ada.post(PROVE, form).location == attempt
    assert ada.post(PROVE, going_on).location == attempt
    assert "again from" in ada.post(PROVE).words
