"""Decisions follow one another day by day, and one that is taken back leaves no trace of itself."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from learning.clock import day_of, now
from learning.errors import Conflict, Refusal
from learning.people.models import Organisation, Person
from learning.policies import actions
from learning.policies.models import Policy
from learning.policies.queries import policies_of, standing_of
from learning.policies.rules import Load, Name
from tests.builders import a_person, an_organisation

AT = now()
TODAY = day_of(AT)
DAYS = [TODAY + timedelta(days=days) for days in range(0, 50, 10)]
STEP = st.tuples(st.sampled_from(DAYS), st.integers(0, 5) | st.none())


def decide(session: Session, council: int, minutes: int, starts_on: date, *, step: int = 0):
    return actions.decide(
        session,
        Load(minutes_a_week=minutes),
        organisation_id=council,
        authority="Because",
        starts_on=starts_on,
        by=None,
        at=AT + timedelta(minutes=step),
    )


def minutes_by_day(session: Session, council: int) -> list[int]:
    return [policies_of(session, council, on=day).of(Load).minutes_a_week for day in DAYS]


@settings(max_examples=60)
@given(steps=st.lists(STEP, max_size=7))
def test_what_holds_is_what_was_decided_last_for_the_day_and_not_taken_back(
    session: Session, steps: list[tuple[date, int | None]]
) -> None:
    session.execute(delete(Policy))
    council = session.scalar(select(Organisation.id)) or an_organisation(session).id
    by = session.scalar(select(Person.id)) or a_person(session)
    stack: list[tuple[date, int]] = []  # the plain version: (from, minutes), each replacing those
    for step, (day, choice) in enumerate(steps):
        if choice is None:  # take back the last one
            to_come = standing_of(session, council, on=TODAY)[Name.LOAD].to_come
            number = to_come[-1].number if to_come else 0
            done = actions.take_back(
                session,
                organisation_id=council,
                name=Name.LOAD,
                number=number,
                by=by,
                at=AT + timedelta(minutes=step),
            )
            assert done is bool(stack and stack[-1][0] > TODAY)
            if done:
                stack.pop()
            continue
        if stack and stack[-1][0] > day:
            with pytest.raises(Refusal):
                decide(session, council, 10 + choice, day, step=step)
            continue
        same_day = stack and stack[-1][0] == day
        decide(session, council, 10 + choice, day, step=step)
        if same_day:
            stack.pop()
        stack.append((day, 10 + choice))
        assert minutes_by_day(session, council) == plainly(stack)
    assert minutes_by_day(session, council) == plainly(stack)


def plainly(stack: list[tuple[date, int]]) -> list[int]:
    return [
        next((minutes for since, minutes in reversed(stack) if since <= day), 60) for day in DAYS
    ]


def test_a_form_made_from_what_no_longer_holds_is_a_conflict(session: Session) -> None:
    council = an_organisation(session).id
    decide(session, council, 30, TODAY)
    with pytest.raises(Conflict):
        actions.decide(
            session,
            Load(minutes_a_week=20),
            organisation_id=council,
            authority="Because",
            starts_on=TODAY,
            by=None,
            at=AT,
            seen="0",
        )
