from datetime import date, timedelta

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.evidence import actions
from learning.evidence.expiring import tell_expiring
from learning.evidence.rules import COUNTED, Shown, held_levels, running_out
from learning.notices.models import Notice
from tests.builders import a_person, some_evidence

ON = date(2027, 3, 1)
NAMES = {"cyber-security": "Cyber security", "evaluation": "Evaluation"}


def piece(
    number: int,
    *,
    level: int = 1,
    left: int | None,
    skill: str = "evaluation",
    source: str = "assessment",
    withdrawn: bool = False,
) -> Shown:
    ends = None if left is None else ON + timedelta(days=left)
    shown = ON - timedelta(days=400)
    gone = shown if withdrawn else None
    return Shown(number, skill, level, source, "", "", shown, ends, gone)


def causes(*pieces: Shown) -> list[str]:
    return [one.cause for one in running_out(pieces, ON)]


def test_ninety_days_before_and_thirty_and_not_before() -> None:
    assert causes(piece(1, left=91)) == []
    assert causes(piece(1, left=90)) == ["expiring 1 90"]
    assert causes(piece(1, left=31)) == ["expiring 1 90"]
    assert causes(piece(1, left=30)) == ["expiring 1 30"]
    assert causes(piece(1, left=1)) == ["expiring 1 30"]
    assert causes(piece(1, left=0)) == []  # it has run out
    assert causes(piece(1, left=None)) == []


def test_what_a_longer_or_higher_piece_holds_up_does_not_run_out() -> None:
    assert causes(piece(1, left=20), piece(2, left=300)) == []
    assert causes(piece(1, left=20), piece(2, level=2, left=None)) == []
    assert causes(piece(1, level=2, left=20), piece(2, left=300)) == ["expiring 1 30"]
    assert causes(piece(1, left=20), piece(2, left=300, withdrawn=True)) == ["expiring 1 30"]
    assert causes(piece(1, left=20), piece(2, left=300, source="self-assessment")) == [
        "expiring 1 30"
    ]
    assert causes(piece(1, left=20, source="self-assessment")) == []


PIECES = st.lists(
    st.builds(
        piece,
        st.integers(1, 9),
        level=st.integers(1, 3),
        left=st.none() | st.integers(-5, 200),
        skill=st.sampled_from(("evaluation", "cyber-security")),
        source=st.sampled_from((*COUNTED, "self-assessment")),
        withdrawn=st.booleans(),
    ),
    max_size=6,
    unique_by=lambda one: one.id,
)


@given(PIECES)
def test_somebody_is_told_of_exactly_the_levels_that_they_will_lose(pieces: list[Shown]) -> None:
    held = held_levels(tuple(pieces), ON)
    told = {one.piece.skill: one for one in running_out(pieces, ON)}
    for skill, level in held.items():
        last = next(
            (
                day
                for day in range(1, 91)
                if held_levels(tuple(pieces), ON + timedelta(days=day)).get(skill, 0) < level
            ),
            None,
        )
        assert (skill in told) is (last is not None)
        if last is not None:
            assert told[skill].ends_on == ON + timedelta(days=last)
            assert told[skill].days == (30 if last <= 30 else 90)
    assert set(told) <= set(held)


def test_people_are_told_once_for_each_stage_however_often_it_runs(app: Flask) -> None:
    at = now()
    with app.app_context():
        with transaction() as session:
            ada, tomos = a_person(session), a_person(session, "Tomos Greenhalgh")
            shown = day_of(at) - timedelta(days=300)
            some_evidence(session, ada, "cyber-security", 2, shown_on=shown, months=12)
            some_evidence(session, tomos, "evaluation", 1, shown_on=shown, months=24)
        assert tell_expiring(NAMES, at=at) == 1
        assert tell_expiring(NAMES, at=at) == 0
        assert tell_expiring(NAMES, at=at + timedelta(days=1)) == 0
        assert tell_expiring(NAMES, at=at + timedelta(days=40)) == 1
        assert tell_expiring(NAMES, at=at + timedelta(days=41)) == 0
        assert tell_expiring(NAMES, at=at + timedelta(days=70)) == 0
        told = current_session().scalars(select(Notice).order_by(Notice.id)).all()
        assert [one.person_id for one in told] == [ada, ada]
        assert told[0].subject.startswith("Cyber security, level 2, runs out on ")
        assert {one.link for one in told} == {"/record#skill-cyber-security"}
    assert "0 told." in app.test_cli_runner().invoke(args=["tell-expiring"]).output


def test_what_is_renewed_or_withdrawn_in_time_is_not_told_again(app: Flask) -> None:
    at = now()
    shown = day_of(at) - timedelta(days=300)
    with app.app_context():
        with transaction() as session:
            ada, tomos = a_person(session), a_person(session, "Tomos Greenhalgh")
            some_evidence(session, ada, "cyber-security", 2, shown_on=shown, months=12)
            first = some_evidence(session, tomos, "evaluation", 1, shown_on=shown, months=12)
            session.flush()
            some_evidence(session, ada, "cyber-security", 2, months=12)
            actions.withdraw(
                session, first, effective_on=day_of(at), reason="A slip", by=ada, at=at
            )
        assert tell_expiring(NAMES, at=at) == 0
