"""The night's following, cut off anywhere, ends the next time where it would have ended."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta
from itertools import count, islice
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning.assignments import ruling
from learning.assignments.models import Assigned
from learning.assignments.working import sweep
from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.extensions import db
from learning.notices.models import Notice
from learning.people.actions import places
from learning.people.models import Organisation
from learning.timed.pacing import Pace
from tests.builders import Town, a_member, a_person, days_ago
from tests.rows import Rows, empty, every_row, put_back

PLANNERS, LEAVERS, AT_ONCE = 9, 5, 2
BEGINS, LEAVE = 10, 15  # days from now: the rule begins, some leave
THREE = Pace(AT_ONCE, AT_ONCE)
Stands = Counter[tuple[Any, ...]]
Night = Callable[..., Iterator[int]]


class Killed(Exception):
    """As a worker that is killed in the middle of a step."""


@pytest.fixture
def night(app: Flask, town: Town, catalogue: Catalogue) -> Iterator[Night]:
    """One in some days, of a rule that begins to ask planners, some of whom leave then."""
    with app.app_context(), transaction() as session:
        council = session.get_one(Organisation, town.council)
        for number in range(PLANNERS):
            person = a_person(session, f"Planner {number}")
            member = a_member(session, catalogue, council, person, "planning-officer")
            if number < LEAVERS:
                places.change_membership_days(
                    session, member, starts_on=days_ago(500), ends_on=days_ago(-LEAVE), by=None,
                    at=now(),
                )  # fmt: skip
        rule = ruling.Rule(
            organisation_id=council.id,
            path="planning-team",
            role="planning-officer",
            reason="A new duty",
            starts_on=days_ago(-BEGINS),
            within_days=60,
        )
        who = {"by": town.lead, "at": now()}
        ruling.make(session, rule, ruling.Choices(), form_key="k", catalogue=catalogue, **who)

    def following(ahead: int, strikes: int | None = None) -> Iterator[int]:
        clock = a_clock(now() + timedelta(days=ahead), strikes)
        return sweep(catalogue=catalogue, clock=clock, pace=THREE)

    with app.app_context():
        yield following


def a_clock(at: datetime, strikes: int | None) -> Callable[[], datetime]:
    """Strikes so often, then no more."""
    left = count() if strikes is None else iter(range(strikes))

    def strike() -> datetime:
        if next(left, None) is None:
            raise Killed
        return at

    return strike


def what_stands() -> Stands:
    """Who is asked or no longer asked what, how many rows it took, and who was told how often."""
    session = current_session()
    session.close()
    asked = select(
        Assigned.person_id, Assigned.asked_on, Assigned.due_on, Assigned.lifted_on, Assigned.why
    )
    told = select(Notice.person_id, Notice.kind, func.count()).group_by(
        Notice.person_id, Notice.kind
    )
    rows = session.execute(select(Assigned.person_id, func.count()).group_by(Assigned.person_id))
    found = Counter(map(tuple, session.execute(asked.where(Assigned.superseded_at.is_(None)))))
    found.update(("told", *row) for row in session.execute(told))
    found.update(("rows", *row) for row in rows)
    session.close()
    return found


def begin_again(app: Flask, rows: Rows) -> None:
    current_session().close()
    empty(app)
    put_back(db.engine, rows)


def test_a_night_asks_and_lifts_some_at_a_time(night: Night, town: Town) -> None:
    written = list(night(BEGINS))
    assert sum(written) == PLANNERS + 1  # one was there before
    assert max(written) <= AT_ONCE
    assert list(night(BEGINS)) == []
    assert sum(night(LEAVE)) == LEAVERS
    asked = current_session().scalars(
        select(Assigned.lifted_on).where(Assigned.superseded_at.is_(None))
    )
    assert Counter(asked) == {None: PLANNERS + 1 - LEAVERS, days_ago(-LEAVE): LEAVERS}


def test_cut_off_after_any_step_it_ends_where_it_would_have(app: Flask, night: Night) -> None:
    begun = every_row(db.engine)
    steps = [len(list(night(ahead))) for ahead in (BEGINS, LEAVE)]
    wanted = what_stands()
    assert min(steps) >= 3
    for cut in range(1, max(steps)):
        begin_again(app, begun)
        for ahead in (BEGINS, LEAVE):
            with closing(night(ahead)) as following:  # type: ignore[type-var]
                assert len(list(islice(following, cut))) <= cut
            list(night(ahead))
        assert what_stands() == wanted, cut


def test_killed_within_any_step_it_ends_where_it_would_have(app: Flask, night: Night) -> None:
    begun = every_row(db.engine)
    for ahead in (BEGINS, LEAVE):
        list(night(ahead))
    wanted = what_stands()
    for killed in range(1, 5):
        begin_again(app, begun)
        for ahead in (BEGINS, LEAVE):
            with suppress(Killed):
                list(night(ahead, killed))
            list(night(ahead))
        assert what_stands() == wanted, killed


def test_the_next_night_takes_up_what_was_left(night: Night, town: Town) -> None:
    with closing(night(BEGINS)) as following:  # type: ignore[type-var]
        next(following)
    assert sum(night(BEGINS + 1)) == PLANNERS + 1 - AT_ONCE
    asked = current_session().scalars(select(func.min(Assigned.asked_on))).one()
    assert asked == day_of(now()) + timedelta(days=BEGINS)
