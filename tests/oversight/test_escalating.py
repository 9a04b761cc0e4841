"""Others are told of what is overdue where the council's policy says so, and not otherwise."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from learning.assignments.models import Assigned
from learning.audit import AuditEntry
from learning.catalogue.published import Catalogue
from learning.clock import day_in_words, now, start_of
from learning.database import current_session, transaction
from learning.dated import amend
from learning.extensions import db
from learning.notices.models import Notice
from learning.oversight.escalating import escalate
from learning.oversight.models import Escalated
from learning.people.actions import places
from learning.people.models import Address, Membership, Particulars
from learning.policies.actions import decide
from learning.policies.rules import Escalation
from tests.builders import LONG_AGO, Town, days_ago
from tests.oversight.asked import ask, finish, many
from tests.page import Browser

CLAUSE = "Standing order 14(3), Cabinet of 2 March"


def a_policy(session: Session, town: Town, *, after_days: int = 30, **more: object) -> None:
    decide(
        session,
        Escalation(after_days=after_days, **more),
        organisation_id=town.council,
        authority=CLAUSE,
        starts_on=days_ago(0),
        by=town.lead,
        at=now(),
    )


def a_manager(session: Session, town: Town, person: int, address: str) -> None:
    """What the council says of somebody: the address of whoever they report to."""
    session.add(
        Particulars(
            organisation_id=town.council,
            person_id=person,
            name="As the council writes it",
            manager_key=address,
            recorded_at=LONG_AGO,
            recorded_by=None,
        )
    )
    session.flush()


@pytest.fixture
def overdue(app: Flask, town: Town) -> Town:
    """The planner reports to the head of service, and was due thirty days ago."""
    with app.app_context(), transaction() as session:
        a_manager(session, town, town.planner, "harjit.sandhu@people.example")
        ask(session, town.planner, by=town.lead, due_on=days_ago(30), reason="A private reason")
    return town


def noon(later: int) -> datetime:
    """Noon in London so many days from today, whatever the clocks do until then."""
    return start_of(days_ago(-later)) + timedelta(hours=12)


def run(app: Flask, catalogue: Catalogue, *, later: int = 0) -> list[tuple[str, int, str]]:
    """(step, who was told, what they read) of one run, so many days from now."""
    at = noon(later) if later else now()
    with app.app_context(), transaction() as session:
        before = set(session.scalars(select(Notice.id)))
        told = escalate(session, catalogue=catalogue, at=at)
        notices = session.scalars(
            select(Notice).where(Notice.id.not_in(before)).order_by(Notice.id)
        ).all()
        assert told == len(notices)
        rows = session.execute(
            select(Escalated.told_id, Escalated.step).where(Escalated.told_at == at)
        )
        steps = {row.told_id: row.step for row in rows}
        return [
            (steps[one.person_id], one.person_id, f"{one.subject}. {one.body}") for one in notices
        ]


def test_without_a_policy_nobody_is_told(app: Flask, overdue: Town, catalogue: Catalogue) -> None:
    assert run(app, catalogue) == []
    with app.app_context(), transaction() as session:
        a_policy(session, overdue)  # it names nobody
    assert run(app, catalogue) == []


def test_the_person_reads_the_clause_first_and_the_others_later_each_once(
    app: Flask, overdue: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        a_policy(session, overdue, to_manager=True, officer_id=overdue.chief)
    [(step, whom, words)] = run(app, catalogue)
    assert (step, whom) == ("person", overdue.planner)
    for said in (
        CLAUSE,
        "your line manager and Grace Okonjo, the officer whom your council named",
        "30 days",
        day_in_words(days_ago(30)),
        f"in force since {day_in_words(days_ago(0))}",
    ):
        assert said in words
    assert run(app, catalogue) == []
    told = run(app, catalogue, later=1)
    assert [(step, whom) for step, whom, _ in told] == [
        ("manager", overdue.reviewer),
        ("officer", overdue.chief),
    ]
    for _, _, words in told:
        assert "Samina Haque" in words
        assert CLAUSE in words
        assert "A private reason" not in words
        assert "level" not in words
    for later in (1, 2, 40):
        assert run(app, catalogue, later=later) == []
    with app.app_context():
        entries = current_session().scalars(
            select(AuditEntry.action).where(
                AuditEntry.action.startswith("escalation."),
                AuditEntry.person_id == overdue.planner,
                AuditEntry.actor_id.is_(None),
            )
        )
        assert sorted(entries) == ["escalation.announced", "escalation.told", "escalation.told"]


def test_the_person_is_told_a_week_before_the_day_of_the_policy(
    app: Flask, overdue: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        a_policy(session, overdue, after_days=40, to_manager=True)
    assert run(app, catalogue, later=2) == []
    assert [step for step, _, _ in run(app, catalogue, later=3)] == ["person"]
    assert run(app, catalogue, later=9) == []
    assert [step for step, _, _ in run(app, catalogue, later=10)] == ["manager"]


def test_whoever_finishes_in_between_is_not_passed_on(
    app: Flask, overdue: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        a_policy(session, overdue, to_manager=True)
    assert len(run(app, catalogue)) == 1
    with app.app_context(), transaction() as session:
        finish(session, catalogue, overdue.planner)
    assert run(app, catalogue, later=2) == []


def test_a_later_last_day_begins_the_matter_anew(
    app: Flask, overdue: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        a_policy(session, overdue, to_manager=True)
    assert len(run(app, catalogue)) == 1
    with app.app_context(), transaction() as session:
        row = session.scalars(select(Assigned)).one()
        amend(session, row, {"due_on": days_ago(-5)}, by=overdue.lead, at=now())
    assert run(app, catalogue, later=20) == []
    assert [step for step, _, _ in run(app, catalogue, later=28)] == ["person"]
    assert run(app, catalogue, later=34) == []
    assert [step for step, _, _ in run(app, catalogue, later=35)] == ["manager"]


def unverified(session: Session, town: Town) -> None:
    key = "harjit.sandhu@people.example"
    session.scalars(select(Address).where(Address.key == key)).one().verified_at = None


def left(session: Session, town: Town) -> None:
    place = session.scalars(select(Membership).where(Membership.person_id == town.reviewer)).one()
    places.change_membership_days(
        session, place, starts_on=days_ago(900), ends_on=days_ago(1), by=None, at=now()
    )


def restricted(session: Session, town: Town) -> None:
    place = session.scalars(select(Membership).where(Membership.person_id == town.planner)).one()
    places.restrict(session, place, lead_id=town.lead, by=None, at=LONG_AGO)


@pytest.mark.parametrize("what", [unverified, left, restricted])
def test_nobody_is_told_where_the_manager_is_not_sure_or_the_person_is_restricted(
    app: Flask, overdue: Town, catalogue: Catalogue, what: object
) -> None:
    with app.app_context(), transaction() as session:
        a_policy(session, overdue, to_manager=True)
        what(session, overdue)  # type: ignore[operator]  # one of the three above
    assert run(app, catalogue) == []


def test_an_officer_of_another_council_is_told_nothing(
    app: Flask, overdue: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        a_policy(session, overdue, officer_id=overdue.stranger)
    assert run(app, catalogue) == []


def test_a_policy_that_ended_tells_nobody(app: Flask, overdue: Town, catalogue: Catalogue) -> None:
    with app.app_context(), transaction() as session:
        a_policy(session, overdue, to_manager=True)
        decide(
            session,
            Escalation(),
            organisation_id=overdue.council,
            authority="Cabinet",
            starts_on=days_ago(-1),
            by=overdue.lead,
            at=now(),
        )
    assert run(app, catalogue, later=1) == []


def test_no_policy_knows_a_party() -> None:
    assert set(Escalation.model_fields) == {
        *("after_days", "to_manager", "officer_id", "decided_on"),
    }


def test_the_history_says_that_the_policy_was_followed(
    app: Flask, overdue: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        a_policy(session, overdue, to_manager=True)
        code = session.scalars(
            select(Membership.person_code).where(Membership.person_id == overdue.planner)
        ).one()
    run(app, catalogue)
    run(app, catalogue, later=1)
    page = Browser(app).sign_in(overdue.lead).get(f"/organisations/fernleigh/people/{code}/history")
    assert "The service said who will be told of what is overdue" in page.words
    assert "The service told others of what is overdue" in page.words


def test_many_are_told_with_as_many_statements_as_few(
    app: Flask, town: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        a_policy(session, town, after_days=1, officer_id=town.chief)
        many(session, town.council, 30, by=town.lead, role="planning-officer")
    few = statements(app, catalogue, now())
    with app.app_context(), transaction() as session:
        many(session, town.council, 900, by=town.lead, role="planning-officer", first=20_000)
    assert statements(app, catalogue, now()) == few
    assert statements(app, catalogue, noon(1)) == few
    assert few <= 8
    with app.app_context():
        rows = current_session().execute(select(Escalated.step, Escalated.authority)).all()
    assert len(rows) == 2 * 310
    assert {row.authority for row in rows} == {CLAUSE}


def statements(app: Flask, catalogue: Catalogue, at: datetime) -> int:
    found = []

    def one_more(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            found.append(statement)

    with app.app_context(), transaction() as session:
        event.listen(db.engine, "before_cursor_execute", one_more)
        try:
            escalate(session, catalogue=catalogue, at=at)
        finally:
            event.remove(db.engine, "before_cursor_execute", one_more)
    return len(found)
