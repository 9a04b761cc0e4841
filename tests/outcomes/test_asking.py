"""The daily job: who is asked in a real database, and that it asks nobody twice."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.clock import add_months, day_of, now
from learning.database import current_session, transaction
from learning.extensions import db
from learning.notices.models import Notice
from learning.outcomes.asking import ask_all
from learning.outcomes.models import OutcomeQuestion
from learning.people.actions import places
from learning.people.models import Membership, Organisation
from tests.builders import LONG_AGO, Town, a_member, days_ago
from tests.outcomes.asked import passed, switch
from tests.oversight.asked import many


@pytest.fixture
def asking(app: Flask, town: Town) -> Town:
    with app.app_context(), transaction() as session:
        switch(session, town.council, on=True)
        passed(session, town.councillor)
        passed(session, town.planner)
    return town


def asked(app: Flask) -> dict[int, int]:
    """Person → the council that asked them."""
    with app.app_context():
        rows = current_session().execute(
            select(OutcomeQuestion.person_id, OutcomeQuestion.organisation_id)
        )
        return {row[0]: row[1] for row in rows}


def run(app: Flask, ahead: int = 0) -> int:
    with app.app_context():
        return ask_all(at=now() + timedelta(days=ahead))


def member(session: Session, person: int) -> Membership:
    return session.scalars(select(Membership).where(Membership.person_id == person)).one()


def test_who_passed_three_months_ago_is_asked_once_and_told_in_the_weekly_e_mail(
    app: Flask, asking: Town
) -> None:
    assert run(app) == 2
    assert run(app) == 0
    assert run(app, 1) == 0
    assert asked(app) == {asking.councillor: asking.council, asking.planner: asking.council}
    with app.app_context():
        told = current_session().scalars(select(Notice).where(Notice.kind == "outcome.question"))
        words = {one.person_id: one for one in told}
    assert set(words) == {asking.councillor, asking.planner}
    assert "Learned elsewhere" in words[asking.planner].subject  # what was passed
    assert words[asking.planner].organisation_id is None  # no lead reads it among what was told


def test_a_council_that_did_not_decide_so_asks_nobody(app: Flask, town: Town) -> None:
    with app.app_context(), transaction() as session:
        passed(session, town.councillor)
    assert run(app) == 0
    with app.app_context(), transaction() as session:
        switch(session, town.council, on=True)
        switch(session, town.council, on=False, at=now())
    assert run(app) == 0


@pytest.mark.parametrize("what", ["on leave", "left", "passed too lately", "renewed"])
def test_who_is_away_left_or_only_renewed_is_not_asked(app: Flask, asking: Town, what: str) -> None:
    with app.app_context(), transaction() as session:
        one = member(session, asking.councillor)
        if what == "on leave":
            places.pause(
                session, one, paused_from=days_ago(9), paused_until=days_ago(-9), by=None, at=now()
            )
        elif what == "left":
            places.change_membership_days(
                session, one, starts_on=days_ago(900), ends_on=days_ago(0), by=None, at=now()
            )
        elif what == "passed too lately":
            passed(session, asking.chief, on=add_months(day_of(now()), -3) + timedelta(days=5))
        else:
            passed(session, asking.chief, on=days_ago(500))
            passed(session, asking.chief)
    run(app)
    gone = asking.councillor if what in ("on leave", "left") else asking.chief
    assert gone not in asked(app)
    assert asking.planner in asked(app)
    if what == "on leave":
        run(app, 9)
        assert gone in asked(app)


def test_of_two_councils_one_asks_the_one_that_decided_and_is_served(
    app: Flask, asking: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        there = session.scalars(
            select(Organisation).where(Organisation.slug == asking.other_slug)
        ).one()
        a_member(session, catalogue, there, asking.councillor, "councillor", at=LONG_AGO)
        switch(session, there.id, on=True)
        switch(session, asking.council, on=False, at=now())
        other = there.id
    run(app)
    assert asked(app) == {asking.councillor: other}


def test_several_checks_are_asked_about_a_month_apart_at_least(app: Flask, asking: Town) -> None:
    with app.app_context(), transaction() as session:
        for skill in ("evaluation", "data-literacy"):
            passed(session, asking.planner, skill=skill)
    for ahead in range(0, 95, 4):
        run(app, ahead)
    with app.app_context():
        asked_on = sorted(
            current_session().scalars(
                select(OutcomeQuestion.asked_on).where(OutcomeQuestion.person_id == asking.planner)
            )
        )
    assert len(asked_on) == 2  # unanswered, each stands two months; the third is out of time
    assert add_months(asked_on[0], 2) <= asked_on[1]


def test_many_are_asked_with_as_many_statements_as_few(app: Flask, asking: Town) -> None:
    assert statements(app) == statements(app, people=40)


def statements(app: Flask, *, people: int = 0) -> int:
    """What the job sends, after so many more have passed."""
    with app.app_context():
        with transaction() as session:
            council = session.scalars(
                select(Organisation).where(Organisation.slug == "fernleigh")
            ).one()
            lead = session.scalars(select(Membership.person_id)).first()
            if people:
                for one in many(session, council.id, people, by=lead, role="planning-officer"):
                    passed(session, one)
            else:
                session.execute(OutcomeQuestion.__table__.delete())
        sent = []
        event.listen(db.engine, "before_cursor_execute", count := lambda *_: sent.append(1))
        asked_now = ask_all(at=now())
        event.remove(db.engine, "before_cursor_execute", count)
    assert asked_now == (people or 2)
    return len(sent)
