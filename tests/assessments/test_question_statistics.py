"""The figures of questions as read from attempts, against a plain reference."""

from collections import defaultdict
from datetime import timedelta
from random import Random

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.orm import Session

from learning.assessments import statistics
from learning.assessments.figures import FEWEST, AskedVersion
from learning.assessments.models import Answer, Attempt, AttemptQuestion, QuestionVersion
from learning.catalogue import marking
from learning.catalogue.content import Question
from learning.catalogue.loading import question_revision
from tests.assessments.attempts import QUESTIONS, START, Builder
from tests.builders import a_person
from tests.courses_by_hand import SLUG, a_question

CLOSE = 1e-9


def reference(session: Session) -> dict[str, tuple[list[float], list[float], list[float]]]:
    """By version: shares, rest scores and seconds of first attempts, reckoned the long way."""
    versions = {
        v.revision: Question.model_validate(v.wording) for v in session.query(QuestionVersion)
    }
    submitted = [a for a in session.query(Attempt) if a.submitted_at and a.use == "final"]
    submitted.sort(key=lambda a: (a.submitted_at, a.id))
    met: set[tuple[int, str]] = set()
    found = defaultdict(lambda: ([], [], []))
    for attempt in submitted:
        asked = session.query(AttemptQuestion).filter_by(attempt_id=attempt.id).all()
        answers = (
            session.query(Answer)
            .filter(Answer.attempt_question_id.in_([one.id for one in asked]))
            .order_by(Answer.id)
            .all()
        )
        shares = {}
        for one in asked:
            own = [answer for answer in answers if answer.attempt_question_id == one.id]
            chosen = own[-1].chosen if own else []
            shares[one.id] = marking.worth(versions[one.revision], chosen, one.option_order) / 60
        for one in asked:
            if (attempt.person_id, one.revision) in met:
                continue
            met.add((attempt.person_id, one.revision))
            others = [share for asked_id, share in shares.items() if asked_id != one.id]
            found[one.revision][0].append(shares[one.id])
            found[one.revision][1].append(sum(others) / len(others))
            numbers = [n for n, a in enumerate(answers) if a.attempt_question_id == one.id]
            if numbers:
                first = numbers[0]
                before = answers[first - 1].answered_at if first else attempt.started_at
                taken = answers[first].answered_at - before
                found[one.revision][2].append(taken.total_seconds())
    return found


def agrees(found: AskedVersion, shares: list[float], rests: list[float], seconds: list[float]):
    from scipy import stats  # noqa: PLC0415  # a second to load; only where used

    if len(shares) < FEWEST:
        assert found.figures is None
        return
    assert found.figures
    assert found.figures.attempts == len(shares)
    assert found.figures.facility == pytest.approx(stats.tmean(shares), abs=CLOSE)
    if len(set(shares)) > 1 and len({round(rest, 12) for rest in rests}) > 1:
        expected = stats.pearsonr(shares, rests).statistic
        assert found.figures.discrimination == pytest.approx(expected, abs=CLOSE)
    else:
        assert found.figures.discrimination is None
    if len(seconds) >= FEWEST:
        middle = stats.scoreatpercentile(seconds, 50)
        assert found.figures.median_seconds == pytest.approx(middle, abs=CLOSE)
    else:
        assert found.figures.median_seconds is None


@settings(max_examples=8)
@given(seed=st.integers(0, 10**6))
def test_figures_read_from_attempts_agree_with_the_reference(session: Session, seed: int) -> None:
    chance = Random(seed)
    nested = session.begin_nested()
    builder = Builder(session, chance)
    builder.store()
    people = [a_person(session, f"Person {seed} {n}") for n in range(chance.randint(12, 24))]
    for person in people:
        for day in range(chance.choice([1, 1, 2, 3])):
            use = "diagnostic" if chance.random() < 0.15 else "final"
            asked = tuple(chance.sample(QUESTIONS, chance.randint(2, 6)))
            builder.attempt(person, asked, day=day, use=use)
    builder.attempt(people[0], QUESTIONS, day=9, open_still=True)
    expected = reference(session)
    found = statistics.asked_versions(session)
    assert {one.revision for one in found} == set(expected)
    for one in found:
        agrees(one, *expected[one.revision])
    nested.rollback()


@pytest.fixture
def builder(session: Session) -> Builder:
    made = Builder(session, Random(1))
    made.store()
    return made


@pytest.fixture
def people(session: Session) -> list[int]:
    return [a_person(session, f"Person {n}") for n in range(FEWEST + 2)]


ONE, TWO = QUESTIONS[:2]
RIGHT, WRONG = {"one": [["right-1"]]}, {"one": [["wrong-1"]]}


def facility(session: Session, question: Question = ONE) -> tuple[int, float] | None:
    found = {one.revision: one.figures for one in statistics.asked_versions(session)}
    figures = found.get(question_revision(question))
    return (figures.attempts, figures.facility) if figures else None


def test_the_first_submitted_attempt_of_each_person_counts_alone(
    session: Session, builder: Builder, people: list[int]
) -> None:
    for person in people:
        builder.attempt(person, (ONE, TWO), answers=WRONG)
        builder.attempt(person, (ONE, TWO), answers=RIGHT, day=1)
    assert facility(session) == (12, 0)


def test_an_attempt_begun_earlier_but_submitted_later_is_not_the_first(
    session: Session, builder: Builder, people: list[int]
) -> None:
    for person in people:
        early = builder.attempt(person, (ONE, TWO), answers=WRONG)
        early.submitted_at = START + timedelta(days=5)
        builder.attempt(person, (ONE, TWO), answers=RIGHT, day=1)
    session.flush()
    assert facility(session) == (12, 1)


def test_open_and_diagnostic_attempts_do_not_count(
    session: Session, builder: Builder, people: list[int]
) -> None:
    for person in people:
        builder.attempt(person, (ONE, TWO), answers=WRONG, use="diagnostic")
        builder.attempt(person, (ONE, TWO), answers=WRONG, open_still=True)
        builder.attempt(person, (ONE, TWO), answers=RIGHT, day=1)
    assert facility(session) == (12, 1)


def test_the_answer_that_held_at_the_end_counts_and_none_is_no_points(
    session: Session, builder: Builder, people: list[int]
) -> None:
    for person in people[:6]:
        builder.attempt(person, (ONE, TWO), answers={"one": [["wrong-1"], ["right-1"]]})
    for person in people[6:]:
        builder.attempt(person, (ONE, TWO), answers={})
    assert facility(session) == (12, 0.5)
    found = {one.revision: one.figures for one in statistics.asked_versions(session)}
    assert found[question_revision(ONE)].unanswered == 6
    assert found[question_revision(ONE)].median_seconds is None  # too few answered


def test_versions_of_a_question_are_kept_apart(
    session: Session, builder: Builder, people: list[int]
) -> None:
    reworded = a_question("one", text="Fog lifts.\n\nWhat now, then?")
    builder.store((reworded,))
    for person in people:
        builder.attempt(person, (ONE, TWO), answers=WRONG)
        builder.attempt(person, (reworded, TWO), answers=RIGHT, day=1)
    assert facility(session, ONE) == (12, 0)
    assert facility(session, reworded) == (12, 1)


def test_fewer_than_ten_people_say_nothing_however_often_they_try(
    session: Session, builder: Builder, people: list[int]
) -> None:
    for person in people[: FEWEST - 1]:
        for day in range(3):
            builder.attempt(person, (ONE, TWO), answers=RIGHT, day=day)
    (one, two) = statistics.asked_versions(session)
    assert one.figures is None
    assert two.figures is None


def test_figures_of_a_course_or_of_one_question_are_the_same_figures(
    session: Session, builder: Builder, people: list[int]
) -> None:
    elsewhere = a_question("elsewhere")
    builder.store((elsewhere,), course="tides")
    for person in people:
        builder.attempt(person, (*QUESTIONS, elsewhere))
    everything = statistics.asked_versions(session)
    assert len(everything) == 8
    here = statistics.asked_versions(session, course=SLUG)
    assert here == tuple(one for one in everything if one.course == SLUG)
    (alone,) = statistics.asked_versions(session, revision=question_revision(elsewhere))
    assert alone in everything
    assert alone.course == "tides"


def test_however_many_attempts_two_statements_are_enough(
    app: Flask, session: Session, builder: Builder, people: list[int]
) -> None:
    for person in people:
        builder.attempt(person, QUESTIONS)
    sent = []
    connection = session.connection()
    event.listen(connection, "before_cursor_execute", lambda *args: sent.append(args[2]))
    statistics.asked_versions(session)
    assert len(sent) == 2
    assert not any("sure" in statement for statement in sent)
