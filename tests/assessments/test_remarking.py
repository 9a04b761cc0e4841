"""A corrected key marks again, forward only in the learner's favour."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.assessments import queries
from learning.assessments.actions import submit
from learning.assessments.asked import Asked, Mended, in_order
from learning.assessments.models import Attempt, Correction, Remarking
from learning.assessments.remarking import Corrected, correct
from learning.audit import AuditDetail, AuditEntry
from learning.catalogue.content import Option, Question
from learning.catalogue.loading import question_revision
from learning.catalogue.marking import POINT
from learning.evidence.models import Evidence
from learning.notices.models import Notice
from tests.assessments.checks import AT, answered, started
from tests.builders import a_person
from tests.courses_by_hand import SLUG, a_check, a_course, a_matching, a_question, key

LATER = AT + timedelta(days=40)
QUESTIONS = tuple(a_question(f"see-{n}") for n in range(4))
COURSE = a_course(checks=(a_check(questions=QUESTIONS, draw={"see": 4}, pass_mark=3),))
WRONG = QUESTIONS[0]


def with_key(question: Question, right: str) -> Question:
    options = tuple(
        Option(id=o.id, text=o.text, feedback="Mended: " + o.feedback, right=o.id == right)
        for o in question.options
    )
    return question.model_copy(update={"options": options})


def a_correction(right: str = "wrong-1", **more: object) -> Corrected:
    fields = {
        "course": SLUG,
        "change": "the-key-was-wrong",
        "question": with_key(WRONG, right),
        "replaced": frozenset({question_revision(WRONG)}),
        "note": "The second answer was right all along.",
    }
    return Corrected(**(fields | more))


def taken(session: Session, person: int, right: int, *, of_wrong: str) -> Attempt:
    """Submitted with so many of the other questions right, and this answer to the wrong one."""
    attempt = started(session, person, COURSE)
    others = 0
    for one in queries.asked_in(session, attempt.id):
        if one.question.id == WRONG.id:
            answered(session, attempt, one.place, of_wrong)
        else:
            others += 1
            good = others <= right
            answered(session, attempt, one.place, *(key(one.question) if good else ["wrong-2"]))
    submit(session, attempt_id=attempt.id, person_id=person, at=AT)
    session.flush()
    return attempt


@pytest.fixture
def ada(session: Session) -> int:
    return a_person(session)


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_who_was_right_all_along_passes_as_of_the_day_they_showed_it(
    session: Session, ada: int
) -> None:
    attempt = taken(session, ada, 2, of_wrong="wrong-1")
    assert (attempt.passed, attempt.parts) == (False, 2 * POINT)
    remarked = correct(session, a_correction(), at=LATER)
    session.flush()
    assert (attempt.passed, attempt.parts) == (True, 3 * POINT)
    assert [(r.parts_before, r.parts_after, r.passed_before) for r in remarked] == [
        (2 * POINT, 3 * POINT, False)
    ]
    piece = session.scalars(select(Evidence)).one()
    assert (piece.shown_on, piece.recorded_at) == (date(2026, 11, 2), LATER)
    assert [n.kind for n in session.scalars(select(Notice))] == ["check.passed"]
    assert attempt.submitted_at == AT


def test_who_had_passed_is_told_and_shows_nothing_twice(session: Session, ada: int) -> None:
    attempt = taken(session, ada, 3, of_wrong="wrong-1")
    assert attempt.passed
    correct(session, a_correction(), at=LATER)
    session.flush()
    assert attempt.parts == 4 * POINT
    assert count(session, Evidence) == 1
    told = session.scalars(select(Notice).order_by(Notice.id)).all()
    assert [n.kind for n in told] == ["check.passed", "check.remarked"]
    assert "The second answer was right all along." in told[1].body


def test_nobody_loses_by_a_correction(session: Session, ada: int) -> None:
    attempt = taken(session, ada, 2, of_wrong="right-1")
    assert attempt.passed
    assert correct(session, a_correction(), at=LATER) == ()
    assert (attempt.passed, attempt.parts) == (True, 3 * POINT)
    assert count(session, Remarking) == 0
    one = next(o for o in queries.asked_in(session, attempt.id) if o.question.id == WRONG.id)
    assert one.is_right
    assert one.corrections


def test_doing_it_again_changes_nothing(session: Session, ada: int) -> None:
    taken(session, ada, 2, of_wrong="wrong-1")
    correct(session, a_correction(), at=LATER)
    session.flush()
    assert correct(session, a_correction(), at=LATER + timedelta(days=1)) == ()
    assert (count(session, Remarking), count(session, Evidence), count(session, Correction)) == (
        1,
        1,
        1,
    )


def test_an_attempt_under_way_is_marked_by_the_better_of_both_keys(
    session: Session, ada: int
) -> None:
    for chosen, person in (("wrong-1", ada), ("right-1", a_person(session, "Tomos Greenhalgh"))):
        attempt = started(session, person, COURSE)
        for one in queries.asked_in(session, attempt.id):
            wrong = one.question.id == WRONG.id
            answered(session, attempt, one.place, *([chosen] if wrong else key(one.question)))
        correct(session, a_correction(), at=LATER)
        done = submit(session, attempt_id=attempt.id, person_id=person, at=LATER)
        assert done.parts == 4 * POINT
        session.flush()


def test_a_second_correction_reaches_attempts_from_before_the_first(
    session: Session, ada: int
) -> None:
    attempt = taken(session, ada, 2, of_wrong="wrong-2")
    first = a_correction("wrong-1")
    correct(session, first, at=LATER)
    assert attempt.passed is False
    second = a_correction("wrong-2", replaced=first.replaced | {question_revision(first.question)})
    correct(session, second, at=LATER)
    session.flush()
    assert attempt.passed is True


def the_wrong_one(session: Session, attempt: Attempt) -> Asked:
    asked = queries.asked_in(session, attempt.id)
    return next(one for one in asked if one.question.id == WRONG.id)


def test_a_second_correction_keeps_what_the_first_one_said_and_gave(
    session: Session, ada: int
) -> None:
    attempt = taken(session, ada, 1, of_wrong="wrong-1")
    first = a_correction("wrong-1", note="The second answer was right all along.")
    correct(session, first, at=LATER)
    both = first.replaced | {question_revision(first.question)}
    second = a_correction("wrong-2", change="again", replaced=both, note="No: it was the third.")
    for _ in range(2):  # as each release puts all corrections into effect again
        correct(session, first, at=LATER + timedelta(days=2))
        correct(session, second, at=LATER + timedelta(days=2))
    session.flush()
    one = the_wrong_one(session, attempt)
    assert [mended.note for mended in one.corrections] == [first.note, second.note]
    assert [mended.at for mended in one.corrections] == [LATER, LATER + timedelta(days=2)]
    assert one.is_right  # by the key of the first
    assert one.key == ("wrong-2",)
    assert sum(o.parts for o in queries.asked_in(session, attempt.id)) == attempt.parts
    other = next(o for o in queries.asked_in(session, attempt.id) if not o.is_right)
    more = a_correction(
        question=with_key(other.question, other.chosen[0]),
        replaced=frozenset({question_revision(other.question)}),
    )
    correct(session, more, at=LATER + timedelta(days=3))
    assert attempt.parts == 3 * POINT  # what the first gave stands beside what this one gives
    assert attempt.passed


def test_a_correction_that_is_taken_back_leads_to_how_it_was_asked(
    session: Session, ada: int
) -> None:
    attempt = taken(session, ada, 2, of_wrong="right-1")
    first = a_correction("wrong-1")
    correct(session, first, at=LATER)
    late = taken_again(session, first.question)
    back = a_correction(
        question=WRONG,
        replaced=first.replaced | {question_revision(first.question)},
        note="It was right as it was.",
    )
    correct(session, back, at=LATER + timedelta(days=1))
    session.flush()
    one = the_wrong_one(session, attempt)
    assert [mended.note for mended in one.corrections] == [first.note, back.note]
    assert one.key == ("right-1",)
    then = the_wrong_one(session, late)
    assert [mended.note for mended in then.corrections] == [back.note]
    assert then.key == ("right-1",)
    third = a_correction("wrong-2", replaced=back.replaced, note="No: it was the third.")
    correct(session, third, at=LATER + timedelta(days=2))
    session.flush()
    for asked in (attempt, late):
        assert the_wrong_one(session, asked).key == ("wrong-2",)


def taken_again(session: Session, mended: Question) -> Attempt:
    """Somebody else is asked the question as it reads after its correction."""
    course = a_course(
        checks=(a_check(questions=(mended, *QUESTIONS[1:]), draw={"see": 4}, pass_mark=3),)
    )
    return started(session, a_person(session, "Tomos Greenhalgh"), course)


@given(st.lists(st.sampled_from("abcdef"), min_size=2, max_size=8))
def test_from_each_version_one_follows_every_later_correction(versions: list[str]) -> None:
    """A version corrected a second time keeps the first: what it led to leads on."""
    next_of: dict[str, Mended] = {}
    for number, (wrong, mended) in enumerate(pairwise(versions)):
        if wrong != mended:
            one = Mended(mended, WRONG, str(number), AT + timedelta(days=number))
            next_of.setdefault(wrong, one)
    for version in set(versions):
        found = in_order(version, next_of)
        assert list(found[:1]) == ([next_of[version]] if version in next_of else [])
        assert all(before.at < after.at for before, after in pairwise(found))
        assert all(next_of[before.revision] == after for before, after in pairwise(found))
        last = next_of.get(found[-1].revision) if found else None
        assert last is None or last.at < found[-1].at  # nothing later is left out


def test_a_correction_without_the_old_options_takes_nothing_away(
    session: Session, ada: int
) -> None:
    attempt = taken(session, ada, 2, of_wrong="right-1")
    mended = with_key(WRONG, "wrong-1")
    fresh = mended.model_copy(
        update={"options": tuple(o for o in mended.options if o.id != "right-1")}
    )
    assert correct(session, a_correction(question=fresh), at=LATER) == ()
    assert attempt.passed


def test_the_audit_says_that_and_not_what(session: Session, ada: int) -> None:
    taken(session, ada, 2, of_wrong="wrong-1")
    correct(session, a_correction(), at=LATER)
    session.flush()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "attempt.remarked")).one()
    assert (entry.person_id, entry.organisation_id, entry.fields) == (ada, None, "")
    assert session.scalars(select(AuditDetail).where(AuditDetail.entry_id == entry.id)).all() == []


def test_a_question_nobody_was_asked_is_corrected_without_a_trace(session: Session) -> None:
    assert correct(session, a_correction(), at=LATER) == ()
    assert count(session, Correction) == 0


def test_a_line_that_a_correction_took_out_is_shown_with_what_it_belonged_to() -> None:
    wrong = a_matching("abc")
    mended = wrong.model_copy(update={"options": wrong.options[1:]})
    ids = tuple(option.id for option in wrong.options)
    corrections = (Mended("b", mended, "A line too many.", AT),)
    one = Asked(1, 1, wrong, ids, ("line-2", "line-2", "line-3"), corrections=corrections)
    assert [(line.id, right.match) for line, _, right in one.lines] == [
        ("line-1", "Thing a"),
        ("line-2", "Thing b"),
        ("line-3", "Thing c"),
    ]


def test_who_passes_by_a_correction_after_the_time_ran_out_is_told_so(
    session: Session, ada: int
) -> None:
    taken(session, ada, 2, of_wrong="wrong-1")
    correct(session, a_correction(), at=AT + timedelta(days=1000))
    session.flush()
    told = session.scalars(select(Notice.body).where(Notice.kind == "check.passed")).one()
    assert "It stands in your skills record with its dates; it has run out since." in told
