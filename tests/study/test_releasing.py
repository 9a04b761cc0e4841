"""Declared changes are previewed and put into effect: who is touched, and what they are told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.assessments import queries
from learning.assessments.actions import answer, start, submit
from learning.assessments.models import AppliedChange, Attempt
from learning.catalogue.changes import Change
from learning.catalogue.framework import Nation
from learning.catalogue.loading import question_revision
from learning.catalogue.published import Catalogue, Course
from learning.database import current_session, transaction
from learning.notices.models import Notice
from learning.study.actions import mark_as_read
from learning.study.releasing import Effect, in_words, release
from tests.builders import a_person
from tests.courses_by_hand import SLUG, a_catalogue, a_check, a_course, a_lesson, a_question, key
from tests.courses_by_hand import published as published_in

AT = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
LATER = AT + timedelta(days=40)
OLD, NEW = "0" * 16, "1" * 16
QUESTIONS = tuple(a_question(f"see-{n}") for n in range(4))
CHECK = a_check(questions=QUESTIONS, draw={"see": 4}, pass_mark=4)
LESSONS = tuple(replace(a_lesson(SLUG, slug), revision=OLD) for slug in ("one", "two"))
BEFORE = a_course(lessons=LESSONS, checks=(CHECK,))


def a_change(kind: str, **what: str) -> Change:
    fields = {"id": f"{kind}-{'-'.join(what.values())}", "on": date(2026, 12, 1), "kind": kind}
    return Change(**(fields | {"replaces": OLD, "note": "It says more."} | what))


def after(*changes: Change) -> Catalogue:
    """The course with its first lesson changed, and these changes declared."""
    lesson = replace(LESSONS[0], revision=NEW)
    return a_catalogue(replace(BEFORE, lessons=(lesson, LESSONS[1]), changes=changes))


def readers(session: Session, *names: str) -> list[int]:
    people = [a_person(session, name) for name in names]
    for person in people:
        mark_as_read(session, LESSONS[0], person_id=person, at=AT)
    return people


def told(session: Session) -> list[tuple[int, str]]:
    rows = session.execute(select(Notice.person_id, Notice.kind).order_by(Notice.id))
    return [tuple(row) for row in rows]


def only(effects: tuple[Effect, ...]) -> Effect:
    assert len(effects) == 1
    return effects[0]


def test_a_change_of_law_is_told_to_those_who_read_it_before(session: Session) -> None:
    ada, tomos = readers(session, "Ada Merriweather", "Tomos Greenhalgh")
    a_person(session, "Nia Rhydderch")
    law = a_change("new-law", lesson="one")
    effect = only(release(session, after(law), at=LATER))
    assert effect.readers == (ada, tomos)
    assert told(session) == [(ada, "course.new-law"), (tomos, "course.new-law")]
    notice = session.scalars(select(Notice)).first()
    assert notice is not None
    assert notice.subject == "The law changed: please read “Lesson one” again"
    assert notice.body == "It says more. It takes 7 minutes. What you have shown still counts."
    assert notice.link == f"/courses/{SLUG}/lessons/one"


def test_who_has_read_the_new_lesson_already_is_not_asked(session: Session) -> None:
    (ada,) = readers(session, "Ada Merriweather")
    law = a_change("new-law", lesson="one")
    fresh = replace(LESSONS[0], revision=NEW, outdated=frozenset({OLD}))
    mark_as_read(session, fresh, person_id=ada, at=LATER)
    assert only(release(session, after(law), at=LATER)).readers == ()
    assert told(session) == []


def test_a_corrected_lesson_is_told_and_nothing_is_asked(session: Session) -> None:
    (ada,) = readers(session, "Ada Merriweather")
    release(session, after(a_change("correction", lesson="one")), at=LATER)
    assert told(session) == [(ada, "course.correction")]


def test_an_editorial_change_touches_nobody(session: Session) -> None:
    readers(session, "Ada Merriweather")
    effect = only(release(session, after(a_change("editorial", lesson="one")), at=LATER))
    assert list(in_words(effect))[1] == "  nobody's state changes"
    assert told(session) == []


def test_releasing_again_changes_nothing(session: Session) -> None:
    readers(session, "Ada Merriweather")
    changed = after(a_change("new-law", lesson="one"), a_change("correction", lesson="two"))
    assert len(release(session, changed, at=LATER)) == 2
    session.flush()
    assert release(session, changed, at=LATER) == ()
    assert len(told(session)) == 1


def test_two_changes_in_a_row_ask_for_one_reading(session: Session) -> None:
    """Who read the lesson between them is told of the second alone."""
    (ada,) = readers(session, "Ada Merriweather")
    first = a_change("new-law", lesson="one")
    release(session, after(first), at=LATER)
    session.flush()
    between = replace(LESSONS[0], revision=NEW, outdated=frozenset({OLD}))
    mark_as_read(session, between, person_id=ada, at=LATER)
    second = a_change("new-law", lesson="one", id="second").model_copy(update={"replaces": NEW})
    newest = replace(LESSONS[0], revision="2" * 16, outdated=frozenset({OLD, NEW}))
    course = replace(BEFORE, lessons=(newest, LESSONS[1]), changes=(first, second))
    assert only(release(session, a_catalogue(course), at=LATER)).readers == (ada,)


def failed_by_one(session: Session, person: int, *, chose: str = "wrong-1") -> Attempt:
    attempt = start(
        session,
        person_id=person,
        course=BEFORE,
        assessment=CHECK,
        nation=Nation.ENGLAND,
        at=AT,
    )
    session.flush()
    for one in queries.asked_in(session, attempt.id):
        chosen = [chose] if one.question.id == "see-0" else key(one.question)
        answer(
            session, attempt_id=attempt.id, person_id=person, place=one.place, chosen=chosen, at=AT
        )
    submit(session, attempt_id=attempt.id, person_id=person, at=AT)
    session.flush()
    assert attempt.passed is False
    return attempt


def corrected_course() -> Course:
    wrong = QUESTIONS[0]
    right = wrong.model_copy(
        update={
            "options": tuple(
                o.model_copy(update={"right": o.id == "wrong-1"}) for o in wrong.options
            )
        }
    )
    change = a_change("correction", question="see-0").model_copy(
        update={"replaces": question_revision(wrong)}
    )
    check = replace(CHECK, questions=(right, *QUESTIONS[1:]))
    return replace(BEFORE, assessments=(check,), changes=(change,))


def test_a_corrected_question_is_marked_again(session: Session) -> None:
    attempt = failed_by_one(session, a_person(session))
    effect = only(release(session, a_catalogue(corrected_course()), at=LATER))
    assert attempt.passed is True
    assert effect.passed == 1
    assert "1 attempts: not passed → passed" in list(in_words(effect))[1]


def test_nobody_is_marked_by_a_law_that_came_after_a_correction(session: Session) -> None:
    corrected = corrected_course()
    attempt = failed_by_one(session, a_person(session), chose="wrong-2")
    release(session, a_catalogue(corrected), at=LATER)
    mended = corrected.assessments[0].questions[0]
    options = (o.model_copy(update={"right": o.id == "wrong-2"}) for o in mended.options)
    lawful = mended.model_copy(update={"options": tuple(options)})
    law = a_change("new-law", question="see-0", replaces=question_revision(mended))
    check = replace(CHECK, questions=(lawful, *QUESTIONS[1:]))
    changed = replace(corrected, assessments=(check,), changes=(*corrected.changes, law))
    effects = release(session, a_catalogue(changed), at=LATER + timedelta(days=1))
    assert [one.remarked for one in effects] == [()]
    assert attempt.passed is False
    asked = queries.asked_in(session, attempt.id)
    assert {one.right for one in asked if one.question.id == "see-0"} == {mended}


def test_a_correction_that_came_with_a_new_law_marks_nobody_by_that_law(session: Session) -> None:
    attempt = failed_by_one(session, a_person(session))
    both = corrected_course()
    law = a_change("new-law", question="see-0", replaces=NEW)
    release(session, a_catalogue(replace(both, changes=(*both.changes, law))), at=LATER)
    assert attempt.passed is False


@pytest.fixture
def served(app: Flask) -> Iterator[Flask]:
    with published_in(app, corrected_course()):
        yield app


def test_the_preview_says_what_would_change_and_changes_nothing(served: Flask) -> None:
    with served.app_context(), transaction() as session:
        attempt = failed_by_one(session, a_person(session)).id
    run = served.test_cli_runner().invoke
    preview = run(args=["release-courses", "--people"])
    assert preview.exit_code == 0, preview.output
    assert f"{SLUG}/correction-see-0 (correction, question see-0)" in preview.output
    assert f"attempt {attempt}: not passed → passed" in preview.output
    *_, summary = preview.output.splitlines()
    assert "to be put into effect" in summary
    count = int(summary.split()[0])  # the courses as they are may declare changes of their own

    def state() -> tuple[bool | None, int]:
        with served.app_context():
            found = current_session()
            applied = found.scalar(select(func.count()).select_from(AppliedChange)) or 0
            return found.get_one(Attempt, attempt).passed, applied

    assert state() == (False, 0)
    applied = run(args=["release-courses", "--apply"])
    assert f"{count} changes put into effect." in applied.output
    assert state() == (True, count)
    assert "0 changes" in run(args=["release-courses"]).output
