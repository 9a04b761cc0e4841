"""Getting in without e-mail: a printed code, a passphrase, and a device that others use too."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from learning.accounts.models import PrintedCode
from learning.accounts.rules import codes
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.people.actions import identity, places
from learning.people.actions.identity import token_hash
from learning.people.models import Membership, Person, SignIn
from tests.accounts.letterbox import PASSPHRASE, an_invited, council, imported
from tests.builders import PASSWORD, Town
from tests.page import Browser, Page

CARER = "Bronwen Tully"


@pytest.fixture
def carer(app: Flask, town: Town) -> tuple[int, str]:
    """(person, their code here) of somebody without e-mail."""
    with app.app_context(), transaction() as session:
        made = imported(
            session, council(session, "fernleigh").id, CARER, None, reference="PAY 0042"
        )
        return made.person_id, made.person_code


def printed(app: Flask, town: Town, *people: str) -> list[str]:
    """The codes on the sheets."""
    lead = Browser(app).sign_in(town.lead)
    lead.get("/organisations/fernleigh/codes")
    page = lead.post("/organisations/fernleigh/codes", {"people": list(people)})
    assert page.status == 200
    return re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}(?=</strong>)", page.text)


def entered(app: Flask, code: str, said: str = "pay0042") -> tuple[Browser, Page]:
    browser = Browser(app)
    browser.get("/code")
    return browser, browser.post("/code", {"code": code, "said": said})


def let_in(app: Flask, code: str, passphrase: str = PASSPHRASE) -> Browser:
    browser, page = entered(app, code)
    assert page.location == "/code/passphrase"
    assert browser.get(page.location).h1 == "Choose a passphrase"
    assert browser.post(page.location, {"password": passphrase}).location == "/"
    return browser


def by_number(app: Flask, passphrase: str, number: str = "pay 0042") -> tuple[Browser, Page]:
    browser = Browser(app)
    browser.get("/sign-in/number")
    fields = {"council": " fernleigh  COUNCIL", "number": number, "password": passphrase}
    return browser, browser.post("/sign-in/number", fields)


def test_a_sheet_lets_its_person_in_who_then_comes_back_with_number_and_passphrase(
    app: Flask, town: Town, carer: tuple[int, str]
) -> None:
    (code,) = printed(app, town, carer[1])
    browser = let_in(app, code)
    page = browser.get("/")
    assert page.h1 == "Hello Bronwen"
    assert "Sign out now" in page.words
    browser.post("/sign-out")
    assert browser.get("/learning").status == 303
    again, page = by_number(app, PASSPHRASE)
    assert page.location == "/"
    assert "Sign out now" in again.get("/").words


def test_the_sheet_is_one_page_for_each_person_with_what_they_need(
    app: Flask, town: Town, carer: tuple[int, str]
) -> None:
    with app.app_context(), transaction() as session:
        other = imported(session, council(session, "fernleigh").id, "Without Number", None)
        second = other.person_code
    lead = Browser(app).sign_in(town.lead)
    chosen = lead.get("/organisations/fernleigh/codes")
    assert CARER in chosen.words
    assert "Samina Haque" not in chosen.words  # she signs in by e-mail
    page = lead.post("/organisations/fernleigh/codes", {"people": [carer[1], second]})
    assert page.text.count("app-sheet") == 2
    for words in (CARER, "PAY 0042", "Without Number", "http://localhost/code", "app-no-print"):
        assert words in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_a_code_opens_one_account_once(app: Flask, town: Town, carer: tuple[int, str]) -> None:
    (code,) = printed(app, town, carer[1])
    first, _ = entered(app, code)
    second, _ = entered(app, code)
    first.get("/code/passphrase")
    second.get("/code/passphrase")
    assert first.post("/code/passphrase", {"password": PASSPHRASE}).status == 303
    assert second.post("/code/passphrase", {"password": "another four word phrase"}).status == 410
    assert entered(app, code)[1].status == 422
    assert by_number(app, PASSPHRASE)[1].status == 303


def test_a_newer_sheet_ends_an_older_one_and_a_month_ends_both(
    app: Flask, town: Town, carer: tuple[int, str]
) -> None:
    (old,) = printed(app, town, carer[1])
    (new,) = printed(app, town, carer[1])
    assert entered(app, old)[1].status == 422
    assert entered(app, new)[1].status == 303
    with app.app_context(), transaction() as session:
        session.execute(update(PrintedCode).values(expires_at=now() - timedelta(seconds=1)))
    assert entered(app, new)[1].status == 422


def test_a_lost_passphrase_comes_back_by_a_new_sheet_and_ends_the_old_one(
    app: Flask, town: Town, carer: tuple[int, str]
) -> None:
    before = let_in(app, printed(app, town, carer[1])[0])
    let_in(app, printed(app, town, carer[1])[0], "another four word phrase")
    assert before.get("/learning").status == 303
    assert by_number(app, PASSPHRASE)[1].status == 422
    assert by_number(app, "another four word phrase")[1].status == 303


@pytest.mark.parametrize("said", ["PAY0042", "  pay 0042 ", "bronwen tully", "BRONWEN  TULLY"])
def test_number_or_name_may_be_typed_in_any_manner(
    app: Flask, town: Town, carer: tuple[int, str], said: str
) -> None:
    (code,) = printed(app, town, carer[1])
    typed = code.replace("-", " ").lower().replace("0", "o").replace("1", "l")
    assert entered(app, typed, said)[1].status == 303


def test_whatever_is_wrong_gets_one_and_the_same_answer(
    app: Flask, town: Town, carer: tuple[int, str]
) -> None:
    (code,) = printed(app, town, carer[1])
    found = set()
    for typed, said in (
        (code, "somebody else"),
        ("ABCD-ABCD-ABCD", "pay0042"),
        ("nonsense", "nobody"),
        (code, "PAY 0043"),
    ):
        page = entered(app, typed, said)[1]
        words = re.sub(r'value="[^"]*"', "", page.text)
        found.add((page.status, words, page.statements))
    assert len(found) == 1
    assert next(iter(found))[0] == 422


def test_guessing_codes_stops(app: Flask, town: Town, carer: tuple[int, str]) -> None:
    tries = [entered(app, "ABCD-ABCD-ABCD")[1].status for _ in range(6)]
    assert tries == [422] * 5 + [429]


def test_guessing_passphrases_stops_and_tells_nothing(
    app: Flask, town: Town, carer: tuple[int, str]
) -> None:
    wrong = by_number(app, "not the passphrase")[1]
    unknown = by_number(app, "not the passphrase", "nobody")[1]
    assert wrong.status == unknown.status == 422
    texts = {re.sub(r'value="[^"]*"', "", page.text) for page in (wrong, unknown)}
    assert len(texts) == 1
    with app.app_context(), transaction() as session:
        for _ in range(4):
            identity.count_try(session, key="number fernleigh council pay0042", at=now())
    assert by_number(app, "not the passphrase")[1].status == 429


def test_a_shared_device_signs_out_after_half_an_hour_without_use(
    app: Flask, town: Town, carer: tuple[int, str]
) -> None:
    browser = let_in(app, printed(app, town, carer[1])[0])
    with browser.client.session_transaction() as cookie:
        assert cookie.permanent is False
        cookie["shared_device"] -= 29 * 60
    assert browser.get("/learning").status == 200  # and the half hour begins again
    with browser.client.session_transaction() as cookie:
        cookie["shared_device"] -= 29 * 60
    assert browser.get("/learning").status == 200
    with browser.client.session_transaction() as cookie:
        cookie["shared_device"] -= 31 * 60
    assert browser.get("/learning").location.startswith("/sign-in")
    with app.app_context():
        row = current_session().scalars(select(SignIn).where(SignIn.person_id == carer[0])).one()
        assert row.expires_at - row.started_at == timedelta(hours=4)


def test_no_paper_opens_an_account_that_e_mail_opens(
    app: Flask, town: Town, carer: tuple[int, str]
) -> None:
    (code,) = printed(app, town, carer[1])
    browser, page = entered(app, code)
    with app.app_context(), transaction() as session:
        identity.add_address(
            session, person_id=carer[0], address="bronwen@people.example", at=now()
        )
        samina = session.scalars(
            select(Membership.person_code).where(Membership.person_id == town.planner)
        ).one()
    assert browser.post(page.location, {"password": PASSPHRASE}).status == 409
    lead = Browser(app).sign_in(town.lead)
    lead.get("/organisations/fernleigh/codes")
    refused = lead.post("/organisations/fernleigh/codes", {"people": [samina]})
    assert refused.status == 422
    assert by_number(app, PASSWORD)[1].status == 422


def test_a_lead_prints_for_their_own_people_alone(
    app: Flask, town: Town, carer: tuple[int, str]
) -> None:
    other = Browser(app).sign_in(town.other_lead)
    assert other.get("/organisations/fernleigh/codes").status == 404
    other.get("/organisations/otmoor/codes")
    page = other.post("/organisations/otmoor/codes", {"people": [carer[1]]})
    assert page.status == 422
    with app.app_context():
        assert current_session().scalars(select(PrintedCode.id)).all() == []


def test_a_leaver_signs_in_by_number_no_more(
    app: Flask, town: Town, carer: tuple[int, str]
) -> None:
    let_in(app, printed(app, town, carer[1])[0])
    leave(app, carer[0])
    assert by_number(app, PASSPHRASE)[1].status == 422


def leave(app: Flask, person_id: int) -> None:
    """From today they no longer belong to the council."""
    with app.app_context(), transaction() as session:
        member = session.scalars(select(Membership).where(Membership.person_id == person_id)).one()
        today = day_of(now())
        places.change_membership_days(
            session, member, starts_on=today - timedelta(days=9), ends_on=today, by=None, at=now()
        )


def test_a_leavers_sheet_lets_nobody_in(app: Flask, town: Town, carer: tuple[int, str]) -> None:
    (code,) = printed(app, town, carer[1])
    half_way, page = entered(app, code)
    assert page.location == "/code/passphrase"
    leave(app, carer[0])
    assert entered(app, code)[1].status == 422
    assert half_way.get("/code/passphrase").status == 410
    assert half_way.post("/code/passphrase", {"password": PASSPHRASE}).status == 410


def test_codes_have_sixty_bits_and_no_look_alikes() -> None:
    assert len(set(codes.SIGNS)) ** codes.SIZE >= 2**60
    assert not set("ILOU") & set(codes.SIGNS)
    drawn = {codes.new_code() for _ in range(200)}
    assert len(drawn) == 200
    assert all(codes.read(codes.written(code)) == code for code in drawn)


def test_the_code_itself_is_kept_nowhere(app: Flask, town: Town, carer: tuple[int, str]) -> None:
    (code,) = printed(app, town, carer[1])
    with app.app_context():
        kept = current_session().scalars(select(PrintedCode.code_hash)).one()
        assert kept == token_hash(codes.read(code))
        assert current_session().get_one(Person, carer[0]).password_hash is None


def test_two_hundred_sheets_at_once_and_no_more(app: Flask, town: Town) -> None:
    with app.app_context(), transaction() as session:
        here = council(session, "fernleigh").id
        for number in range(201):
            imported(session, here, f"Carer {number:03}", None, reference=f"P{number}")
    lead = Browser(app).sign_in(town.lead)
    page = lead.get("/organisations/fernleigh/codes")
    choices = page.choices("people")
    assert len(choices) == 200
    sheets = lead.post("/organisations/fernleigh/codes", {"people": choices})
    assert sheets.text.count("app-sheet") == 200
    assert sheets.statements < 40
    next_ones = lead.get("/organisations/fernleigh/codes").choices("people")
    assert len(set(choices) & set(next_ones)) == 199  # who has no sheet yet comes first


def test_a_sheet_ends_when_its_person_comes_in_by_invitation(app: Flask, town: Town) -> None:
    person_id, link = an_invited(app)
    with app.app_context():
        code = (
            current_session()
            .scalars(select(Membership.person_code).where(Membership.person_id == person_id))
            .one()
        )
    (paper,) = printed(app, town, code)
    browser = Browser(app)
    browser.get(link)
    browser.post(link)
    browser.get("/invitation")
    browser.post("/invitation", {"password": PASSPHRASE})
    assert entered(app, paper, "Ffion Probert")[1].status == 422
