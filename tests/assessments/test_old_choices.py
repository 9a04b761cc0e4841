"""Choices go when their time is over; what was shown stays."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.assessments import statistics
from learning.assessments.models import Answer, Attempt
from learning.assessments.remarking import Corrected, correct
from learning.assessments.retention import delete_old_choices
from learning.audit import AuditDetail, AuditEntry
from learning.catalogue.loading import question_revision
from learning.catalogue.marking import POINT
from learning.catalogue.published import Course
from learning.clock import add_months, day_of, now, start_of
from learning.database import current_session, transaction
from learning.evidence.models import Evidence
from tests.assessments.attempts import QUESTIONS, START, Builder
from tests.assessments.checks import answer_all, begin, pass_check, right_ones
from tests.builders import Town, a_person
from tests.page import Browser, Page

YEAR_LATER = datetime(2027, 3, 3, 8, 0, tzinfo=UTC)  # 12 months and a day after START
ONE, TWO = QUESTIONS[:2]
RIGHT, WRONG = {"one": [["right-1"]]}, {"one": [["wrong-1"]]}


@pytest.fixture
def builder(session: Session) -> Builder:
    made = Builder(session, Random(1))
    made.store()
    return made


def answers(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Answer)) or 0


def test_choices_of_attempts_submitted_long_enough_ago_are_deleted(
    session: Session, builder: Builder
) -> None:
    person = a_person(session)
    old = builder.attempt(person, (ONE,), answers=RIGHT, sure=3)
    builder.attempt(person, (ONE,), answers=RIGHT, day=1)
    deleted = delete_old_choices(session, months=12, at=YEAR_LATER)
    assert (deleted.attempts, deleted.answers) == (1, 1)
    assert answers(session) == 1
    session.refresh(old)
    assert old.choices_deleted_at == YEAR_LATER
    assert old.submitted_at == START + timedelta(hours=1)


def test_it_is_audited_once_with_counts_and_no_person(session: Session, builder: Builder) -> None:
    for name in ("Ada Merriweather", "Tomos Greenhalgh"):
        builder.attempt(a_person(session, name), (ONE, TWO), answers=RIGHT)
    for _ in range(2):  # the second time there is nothing to delete, and nothing to say
        delete_old_choices(session, months=12, at=YEAR_LATER)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "choices.deleted")).one()
    assert (entry.person_id, entry.actor_id) == (None, None)
    told = session.scalars(select(AuditDetail).where(AuditDetail.entry_id == entry.id))
    assert {one.field: one.after for one in told} == {"attempts": "2", "answers": "2"}


def test_of_an_attempt_left_open_the_time_runs_from_its_last_answer(
    session: Session, builder: Builder
) -> None:
    ada, tomos = a_person(session), a_person(session, "Tomos Greenhalgh")
    builder.attempt(ada, (ONE,), answers=RIGHT, open_still=True)
    resumed = builder.attempt(tomos, (ONE,), answers=RIGHT, open_still=True)
    session.flush()
    newest = session.scalars(select(Answer).order_by(Answer.id.desc())).first()
    newest.answered_at = YEAR_LATER - timedelta(days=3)
    session.flush()
    deleted = delete_old_choices(session, months=12, at=YEAR_LATER)
    assert (deleted.attempts, deleted.answers) == (0, 1)
    assert resumed.choices_deleted_at is None


MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis adds the zone


@given(submitted_at=MOMENTS, months=st.integers(1, 24), days=st.integers(0, 900))
def test_nothing_goes_before_its_months_are_over_and_all_a_few_days_after(
    submitted_at: datetime, months: int, days: int
) -> None:
    at = submitted_at + timedelta(days=days)
    goes = submitted_at < start_of(add_months(day_of(at), -months))
    over = add_months(day_of(submitted_at), months)
    if goes:
        assert day_of(at) >= over
    elif day_of(at) > over + timedelta(days=3):  # months differ in length
        pytest.fail("it should be gone")


def test_figures_of_questions_rest_on_what_is_left_and_first_attempts_stay_first(
    session: Session, builder: Builder
) -> None:
    people = [a_person(session, f"Person {n}") for n in range(24)]
    for person in people[:12]:
        builder.attempt(person, (ONE, TWO), answers=WRONG)
        builder.attempt(person, (ONE, TWO), answers=RIGHT, day=100)  # a second try
    for person in people[12:]:
        builder.attempt(person, (ONE, TWO), answers=RIGHT, day=100)
    delete_old_choices(session, months=12, at=YEAR_LATER)
    (found,) = statistics.asked_versions(session, revision=question_revision(ONE))
    assert found.figures
    assert (found.figures.attempts, found.figures.facility) == (12, 1)


def test_an_attempt_without_choices_is_not_marked_again(session: Session, builder: Builder) -> None:
    attempt = builder.attempt(a_person(session), (ONE, TWO), answers=WRONG, parts=POINT)
    delete_old_choices(session, months=12, at=YEAR_LATER)
    right = [one.model_copy(update={"right": one.id == "wrong-1"}) for one in ONE.options]
    corrected = ONE.model_copy(update={"options": tuple(right)})
    made = Corrected("harbour-lights", "key", corrected, frozenset({question_revision(ONE)}), "")
    assert correct(session, made, at=YEAR_LATER) == ()
    assert attempt.parts == POINT


def test_the_command_deletes_what_is_older_than_the_setting(
    app: Flask, town: Town, browser: Browser, course: Course
) -> None:
    attempt = pass_check(browser.sign_in(town.councillor), course.slug)
    runner = app.test_cli_runner()
    assert "Deleted: 0 answers" in runner.invoke(args=["delete-old-choices"]).output
    age(app)
    said = runner.invoke(args=["delete-old-choices"]).output
    assert "Deleted: 4 answers." in said
    assert "whose choices are gone now: 1." in said
    with app.app_context():
        assert answers(current_session()) == 0
    assert browser.get(attempt).status == 200


def age(app: Flask) -> None:
    """What is submitted was submitted 400 days ago."""
    with app.app_context(), transaction() as session:
        for attempt in session.scalars(select(Attempt)):
            attempt.submitted_at = now() - timedelta(days=400)


def choices_gone(app: Flask) -> None:
    age(app)
    with app.app_context(), transaction() as session:
        delete_old_choices(session, months=12, at=now())


def test_the_result_then_says_that_the_choices_are_gone_and_what_stays(
    app: Flask, town: Town, browser: Browser, course: Course
) -> None:
    attempt = pass_check(browser.sign_in(town.councillor), course.slug)
    choices_gone(app)
    page = browser.get(attempt)
    assert page.h1.startswith("You have shown ")
    assert page.h1.endswith(" at level 1")
    assert "4 of 4 right, on " in page.words
    assert "Your choices in this check were deleted on" in page.words
    assert page.words.count("Fog comes in.") == 4
    assert "You chose" not in page.words
    assert "Not answered" not in page.words
    with app.app_context():
        assert current_session().scalars(select(Evidence)).one().reference == attempt[-16:]


def wrong_ones(page: Page) -> list[str]:
    wrong = [choice for choice in page.choices() if choice.startswith("wrong")]
    return wrong[: len(right_ones(page))]


def test_a_result_that_did_not_pass_keeps_its_points_and_names_no_lessons_by_guess(
    app: Flask, town: Town, browser: Browser, course: Course
) -> None:
    attempt = begin(browser.sign_in(town.councillor), course.slug)
    answer_all(browser, attempt, wrong_ones)
    browser.post(f"{attempt}/submit")
    choices_gone(app)
    page = browser.get(attempt)
    assert page.h1.startswith("Not yet: 0 of 4")
    assert "Your choices in this check were deleted on" in page.words
    assert "Worth reading again" not in page.words
