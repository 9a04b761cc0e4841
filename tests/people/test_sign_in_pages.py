import re
from urllib.parse import quote

import pytest

from learning.clock import now
from learning.database import transaction
from learning.people import passwords
from learning.people.actions import identity
from tests.builders import PASSWORD, Town
from tests.page import Browser

ADDRESS = "ada.merriweather@people.example"
WRONG = "The e-mail address or the password is not right"


@pytest.fixture
def with_password(app, town: Town) -> Town:
    with app.app_context(), transaction() as session:
        kept = passwords.hash_password(PASSWORD)
        identity.set_password_hash(
            session, person_id=town.councillor, password_hash=kept, by=None, at=now()
        )
        identity.add_address(
            session, person_id=town.councillor, address="ADA@Elsewhere.example", at=now()
        )
    return town


def sign_in(browser: Browser, email: str, password: str, address: str = "/sign-in"):
    browser.get("/sign-in")
    return browser.post(address, {"email": email, "password": password})


def test_signing_in_leads_to_the_first_page_by_303(browser: Browser, with_password: Town) -> None:
    page = sign_in(browser, ADDRESS, PASSWORD)
    assert (page.status, page.location) == (303, "/")
    assert browser.get("/").h1 == "Hello Ada"


def test_a_page_with_errors_says_where_it_can_be_asked_for(browser: Browser, town: Town) -> None:
    assert "data-asked-for" in sign_in(browser, "", "").text


def test_any_verified_address_is_the_same_person(browser: Browser, with_password: Town) -> None:
    assert sign_in(browser, "  ada@ELSEWHERE.example ", PASSWORD).status == 303
    assert browser.get("/").h1 == "Hello Ada"


@pytest.mark.parametrize(
    ("chosen", "typed"),
    [
        ("tide marble onion seven ", "tide marble onion seven"),
        ("tide marble onion seven", " tide marble onion seven\u00a0"),
        ("t\u0177 gwyn ger y lli", "ty\u0302 gwyn ger y lli"),
    ],
    ids=["the phone set a space", "pasted with space", "another keyboard's accents"],
)
def test_a_password_is_the_same_on_every_keyboard(
    browser: Browser, with_password: Town, chosen: str, typed: str
) -> None:
    with browser.app.app_context(), transaction() as session:
        identity.set_password_hash(
            session,
            person_id=with_password.councillor,
            password_hash=passwords.hash_password(chosen),
            by=None,
            at=now(),
        )
    assert sign_in(browser, ADDRESS, typed).status == 303


def test_a_password_kept_before_spaces_were_passed_over_is_still_good(
    browser: Browser, with_password: Town
) -> None:
    typed = " tide marble onion seven "
    with browser.app.app_context(), transaction() as session:
        identity.set_password_hash(
            session,
            person_id=with_password.councillor,
            password_hash=passwords.HASHER.hash(typed),
            by=None,
            at=now(),
        )
    assert sign_in(browser, ADDRESS, typed.strip()).status == 422
    assert sign_in(browser, ADDRESS, typed).status == 303


def test_an_unknown_address_and_a_wrong_password_get_one_and_the_same_answer(
    browser: Browser, with_password: Town
) -> None:
    unknown = sign_in(browser, "nobody@people.example", PASSWORD)
    wrong = sign_in(browser, ADDRESS, "not the password at all")
    without = sign_in(browser, "samina.haque@people.example", PASSWORD)
    assert unknown.status == wrong.status == without.status == 422
    texts = {re.sub(r'value="[^"]*"', "", page.text) for page in (unknown, wrong, without)}
    assert len(texts) == 1
    assert WRONG in unknown.words


def test_failing_too_often_stops_even_the_right_password_and_says_so(
    browser: Browser, with_password: Town
) -> None:
    for _ in range(10):
        assert sign_in(browser, ADDRESS, "not the password at all").status == 422
    page = sign_in(browser, ADDRESS, PASSWORD)
    assert page.status == 429
    assert "Wait 15 minutes" in page.words


def test_the_right_password_clears_the_count(browser: Browser, with_password: Town) -> None:
    for _ in range(3):
        for _ in range(6):
            sign_in(browser, ADDRESS, "not the password at all")
        assert sign_in(browser, ADDRESS, PASSWORD).status == 303
        browser.post("/sign-out")


def test_signing_in_starts_a_new_session(browser: Browser, with_password: Town) -> None:
    browser.get("/sign-in")
    with browser.client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    sign_in(browser, ADDRESS, PASSWORD)
    with browser.client.session_transaction() as cookie:
        assert "planted" not in cookie


def test_signing_out_ends_the_sign_in_on_the_server(browser: Browser, with_password: Town) -> None:
    sign_in(browser, ADDRESS, PASSWORD)
    stolen = browser.client.get_cookie("session").value
    browser.get("/")
    assert browser.post("/sign-out").status == 303
    browser.client.set_cookie("session", stolen)
    page = browser.get("/learning")
    assert (page.status, page.location) == (303, "/sign-in?next=/learning")


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/%09/evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/learning\r\nX: y",
        " //evil.example",
        "/\t/evil.example",
        "https:evil.example",
    ],
)
def test_an_address_elsewhere_is_not_gone_to_after_sign_in(
    browser: Browser, with_password: Town, address: str
) -> None:

    page = sign_in(browser, ADDRESS, PASSWORD, f"/sign-in?next={quote(address, safe='')}")
    assert page.status == 303
    assert page.location in {"/", "/%09/evil.example"}


def test_a_page_asked_for_signed_out_comes_after_sign_in(
    browser: Browser, with_password: Town
) -> None:
    asked = browser.get("/courses/cyber-security-essentials?a=b")
    page = sign_in(browser, ADDRESS, PASSWORD, asked.location)
    assert page.location == "/courses/cyber-security-essentials?a=b"


def test_a_tampered_cookie_is_nobody(browser: Browser, with_password: Town) -> None:
    sign_in(browser, ADDRESS, PASSWORD)
    value = browser.client.get_cookie("session").value
    browser.client.set_cookie("session", value[:-4] + "AAAA")
    assert browser.get("/learning").status == 303


def test_a_form_without_its_token_is_refused_in_plain_english(
    browser: Browser, with_password: Town
) -> None:
    page = browser.post(
        "/sign-in", {"email": ADDRESS, "password": PASSWORD, "csrf_token": "not the token"}
    )
    assert page.status == 400
    assert "Nothing has been changed" in page.words


def test_an_oversized_form_is_refused(browser: Browser, with_password: Town) -> None:
    browser.get("/sign-in")
    page = browser.post("/sign-in", {"email": "a" * 400_000, "password": "b"})
    assert page.status == 413
