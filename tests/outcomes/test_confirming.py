"""A colleague's one question: whose link opens it, what changes it, and when it is closed."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from learning.clock import now
from learning.database import current_session, transaction
from learning.notices.letters import digest, is_key_of, key_of
from learning.notices.models import Notice
from learning.notices.rules.digest import Digest, Group, Waiting
from learning.outcomes.actions import answers
from learning.outcomes.models import Confirmation
from learning.outcomes.rules.answering import Answer, Said
from learning.people.actions import places
from learning.people.models import Membership
from tests.builders import Town, days_ago
from tests.outcomes.asked import a_question, switch, the_confirmation
from tests.page import Browser
from tests.statements import most_asked

WORDS = "I ring back before I change bank details."


@pytest.fixture
def number(app: Flask, town: Town) -> int:
    """Ada says so, and names Tomos."""
    with app.app_context(), transaction() as session:
        switch(session, town.council, on=True)
        question = a_question(session, town.councillor)
        said = Said(Answer.YES, WORDS, "tomos.greenhalgh@people.example")
        answers.answer(session, question, said, person_id=town.councillor, at=now())
    return question


@pytest.fixture
def link(app: Flask, number: int) -> str:
    """As it stands in Tomos's weekly e-mail."""
    settings = app.extensions["settings"]
    with app.app_context():
        told = (
            current_session().scalars(select(Notice).where(Notice.kind == "outcome.confirm")).one()
        )
        waiting = Waiting(
            told.id, None, told.kind, told.subject, told.body, told.link, told.written_at
        )
    mail = digest(
        settings,
        Digest((told.id,), (Group(None, (waiting,)),), ("Fernleigh Council",)),
        person_id=1,
        name="Tomos",
        language="en",
        base="http://here",
    )
    for text in (mail.plain, mail.html):
        assert "Ada" not in text
        assert WORDS not in text
    (found,) = re.findall(r"http://here(/confirmations/\S+)", mail.plain)
    return found


def the_answer(app: Flask, number: int) -> str | None:
    with app.app_context():
        return the_confirmation(current_session(), number).answer


def test_the_link_shows_one_question_and_a_button_without_signing_in(
    app: Flask, link: str, number: int
) -> None:
    nobody = Browser(app)
    page = nobody.get(link)
    assert page.status == 200
    assert "Ada Merriweather says: I ring back before I change bank details." in page.words
    assert most_asked(app, page) <= 4
    assert the_answer(app, number) is None  # looking changes nothing, however often
    sent = nobody.post(link.partition("?")[0], {"seen": "saw", "key": page.hidden("key")})
    assert sent.status == 303
    after = nobody.get(sent.location)
    assert "Thank you" in after.words
    assert WORDS not in after.words
    assert the_answer(app, number) == "saw"
    again = nobody.get(link)
    assert WORDS not in again.text
    assert "used up" in again.words


def test_a_link_used_twice_keeps_the_first_answer(app: Flask, link: str, number: int) -> None:
    nobody = Browser(app)
    page = nobody.get(link)
    address, key = link.partition("?")[0], page.hidden("key")
    assert nobody.post(address, {"seen": "rather-not", "key": key}).status == 303
    assert nobody.post(address, {"seen": "rather-not", "key": key}).status == 303
    changed = nobody.post(address, {"seen": "saw", "key": key})
    assert changed.status == 409
    assert the_answer(app, number) == "rather-not"


def test_without_its_key_it_opens_for_the_colleague_alone(
    app: Flask, town: Town, link: str, number: int
) -> None:
    bare = link.partition("?")[0]
    assert Browser(app).sign_in(town.second_councillor).get(bare).status == 200
    for browser in (
        Browser(app),
        Browser(app).sign_in(town.councillor),
        Browser(app).sign_in(town.lead),
        Browser(app).sign_in(town.stranger),
    ):
        for address in (bare, f"{bare}?key=", f"{bare}?key=é", f"{link[:-1]}~"):
            page = browser.get(address)
            assert page.status == 410, address
            assert WORDS not in page.text
        assert browser.post(bare, {"seen": "saw", "key": "x"}).status == 410
    assert the_answer(app, number) is None


def test_a_key_opens_its_own_link_and_no_other(app: Flask) -> None:
    settings = app.extensions["settings"]
    key = key_of(settings, "/confirmations/one")
    assert is_key_of(settings, "/confirmations/one", key)
    for address, other in (("/confirmations/two", key), ("/confirmations/one", key[:-1]), ("", "")):
        assert not is_key_of(settings, address, other)


def test_no_answer_and_a_made_up_one_come_back(app: Flask, link: str, number: int) -> None:
    nobody = Browser(app)
    key = nobody.get(link).hidden("key")
    for seen in ("", "did-it-myself"):
        page = nobody.post(link.partition("?")[0], {"seen": seen, "key": key})
        assert page.status == 422
        assert WORDS in page.words
    assert the_answer(app, number) is None


@pytest.mark.parametrize(
    "what", ["ran out", "taken back", "changed", "switched off", "asker left", "colleague left"]
)
def test_a_closed_question_shows_and_keeps_nothing(
    app: Flask, town: Town, link: str, number: int, what: str
) -> None:
    nobody = Browser(app)
    key = nobody.get(link).hidden("key")
    with app.app_context(), transaction() as session:
        if what == "ran out":
            session.execute(update(Confirmation).values(expires_at=now() - timedelta(seconds=1)))
        elif what == "taken back":
            answers.take_back(session, number, person_id=town.councillor, at=now())
        elif what == "changed":
            said = Said(Answer.NOT_YET)
            answers.answer(session, number, said, person_id=town.councillor, at=now())
        elif what == "switched off":
            switch(session, town.council, on=False, at=now())
        else:
            person = town.councillor if what == "asker left" else town.second_councillor
            member = session.scalars(select(Membership).where(Membership.person_id == person)).one()
            places.change_membership_days(
                session, member, starts_on=days_ago(900), ends_on=days_ago(0), by=None, at=now()
            )
    for page in (
        nobody.get(link),
        nobody.post(link.partition("?")[0], {"seen": "saw", "key": key}),
        Browser(app).sign_in(town.second_councillor).get(link),
    ):
        assert page.status == 410
        assert WORDS not in page.text
    with app.app_context():
        assert current_session().scalars(select(Confirmation.answer)).all() == [None]


def test_the_person_learns_only_that_it_was_seen(
    app: Flask, town: Town, link: str, number: int
) -> None:
    ada = Browser(app).sign_in(town.councillor)
    before = ada.get("/record/outcomes").words
    tomos = Browser(app).sign_in(town.second_councillor)
    assert "Ada Merriweather asks whether you saw something" in tomos.get("/record/outcomes").words
    with app.app_context(), transaction() as session:
        one = the_confirmation(session, number)
        one.answer, one.answered_at = "did-not-see", now()
    assert ada.get("/record/outcomes").words == before
    with app.app_context(), transaction() as session:
        the_confirmation(session, number).answer = "saw"
    assert "saw it" in ada.get("/record/outcomes").words
    assert "asks whether" not in tomos.get("/record/outcomes").words
