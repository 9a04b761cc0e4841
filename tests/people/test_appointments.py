"""An appointment opens its doors on its days alone, and closes them at once when it ends."""

import pytest
from flask import Flask
from sqlalchemy import select

from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.people.actions import organisations
from learning.people.models import Appointment
from learning.people.standing import Kind
from tests.builders import LONG_AGO, Town, a_person, days_ago
from tests.page import Browser

DOORS_OF = {
    Kind.LEARNING_LEAD: ("/organisations/fernleigh/people", 404),
    Kind.REVIEWER: ("/organisations/fernleigh/coverage", 404),
    Kind.PARTNERSHIP_REVIEWER: ("/partnerships/vale/coverage", 404),
    Kind.ADMINISTRATOR: ("/admin", 403),
}
DAYS = {
    "ended today": (days_ago(100), days_ago(0), False),
    "ended long ago": (days_ago(100), days_ago(50), False),
    "begins tomorrow": (days_ago(-1), None, False),
    "begins today": (days_ago(0), None, True),
    "ends tomorrow": (days_ago(100), days_ago(-1), True),
}


@pytest.mark.parametrize("days", DAYS)
def test_an_appointment_opens_doors_on_its_days_alone(app: Flask, town: Town, days: str) -> None:
    starts_on, ends_on, opens = DAYS[days]
    with app.app_context():
        reviewers = current_session().scalars(
            select(Appointment).where(Appointment.partnership_id.is_not(None))
        )
        partnership = reviewers.one().partnership_id
    for kind, (address, otherwise) in DOORS_OF.items():
        with app.app_context(), transaction() as session:
            person = a_person(session, f"Appointed {kind}")
            organisations.appoint(
                session,
                person_id=person,
                kind=kind,
                organisation_id=town.council
                if kind in (Kind.LEARNING_LEAD, Kind.REVIEWER)
                else None,
                partnership_id=partnership if kind == Kind.PARTNERSHIP_REVIEWER else None,
                starts_on=starts_on,
                ends_on=ends_on,
                by=None,
                at=LONG_AGO,
            )
        browser = Browser(app).sign_in(person)
        assert browser.get(address).status == (200 if opens else otherwise), kind
        assert (f'href="{address}"' in browser.get("/").text) == opens, kind


def test_an_appointment_that_is_ended_closes_at_once(app: Flask, town: Town) -> None:
    lead = Browser(app).sign_in(town.lead)
    assert lead.get("/organisations/fernleigh/people").status == 200
    with app.app_context(), transaction() as session:
        row = session.scalars(select(Appointment).where(Appointment.person_id == town.lead)).one()
        organisations.end_appointment(
            session, row, ends_on=day_of(now()), by=town.administrator, at=now()
        )
    assert lead.get("/organisations/fernleigh/people").status == 404
