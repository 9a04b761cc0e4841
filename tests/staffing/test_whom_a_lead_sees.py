"""Whom a lead sees: theirs alone, the same in every list, file, search and figure."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learning.assignments import actions as assignments
from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.people.actions import organisations, places
from learning.people.actions.identity import add_address
from learning.people.models import Membership, Organisation, Particulars, Person
from learning.people.standing import Kind
from tests.accounts.letterbox import imported
from tests.builders import LONG_AGO, Town, a_member, a_person, days_ago, some_evidence
from tests.page import Browser

COURSE = "cyber-security-essentials"


def appoint_lead(app: Flask, town: Town, **more: object) -> int:
    """Somebody new with an appointment as lead of the council; returns the person."""
    facts = {"starts_on": days_ago(10), "kind": Kind.LEARNING_LEAD} | more
    with app.app_context(), transaction() as session:
        person = a_person(session, "Scoped Lead")
        organisations.appoint(
            session, person_id=person, organisation_id=town.council, by=None, at=LONG_AGO, **facts
        )
    return person


SCOPES = {
    "councillors": ({"tiers": ["councillor"]}, {"Ada Merriweather", "Tomos Greenhalgh"}),
    "leadership": ({"tiers": ["leadership"]}, {"Grace Okonjo"}),
    "planning": ({"services": ["planning"]}, {"Samina Haque"}),
}
EVERYBODY = {
    "Ada Merriweather",
    "Tomos Greenhalgh",
    "Samina Haque",
    "Grace Okonjo",
    "Lowri Bevan",
    "Harjit Sandhu",
}


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scoped_lead_sees_only_theirs_everywhere(
    app: Flask, town: Town, catalogue: Catalogue, scope: str
) -> None:
    given, theirs = SCOPES[scope]
    codes = everybody_is_asked(app, town, catalogue)
    lead = Browser(app).sign_in(appoint_lead(app, town, **given))
    sees_exactly(lead, theirs, codes)
    form = lead.get("/organisations/fernleigh/assignments/new")
    hidden = min(EVERYBODY - theirs)
    page = lead.post(
        "/organisations/fernleigh/assignments/new",
        {
            "form_key": form.hidden("form_key"),
            "path": "every-officer",
            "whom": "person",
            "role": "",
            "person": codes[hidden],
            "due_on": days_ago(-30).isoformat(),
            "reason": "Please",
        },
    )
    assert page.status == 422
    assert "There is nobody with that address or code in your care" in page.words


def everybody_is_asked(app: Flask, town: Town, catalogue: Catalogue) -> dict[str, str]:
    """One assignment for each person and evidence of each; returns everybody's code by name."""
    with app.app_context(), transaction() as session:
        rows = session.execute(
            select(Membership, Person.name)
            .join(Person, Person.id == Membership.person_id)
            .where(Membership.organisation_id == town.council)
            .order_by(Membership.id)
        ).all()
        for row in rows:
            some_evidence(session, row.Membership.person_id, "evaluation", 1)
        assignments.assign(
            session,
            assignments.Ask(
                organisation_id=town.council,
                path=catalogue.paths["every-officer"],
                people=tuple([(row.Membership.id, row.Membership.person_id) for row in rows]),
                role="all-staff",
                due_on=days_ago(-30),
                reason="Asked of everybody",
            ),
            form_key="everybody",
            by=town.administrator,
            at=now(),
        )
        return {row.name: row.Membership.person_code for row in rows}


def sees_exactly(lead: Browser, theirs: set[str], codes: dict[str, str]) -> None:
    """In the list, by search, one by one, in both exports, on the assignment, and in the report."""
    top = "/organisations/fernleigh"
    for address in (f"{top}/people", f"{top}/people?page=1&role=&tier=", f"{top}/people.csv"):
        text = lead.get(address).text
        assert {name for name in EVERYBODY if name in text} == theirs, address
    for name, code in codes.items():
        assert lead.get(f"{top}/people/{code}").status == (200 if name in theirs else 404), name
        found = lead.get(f"{top}/people?q={name.split()[1]}").words
        assert (name in found) == (name in theirs)
    evidence = lead.get(f"{top}/evidence.csv").text
    assert {name for name, code in codes.items() if code in evidence} == theirs
    listed = lead.get(f"{top}/assignments")
    number = re.search(rf"{top}/assignments/(\d+)", listed.text)
    assert number, listed.words
    asked = lead.get(number.group(0))
    assert {name for name in EVERYBODY if name in asked.words} == theirs
    counted = sum(map(int, re.findall(r"(?:Not started|Started|Done)\D{0,3}(\d+)", asked.words)))
    assert counted in {0, len(theirs)}
    report = lead.client.get(f"{top}/coverage.json").get_json()
    assert report["overall"]["people"] == len(theirs)


def test_two_appointments_of_a_lead_add_up(app: Flask, town: Town, catalogue: Catalogue) -> None:
    person = appoint_lead(app, town, tiers=["councillor"])
    with app.app_context(), transaction() as session:
        organisations.appoint(
            session,
            person_id=person,
            kind=Kind.LEARNING_LEAD,
            organisation_id=town.council,
            services=["planning"],
            starts_on=days_ago(3),
            by=None,
            at=LONG_AGO,
        )
    codes = everybody_is_asked(app, town, catalogue)
    theirs = SCOPES["councillors"][1] | SCOPES["planning"][1]
    sees_exactly(Browser(app).sign_in(person), theirs, codes)


def restrict_chief(app: Flask, town: Town, *, lead_id: int | None) -> None:
    with app.app_context(), transaction() as session:
        membership = session.scalars(
            select(Membership).where(Membership.person_id == town.chief)
        ).one()
        places.restrict(session, membership, lead_id=lead_id, by=None, at=LONG_AGO)


def test_a_restricted_person_is_left_out_for_leads_who_are_not_named(
    app: Flask, town: Town, catalogue: Catalogue
) -> None:
    named = appoint_lead(app, town)
    codes = everybody_is_asked(app, town, catalogue)
    restrict_chief(app, town, lead_id=named)
    left_out = Browser(app).sign_in(town.lead)
    sees_exactly(left_out, EVERYBODY - {"Grace Okonjo"}, codes)
    assert re.search(
        r"\b(1|one)\b[^.]*(restricted|left out)", left_out_words(left_out), re.IGNORECASE
    )
    sees_exactly(Browser(app).sign_in(named), EVERYBODY, codes)
    assert "left out" not in left_out_words(Browser(app).sign_in(named))


def left_out_words(lead: Browser) -> str:
    return lead.get("/organisations/fernleigh/coverage").words


def test_a_restricted_person_without_a_named_lead_is_seen_by_no_lead(
    app: Flask, town: Town, catalogue: Catalogue
) -> None:
    codes = everybody_is_asked(app, town, catalogue)
    restrict_chief(app, town, lead_id=None)
    sees_exactly(Browser(app).sign_in(town.lead), EVERYBODY - {"Grace Okonjo"}, codes)


def test_a_restricted_person_who_had_been_here_before_is_not_seen_by_way_of_that_time(
    app: Flask, town: Town
) -> None:
    restrict_chief(app, town, lead_id=None)
    with app.app_context(), transaction() as session:
        code = session.query(Membership).filter_by(person_id=town.chief).one().person_code
        places.join(
            session,
            person_id=town.chief,
            organisation_id=town.council,
            starts_on=days_ago(900),
            ends_on=days_ago(800),
            by=None,
            at=LONG_AGO,
        )
        some_evidence(session, town.chief, "cyber-security", 2, shown_on=days_ago(850))
    lead = Browser(app).sign_in(town.lead)
    assert lead.get(f"/organisations/fernleigh/people/{code}").status == 404
    for file in ("people", "evidence"):
        assert code not in lead.get(f"/organisations/fernleigh/{file}.csv").text


def test_a_former_member_keeps_their_record_and_is_gone_from_the_lists(
    app: Flask, town: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        some_evidence(session, town.councillor, "evaluation", 1, shown_on=days_ago(30))
        membership = session.scalars(
            select(Membership).where(Membership.person_id == town.councillor)
        ).one()
        places.change_membership_days(
            session,
            membership,
            starts_on=day_of(LONG_AGO),
            ends_on=day_of(now() - timedelta(days=2)),
            by=None,
            at=now(),
        )
    former = Browser(app).sign_in(town.councillor)
    assert "Evaluating what works" in former.get("/record").words
    former.get("/courses")
    assert former.post(f"/courses/{COURSE}/assessment").status == 403
    lead = Browser(app).sign_in(town.lead)
    assert "Ada Merriweather" not in lead.get("/organisations/fernleigh/people").words
    report = lead.client.get("/organisations/fernleigh/coverage.json").get_json()
    assert report["overall"]["people"] == len(EVERYBODY) - 1


def test_a_twin_hatter_is_seen_by_each_lead_with_that_councils_roles_alone(
    app: Flask, town: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        there = session.scalars(select(Organisation).where(Organisation.slug == "otmoor")).one()
        a_member(session, catalogue, there, town.councillor, "planning-committee-member")
    here = Browser(app).sign_in(town.lead).get("/organisations/fernleigh/people.csv").text
    other = Browser(app).sign_in(town.other_lead).get("/organisations/otmoor/people.csv").text
    assert "scrutiny-member" in here
    assert "planning-committee-member" not in here
    assert "planning-committee-member" in other
    assert "scrutiny-member" not in other


def test_nobody_of_the_other_council_can_be_asked(app: Flask, town: Town) -> None:
    with app.app_context():
        code = current_session().scalar(
            select(Membership.person_code).where(Membership.person_id == town.stranger)
        )
    lead = Browser(app).sign_in(town.lead)
    for person in ("wilfred.doyle@people.example", code):
        form = lead.get("/organisations/fernleigh/assignments/new")
        page = lead.post(
            "/organisations/fernleigh/assignments/new",
            {
                "form_key": form.hidden("form_key"),
                "path": "new-councillor",
                "whom": "person",
                "role": "",
                "person": person,
                "due_on": days_ago(-30).isoformat(),
                "reason": "Please",
            },
        )
        assert page.status == 422, page.words
        assert "There is nobody with that address or code in your care" in page.words


def test_an_address_that_the_council_did_not_give_is_shown_to_no_lead(
    app: Flask, town: Town, catalogue: Catalogue
) -> None:
    """Who came in by a printed code may add an address of their own; so may a twin-hatter."""
    own = "ffion@home.example"
    with app.app_context(), transaction() as session:
        member = imported(session, town.council, address=None, reference="R-17", at=LONG_AGO)
        role, starts_on = catalogue.roles["all-staff"], days_ago(100)
        places.give_role(
            session,
            member,
            role,
            base=None,
            starts_on=starts_on,
            service=None,
            by=None,
            at=LONG_AGO,
        )
        add_address(session, person_id=member.person_id, address=own, at=now())
        code = member.person_code
    lead = Browser(app).sign_in(town.lead)
    top = "/organisations/fernleigh"
    export = lead.get(f"{top}/people.csv").text
    (row,) = {line for line in export.splitlines() if line.startswith(code)}
    assert row.startswith(f"{code},Ffion Probert,,")
    for address in (f"{top}/people", f"{top}/people/{code}", f"{top}/people?q=home.example"):
        assert own not in lead.get(address).text
    assert "Nobody matches" in lead.get(f"{top}/people?q=home.example").words
    with app.app_context(), transaction() as session:
        said = session.scalars(select(Particulars).where(Particulars.reference == "R-17")).one()
        said.address, said.address_key = "ffion@fernleigh.example", "ffion@fernleigh.example"
    assert f"{code},Ffion Probert,ffion@fernleigh.example," in lead.get(f"{top}/people.csv").text
