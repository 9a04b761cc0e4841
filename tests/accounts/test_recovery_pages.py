"""A forgotten password, and changing one: what is said, to whom, and what ends."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from learning.accounts.models import Recovery
from learning.clock import now
from learning.database import current_session, transaction
from learning.notices.models import Notice
from learning.people.actions import identity
from learning.people.models import Address, Particulars, SignIn
from learning.people.queries import first_addresses
from tests.accounts.letterbox import PASSPHRASE, council, imported, letters, link_in
from tests.builders import PASSWORD, Town
from tests.page import Browser, Page
from tests.statements import most_asked

ADA = "ada.merriweather@people.example"


def asked(app: Flask, address: str) -> Page:
    browser = Browser(app)
    browser.get("/recover")
    return browser.post("/recover", {"email": address})


def recovered(app: Flask, password: str = PASSPHRASE) -> Page:
    """Through the letter, the button and the form."""
    link = link_in(letters(app, "recovery")[-1].plain)
    browser = Browser(app)
    assert browser.get(link).status == 200
    assert browser.post(link).location == "/recover/password"
    browser.get("/recover/password")
    return browser.post("/recover/password", {"password": password})


def signed_in(app: Flask, password: str) -> Browser | None:
    browser = Browser(app)
    browser.get("/sign-in")
    page = browser.post("/sign-in", {"email": ADA, "password": password})
    return browser if page.status == 303 else None


def test_the_letters_link_gives_a_new_password_and_ends_all_other_sign_ins(
    app: Flask, ada: int
) -> None:
    before = signed_in(app, PASSWORD)
    assert before is not None
    assert asked(app, "  Ada.Merriweather@PEOPLE.example ").location == "/recover/sent"
    (letter,) = letters(app)
    assert (letter.address, letter.secret) == (ADA, True)
    assert recovered(app).location == "/sign-in"
    assert before.get("/learning").location.startswith("/sign-in")
    assert signed_in(app, PASSWORD) is None
    after = signed_in(app, PASSPHRASE)
    assert after is not None
    assert "Your password was changed" in after.get("/told").words
    assert letters(app)[-1].kind == "account.changed"
    assert letters(app)[-1].address == ADA


def test_whoever_asks_learns_nothing_of_who_has_an_account(
    app: Flask, town: Town, ada: int
) -> None:
    """Known, unknown, without a password: same words, same status, same statements."""
    asked(app, "to-warm-up@people.example")
    found = {}
    for address in (ADA, "nobody@people.example", "samina.haque@people.example"):
        page = asked(app, address)
        sent = Browser(app).get(page.location)
        assert "Open the link in the invitation from your council instead" in sent.words
        words = re.sub(r'value="[^"]*"', "", sent.text)
        found[address] = (page.status, page.location, words, most_asked(app, page))
    assert len(set(found.values())) == 1
    assert {letter.address for letter in letters(app)} == {ADA, "samina.haque@people.example"}
    with app.app_context():
        people = current_session().scalars(select(Recovery.person_id)).all()
    assert sorted(people) == sorted([ada, town.planner])


def test_a_link_that_was_used_ran_out_or_was_replaced_opens_nothing(app: Flask, ada: int) -> None:
    asked(app, ADA)
    first = link_in(letters(app, "recovery")[-1].plain)
    asked(app, ADA)
    assert Browser(app).get(first).status == 410
    second = link_in(letters(app, "recovery")[-1].plain)
    recovered(app)
    assert Browser(app).get(second).status == 410
    asked(app, ADA)
    third = link_in(letters(app, "recovery")[-1].plain)
    with app.app_context(), transaction() as session:
        session.execute(update(Recovery).values(expires_at=now() - timedelta(seconds=1)))
    assert Browser(app).get(third).status == 410
    assert Browser(app).post("/recover/not-a-token").status == 410
    assert signed_in(app, PASSPHRASE) is not None


def test_the_button_alone_changes_nothing(app: Flask, ada: int) -> None:
    asked(app, ADA)
    link = link_in(letters(app, "recovery")[-1].plain)
    for _ in range(2):
        browser = Browser(app)
        assert browser.get(link).headers["Referrer-Policy"] == "strict-origin"
        assert browser.post(link).status == 303
    assert signed_in(app, PASSWORD) is not None


def test_asking_too_often_stops_for_an_address_whoever_asks(app: Flask, ada: int) -> None:
    assert [asked(app, ADA).status for _ in range(6)] == [303] * 5 + [429]
    nobody = "nobody@people.example"
    assert [asked(app, nobody).status for _ in range(6)] == [303] * 5 + [429]
    assert len(letters(app)) == 5


@pytest.mark.parametrize("typed", ["", "ada", "ada@", "@people.example", "a b@people.example"])
def test_what_is_no_address_is_said_to_be_none(app: Flask, town: Town, typed: str) -> None:
    page = asked(app, typed)
    assert page.status == 422
    assert "Enter an e-mail address" in page.words


def test_a_mailbox_that_the_council_gave_to_somebody_else_recovers_nothing(
    app: Flask, town: Town, ada: int
) -> None:
    """The clerk left; the successor reads clerk@ and must not get the account by it."""
    clerk = "clerk@fernleigh.example"
    with app.app_context(), transaction() as session:
        here = council(session, "fernleigh").id
        identity.add_address(session, person_id=ada, address=clerk, at=now())
        session.add(
            Particulars(
                organisation_id=here,
                person_id=ada,
                name="Ada Merriweather",
                address=clerk,
                address_key=clerk,
                recorded_at=now(),
                recorded_by=None,
            )
        )
    asked(app, clerk)
    assert len(letters(app)) == 1
    with app.app_context(), transaction() as session:
        imported(session, council(session, "fernleigh").id, "New Clerk", clerk)
    assert asked(app, clerk).location == "/recover/sent"
    assert len(letters(app)) == 1
    asked(app, ADA)
    assert letters(app)[-1].address == ADA


def test_what_another_council_says_of_a_mailbox_locks_nobody_out(app: Flask, ada: int) -> None:
    with app.app_context(), transaction() as session:
        imported(session, council(session, "otmoor").id, "Somebody Else", ADA)
    asked(app, ADA)
    assert len(letters(app)) == 1


def test_changing_the_password_asks_for_the_one_of_today(app: Flask, ada: int) -> None:
    browser, other = signed_in(app, PASSWORD), signed_in(app, PASSWORD)
    assert browser is not None
    assert other is not None
    browser.get("/record/password")
    page = browser.post("/record/password", {"current": "not it at all", "password": PASSPHRASE})
    assert (page.status, "The password is not right" in page.words) == (422, True)
    with app.app_context():
        tokens = set(current_session().scalars(select(SignIn.token_hash)))
    page = browser.post("/record/password", {"current": PASSWORD, "password": PASSPHRASE})
    assert page.location == "/record/addresses"
    assert browser.get("/learning").status == 200
    assert other.get("/learning").status == 303
    with app.app_context():
        newest = (
            current_session()
            .scalars(select(SignIn.token_hash).where(SignIn.ended_at.is_(None)))
            .all()
        )
    assert not tokens & set(newest)
    assert letters(app)[-1].kind == "account.changed"


def test_guessing_the_password_of_an_open_browser_stops(app: Flask, ada: int) -> None:
    browser = Browser(app).sign_in(ada)
    browser.get("/record/password")
    wrong = {"current": "not it at all", "password": PASSPHRASE}
    assert browser.post("/record/password", wrong).status == 422
    with app.app_context(), transaction() as session:
        for _ in range(4):
            identity.count_try(session, key=f"own password {ada}", at=now())
    assert browser.post("/record/password", wrong).status == 429


def test_adding_an_address_takes_the_password_and_the_link_that_was_sent_there(
    app: Flask, ada: int, town: Town
) -> None:
    browser = Browser(app).sign_in(ada)
    assert ADA in browser.get("/record/addresses").words
    new = {"email": "Ada@Home.example", "current": "not it at all"}
    assert browser.post("/record/addresses", new).status == 422
    assert browser.post("/record/addresses", new | {"current": PASSWORD}).status == 303
    link = link_in(letters(app)[-1].plain)
    assert letters(app)[-1].address == "Ada@Home.example"
    assert "We sent a link to Ada@Home.example" in browser.get("/record/addresses").words
    stranger = Browser(app).sign_in(town.planner)
    assert stranger.get(link).status == stranger.post(link).status == 410
    assert browser.get(link).status == 200
    assert signed_in_as(app, "ada@home.example") is False
    assert browser.post(link).status == 303
    assert browser.post(link).status == 410
    assert signed_in_as(app, "ada@home.example") is True
    assert letters(app)[-1].kind == "account.added"
    assert letters(app)[-1].address == ADA


def signed_in_as(app: Flask, address: str) -> bool:
    browser = Browser(app)
    browser.get("/sign-in")
    return browser.post("/sign-in", {"email": address, "password": PASSWORD}).status == 303


def test_adding_an_address_says_nothing_of_whether_it_is_anybodys(
    app: Flask, town: Town, ada: int
) -> None:
    browser = Browser(app).sign_in(ada)
    browser.get("/record/addresses")
    pages = [
        browser.post("/record/addresses", {"email": address, "current": PASSWORD})
        for address in ("samina.haque@people.example", "nobody@people.example")
    ]
    assert {(page.status, page.location, page.statements) for page in pages} == {
        (303, "/record/addresses", pages[0].statements)
    }
    link = link_in(letters(app, "account.address")[0].plain)
    page = browser.post(link)
    assert page.status == 409
    with app.app_context():
        holder = (
            current_session()
            .scalars(select(Address.person_id).where(Address.key == "samina.haque@people.example"))
            .one()
        )
    assert holder == town.planner


def with_two(app: Flask, ada: int) -> dict[str, int]:
    with app.app_context(), transaction() as session:
        identity.add_address(session, person_id=ada, address="ada@home.example", at=now())
    with app.app_context():
        rows = current_session().execute(
            select(Address.written, Address.id).where(Address.person_id == ada)
        )
        return {row.written: row.id for row in rows}


def test_choosing_where_e_mail_goes(app: Flask, ada: int) -> None:
    numbers = with_two(app, ada)
    browser = Browser(app).sign_in(ada)
    address = f"/record/addresses/{numbers['ada@home.example']}/first"
    assert browser.get(address).status == 200
    assert browser.post(address, {"current": "not it at all"}).status == 422
    assert browser.post(address, {"current": PASSWORD}).status == 303
    with app.app_context():
        assert first_addresses(current_session(), [ada]) == {ada: "ada@home.example"}
    back = f"/record/addresses/{numbers[ADA]}/first"
    browser.post(back, {"current": PASSWORD})
    with app.app_context():
        assert first_addresses(current_session(), [ada]) == {ada: ADA}


def test_an_address_can_go_but_never_the_last(app: Flask, ada: int, town: Town) -> None:
    numbers = with_two(app, ada)
    browser = Browser(app).sign_in(ada)
    gone = f"/record/addresses/{numbers[ADA]}/remove"
    assert Browser(app).sign_in(town.planner).get(gone).status == 404
    browser.get(gone)
    assert browser.post(gone, {"current": PASSWORD}).status == 303
    assert signed_in_as(app, ADA) is False
    assert signed_in_as(app, "ada@home.example") is True
    assert letters(app)[-1].kind == "account.addresses"
    assert letters(app)[-1].address == "ada@home.example"
    last = f"/record/addresses/{numbers['ada@home.example']}/remove"
    page = browser.post(last, {"current": PASSWORD})
    assert page.status == 422
    assert "your only address" in page.words


def test_what_was_changed_stands_among_what_we_told(app: Flask, ada: int) -> None:
    asked(app, ADA)
    recovered(app)
    with app.app_context():
        kinds = current_session().scalars(select(Notice.kind).where(Notice.person_id == ada)).all()
    assert kinds == ["password.changed"]
