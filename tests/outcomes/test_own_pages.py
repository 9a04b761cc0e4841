"""What somebody is asked on My learning, what they say of it, and that nobody else reads it."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning.clock import now
from learning.database import current_session, transaction
from learning.notices.models import Notice
from learning.outcomes.models import Confirmation, OutcomeAnswer
from learning.people.actions import places
from learning.people.models import Membership
from tests.builders import Town, days_ago
from tests.outcomes.asked import a_question, switch, the_confirmation
from tests.page import Browser, Page
from tests.statements import most_asked

WORDS = "I ring back before I change bank details."
TOMOS = "tomos.greenhalgh@people.example"


@pytest.fixture
def number(app: Flask, town: Town) -> int:
    with app.app_context(), transaction() as session:
        switch(session, town.council, on=True)
        return a_question(session, town.councillor)


@pytest.fixture
def ada(app: Flask, town: Town, number: int) -> Browser:
    return Browser(app).sign_in(town.councillor)


def answer(ada: Browser, number: int, **given: str) -> Page:
    ada.get("/learning")
    return ada.post(f"/record/outcomes/{number}", {"answer": "yes", "words": WORDS} | given)


def answers(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        rows = current_session().execute(
            select(OutcomeAnswer.answer, OutcomeAnswer.words).where(
                OutcomeAnswer.superseded_at.is_(None)
            )
        )
        return [(row[0], row[1]) for row in rows]


def test_it_stands_on_my_learning_and_is_answered_there(
    app: Flask, ada: Browser, number: int
) -> None:
    page = ada.get("/learning")
    assert "One question" in page.words
    assert "you passed Ropes and knots" in page.words
    assert most_asked(app, page) <= 4
    sent = answer(ada, number)
    assert (sent.status, sent.location) == (303, "/record/outcomes")
    mine = ada.get(sent.location)
    assert WORDS in mine.words
    assert most_asked(app, mine) <= 4
    assert "One question" not in ada.get("/learning").words
    assert answers(app) == [("yes", WORDS)]


@pytest.mark.parametrize("chosen", ["not-yet", "does-not-fit"])
def test_no_is_an_answer_and_keeps_no_words(
    app: Flask, ada: Browser, number: int, chosen: str
) -> None:
    assert answer(ada, number, answer=chosen, colleague=TOMOS).status == 303
    assert answers(app) == [(chosen, "")]
    with app.app_context():
        assert current_session().scalar(select(func.count(Confirmation.id))) == 0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"answer": ""}, "Choose an answer"),
        ({"answer": "maybe"}, "Not a valid choice"),
        ({"words": "  \n "}, "Say in a sentence or two what you do differently"),
        ({"words": "x" * 5000}, "Use 600 characters at most"),
        ({"colleague": "Tomos"}, "Enter an e-mail address"),
        ({"colleague": "a" * 5000}, "Use 320 characters at most"),
        ({"colleague": "Ada.Merriweather@people.example"}, "This is your own address"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    app: Flask, ada: Browser, number: int, given: dict[str, str], said: str
) -> None:
    page = answer(ada, number, **given)
    assert page.status == 422
    assert said in page.words
    assert "There is a problem" in page.words
    kept = given.get("words", WORDS).strip()
    assert kept in page.text
    assert answers(app) == []


def test_an_answer_is_changed_and_taken_back(app: Flask, ada: Browser, number: int) -> None:
    answer(ada, number)
    assert WORDS in ada.get(f"/record/outcomes/{number}").text  # in the form
    answer(ada, number, words="I lock my screen.")
    answer(ada, number, words="I lock my screen.")  # said again, it is one row
    assert answers(app) == [("yes", "I lock my screen.")]
    with app.app_context():
        assert current_session().scalar(select(func.count(OutcomeAnswer.id))) == 2
    assert ada.post(f"/record/outcomes/{number}/take-back").status == 303
    assert answers(app) == []
    assert ada.post(f"/record/outcomes/{number}/take-back").status == 303


def test_whether_an_address_belongs_to_anybody_here_is_not_told(
    app: Flask, town: Town, ada: Browser, number: int
) -> None:
    def told(address: str) -> tuple[int, str, str]:
        sent = answer(ada, number, colleague=address)
        page = ada.get("/record/outcomes")
        return sent.status, sent.location, page.words.replace(address, "THEM")

    known = told(TOMOS)
    with app.app_context():
        assert the_confirmation(current_session(), number).colleague_id == town.second_councillor
    assert told("nobody@people.example") == known
    with app.app_context():
        assert the_confirmation(current_session(), number).colleague_id is None
    # A person of another council is nobody here.
    assert told("wilfred.doyle@people.example") == known
    with app.app_context():
        assert the_confirmation(current_session(), number).colleague_id is None
        told_to = select(Notice.person_id).where(Notice.kind == "outcome.confirm")
        assert current_session().scalars(told_to).all() == [town.second_councillor]


def test_no_more_than_three_colleagues_are_asked_of_one_thing(ada: Browser, number: int) -> None:
    for name in "abc":
        assert answer(ada, number, colleague=f"{name}@people.example").status == 303
    page = answer(ada, number, colleague="d@people.example")
    assert page.status == 422
    assert "You have named 3 colleagues" in page.words


def test_the_same_sent_again_asks_the_colleague_once(app: Flask, ada: Browser, number: int) -> None:
    for _ in range(3):
        answer(ada, number, colleague=TOMOS)
    with app.app_context():
        assert current_session().scalar(select(func.count(Confirmation.id))) == 1
        told = select(func.count(Notice.id)).where(Notice.kind == "outcome.confirm")
        assert current_session().scalar(told) == 1


@pytest.mark.parametrize("what", ["switched off", "left"])
def test_where_it_is_asked_no_more_nothing_is_kept_and_what_was_said_can_go(
    app: Flask, town: Town, ada: Browser, number: int, what: str
) -> None:
    answer(ada, number)
    with app.app_context(), transaction() as session:
        if what == "switched off":
            switch(session, town.council, on=False, at=now())
        else:
            one = session.scalars(
                select(Membership).where(Membership.person_id == town.councillor)
            ).one()
            places.change_membership_days(
                session, one, starts_on=days_ago(900), ends_on=days_ago(0), by=None, at=now()
            )
    page = answer(ada, number, words="Other words")
    assert page.status == 409
    assert "Nothing was kept" in page.words
    assert answers(app) == [("yes", WORDS)]
    assert "does not ask this any more" in ada.get(f"/record/outcomes/{number}").words
    assert ada.post(f"/record/outcomes/{number}/take-back").status == 303
    assert answers(app) == []


def test_a_question_is_its_person_s_alone(app: Flask, town: Town, number: int) -> None:
    for person in (town.second_councillor, town.lead, town.administrator):
        browser = Browser(app).sign_in(person)
        assert browser.get(f"/record/outcomes/{number}").status == 404
        assert browser.post(f"/record/outcomes/{number}", {"answer": "yes"}).status == 404
        assert browser.post(f"/record/outcomes/{number}/take-back").status == 404


def test_no_page_or_file_of_a_lead_says_who_was_asked_or_what_they_said(
    app: Flask, town: Town, ada: Browser, number: int
) -> None:
    answer(ada, number, colleague=TOMOS)
    lead = Browser(app).sign_in(town.lead)
    with app.app_context():
        code = current_session().scalar(
            select(Membership.person_code).where(Membership.person_id == town.councillor)
        )
    here = f"/organisations/{town.slug}"
    pages = [
        lead.get(address)
        for address in (
            f"{here}/people/{code}",
            f"{here}/people/{code}/history",
            f"{here}/audit",
            f"{here}/outcomes",
            f"{here}/oversight",
            f"{here}/evidence.csv",
        )
    ]
    assert {page.status for page in pages} == {200}
    for page in pages:
        assert WORDS not in page.text
        assert "do anything differently" not in page.text
        assert "did you see this" not in page.text.casefold()
        assert "outcome-" not in page.text


def test_the_record_s_file_holds_what_is_one_s_own(
    app: Flask, town: Town, ada: Browser, number: int
) -> None:
    answer(ada, number, colleague=TOMOS)
    with app.app_context(), transaction() as session:
        one = the_confirmation(session, number)
        one.answer, one.answered_at = "did-not-see", now()
    mine = ada.client.get("/record.json").json
    (question,) = mine["outcome_questions"]
    assert [one["words"] for one in question["outcome_answers"]] == [WORDS]
    (named,) = question["colleagues"]
    assert (named["named"], named["saw_at"]) == (TOMOS, None)
    assert "did-not-see" not in str(mine)  # that is the colleague's
    theirs = Browser(app).sign_in(town.second_councillor).client.get("/record.json").json
    assert [one["answer"] for one in theirs["confirmations"]] == ["did-not-see"]
    assert WORDS not in str(theirs)
