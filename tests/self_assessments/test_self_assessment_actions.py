from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.clock import day_of
from learning.errors import Conflict, NotFound, Refusal
from learning.evidence.models import Evidence
from learning.evidence.queries import evidence_of
from learning.evidence.rules import Shown, held_levels
from learning.self_assessments import actions, queries
from learning.self_assessments.models import SelfAssessment, SelfAssessmentAnswer
from learning.self_assessments.rules import View
from tests.builders import a_person, some_evidence
from tests.self_assessments.sittings import AT, a_sitting, put

MAY = AT - timedelta(days=180)


@pytest.fixture
def ada(session: Session) -> int:
    return a_person(session)


def live(session: Session, person_id: int, on: date) -> dict[str, int]:
    """The self-assessed levels that stand on a day; one for each skill."""
    found = [piece for piece in evidence_of(session, person_id) if stands(piece, on)]
    assert len({piece.skill for piece in found}) == len(found)
    return {piece.skill: piece.level for piece in found}


def stands(piece: Shown, on: date) -> bool:
    return piece.source == "self-assessment" and piece.is_live(on)


def test_finishing_writes_evidence_of_that_day_that_does_not_count(
    session: Session, catalogue: Catalogue, ada: int
) -> None:
    a_sitting(session, catalogue, ada, {"cyber-security": 3, "data-protection": 0})
    (piece,) = evidence_of(session, ada)
    assert (piece.skill, piece.level, piece.source) == ("cyber-security", 3, "self-assessment")
    assert (piece.shown_on, piece.expires_on) == (day_of(AT), None)
    assert held_levels((piece,), day_of(AT)) == {}


def test_nothing_is_written_before_the_end(
    session: Session, catalogue: Catalogue, ada: int
) -> None:
    a_sitting(session, catalogue, ada, {"cyber-security": 3}, finish=False)
    assert evidence_of(session, ada) == ()


def test_only_the_newest_view_stands_and_the_older_ones_keep_their_days(
    session: Session, catalogue: Catalogue, ada: int
) -> None:
    a_sitting(session, catalogue, ada, {"cyber-security": 1, "data-protection": 2}, at=MAY)
    a_sitting(session, catalogue, ada, {"cyber-security": 2, "data-protection": 0})
    today = day_of(AT)
    assert live(session, ada, today) == {"cyber-security": 2}
    assert live(session, ada, today - timedelta(days=1)) == {
        "cyber-security": 1,
        "data-protection": 2,
    }
    assert queries.views_in(queries.sittings_of(session, ada)) == {
        "cyber-security": [View(day_of(MAY), 1), View(today, 2)],
        "data-protection": [View(day_of(MAY), 2), View(today, 0)],
    }


def test_a_skill_without_an_answer_keeps_the_view_there_was(
    session: Session, catalogue: Catalogue, ada: int
) -> None:
    a_sitting(session, catalogue, ada, {"cyber-security": 1, "data-protection": 2}, at=MAY)
    a_sitting(session, catalogue, ada, {"cyber-security": 3})
    assert live(session, ada, day_of(AT)) == {"cyber-security": 3, "data-protection": 2}


def test_two_sittings_on_one_day_leave_the_later_one(
    session: Session, catalogue: Catalogue, ada: int
) -> None:
    for level in (1, 4):
        a_sitting(session, catalogue, ada, {"cyber-security": level})
    assert live(session, ada, day_of(AT)) == {"cyber-security": 4}
    views = queries.views_in(queries.sittings_of(session, ada))
    assert views == {"cyber-security": [View(day_of(AT), 4)]}


def test_measured_evidence_is_left_as_it_is(
    session: Session, catalogue: Catalogue, ada: int
) -> None:
    some_evidence(session, ada, "cyber-security", 2, shown_on=day_of(MAY), at=AT)
    a_sitting(session, catalogue, ada, {"cyber-security": 1})
    assert held_levels(evidence_of(session, ada), day_of(AT)) == {"cyber-security": 2}


def test_an_answer_changed_before_the_end_holds_as_it_was_last_given(
    session: Session, catalogue: Catalogue, ada: int
) -> None:
    number = a_sitting(session, catalogue, ada, {"cyber-security": 1}, finish=False)
    put(session, catalogue, ada, number, "cyber-security", 2)
    actions.finish(session, number=number, person_id=ada, at=AT)
    assert live(session, ada, day_of(AT)) == {"cyber-security": 2}
    kept = session.scalars(select(SelfAssessmentAnswer).order_by(SelfAssessmentAnswer.id)).all()
    assert [answer.level for answer in kept] == [1, 2]  # each is a row of its own
    assert all(answer.words.startswith("You can") for answer in kept)


def test_finishing_twice_changes_nothing(session: Session, catalogue: Catalogue, ada: int) -> None:
    number = a_sitting(session, catalogue, ada, {"cyber-security": 1})
    actions.finish(session, number=number, person_id=ada, at=AT + timedelta(hours=1))
    assert session.scalar(select(func.count()).select_from(Evidence)) == 1
    (sitting,) = queries.sittings_of(session, ada)
    assert sitting.finished_at == AT


def test_starting_again_goes_on_with_what_is_open(
    session: Session, catalogue: Catalogue, ada: int
) -> None:
    first = a_sitting(session, catalogue, ada, {"cyber-security": 1}, finish=False)
    assert a_sitting(session, catalogue, ada, {"cyber-security": 2}, finish=False) == first
    assert session.scalar(select(func.count()).select_from(SelfAssessment)) == 1


def test_what_is_finished_cannot_be_answered(
    session: Session, catalogue: Catalogue, ada: int
) -> None:
    number = a_sitting(session, catalogue, ada, {"cyber-security": 1})
    with pytest.raises(Conflict, match="You have finished"):
        put(session, catalogue, ada, number, "cyber-security", 2)


def test_a_sitting_without_one_answer_is_not_finished(
    session: Session, catalogue: Catalogue, ada: int
) -> None:
    number = a_sitting(session, catalogue, ada, {"cyber-security": 1}, finish=False)
    session.query(SelfAssessmentAnswer).delete()
    with pytest.raises(Refusal, match="one question at least"):
        actions.finish(session, number=number, person_id=ada, at=AT)


def test_who_needs_no_skill_is_told_so(session: Session, catalogue: Catalogue, ada: int) -> None:
    with pytest.raises(Refusal, match="nothing to assess"):
        a_sitting(session, catalogue, ada, {})


@pytest.mark.parametrize("chosen", ["", "5", "-1", "one", "1 "])
def test_only_the_choices_of_the_page_are_taken(
    session: Session, catalogue: Catalogue, ada: int, chosen: str
) -> None:
    number = a_sitting(session, catalogue, ada, {"cyber-security": 1}, finish=False)
    with pytest.raises(Refusal, match="Choose a sentence"):
        put(session, catalogue, ada, number, "cyber-security", chosen)


def test_what_is_not_asked_and_what_is_not_yours_does_not_exist(
    session: Session, catalogue: Catalogue, ada: int
) -> None:
    number = a_sitting(session, catalogue, ada, {"cyber-security": 1}, finish=False)
    somebody = a_person(session, "Tomos Greenhalgh")
    with pytest.raises(NotFound):
        put(session, catalogue, ada, number, "data-protection", 1)
    with pytest.raises(NotFound):
        put(session, catalogue, somebody, number, "cyber-security", 1)
    with pytest.raises(NotFound):
        actions.finish(session, number=number, person_id=somebody, at=AT)


SKILLS = ("cyber-security", "data-protection", "evaluation")
SITTING = st.dictionaries(st.sampled_from(SKILLS), st.integers(0, 4), min_size=1)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 60), SITTING), min_size=1, max_size=4))
def test_what_stands_on_any_day_is_the_newest_view_before_its_end(
    session: Session, catalogue: Catalogue, sittings: list[tuple[int, dict[str, int]]]
) -> None:
    inner = session.begin_nested()
    person = a_person(session)
    day, expected = 0, {}
    for gap, answers in sittings:
        day += gap
        a_sitting(session, catalogue, person, answers, at=MAY + timedelta(days=day))
        expected |= answers
        on = day_of(MAY + timedelta(days=day))
        assert live(session, person, on) == {s: lvl for s, lvl in expected.items() if lvl}
    inner.rollback()
