"""A lead reminds those who are overdue still, when the weekly reminders have ended."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from learning.assignments import actions
from learning.assignments.models import Assigned, Assignment
from learning.audit import AuditDetail, AuditEntry
from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.notices.models import Notice
from learning.people.actions import places
from learning.people.models import Membership
from tests.builders import Town, a_person, appoint_lead, days_ago, some_evidence
from tests.page import Browser

NOBODY = "Nobody is to be reminded now"


@pytest.fixture
def asked(app: Flask, town: Town, catalogue: Catalogue) -> str:
    """Both councillors are forty days late; the address of the assignment."""
    with app.app_context(), transaction() as session:
        people = session.execute(
            select(Membership.id, Membership.person_id).where(
                Membership.person_id.in_([town.councillor, town.second_councillor])
            )
        )
        one = actions.assign(
            session,
            actions.Ask(
                organisation_id=town.council,
                path=catalogue.paths["new-councillor"],
                people=tuple((row.id, row.person_id) for row in people),
                role="councillor",
                due_on=day_of(now()),
                reason="So that we all arrive.",
            ),
            form_key="ask",
            by=town.lead,
            at=now(),
        )
        number = one.id
    late(app, 40)
    return f"/organisations/{town.slug}/assignments/{number}"


@pytest.fixture
def lead(app: Flask, town: Town, asked: str) -> Browser:
    return Browser(app).sign_in(town.lead)


def late(app: Flask, days: int) -> None:
    with app.app_context(), transaction() as session:
        then = days_ago(days)
        session.execute(update(Assignment).values(starts_on=then, due_on=then))
        session.execute(update(Assigned).values(asked_on=then, due_on=then))


def told(app: Flask) -> list[int]:
    with app.app_context():
        found = select(Notice.person_id).where(Notice.kind == "path.overdue")
        return sorted(current_session().scalars(found))


def remind(browser: Browser, asked: str) -> str:
    """What the page says that the button leads to."""
    browser.get(f"{asked}/remind")
    page = browser.post(f"{asked}/remind")
    assert page.status == 303
    return browser.get(page.location).words


def test_the_page_says_how_many_and_the_button_tells_each_once(
    app: Flask, lead: Browser, town: Town, asked: str
) -> None:
    page = lead.get(asked)
    assert f'href="{asked}/remind"' in page.text
    before = lead.get(f"{asked}/remind")
    assert "2 people in your care are overdue still" in before.words
    assert "2 people find it in their next weekly e-mail" in remind(lead, asked)
    assert told(app) == sorted([town.councillor, town.second_councillor])
    own = Browser(app).sign_in(town.councillor).get("/told").words
    assert "Past its last day" in own
    assert "Lowri Bevan sent this reminder." in own
    assert NOBODY in lead.get(f"{asked}/remind").words
    assert "Nobody is to be reminded now, so nobody was." in remind(lead, asked)
    assert len(told(app)) == 2


def test_it_is_audited_with_how_many(app: Flask, lead: Browser, town: Town, asked: str) -> None:
    remind(lead, asked)
    remind(lead, asked)
    with app.app_context():
        (entry,) = current_session().scalars(
            select(AuditEntry).where(AuditEntry.action == "path.reminded")
        )
        found = select(AuditDetail.field, AuditDetail.after).where(AuditDetail.entry_id == entry.id)
        details = {row.field: row.after for row in current_session().execute(found)}
        assert (entry.actor_id, details["people"]) == (town.lead, "2")
    words = lead.get(f"/organisations/{town.slug}/audit").words
    assert "reminded people who are overdue still" in words


@pytest.mark.parametrize(("days", "again"), [(13, False), (15, True)])
def test_a_second_time_is_a_fortnight_apart_whoever_told_it_first(
    app: Flask, lead: Browser, asked: str, days: int, *, again: bool
) -> None:
    remind(lead, asked)
    with app.app_context(), transaction() as session:
        long_ago = now() - timedelta(days=days)
        session.execute(
            update(Notice)
            .where(Notice.kind == "path.overdue")
            .values(written_at=long_ago, cause="overdue 4 then and there")
            .where(Notice.person_id > 0)
        )
    assert (NOBODY not in lead.get(f"{asked}/remind").words) is again


@pytest.mark.parametrize(
    ("days", "is_for_the_lead"), [(-1, False), (1, False), (21, False), (22, True)]
)
def test_while_reminders_go_by_themselves_there_is_nothing_to_send(
    app: Flask, lead: Browser, asked: str, days: int, *, is_for_the_lead: bool
) -> None:
    late(app, days)
    assert (NOBODY not in lead.get(f"{asked}/remind").words) is is_for_the_lead


def test_who_has_done_it_is_on_leave_or_is_restricted_is_not_reminded(
    app: Flask, lead: Browser, town: Town, asked: str, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        for skill in catalogue.skills:
            some_evidence(session, town.second_councillor, skill, 2)
    assert "1 person in your care is overdue still" in lead.get(f"{asked}/remind").words
    with app.app_context(), transaction() as session:
        membership = session.query(Membership).filter_by(person_id=town.councillor).one()
        places.restrict(session, membership, lead_id=None, by=None, at=now())
    remind(lead, asked)
    assert told(app) == []
    with app.app_context(), transaction() as session:
        membership = session.query(Membership).filter_by(person_id=town.councillor).one()
        places.restrict(session, membership, lead_id=town.lead, by=None, at=now())
    assert "1 person in your care" in lead.get(f"{asked}/remind").words
    with app.app_context(), transaction() as session:
        membership = session.query(Membership).filter_by(person_id=town.councillor).one()
        places.pause(
            session,
            membership,
            paused_from=day_of(now()),
            paused_until=None,
            by=None,
            at=now(),
        )
    remind(lead, asked)
    assert told(app) == []


def test_a_lead_of_others_finds_nothing_to_remind(app: Flask, town: Town, asked: str) -> None:
    with app.app_context(), transaction() as session:
        scoped = a_person(session, "Oonagh Brennan")
        appoint_lead(session, town.council, scoped, tiers=["service-team"])
    assert Browser(app).sign_in(scoped).get(f"{asked}/remind").status == 404
    assert Browser(app).sign_in(town.councillor).get(f"{asked}/remind").status == 404
