"""One person is added by form; nobody is made twice, and no address makes a link by itself."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning.catalogue.published import Catalogue
from learning.clock import day_in_words, now
from learning.database import current_session, transaction
from learning.people.actions import places
from learning.people.models import (
    Address,
    HeldRole,
    Membership,
    MembershipPeriod,
    Particulars,
    Person,
)
from tests.builders import Town, days_ago
from tests.page import Browser, Page
from tests.staffing.changing import PEOPLE, TOP, another_lead, audited, code_of, roles_of, rows


def fields(**changed: object) -> dict[str, object]:
    given = {
        "name": "Niamh Calloway",
        "address": "niamh.calloway@fernleigh.example",
        "reference": "M 0042",
        "role": "scrutiny-member",
        "role_2": "planning-committee-member",
        "starts_on": days_ago(3).isoformat(),
    }
    return given | changed


def add(lead: Browser, **changed: object) -> Page:
    lead.get(f"{PEOPLE}/new")
    return lead.post(f"{PEOPLE}/new", fields(**changed))


@pytest.fixture
def lead(browser: Browser, town: Town) -> Browser:
    return browser.sign_in(town.lead)


def counted(app: Flask, table: type) -> int:
    with app.app_context():
        return current_session().scalar(select(func.count()).select_from(table)) or 0


def added(app: Flask) -> int:
    with app.app_context():
        found = current_session().scalars(select(Person.id).where(Person.name == "Niamh Calloway"))
        return found.one()


def test_somebody_new_is_known_by_what_the_council_says_and_cannot_sign_in_yet(
    app: Flask, lead: Browser, town: Town
) -> None:
    page = add(lead)
    assert page.status == 303
    person = added(app)
    with app.app_context():
        session = current_session()
        assert session.get_one(Person, person).password_hash is None
        assert session.scalars(select(Address).where(Address.person_id == person)).all() == []
        said = session.scalars(select(Particulars).where(Particulars.person_id == person)).one()
        assert (said.reference, said.reference_key) == ("M 0042", "m0042")
        assert said.address_key == "niamh.calloway@fernleigh.example"
    assert roles_of(app, person) == {
        ("councillor", None),
        ("scrutiny-member", None),
        ("planning-committee-member", None),
    }
    theirs = lead.get(page.location)
    assert theirs.h1 == "Niamh Calloway"
    assert "niamh.calloway@fernleigh.example, reference M 0042" in theirs.words
    assert "Niamh Calloway" in lead.get(f"{PEOPLE}?q=m0042").words
    assert "Niamh Calloway" in lead.get(f"{PEOPLE}?q=NIAMH.CALLOWAY").words
    said_of = audited(app, "particulars.said")[-1]
    assert said_of["reference"] == (None, "M 0042")
    assert len(audited(app, "role.given")) >= 3


def test_the_same_form_sent_twice_makes_one_person_and_offers_their_page(
    app: Flask, lead: Browser
) -> None:
    first = add(lead)
    people = counted(app, Person)
    again = add(lead)
    assert again.status == 422
    assert "Somebody with this reference is here already" in again.words
    assert f'href="{first.location}"' in again.text
    assert counted(app, Person) == people
    assert "Niamh Calloway" in again.text


def test_the_same_form_sent_at_one_moment_makes_one_person(app: Flask, lead: Browser) -> None:
    lead.get(f"{PEOPLE}/new")
    cookie = lead.client.get_cookie("session")
    people = counted(app, Person)

    def send(reference: str) -> int:
        client = app.test_client()
        client.set_cookie("session", cookie.value)
        given = fields(reference=reference) | {"csrf_token": lead.last_token}
        return client.post(f"{PEOPLE}/new", data=given).status_code

    with ThreadPoolExecutor(4) as threads:
        statuses = sorted(threads.map(send, ["M 42", "M 42", "", ""]))
    assert statuses == [303, 422, 422, 422]
    assert counted(app, Person) == people + 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"reference": " m 00 42 ", "address": ""}, "this reference"),
        ({"reference": "", "address": "Niamh.CALLOWAY@fernleigh.example"}, "this e-mail address"),
        ({"reference": "other", "address": "ada.merriweather@people.example"}, "this e-mail"),
    ],
)
def test_whoever_is_known_here_by_reference_or_address_is_found_and_not_made_again(
    app: Flask, lead: Browser, changed: dict[str, str], words: str
) -> None:
    add(lead)
    people = counted(app, Person)
    page = add(lead, name="Another Name", **changed)
    assert page.status == 422
    assert f"Somebody with {words}" in page.words
    assert counted(app, Person) == people


def test_a_reference_goes_before_an_address(app: Flask, lead: Browser, town: Town) -> None:
    first = add(lead)
    page = add(lead, address="ada.merriweather@people.example")
    assert f'href="{first.location}"' in page.text
    assert f'href="{PEOPLE}/{code_of(app, town.councillor)}"' not in page.text


def test_an_address_that_somebody_proved_elsewhere_makes_no_link(
    app: Flask, lead: Browser, town: Town
) -> None:
    page = add(lead, address="wilfred.doyle@people.example")
    assert page.status == 303
    person = added(app)
    assert person != town.stranger
    with app.app_context():
        session = current_session()
        here = session.scalars(
            select(Membership.person_id).where(Membership.organisation_id == town.council)
        ).all()
        assert town.stranger not in here
        held = session.scalars(select(Address.person_id)).all()
        assert person not in held
    theirs = lead.get(page.location)
    assert "Otmoor" not in theirs.text
    assert "Wilfred" not in theirs.words.replace("wilfred.doyle", "")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": "  "}, "Enter the name"),
        ({"address": "", "reference": ""}, "Enter an e-mail address or a reference"),
        ({"address": "no address"}, "Enter an e-mail address, like"),
        ({"role": ""}, "Choose a role"),
        ({"role": "emperor"}, "Not a valid choice"),
        ({"starts_on": ""}, "Enter the day"),
        ({"starts_on": "2026-02-31"}, "Enter a real date"),
        ({"ends_on": "2001-01-01"}, "Enter a day after the first day"),
        ({"reference": "x" * 81}, "Use 80 characters at most"),
    ],
)
def test_bad_input_is_said_at_the_field_and_nothing_is_kept(
    app: Flask, lead: Browser, changed: dict[str, str], message: str
) -> None:
    people = counted(app, Person)
    page = add(lead, **changed)
    assert page.status == 422
    assert message in page.words.split("There is a problem")[1].split("Add a person")[0]
    assert counted(app, Person) == people


def test_who_wins_a_by_election_is_there_before_the_day_and_counts_from_the_day(
    app: Flask, lead: Browser, town: Town
) -> None:
    day = days_ago(-20)
    page = add(lead, starts_on=day.isoformat())
    assert "Niamh Calloway" not in lead.get(PEOPLE).words
    coming = lead.get(f"{PEOPLE}?status=coming")
    assert f"Niamh Calloway, from {day_in_words(day)}" in coming.words
    assert "Ada Merriweather" not in coming.words
    assert f"To come, from {day_in_words(day)}" in lead.get(page.location).words


def test_a_lead_of_councillors_adds_councillors_alone_and_sees_them_before_their_day(
    app: Flask, town: Town
) -> None:
    lead = another_lead(app, town, tiers=["councillor"])
    form = lead.get(f"{PEOPLE}/new")
    assert 'value="scrutiny-member"' in form.text
    assert 'value="planning-officer"' not in form.text
    assert add(lead, role="planning-officer").status == 422
    assert add(lead, role_2="chief-executive").status == 422
    page = add(lead, starts_on=days_ago(-20).isoformat())
    assert lead.get(page.location).status == 200
    planners = another_lead(app, town, name="Pat Planner", services=["planning"])
    assert planners.get(page.location).status == 404
    assert "Niamh" not in planners.get(f"{PEOPLE}?status=coming").words


def test_a_lead_of_a_service_gives_roles_in_that_service_alone(app: Flask, town: Town) -> None:
    lead = another_lead(app, town, services=["planning"])
    staff = {"role": "all-staff", "role_2": ""}
    page = add(lead, **staff, service="adult-care")
    assert page.status == 422
    assert add(lead, **staff).status == 422
    assert add(lead, **staff, service="planning").status == 303


def test_somebody_whom_a_lead_does_not_look_after_is_not_made_again_and_not_named(
    app: Flask, town: Town
) -> None:
    lead = another_lead(app, town, tiers=["councillor"])
    page = add(lead, address="samina.haque@people.example")
    assert page.status == 422
    assert "somebody whom you do not look after" in page.words
    assert "Samina Haque" not in page.words
    assert code_of(app, town.planner) not in page.text


def test_what_the_council_says_is_corrected_and_audited_from_what_to_what(
    app: Flask, lead: Browser
) -> None:
    theirs = add(lead).location
    number = rows_of_particulars(app)
    form = lead.get(f"{theirs}/particulars/{number}")
    assert 'value="M 0042"' in form.text
    with app.app_context(), transaction() as session:
        session.get_one(Particulars, number).manager_key = "una@fernleigh.example"
    given = {"name": "Niamh Calloway-Reid", "address": "", "reference": "M 43"}
    assert lead.post(f"{theirs}/particulars/{number}", given).status == 303
    with app.app_context():
        said = current_session().get_one(Particulars, rows_of_particulars(app))
        assert said.manager_key == "una@fernleigh.example"  # what the form does not show stays
    page = lead.get(theirs)
    assert page.h1 == "Niamh Calloway-Reid"
    assert "reference M 43" in page.words
    changed = audited(app, "particulars.changed")[-1]
    assert changed["name"] == ("Niamh Calloway", "Niamh Calloway-Reid")
    assert changed["address"] == ("niamh.calloway@fernleigh.example", None)
    export = lead.client.get(f"{TOP}/people.csv").text
    assert "Niamh Calloway-Reid" in export


def rows_of_particulars(app: Flask) -> int:
    with app.app_context():
        return int(
            current_session()
            .scalars(select(Particulars.id).where(Particulars.superseded_at.is_(None)))
            .one()
        )


def test_a_reference_that_somebody_else_has_is_refused(app: Flask, lead: Browser) -> None:
    add(lead)
    other = add(lead, name="Other One", reference="M 43", address="o@fernleigh.example").location
    with app.app_context():
        number = current_session().scalar(
            select(Particulars.id).where(Particulars.reference == "M 43")
        )
    lead.get(f"{other}/particulars/{number}")
    given = {"name": "Other One", "address": "", "reference": "m 00 42"}
    page = lead.post(f"{other}/particulars/{number}", given)
    assert page.status == 422
    assert "Somebody else here has this reference" in page.words


def test_somebody_who_returns_after_a_term_keeps_their_code_and_record(
    app: Flask, lead: Browser, town: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        membership = session.query(Membership).filter_by(person_id=town.councillor).one()
        places.change_membership_days(
            session, membership, starts_on=days_ago(900), ends_on=days_ago(400), by=None, at=now()
        )
    code = code_of(app, town.councillor)
    theirs = f"{PEOPLE}/{code}"
    assert "Ada Merriweather" in lead.get(f"{PEOPLE}?status=left").words
    assert "They come back" in lead.get(theirs).words
    lead.get(f"{theirs}/return")
    given = {"role": "audit-committee-member", "starts_on": days_ago(5).isoformat()}
    again = {"starts_on": days_ago(500).isoformat(), "role": "councillor"}
    page = lead.post(f"{theirs}/return", again)
    assert page.status == 422
    assert "They belong here on some of these days already" in page.words
    for _ in range(2):  # sent twice, it makes one membership
        assert lead.post(f"{theirs}/return", given).status == 303
    assert len(rows(app, MembershipPeriod, town.councillor)) == 2
    assert {row.role for row in rows(app, HeldRole, town.councillor) if row.ends_on is None} >= {
        "audit-committee-member",
        "councillor",
    }
    with app.app_context():
        codes = set(
            current_session().scalars(
                select(Membership.person_code).where(Membership.person_id == town.councillor)
            )
        )
    assert codes == {code}
    assert "Ada Merriweather" in lead.get(PEOPLE).words
    assert "Ada Merriweather" not in lead.get(f"{PEOPLE}?status=left").words
    page = lead.get(theirs)
    assert "Here before" in page.words
    assert "They come back" not in page.words
