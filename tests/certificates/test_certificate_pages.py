import io
from datetime import timedelta

import pytest
from flask import Flask
from pypdf import PdfReader

from learning.catalogue.published import Catalogue, Course
from learning.clock import day_in_words, now
from learning.database import transaction
from tests.assessments.checks import pass_check
from tests.builders import Town, a_certificate, a_person, days_ago
from tests.courses_by_hand import a_course, published
from tests.page import Browser, Page
from tests.statements import most_asked

ADA = "Ada Merriweather"
SHOWN = {"seen_by": "everyone"}
WITH_NAME = SHOWN | {"also": ["name"]}


@pytest.fixture
def code(app: Flask, catalogue: Catalogue, town: Town) -> str:
    return a_code(app, catalogue, town)


def a_code(app: Flask, catalogue: Catalogue, town: Town, **more: object) -> str:
    with app.app_context(), transaction() as session:
        return a_certificate(session, catalogue, town.councillor, **more).code


@pytest.fixture
def ada(app: Flask, town: Town) -> Browser:
    return Browser(app).sign_in(town.councillor)


def agree(holder: Browser, code: str, fields: dict[str, object]) -> Page:
    holder.get(f"/certificates/{code}")
    page = holder.post(f"/certificates/{code}", fields)
    assert (page.status, page.location) == (303, f"/certificates/{code}")
    return holder.get(f"/certificates/{code}")


def others(app: Flask, town: Town) -> list[Browser]:
    """A stranger, a colleague, the lead, the administrator."""
    people = (town.second_councillor, town.lead, town.administrator, town.other_lead)
    return [Browser(app), *(Browser(app).sign_in(person) for person in people)]


def test_a_passed_check_leads_to_its_certificate(app: Flask, ada: Browser) -> None:
    course: Course = a_course()
    with published(app, course):
        pass_check(ada, course.slug)
    assert 'href="/certificates"' in ada.get("/record").text
    listed = ada.get("/certificates")
    assert "Harbour lights" in listed.words
    assert "Nobody but you" in listed.words
    link = listed.text.partition('href="/certificates/')[2].partition('"')[0]
    page = ada.get(f"/certificates/{link}")  # the course is gone from the catalogue
    assert page.h1 == "Certificate: Harbour lights"
    assert "level 1 (awareness)" in page.words
    assert "About 19 minutes" in page.words
    assert ADA in page.words


def test_with_no_certificate_the_list_says_how_to_get_one(ada: Browser) -> None:
    assert "Each check you pass gives one" in ada.get("/certificates").words


def test_many_certificates_stand_on_pages(
    app: Flask, catalogue: Catalogue, town: Town, ada: Browser
) -> None:
    with app.app_context(), transaction() as session:
        for number in range(51):
            a_certificate(session, catalogue, town.councillor, reference=f"attempt {number}")
    first, second = ada.get("/certificates"), ada.get("/certificates?page=2")
    assert "Page 1 of 2" in first.words
    assert [page.text.count('href="/certificates/') for page in (first, second)] == [50, 1]
    assert ada.get("/certificates?page=x").status == ada.get("/certificates?page=99").status == 200


def test_before_consent_it_exists_for_its_holder_alone(
    app: Flask, town: Town, ada: Browser, code: str
) -> None:
    mine = ada.get(f"/certificates/{code}")
    assert mine.status == 200
    assert "Now: nobody but you" in mine.words
    assert mine.headers["Cache-Control"] == "private, no-store"
    assert mine.headers["X-Robots-Tag"] == "noindex"
    nothing = Browser(app).get("/certificates/none")
    for other in others(app, town):
        page = other.get(f"/certificates/{code}")
        assert page.status == 404
        assert ADA not in page.text
        assert page.h1 == nothing.h1
        assert other.client.head(f"/certificates/{code}").status_code == 404
    assert code not in Browser(app).sign_in(town.second_councillor).get("/certificates").text


def test_shown_without_a_name_nobody_learns_it(
    app: Flask, town: Town, ada: Browser, code: str
) -> None:
    mine = agree(ada, code, SHOWN)
    assert "Everyone who has the address sees it. Your name does not stand on it." in mine.words
    assert "(others do not see your name)" in mine.words
    for other in others(app, town):
        page = other.get(f"/certificates/{code}")
        assert page.status == 200
        assert "Merriweather" not in page.text
        assert "does not show their name" in page.words
        assert "Who can see this certificate" not in page.words
        assert "Harbour lights" in page.words
        assert "level 2 (working)" in page.words
        assert "Fernleigh Council" in page.words
        assert f"It holds today, {day_in_words(days_ago(0))}" in page.words
        assert "X-Robots-Tag" not in page.headers
        assert page.headers["Cache-Control"] == "no-store"


def test_a_name_is_shown_by_consent_and_goes_when_that_is_taken_back(
    app: Flask, ada: Browser, code: str
) -> None:
    agree(ada, code, WITH_NAME)
    anybody = Browser(app)
    assert ADA in anybody.get(f"/certificates/{code}").words
    agree(ada, code, SHOWN)
    assert ADA not in anybody.get(f"/certificates/{code}").text
    page = agree(ada, code, {"seen_by": "me", "also": ["name"]})
    assert "Nobody but you sees it. What else you ticked is not shown either." in page.words
    assert anybody.get(f"/certificates/{code}").status == 404
    assert "Nobody but you" in ada.get("/certificates").words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Choose who may see it"),
        ({"seen_by": "my friends"}, "Not a valid choice"),
        ({"seen_by": "everyone", "also": ["score"]}, "is not a valid choice"),
    ],
)
def test_a_choice_that_is_none_changes_nothing(
    app: Flask, ada: Browser, code: str, fields: dict[str, object], words: str
) -> None:
    ada.get(f"/certificates/{code}")
    page = ada.post(f"/certificates/{code}", fields)
    assert page.status == 422
    assert words in page.words
    assert Browser(app).get(f"/certificates/{code}").status == 404


def test_nobody_else_can_agree_for_the_holder(
    app: Flask, town: Town, ada: Browser, code: str
) -> None:
    lead = Browser(app).sign_in(town.lead)
    assert lead.post(f"/certificates/{code}", WITH_NAME).status == 404
    agree(ada, code, SHOWN)
    assert lead.post(f"/certificates/{code}", WITH_NAME).status == 404
    assert ADA not in lead.get(f"/certificates/{code}").text
    signed_out = Browser(app)
    assert signed_out.post(f"/certificates/{code}", WITH_NAME).location.startswith("/sign-in")


def test_an_expired_certificate_says_so(
    app: Flask, catalogue: Catalogue, town: Town, ada: Browser
) -> None:
    code = a_code(
        app, catalogue, town, shown_on=days_ago(800), months=12, at=now() - timedelta(days=800)
    )
    agree(ada, code, SHOWN)
    words = Browser(app).get(f"/certificates/{code}").words
    assert "Expired It counted until" in words
    assert "It holds today" not in words
    assert "Expired" in ada.get("/certificates").words


WHY = "It was taken by somebody else: <b>=SUM(A1)</b>"


def withdraw(browser: Browser, **fields: str) -> Page:
    browser.get("/admin/certificates/withdraw")
    return browser.post("/admin/certificates/withdraw", fields)


def test_an_administrator_withdraws_with_a_reason_that_the_holder_alone_reads(
    app: Flask, town: Town, ada: Browser, code: str
) -> None:
    agree(ada, code, WITH_NAME)
    administrator = Browser(app).sign_in(town.administrator)
    assert "Withdraw a certificate" in administrator.get("/admin").words
    day = days_ago(0)
    page = withdraw(
        administrator,
        code=f"https://learning.example/certificates/{code}.pdf",
        effective_on=day.isoformat(),
        reason=WHY,
    )
    assert (page.status, page.location) == (303, "/admin")
    assert "its holder told" in administrator.get("/admin").words
    public = Browser(app).get(f"/certificates/{code}")
    assert f"Withdrawn It no longer counts from {day_in_words(day)}" in public.words
    assert "It holds today" not in public.words
    assert "taken by somebody else" not in public.text
    assert WHY in ada.get(f"/certificates/{code}").words
    assert WHY in ada.get("/told").words
    assert "(withdrawn)" in ada.get("/record").words
    again = withdraw(administrator, code=code, effective_on=day.isoformat(), reason="Again")
    assert again.status == 409


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"code": ""}, "Enter the address of the certificate"),
        ({"code": "/certificates/none"}, "There is no certificate with this address"),
        ({"code": "x" * 301}, "Enter the address of one certificate"),
        ({"reason": "  "}, "Say why it is withdrawn"),
        ({"reason": "x" * 501}, "Use 500 characters at most"),
        ({"effective_on": ""}, "Enter the day from which it no longer counts"),
        ({"effective_on": "2020-01-01"}, "between the day it was shown and today"),
    ],
)
def test_a_withdrawal_that_is_not_right_changes_nothing(
    app: Flask, town: Town, ada: Browser, code: str, change: dict[str, str], words: str
) -> None:
    fields = {"code": code, "effective_on": days_ago(0).isoformat(), "reason": "Wrong"}
    page = withdraw(Browser(app).sign_in(town.administrator), **(fields | change))
    assert page.status == 422
    assert words in page.words
    assert "It holds today" in ada.get(f"/certificates/{code}").words


def test_the_pages_of_certificates_ask_the_database_little(
    app: Flask, catalogue: Catalogue, town: Town, ada: Browser, code: str
) -> None:
    for number in range(5):
        a_code(app, catalogue, town, reference=f"attempt {number}")
    agree(ada, code, WITH_NAME)
    pages = [ada.get("/certificates"), ada.get(f"/certificates/{code}")]
    assert most_asked(app, *pages, Browser(app).get(f"/certificates/{code}")) <= 4


@pytest.mark.parametrize("name", ["Ŵilfred ap Ŷnyr", "אדה מריוודר", "艾达", "<b>Ada</b> & Co", ""])
def test_names_in_any_script_stand_as_they_are(
    app: Flask, catalogue: Catalogue, town: Town, name: str
) -> None:
    with app.app_context(), transaction() as session:
        from_elsewhere = a_person(session, name, address="anybody@people.example")
        code = a_certificate(session, catalogue, from_elsewhere).code
    agree(Browser(app).sign_in(from_elsewhere), code, WITH_NAME)
    page = Browser(app).get(f"/certificates/{code}")
    assert (name or "The holder does not show their name here") in page.words


def pdf_words(browser: Browser, code: str) -> str:
    reply = browser.client.get(f"/certificates/{code}.pdf")
    assert (reply.status_code, reply.mimetype) == (200, "application/pdf")
    assert reply.headers["Content-Disposition"] == 'inline; filename="certificate.pdf"'
    reader = PdfReader(io.BytesIO(reply.data))
    assert "Merriweather" not in repr(reader.metadata)
    return " ".join(reader.pages[0].extract_text().split())


def test_the_paper_shows_what_the_page_shows(
    app: Flask, town: Town, ada: Browser, code: str
) -> None:
    address = f"/certificates/{code}.pdf"
    mine = ada.client.get(address)
    assert mine.headers["Cache-Control"] == "private, no-store"
    assert mine.headers["X-Robots-Tag"] == "noindex"
    assert ADA in pdf_words(ada, code)
    for other in others(app, town):
        assert other.client.get(address).status_code == 404
    agree(ada, code, SHOWN)
    assert "Merriweather" not in pdf_words(Browser(app), code)
    assert f"http://localhost/certificates/{code}" in pdf_words(Browser(app), code)
    agree(ada, code, WITH_NAME)
    assert ADA in pdf_words(Browser(app), code)
    agree(ada, code, {"seen_by": "me"})
    assert Browser(app).client.get(address).status_code == 404
