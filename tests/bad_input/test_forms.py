"""What forms are sent: kept as words, or refused with the page of the form."""

from io import BytesIO
from urllib.parse import quote

import pytest
from sqlalchemy import func, select

from learning.database import current_session
from learning.people.models import Person
from tests.bad_input.sent import HUGE, NASTY, an_attempt, encoded, is_plain
from tests.builders import Town
from tests.page import Browser


@pytest.mark.parametrize("name", NASTY)
def test_nasty_words_in_the_sign_in_form_sign_nobody_in(
    browser: Browser, town: Town, name: str
) -> None:
    browser.get("/sign-in")
    body = f"csrf_token={quote(browser.last_token)}&email={{0}}@x.example&password={{0}}"
    page = browser._open(
        "POST",
        "/sign-in",
        data=body.format(encoded(NASTY[name])),
        content_type="application/x-www-form-urlencoded",
    )
    is_plain(page, 422)


@pytest.mark.parametrize("name", NASTY)
def test_nasty_answers_are_refused_and_nothing_is_kept(councillor: Browser, name: str) -> None:
    attempt = an_attempt(councillor)
    address = f"/attempts/{attempt}/questions/1"
    page = councillor._open(
        "POST",
        address,
        data=f"csrf_token={quote(councillor.last_token)}&answer={encoded(NASTY[name])}",
        content_type="application/x-www-form-urlencoded",
    )
    is_plain(page, 422)
    assert "checked" not in councillor.get(address).text


@pytest.mark.parametrize("whom", ["person", "role", "nobody"])
def test_nasty_words_in_an_assignment_are_refused(lead: Browser, whom: str) -> None:
    address = "/organisations/fernleigh/assignments/new"
    new = lead.get(address)
    key = new.hidden("form_key")
    for nasty in map(encoded, NASTY.values()):
        body = (
            f"csrf_token={quote(new.token())}&form_key={quote(key)}&whom={whom}"
            f"&path=every-officer&role={nasty}&person={nasty}&due_on=2199-01-01&reason={nasty}"
        )
        form = "application/x-www-form-urlencoded"
        is_plain(lead._open("POST", address, data=body, content_type=form), 422)


@pytest.mark.parametrize("name", [n for n in NASTY if n != "very long"])
def test_a_nasty_reason_for_one_person_becomes_words_or_is_refused(
    lead: Browser, name: str
) -> None:
    new = lead.get("/organisations/fernleigh/assignments/new")
    body = (
        f"csrf_token={quote(new.token())}&form_key={quote(new.hidden('form_key'))}&whom=person&role="
        f"&path=every-officer&person=samina.haque@people.example&due_on=2199-01-01"
        f"&reason=r{encoded(NASTY[name])}"
    )
    page = lead._open(
        "POST",
        "/organisations/fernleigh/assignments/new",
        data=body,
        content_type="application/x-www-form-urlencoded",
    )
    is_plain(page, 303, 422)
    if page.status == 303:
        is_plain(lead.get(page.location), 200)
        is_plain(lead.get("/organisations/fernleigh/assignments"), 200)


@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_form_key_is_no_fault(lead: Browser, name: str) -> None:
    new = lead.get("/organisations/fernleigh/assignments/new")
    body = (
        f"csrf_token={quote(new.token())}&form_key={encoded(NASTY[name])}&whom=person&role="
        "&path=every-officer&person=samina.haque@people.example&due_on=2199-01-01&reason=r"
    )
    page = lead._open(
        "POST",
        "/organisations/fernleigh/assignments/new",
        data=body,
        content_type="application/x-www-form-urlencoded",
    )
    is_plain(page, 303, 422)


@pytest.mark.parametrize("name", NASTY)
def test_nasty_words_in_an_administrators_forms_are_refused_or_only_words(
    app, administrator: Browser, name: str
) -> None:
    nasty = encoded(NASTY[name])
    day = "starts_on=2026-01-02"
    for address, fields in {
        "/admin/organisations/new": f"name=a{nasty}&slug={nasty}&nation=England&{day}",
        "/admin/partnerships/new": f"name=a{nasty}&slug=good-slug&{day}",
        "/admin/sharing/new": f"organisation={nasty}&partnership={nasty}&{day}",
        "/admin/appointments/new": (
            f"email=a{nasty}@people.example&name=a{nasty}&kind=administrator&{day}"
        ),
    }.items():
        administrator.get(address)
        page = administrator._open(
            "POST",
            address,
            data=f"csrf_token={quote(administrator.last_token)}&{fields}",
            content_type="application/x-www-form-urlencoded",
        )
        is_plain(page, 303, 422)
    is_plain(administrator.get("/admin"), 200)
    with app.app_context():
        names = current_session().scalars(select(Person.name)).all()
        assert not [n for n in names if any(ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 for c in n)]


@pytest.mark.parametrize(
    "fields",
    [
        {"organisation": HUGE, "kind": "reviewer"},
        {"organisation": "x", "kind": "reviewer"},
        {"organisation": "", "kind": "reviewer"},
        {"partnership": HUGE, "kind": "partnership-reviewer"},
        {"kind": "emperor"},
        {"kind": "learning-lead", "organisation": "1", "tiers": "none"},
        {"kind": "learning-lead", "organisation": "1", "services": ["none", "none"]},
    ],
)
def test_choices_that_were_not_offered_are_refused(
    app, administrator: Browser, fields: dict[str, str]
) -> None:
    administrator.get("/admin/appointments/new")
    page = administrator.post(
        "/admin/appointments/new",
        {"email": "new@people.example", "name": "New", "starts_on": "2026-01-02", **fields},
    )
    is_plain(page, 422)
    with app.app_context():
        found = current_session().scalar(select(func.count()).where(Person.name == "New"))
        assert found == 0


def test_a_file_where_a_word_was_asked_for_is_no_fault(lead: Browser) -> None:
    new = lead.get("/organisations/fernleigh/assignments/new")
    page = lead._open(
        "POST",
        "/organisations/fernleigh/assignments/new",
        data={"csrf_token": new.token(), "reason": (BytesIO(b"x"), "../../etc/passwd")},
    )
    is_plain(page, 422)
