"""A mailbox that goes to somebody else never takes the account along."""

import pytest
from flask import Flask
from sqlalchemy import select

from learning.accounts.actions import invitations
from learning.audit import AuditEntry
from learning.clock import now
from learning.database import current_session, transaction
from learning.people import passwords
from learning.people.actions import identity
from learning.people.models import Address, Particulars, Person
from tests.accounts.letterbox import (
    PASSPHRASE,
    SERVICE,
    council,
    imported,
    letters,
    link_in,
)
from tests.builders import PASSWORD, Town
from tests.page import Browser

CLERK, HOME = "clerk@fernleigh.example", "eira@home.example"


@pytest.fixture
def clerk(app: Flask, town: Town) -> tuple[int, str]:
    """(person, code) of somebody whom the council gave its clerk's mailbox; they use it."""
    with app.app_context(), transaction() as session:
        made = imported(session, council(session, "fernleigh").id, "Eira Clerk", CLERK)
        identity.set_password_hash(
            session,
            person_id=made.person_id,
            password_hash=passwords.hash_password(PASSWORD),
            by=None,
            at=now(),
        )
        identity.add_address(session, person_id=made.person_id, address=CLERK, at=now())
        return made.person_id, made.person_code


def add_home(app: Flask, person_id: int) -> None:
    with app.app_context(), transaction() as session:
        identity.add_address(session, person_id=person_id, address=HOME, at=now())


def address_of(code: str) -> str:
    return f"/organisations/fernleigh/people/{code}/address"


def hand_on(app: Flask, town: Town, clerk: tuple[int, str], *, lock_out: bool = False) -> None:
    lead = Browser(app).sign_in(town.lead)
    (number,) = lead.get(address_of(clerk[1])).choices("address")
    fields = {"address": number} | ({"lock_out": "yes"} if lock_out else {})
    assert lead.post(address_of(clerk[1]), fields).status == 303


def can_sign_in(app: Flask, email: str) -> bool:
    browser = Browser(app)
    browser.get("/sign-in")
    return browser.post("/sign-in", {"email": email, "password": PASSWORD}).status == 303


def asks_to_recover(app: Flask, email: str) -> int:
    """How many letters it brings."""
    before = len(letters(app, "recovery"))
    browser = Browser(app)
    browser.get("/recover")
    assert browser.post("/recover", {"email": email}).location == "/recover/sent"
    return len(letters(app, "recovery")) - before


def test_with_another_address_it_ends_at_once_and_they_are_told_there(
    app: Flask, town: Town, clerk: tuple[int, str]
) -> None:
    add_home(app, clerk[0])
    open_browser = Browser(app).sign_in(clerk[0])
    hand_on(app, town, clerk)
    assert can_sign_in(app, CLERK) is False
    assert asks_to_recover(app, CLERK) == 0
    assert can_sign_in(app, HOME) is True
    assert open_browser.get("/learning").status == 303
    told = letters(app, "account.addresses")[-1]
    assert told.address == HOME
    assert "Fernleigh Council says that it no longer belongs to you" in told.plain
    with app.app_context():
        deeds = (
            current_session()
            .scalars(
                select(AuditEntry.action).where(
                    AuditEntry.person_id == clerk[0], AuditEntry.organisation_id == town.council
                )
            )
            .all()
        )
    assert "address.handed_on" in deeds


def test_their_only_way_in_stays_but_recovers_nothing_until_they_have_another(
    app: Flask, town: Town, clerk: tuple[int, str]
) -> None:
    invite = (
        Browser(app).sign_in(town.lead).get(f"/organisations/fernleigh/people/{clerk[1]}/invite")
    )
    assert f"/organisations/fernleigh/people/{clerk[1]}/address" in invite.text
    hand_on(app, town, clerk)
    assert asks_to_recover(app, CLERK) == 0
    assert can_sign_in(app, CLERK) is True
    browser = Browser(app).sign_in(clerk[0])
    page = browser.get("/record/addresses")
    assert "Fernleigh Council says that this address no longer belongs to you" in page.words
    browser.post("/record/addresses", {"email": HOME, "current": PASSWORD})
    assert browser.post(link_in(letters(app)[-1].plain)).status == 303
    assert can_sign_in(app, CLERK) is False
    assert can_sign_in(app, HOME) is True


def test_a_link_that_was_sent_before_opens_nothing(
    app: Flask, town: Town, clerk: tuple[int, str]
) -> None:
    asks_to_recover(app, CLERK)
    link = link_in(letters(app, "recovery")[-1].plain)
    hand_on(app, town, clerk)
    assert Browser(app).get(link).status == 410


def test_a_lead_who_confirms_ends_it_at_once_and_invites_them_elsewhere(
    app: Flask, town: Town, clerk: tuple[int, str]
) -> None:
    open_browser = Browser(app).sign_in(clerk[0])
    hand_on(app, town, clerk, lock_out=True)
    assert open_browser.get("/learning").status == 303
    assert can_sign_in(app, CLERK) is False
    assert asks_to_recover(app, CLERK) == 0
    with app.app_context(), transaction() as session:
        assert session.get_one(Person, clerk[0]).password_hash is None
        said = session.scalars(select(Particulars).where(Particulars.person_id == clerk[0])).one()
        said.address = said.address_key = HOME
    lead = Browser(app).sign_in(town.lead)
    lead.get("/organisations/fernleigh/people")
    lead.post(f"/organisations/fernleigh/people/{clerk[1]}/invite")
    browser, link = Browser(app), link_in(letters(app, "invitation")[-1].plain)
    browser.get(link)
    browser.post(link)
    browser.get("/invitation")
    assert browser.post("/invitation", {"password": PASSPHRASE}).status == 303
    assert browser.get("/").h1 == "Hello Eira"


def test_a_lead_can_end_only_what_their_own_council_gave(
    app: Flask, town: Town, clerk: tuple[int, str]
) -> None:
    add_home(app, clerk[0])
    lead = Browser(app).sign_in(town.lead)
    page = lead.get(address_of(clerk[1]))
    assert CLERK in page.words
    assert HOME not in page.text
    with app.app_context():
        home = current_session().scalars(select(Address.id).where(Address.key == HOME)).one()
    assert lead.post(address_of(clerk[1]), {"address": str(home)}).status == 422
    assert can_sign_in(app, HOME) is True
    for other in (town.other_lead, town.reviewer, town.planner):
        assert Browser(app).sign_in(other).get(address_of(clerk[1])).status == 404


def test_the_successor_is_invited_elsewhere_or_gets_the_mailbox_once_it_is_free(
    app: Flask, town: Town, clerk: tuple[int, str]
) -> None:
    add_home(app, clerk[0])
    hand_on(app, town, clerk)
    with app.app_context(), transaction() as session:
        new = imported(session, council(session, "fernleigh").id, "New Clerk", CLERK)
        invitations.invite(session, [new.id], service=SERVICE, by=None, at=now())
        successor = new.person_id
    browser, link = Browser(app), link_in(letters(app, "invitation")[-1].plain)
    browser.get(link)
    browser.post(link)
    browser.get("/invitation")
    assert browser.post("/invitation", {"password": PASSPHRASE}).status == 303
    with app.app_context():
        holder = (
            current_session().scalars(select(Address.person_id).where(Address.key == CLERK)).one()
        )
    assert holder == successor
    assert "Is this you?" not in Browser(app).sign_in(clerk[0]).get("/").words
