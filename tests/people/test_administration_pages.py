import pytest
from flask import Flask
from sqlalchemy import select

from learning.audit import AuditEntry
from learning.clock import now
from learning.database import current_session, transaction
from learning.people.actions.organisations import appoint
from learning.people.models import Appointment, Organisation, Person
from learning.people.standing import Kind
from tests.builders import Town, a_person, days_ago
from tests.page import Browser, Page

COUNCIL = {
    "name": "Newbury Vale Council",
    "slug": "newbury-vale",
    "nation": "Wales",
    "starts_on-day": "1",
    "starts_on-month": "4",
    "starts_on-year": "2027",
}


@pytest.fixture
def administrator(browser: Browser, town: Town) -> Browser:
    return browser.sign_in(town.administrator)


def send(browser: Browser, address: str, fields: dict[str, object]) -> Page:
    browser.get(address)
    return browser.post(address, fields)


def test_an_organisation_is_added(app: Flask, administrator: Browser, town: Town) -> None:
    page = send(administrator, "/admin/organisations/new", COUNCIL)
    assert (page.status, page.location) == (303, "/admin")
    shown = administrator.get("/admin").words
    assert "Newbury Vale Council has been added." in shown
    assert "1 April 2027" in shown
    with app.app_context():
        entry = current_session().scalars(
            select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)
        )
        assert (one := entry.one()).action == "organisation.opened"
        assert one.actor_id == town.administrator


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"slug": "Not Good"}, "Use small letters, digits and single hyphens"),
        ({"slug": "a--b"}, "Use small letters, digits and single hyphens"),
        ({"slug": "../x"}, "Use small letters, digits and single hyphens"),
        ({"slug": "fernleigh"}, "There is one with this short name already"),
        ({"slug": "x" * 81}, "Use 80 characters at most"),
        ({"name": ""}, "Enter the name"),
        ({"name": "x" * 201}, "Use 200 characters at most"),
        ({"nation": "France"}, "Not a valid choice"),
        ({"starts_on-day": "31"}, "Enter a real date"),
        ({"starts_on-month": ""}, "Enter the month too"),
        ({"starts_on-year": "27"}, "Enter a real date"),
        ({"starts_on-day": "1e1"}, "Enter a real date"),
    ],
)
def test_a_wrong_organisation_is_refused_at_its_field_and_nothing_is_lost(
    app: Flask, administrator: Browser, change: dict[str, str], words: str
) -> None:
    page = send(administrator, "/admin/organisations/new", COUNCIL | change)
    assert page.status == 422
    assert "There is a problem" in page.words
    assert words in page.words
    if "name" not in change:
        assert 'value="Newbury Vale Council"' in page.text
    with app.app_context():
        assert len(current_session().scalars(select(Organisation)).all()) == 2


def test_a_taken_short_name_of_a_partnership_is_refused(administrator: Browser) -> None:
    page = send(administrator, "/admin/partnerships/new", {"name": "Vale", "slug": "vale"})
    assert page.status == 422
    assert "There is one with this short name already" in page.words


def an_appointment(town: Town, **change: object) -> dict[str, object]:
    return {
        "email": "new.lead@people.example",
        "name": "New Lead",
        "kind": "learning-lead",
        "organisation": str(town.council),
        "starts_on": days_ago(0).isoformat(),
    } | change


def test_somebody_new_is_appointed_within_a_scope(
    app: Flask, administrator: Browser, town: Town
) -> None:
    fields = an_appointment(town, tiers=["councillor", "leadership"], services=["planning"])
    assert send(administrator, "/admin/appointments/new", fields).status == 303
    assert "New Lead" in administrator.get("/admin").words
    with app.app_context():
        person = current_session().scalars(select(Person).where(Person.name == "New Lead")).one()
        made = current_session().scalars(
            select(Appointment).where(Appointment.person_id == person.id)
        )
        assert (one := made.one()).tiers == "councillor leadership"
        assert one.services == "planning"
        assert one.recorded_by == town.administrator


def test_whoever_appoints_somebody_without_a_password_learns_how_they_come_in(
    app: Flask, administrator: Browser, town: Town
) -> None:
    send(administrator, "/admin/appointments/new", an_appointment(town))
    assert "New Lead has no password yet" in administrator.get("/admin").words
    with app.app_context(), transaction() as session:
        new = session.scalars(select(Person).where(Person.name == "New Lead")).one()
        new.password_hash = "set"
    send(administrator, "/admin/appointments/new", an_appointment(town, kind="reviewer"))
    shown = administrator.get("/admin").words
    assert "The appointment has been made." in shown
    assert "no password yet" not in shown


def test_somebody_with_that_address_is_not_added_again(
    app: Flask, administrator: Browser, town: Town
) -> None:
    fields = an_appointment(town, email=" ADA.merriweather@People.example", name="Somebody Else")
    assert send(administrator, "/admin/appointments/new", fields).status == 303
    with app.app_context():
        names = current_session().scalars(select(Person.name)).all()
    assert "Somebody Else" not in names
    assert "Ada Merriweather" in administrator.get("/admin").words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "Nobody has this address yet: enter their name too"),
        ({"name": "   "}, "Nobody has this address yet: enter their name too"),
        ({"email": "nobody"}, "Enter an e-mail address"),
        ({"organisation": ""}, "Choose the organisation"),
        ({"kind": "partnership-reviewer"}, "Choose the partnership"),
        ({"ends_on": "2020-01-01"}, "Enter a day after the first day"),
        ({"starts_on": "2026-02-30"}, "Enter a real date"),
        ({"starts_on": ""}, "Enter the first day"),
    ],
)
def test_a_wrong_appointment_is_refused_and_adds_nobody(
    app: Flask, administrator: Browser, town: Town, change: dict[str, str], words: str
) -> None:
    page = send(administrator, "/admin/appointments/new", an_appointment(town, **change))
    assert page.status == 422
    assert words in page.words
    with app.app_context():
        assert "New Lead" not in current_session().scalars(select(Person.name)).all()


def test_the_scope_of_a_lead_is_no_scope_of_a_reviewer(
    app: Flask, administrator: Browser, town: Town
) -> None:
    fields = an_appointment(town, kind="reviewer", tiers=["councillor"], services=["planning"])
    assert send(administrator, "/admin/appointments/new", fields).status == 303
    with app.app_context():
        newest = select(Appointment).order_by(Appointment.id.desc()).limit(1)
        made = current_session().scalars(newest).one()
    assert (made.kind, made.tiers, made.services) == ("reviewer", "", "")


def test_ending_asks_first_and_ends_by_a_button(
    app: Flask, administrator: Browser, town: Town
) -> None:
    with app.app_context():
        number = current_session().scalars(
            select(Appointment.id).where(Appointment.person_id == town.reviewer)
        )
        address = f"/admin/appointments/{number.one()}/end"
    reviewer = Browser(app).sign_in(town.reviewer)
    assert "Harjit Sandhu" in administrator.get(address).words
    assert reviewer.get("/organisations/fernleigh/coverage").status == 200
    assert administrator.post(address).status == 303
    assert reviewer.get("/organisations/fernleigh/coverage").status == 404
    assert administrator.get(address).status == 404
    assert administrator.post(address).status == 404
    assert "Harjit Sandhu" not in administrator.get("/admin").words


def appointment_of(app: Flask, person: int) -> int:
    with app.app_context():
        of = select(Appointment.id).where(
            Appointment.person_id == person, Appointment.superseded_at.is_(None)
        )
        return current_session().scalars(of).one()


def test_the_last_lead_of_a_whole_council_ends_only_where_that_is_said(
    app: Flask, administrator: Browser, town: Town
) -> None:
    address = f"/admin/appointments/{appointment_of(app, town.lead)}/end"
    nobody = "Nobody looks after everybody at Fernleigh Council"
    assert (
        "Nobody else looks after everybody at Fernleigh Council" in administrator.get(address).words
    )
    assert nobody not in administrator.get("/admin").words
    refused = administrator.post(address)
    assert (refused.status, "Tick the box" in refused.words) == (422, True)
    lead = Browser(app).sign_in(town.lead)
    assert lead.get("/organisations/fernleigh/people").status == 200
    assert administrator.post(address, {"sure": "yes"}).status == 303
    assert lead.get("/organisations/fernleigh/people").status == 404
    assert nobody in administrator.get("/admin").words


@pytest.mark.parametrize(("tiers", "asks"), [((), False), (("councillor",), True)])
def test_only_another_lead_of_everybody_stands_in(
    app: Flask, administrator: Browser, town: Town, tiers: tuple[str, ...], asks: bool
) -> None:
    with app.app_context(), transaction() as session:
        appoint(
            session,
            person_id=town.chief,
            kind=Kind.LEARNING_LEAD,
            organisation_id=town.council,
            tiers=tiers,
            starts_on=days_ago(1),
            by=None,
            at=now(),
        )
    address = f"/admin/appointments/{appointment_of(app, town.lead)}/end"
    assert ("Nobody else" in administrator.get(address).words) is asks
    assert administrator.post(address).status == (422 if asks else 303)


def test_a_council_shares_with_a_partnership_between_days(
    administrator: Browser, town: Town
) -> None:
    fields = {"organisation": str(town.council), "partnership": "", "starts_on": "2026-01-01"}
    page = send(administrator, "/admin/sharing/new", fields)
    assert page.status == 422
    assert "Choose the partnership" in page.words


def test_names_are_shown_as_text(administrator: Browser) -> None:
    name = "<script>alert(1)</script> & \"Sons\" 'Ltd' {{ 7 * 7 }}"
    assert send(administrator, "/admin/organisations/new", COUNCIL | {"name": name}).status == 303
    page = administrator.get("/admin")
    assert name in page.words
    assert "<script>alert" not in page.text


def test_the_first_administrator_reads_what_to_do_first(app: Flask, browser: Browser) -> None:
    with app.app_context(), transaction() as session:
        first = a_person(session, "First One")
        appoint(
            session,
            person_id=first,
            kind=Kind.ADMINISTRATOR,
            starts_on=days_ago(1),
            by=None,
            at=now(),
        )
    page = browser.sign_in(first).get("/admin")
    assert "None yet. Add your council first, then appoint its training lead." in page.words
