"""A person of another council: linked when they say so, and until then not a word of them."""

import json
import re

import pytest
from flask import Flask
from sqlalchemy import select

from learning.accounts.actions import invitations, linking
from learning.accounts.models import LinkRequest
from learning.accounts.queries.states import addresses_to_check
from learning.audit import AuditEntry
from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import Door, marks_of
from learning.extensions import db
from learning.people import passwords
from learning.people.actions import identity, places
from learning.people.models import Address, Membership, Person
from learning.people.sight import Eyes
from learning.people.standing import WHOLE
from tests.accounts.letterbox import (
    PASSPHRASE,
    SERVICE,
    council,
    imported,
    letters,
    link_in,
    newest_link,
)
from tests.builders import LONG_AGO, PASSWORD, Town, some_evidence
from tests.coverage.reading import words_of
from tests.page import Browser, Page
from tests.rows import empty, every_row, put_back
from tests.statements import most_asked

pytestmark = pytest.mark.long

HASH = passwords.hash_password(PASSWORD)
ADA = "ada.merriweather@people.example"
SAID = "A. Merriweather (Otmoor list)"


@pytest.fixture
def ada(app: Flask, town: Town) -> int:
    """Known at Fernleigh, with evidence, a password and a verified address."""
    with app.app_context(), transaction() as session:
        identity.set_password_hash(
            session, person_id=town.councillor, password_hash=HASH, by=None, at=now()
        )
        some_evidence(session, town.councillor, "evaluation", 3)
    return town.councillor


def otmoor_imports(
    app: Flask, address: str = ADA, name: str = SAID, *, invites: bool = True
) -> tuple[int, str]:
    """(the person it made, their code there)."""
    with app.app_context(), transaction() as session:
        membership = imported(
            session, council(session, "otmoor").id, name, address, reference="M-7"
        )
        if invites:
            invitations.invite(session, [membership.id], service=SERVICE, by=None, at=now())
        else:
            linking.ask_to_link(session, [membership.id], at=now())
        return membership.person_id, membership.person_code


def question(app: Flask, person_id: int) -> str:
    with app.app_context():
        found = (
            current_session()
            .scalars(
                select(LinkRequest.id).where(
                    LinkRequest.person_id == person_id, LinkRequest.ended_at.is_(None)
                )
            )
            .one()
        )
    return f"/is-this-you/{found}"


def lead_sees(app: Flask, town: Town, code: str) -> dict[str, str]:
    """Every page and file of the other council that its lead can open, by its rule."""
    lead = Browser(app).sign_in(town.other_lead)
    found = {}
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            door = marks_of(app.view_functions[rule.endpoint]).door
            if "GET" not in (rule.methods or ()) or door is Door.PUBLIC:
                continue
            if rule.arguments <= {"organisation", "code"}:
                address = app.url_map.bind("localhost").build(
                    rule.endpoint,
                    {
                        name: {"organisation": "otmoor", "code": code}[name]
                        for name in rule.arguments
                    },
                )
                page = lead.get(address)
                found[rule.rule] = f"{page.status} {said_by(page, rule.rule)}"
    return found


def said_by(page: Page, rule: str) -> str:
    if rule.endswith(".xlsx"):
        return ""  # it says the second it was made in, and holds nothing of anybody
    is_paper = rule.endswith(".pdf") and page.status == 200
    return words_of(page.data) if is_paper else page.text


def test_until_the_person_agrees_the_lead_sees_what_they_imported_and_nothing_more(
    app: Flask, town: Town, ada: int
) -> None:
    _, code = otmoor_imports(app)
    pages = lead_sees(app, town, code)
    assert len(pages) > 10
    assert SAID in pages["/organisations/<organisation>/people"]
    everything = "".join(pages.values())
    for word in ("Fernleigh", "Ada Merriweather", "Learned elsewhere"):
        assert word not in everything
    evidence = pages["/organisations/<organisation>/evidence.csv"]
    assert "evaluation" not in evidence
    assert code not in evidence


def test_the_leads_pages_are_those_of_anybody_else_who_was_invited(
    app: Flask, town: Town, ada: int
) -> None:
    """Once with an address that is known here, once with one that is not: the same pages."""
    with app.app_context():
        rows = every_row(db.engine)
    seen = []
    for address in (ADA, "not.known.here@people.example"):
        empty(app)
        with app.app_context():
            put_back(db.engine, rows)
            with transaction() as session:
                made = imported(session, council(session, "otmoor").id, SAID, address)
                code = made.person_code
                result = invitations.invite(session, [made.id], service=SERVICE, by=None, at=now())
                assert (len(result.invited), result.already_in) == (1, ())
        seen.append(
            {
                rule: _plain(text).replace(code, "CODE").replace(address, "ADDRESS")
                for rule, text in lead_sees(app, town, code).items()
                if not rule.startswith("/record")  # the lead's own
            }
        )
    assert seen[0].keys() == seen[1].keys()
    assert [rule for rule in seen[0] if seen[0][rule] != seen[1][rule]] == []


def _plain(text: str) -> str:
    """Without what differs from one moment to the next, and the numbers that rows have."""
    text = re.sub(r"/\d{1,9}(?=[/\"?])", "/1", text)
    text = re.sub(r'name="\w+" value="[^"]*"', "", text)
    return re.sub(r"\d+:\d\d(am|pm)|T\d\d:\d\d:\d\d[.\d]*(Z|\+00:00)?", "", text)


@pytest.mark.parametrize("invites", [True, False])
def test_yes_makes_the_record_count_in_both_councils(
    app: Flask, town: Town, ada: int, invites: bool
) -> None:
    provisional, code = otmoor_imports(app, invites=invites)
    browser = Browser(app).sign_in(ada)
    first = browser.get("/")
    assert "Otmoor Council says you are one of its people" in first.words
    assert most_asked(app, first) <= 4
    page = browser.get(question(app, ada))
    assert most_asked(app, page) <= 4
    for said in (SAID, ADA, "M-7"):
        assert said in page.words
    done = browser.post(question(app, ada), {"answer": "yes"})
    assert (done.status, done.location) == (303, "/")
    assert "Your record counts in Otmoor Council too" in browser.get("/").words
    pages = lead_sees(app, town, code)
    assert "Ada Merriweather" in pages["/organisations/<organisation>/people"]
    assert f"{code},evaluation,3" in pages["/organisations/<organisation>/evidence.csv"]
    assert "Fernleigh" not in "".join(
        text for rule, text in pages.items() if rule.startswith("/organisations")
    )
    with app.app_context():
        session = current_session()
        places = session.scalars(
            select(Membership.organisation_id).where(Membership.person_id == ada)
        ).all()
        assert len(places) == 2
        audited = session.scalars(
            select(AuditEntry.organisation_id).where(AuditEntry.action == "record.linked")
        ).all()
        assert audited == [council(session, "otmoor").id]
        assert session.get_one(Person, provisional).linked_to == ada
    lead = Browser(app).sign_in(town.lead)
    assert "linked what the council" not in lead.get("/organisations/fernleigh/audit").words


def test_the_report_counts_it_at_once_though_figures_were_kept_before(
    app: Flask, town: Town, ada: int, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        membership = imported(session, council(session, "otmoor").id, SAID, ADA, at=LONG_AGO)
        places.give_role(
            session,
            membership,
            catalogue.roles["planning-officer"],
            base=None,
            starts_on=day_of(LONG_AGO),
            by=None,
            at=LONG_AGO,
        )
        linking.ask_to_link(session, [membership.id], at=now())
    lead = Browser(app).sign_in(town.other_lead)
    address = "/organisations/otmoor/coverage.json?role=planning-officer"
    skills = {line["skill"] for line in json.loads(lead.get(address).text)["skills"]}
    with app.app_context(), transaction() as session:
        for skill in skills:
            some_evidence(session, ada, skill, 4, at=LONG_AGO)
    assert app.test_cli_runner().invoke(args=["recompute-coverage"]).exit_code == 0
    before = lead.get(address).text
    assert met(before) == 0
    browser = Browser(app).sign_in(ada)
    browser.get("/")
    browser.post(question(app, ada), {"answer": "yes"})
    assert met(lead.get(address).text) == len(skills)


def met(text: str) -> int:
    return sum(line["met"] for line in json.loads(text)["skills"])


def test_no_tells_the_lead_to_check_the_address_and_nothing_else(
    app: Flask, town: Town, ada: int, catalogue: Catalogue
) -> None:
    provisional, code = otmoor_imports(app)
    link = newest_link(app)
    browser = Browser(app).sign_in(ada)
    browser.get("/")
    address = question(app, ada)
    assert browser.post(address, {"answer": "no"}).status == 303
    assert browser.get(address).status == 404
    assert "Is this you?" not in browser.get("/").words
    assert Browser(app).get(link).status == 410
    with app.app_context():
        session = current_session()
        eyes = Eyes(council(session, "otmoor").id, WHOLE, town.other_lead, catalogue)
        (found,) = addresses_to_check(session, eyes, on=day_of(now()))
        assert (found.code, found.name, found.address) == (code, SAID, ADA)
        here = Eyes(council(session, "fernleigh").id, WHOLE, town.lead, catalogue)
        assert addresses_to_check(session, here, on=day_of(now())) == []
        there = session.scalars(select(AuditEntry).where(AuditEntry.person_id == provisional)).all()
        assert {entry.actor_id for entry in there} == {None}
        assert session.get_one(Person, provisional).linked_to is None
    everything = "".join(lead_sees(app, town, code).values())
    for word in ("Fernleigh", "Ada Merriweather", "Learned elsewhere"):
        assert word not in everything


def test_who_said_no_is_not_asked_again_for_the_same_address(
    app: Flask, town: Town, ada: int
) -> None:
    provisional, _ = otmoor_imports(app)
    browser = Browser(app).sign_in(ada)
    browser.get("/")
    browser.post(question(app, ada), {"answer": "no"})
    with app.app_context(), transaction() as session:
        member = session.scalars(
            select(Membership.id).where(Membership.person_id == provisional)
        ).one()
        invitations.invite(session, [member], service=SERVICE, by=None, at=now())
    assert "Is this you?" not in browser.get("/").words


def test_a_question_is_its_persons_alone_and_is_answered_once(
    app: Flask, town: Town, ada: int
) -> None:
    otmoor_imports(app)
    address = question(app, ada)
    for other in (town.planner, town.other_lead, town.lead):
        browser = Browser(app).sign_in(other)
        browser.get("/")
        assert browser.get(address).status == 404
        assert browser.post(address, {"answer": "yes"}).status == 404
    browser = Browser(app).sign_in(ada)
    browser.get("/")
    for neither in ({}, {"answer": ""}, {"answer": "YES"}, {"answer": "maybe"}):
        assert browser.post(address, neither).status == 422
    assert browser.post(address, {"answer": "yes"}).status == 303
    assert browser.post(address, {"answer": "no"}).status == 404


def test_asking_twice_asks_once(app: Flask, town: Town, ada: int) -> None:
    provisional, _ = otmoor_imports(app)
    with app.app_context(), transaction() as session:
        member = session.scalars(
            select(Membership.id).where(Membership.person_id == provisional)
        ).one()
        linking.ask_to_link(session, [member], at=now())
        linking.ask_to_link(session, [member], at=now())
    assert question(app, ada)
    page = Browser(app).sign_in(ada).get("/told")
    assert page.words.count("says you are one of its people") == 1


def test_the_invitation_of_a_known_address_starts_no_second_account(
    app: Flask, town: Town, ada: int
) -> None:
    provisional, _ = otmoor_imports(app)
    link = newest_link(app)
    browser = Browser(app)
    browser.get(link)
    browser.post(link)
    page = browser.get("/invitation")
    assert page.h1 == "Is this you?"
    assert 'name="password"' not in page.text
    browser.post("/invitation", {"password": PASSPHRASE})
    with app.app_context():
        session = current_session()
        assert session.get_one(Person, provisional).password_hash is None
        assert session.get_one(Person, ada).password_hash == HASH
        holder = session.scalars(select(Address.person_id).where(Address.key == ADA)).one()
    assert holder == ada


def test_whoever_opens_it_signs_in_and_agrees_there(app: Flask, town: Town, ada: int) -> None:
    provisional, _ = otmoor_imports(app, "ada@otmoor.example")
    link = newest_link(app)
    browser = Browser(app)
    browser.get(link)
    browser.post(link)
    asked = browser.get("/invitation/join")
    assert asked.location == "/sign-in?next=/invitation/join"
    browser.get("/sign-in")
    entered = browser.post(asked.location, {"email": ADA, "password": PASSWORD})
    assert entered.location == "/invitation/join"
    page = browser.get("/invitation/join")
    assert page.h1 == "Does Otmoor Council mean you?"
    assert browser.post("/invitation/join").location == "/"
    assert Browser(app).get(link).status == 410
    with app.app_context():
        session = current_session()
        mine = session.scalars(select(Address.written).where(Address.person_id == ada)).all()
        assert set(mine) == {ADA, "ada@otmoor.example"}
        assert session.get_one(Person, provisional).linked_to == ada


def test_a_successors_mailbox_never_gives_them_the_account(
    app: Flask, town: Town, ada: int
) -> None:
    """Otmoor imports a new clerk with the mailbox that Ada, its clerk before, signs in with."""
    clerk = "clerk@otmoor.example"
    with app.app_context(), transaction() as session:
        identity.add_address(session, person_id=ada, address=clerk, at=now())
    provisional, _ = otmoor_imports(app, clerk, "New Clerk")
    successor = Browser(app)
    link = link_in(letters(app, "invitation")[-1].plain)
    successor.get(link)
    successor.post(link)
    assert 'name="password"' not in successor.get("/invitation").text
    assert successor.post("/invitation/join").status == 303  # to the sign-in page
    assert successor.post("/invitation/decline").status == 303
    with app.app_context():
        session = current_session()
        assert session.scalars(select(Address.person_id).where(Address.key == clerk)).one() == ada
        assert session.get_one(Person, provisional).password_hash is None
    assert "Is this you?" not in Browser(app).sign_in(ada).get("/").words


def test_whoever_comes_back_to_a_council_is_one_person_there_with_one_code(
    app: Flask, town: Town, ada: int
) -> None:
    with app.app_context(), transaction() as session:
        old = session.scalars(select(Membership).where(Membership.person_id == ada)).one()
        made = imported(session, old.organisation_id, SAID, ADA)
        linking.ask_to_link(session, [made.id], at=now())
        code = old.person_code
    browser = Browser(app).sign_in(ada)
    browser.get("/")
    browser.post(question(app, ada), {"answer": "yes"})
    with app.app_context():
        codes = (
            current_session()
            .scalars(select(Membership.person_code).where(Membership.person_id == ada))
            .all()
        )
    assert codes == [code, code]
