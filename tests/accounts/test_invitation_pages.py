"""An invitation: from the e-mail's text to being signed in, once."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from learning.accounts.actions import invitations
from learning.accounts.models import Invitation
from learning.accounts.queries.states import State, invitations_of
from learning.clock import now
from learning.database import current_session, transaction
from learning.people.actions import places
from learning.people.actions.identity import token_hash
from learning.people.models import (
    Address,
    Membership,
    MembershipPeriod,
    Particulars,
    Person,
    SignIn,
)
from tests.accounts.letterbox import (
    PASSPHRASE,
    SERVICE,
    an_invited,
    council,
    imported,
    letters,
    link_in,
    newest_link,
)
from tests.builders import Town
from tests.page import Browser, Page

INVITED = "ffion.probert@fernleigh.example"


def accepted(browser: Browser, link: str, password: str = PASSPHRASE) -> Page:
    """Through the button and the form."""
    assert browser.get(link).status == 200
    assert browser.post(link).location == "/invitation"
    assert browser.get("/invitation").h1 == "Choose a password"
    return browser.post("/invitation", {"password": password})


def test_the_link_of_the_letter_leads_to_being_signed_in(app: Flask, town: Town) -> None:
    person_id, link = an_invited(app)
    (letter,) = letters(app)
    assert (letter.address, letter.kind, letter.secret) == (INVITED, "invitation", True)
    browser = Browser(app)
    assert "Fernleigh Council invites you" in browser.get(link).words
    assert accepted(browser, link).location == "/"
    assert browser.get("/").h1 == "Hello Ffion"
    with app.app_context():
        address = (
            current_session().scalars(select(Address).where(Address.person_id == person_id)).one()
        )
        assert (address.written, address.verified_at is not None) == (INVITED, True)
    browser.post("/sign-out")
    browser.get("/sign-in")
    page = browser.post("/sign-in", {"email": INVITED, "password": PASSPHRASE})
    assert page.location == "/"


def test_the_letter_is_in_the_language_of_the_person(app: Flask, town: Town) -> None:
    an_invited(app, language="cy")
    (letter,) = letters(app)
    assert letter.language == "cy"
    assert letter.subject == "Mae Fernleigh Council yn eich gwahodd i Learning for local government"
    assert "Helo Ffion Probert" in letter.plain
    assert '<html lang="cy">' in letter.html
    assert link_in(letter.plain) in letter.html


def test_looking_at_the_link_changes_nothing_however_often(app: Flask, town: Town) -> None:
    person_id, link = an_invited(app)
    for _ in range(3):
        assert Browser(app).get(link).status == 200
        assert Browser(app).client.head(link).status_code == 200
    assert state(app, person_id) is State.WAITING
    assert accepted(Browser(app), link).status == 303


def state(app: Flask, person_id: int) -> State:
    with app.app_context():
        here = council(current_session(), "fernleigh").id
        found = invitations_of(current_session(), here, [person_id], at=now())
        return found[person_id].state


def test_the_lead_sees_how_far_an_invitation_is(app: Flask, town: Town) -> None:
    person_id, link = an_invited(app)
    browser = Browser(app)
    browser.get(link)
    browser.post(link)
    assert state(app, person_id) is State.OPENED
    browser.post("/invitation", {"password": PASSPHRASE})
    assert state(app, person_id) is State.USED


def test_a_used_an_expired_a_replaced_and_an_unknown_link_give_one_and_the_same_answer(
    app: Flask, town: Town
) -> None:
    used = an_invited(app)[1]
    accepted(Browser(app), used)
    replaced_person, replaced = an_invited(app, name="Two", address="two@fernleigh.example")
    expired = an_invited(app, name="Three", address="three@fernleigh.example")[1]
    with app.app_context(), transaction() as session:
        member = session.scalars(
            select(Membership.id).where(Membership.person_id == replaced_person)
        ).one()
        invitations.invite(session, [member], service=SERVICE, by=None, at=now())
        session.execute(
            update(Invitation)
            .where(Invitation.token_hash == token_hash(expired.rsplit("/", 1)[1]))
            .values(expires_at=now() - timedelta(seconds=1))
        )
    answers = set()
    for link in (used, expired, replaced, "/invitations/never-was-one"):
        page = Browser(app).get(link)
        assert page.status == 410
        words = page.text.replace(link, "")
        answers.add(re.sub(r'value="[^"]*"', "", words))
        assert Browser(app).post(link).status == 410
        again = Browser(app).post(f"{link}/again")
        assert (again.status, again.location) == (303, "/invitation/sent")
    assert len(answers) == 1


def test_a_new_link_goes_to_the_same_address_and_to_nobody_who_is_in(
    app: Flask, town: Town
) -> None:
    person_id, link = an_invited(app)
    with app.app_context(), transaction() as session:
        session.execute(update(Invitation).values(expires_at=now() - timedelta(days=1)))
    Browser(app).post(f"{link}/again")
    first, second = letters(app)
    assert first.address == second.address == INVITED
    assert accepted(Browser(app), newest_link(app)).status == 303
    Browser(app).post(f"{link}/again")
    Browser(app).post("/invitations/never-was-one/again")
    assert len(letters(app)) == 2
    assert state(app, person_id) is State.USED


def test_no_new_link_goes_to_an_address_that_the_council_no_longer_gives(
    app: Flask, town: Town
) -> None:
    person_id, link = an_invited(app)
    with app.app_context(), transaction() as session:
        session.execute(
            update(Particulars)
            .where(Particulars.person_id == person_id)
            .values(address="new@fernleigh.example", address_key="new@fernleigh.example")
        )
    Browser(app).post(f"{link}/again")
    assert len(letters(app)) == 1
    assert Browser(app).get(link).status == 410  # who reads the old mailbox does not come in


def test_what_a_browser_brought_is_forgotten_after_an_hour(app: Flask, town: Town) -> None:
    link = an_invited(app)[1]
    browser = Browser(app)
    browser.get(link)
    browser.post(link)
    with browser.client.session_transaction() as cookie:
        kind, hashed, at = cookie["brought"]
        cookie["brought"] = [kind, hashed, at - 61 * 60]
    assert browser.get("/invitation").status == 410


def test_asking_again_and_again_stops(app: Flask, town: Town) -> None:
    link = an_invited(app)[1]
    browser = Browser(app)
    assert [browser.post(f"{link}/again").status for _ in range(6)] == [303] * 5 + [429]


def test_who_left_the_council_does_not_come_in_by_its_invitation(app: Flask, town: Town) -> None:
    person_id, link = an_invited(app)
    with app.app_context(), transaction() as session:
        member = session.scalars(select(Membership).where(Membership.person_id == person_id)).one()
        places.change_membership_days(
            session,
            member,
            starts_on=session.scalars(
                select(MembershipPeriod.starts_on).where(
                    MembershipPeriod.membership_id == member.id
                )
            ).one(),
            ends_on=now().date(),
            by=None,
            at=now(),
        )
    assert Browser(app).get(link).status == 410


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("too short", "Use at least 15 characters"),
        ("passwordpassword", "too easy to guess"),
        ("aaaaaaaaaaaaaaaaaaaa", "too easy to guess"),
        ("Learning for local government", "too easy to guess"),
        ("ffion.probert@fernleigh.example", "too easy to guess"),
        ("ffion probert 2026", "too easy to guess"),
        ("", "Choose a password"),
    ],
)
def test_an_obvious_password_is_refused_with_a_word_why(
    app: Flask, town: Town, password: str, says: str
) -> None:
    link = an_invited(app)[1]
    browser = Browser(app)
    browser.get(link)
    browser.post(link)
    page = browser.post("/invitation", {"password": password})
    assert page.status == 422
    assert says in page.words
    if password:
        assert f'name="password" type="password" value="{password}"' not in page.text
    assert browser.post("/invitation", {"password": PASSPHRASE}).status == 303


def test_the_token_stands_in_the_letter_and_in_no_later_address(app: Flask, town: Town) -> None:
    link = an_invited(app)[1]
    token = link.rsplit("/", 1)[1]
    browser = Browser(app)
    page = browser.get(link)
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert page.headers["Cache-Control"] == "no-store"
    assert token not in page.text
    opened = browser.post(link)
    assert token not in opened.location
    assert opened.headers["Referrer-Policy"] == "strict-origin"
    with browser.client.session_transaction() as cookie:
        assert token not in str(dict(cookie))
    assert token not in browser.get("/invitation").text
    with app.app_context():
        kept = current_session().scalars(select(Invitation.token_hash)).one()
    assert kept == token_hash(token)


def test_a_fault_of_ours_writes_no_token_into_the_log(
    app: Flask, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    browser = Browser(app)
    browser.get("/sign-in")
    settings = app.extensions.pop("settings")
    try:
        page = browser.post("/invitations/a-token-of-somebody/again")
    finally:
        app.extensions["settings"] = settings
    assert page.status == 500
    messages = [record.getMessage() for record in caplog.records]
    assert any("/invitations/<token>/again" in message for message in messages)
    assert not any("a-token-of-somebody" in message for message in messages)


def test_what_was_planted_before_does_not_survive(app: Flask, town: Town) -> None:
    link = an_invited(app)[1]
    browser = Browser(app)
    browser.get(link)
    browser.post(link)
    with browser.client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
        before = cookie.get("csrf_token")
    accepted(browser, link)
    with browser.client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert "brought" not in cookie
        assert cookie.get("csrf_token") != before


def test_a_cookie_with_a_hash_that_we_did_not_put_there_opens_nothing(
    app: Flask, town: Town
) -> None:
    an_invited(app)
    assert Browser(app).get("/invitation").status == 410
    assert Browser(app).post("/invitation", {"password": PASSPHRASE}).status == 410


def test_this_is_not_me_ends_the_link_and_tells_the_lead(app: Flask, town: Town) -> None:
    person_id, link = an_invited(app)
    browser = Browser(app)
    browser.get(link)
    browser.post(link)
    assert browser.post("/invitation/decline").location == "/invitation/declined"
    page = browser.get("/invitation/declined")
    assert page.h1 == "Thank you"
    assert "Ask the training lead of that council to invite you again" in page.words
    assert state(app, person_id) is State.NOT_THEM
    assert Browser(app).get(link).status == 410
    Browser(app).post(f"{link}/again")
    assert len(letters(app)) == 1
    lead = Browser(app).sign_in(town.lead)
    with app.app_context():
        code = (
            current_session()
            .scalars(select(Membership.person_code).where(Membership.person_id == person_id))
            .one()
        )
    assert (
        "Reached somebody else" in lead.get(f"/organisations/fernleigh/people/{code}/invite").words
    )


def test_the_lead_sends_again_and_only_within_their_care(app: Flask, town: Town) -> None:
    person_id, link = an_invited(app)
    with app.app_context():
        code = (
            current_session()
            .scalars(select(Membership.person_code).where(Membership.person_id == person_id))
            .one()
        )
    address = f"/organisations/fernleigh/people/{code}/invite"
    assert Browser(app).sign_in(town.other_lead).get(address).status == 404
    assert Browser(app).sign_in(town.reviewer).get(address).status == 404
    lead = Browser(app).sign_in(town.lead)
    assert INVITED in lead.get(address).words
    assert lead.post(address).status == 303
    assert len(letters(app)) == 2
    assert Browser(app).get(link).status == 410
    assert accepted(Browser(app), newest_link(app)).status == 303
    assert lead.get(address).status == 200
    lead.post(address)
    assert len(letters(app, "invitation")) == 2


def test_thousands_are_invited_in_a_few_statements(app: Flask, town: Town) -> None:
    with app.app_context(), transaction() as session:
        here = council(session, "fernleigh").id
        people = [Person(name=f"Person {number}", created_at=now()) for number in range(2_000)]
        session.add_all(people)
        session.flush()
        members = [
            Membership(
                person_id=one.id, organisation_id=here, person_code=f"code{n}", created_at=now()
            )
            for n, one in enumerate(people)
        ]
        session.add_all(members)
        session.add_all(
            Particulars(
                organisation_id=here,
                person_id=one.id,
                name=one.name,
                address=f"p{one.id}@fernleigh.example",
                address_key=f"p{one.id}@fernleigh.example",
                recorded_at=now(),
                recorded_by=None,
            )
            for one in people
        )
        session.flush()
        ids = [member.id for member in members]
        with counting(session) as statements:
            result = invitations.invite(session, ids, service=SERVICE, by=None, at=now())
            session.flush()
        assert len(result.invited) == 2_000
        again = invitations.invite(session, ids, service=SERVICE, by=None, at=now())
        assert len(again.invited) == 2_000
        open_ones = session.scalars(
            select(Invitation.id).where(Invitation.ended_at.is_(None))
        ).all()
        assert len(open_ones) == 2_000
    assert len(statements) < 20


@contextmanager
def counting(session: Session) -> Iterator[list[str]]:
    """The statements that are sent meanwhile; one for many rows is one."""
    sent: list[str] = []

    def one_more(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", one_more)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", one_more)


def test_whoever_has_no_address_or_a_password_is_not_invited(app: Flask, town: Town) -> None:
    with app.app_context(), transaction() as session:
        here = council(session, "fernleigh").id
        without = imported(session, here, address=None)
        result = invitations.invite(session, [without.id], service=SERVICE, by=None, at=now())
        assert (result.invited, result.already_in) == ((), ())
    person_id, link = an_invited(app, name="In Already", address="in@fernleigh.example")
    accepted(Browser(app), link)
    with app.app_context(), transaction() as session:
        member = session.scalars(
            select(Membership.id).where(Membership.person_id == person_id)
        ).one()
        result = invitations.invite(session, [member], service=SERVICE, by=None, at=now())
        assert (result.already_in, result.invited) == ((member,), ())
    with app.app_context():
        live = (
            current_session()
            .scalars(
                select(SignIn.id).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
            )
            .all()
        )
    assert len(live) == 1
