"""Unseen marks that pasting brings are no part of an address, wherever one is typed or read."""

import pytest
from flask import Flask
from sqlalchemy import select

from learning.accounts.rules.addresses import looks_shared
from learning.database import current_session
from learning.notices.ports.message import mailbox
from learning.people.models import Address, Particulars
from learning.people.rules import address_key, clean_address, is_address
from tests.accounts.letterbox import letters, newest_link
from tests.builders import PASSWORD, Town
from tests.imports.planned import HEADER, only, planned, problems, said
from tests.page import Browser

ADA = "ada.merriweather@people.example"
MARKS = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e", "\u202d", "\u2069")


def marked(address: str, mark: str = "\u200b") -> str:
    return f"{mark} {address[:4]}{mark}{address[4:]}{mark} "


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_is_no_part_of_an_address(mark: str) -> None:
    pasted = marked(ADA, mark)
    assert (address_key(pasted), clean_address(pasted), mailbox(pasted)) == (ADA, ADA, ADA)
    assert is_address(pasted)
    assert not is_address(f"{mark}@{mark}.{mark}")
    assert looks_shared(marked("clerk@otmoor.example", mark))


@pytest.mark.parametrize("mark", MARKS)
def test_signing_in_and_recovering_with_a_pasted_address(app: Flask, ada: int, mark: str) -> None:
    browser = Browser(app)
    browser.get("/sign-in")
    fields = {"email": marked(ADA, mark), "password": PASSWORD}
    assert browser.post("/sign-in", fields).status == 303
    browser = Browser(app)
    browser.get("/recover")
    assert browser.post("/recover", {"email": marked(ADA, mark)}).status == 303
    assert letters(app, "recovery")[-1].address == ADA


def test_an_added_address_is_kept_and_written_to_without_marks(app: Flask, ada: int) -> None:
    browser = Browser(app).sign_in(ada)
    browser.get("/record/addresses")
    fields = {"email": marked("ada@home.example"), "current": PASSWORD}
    assert browser.post("/record/addresses", fields).status == 303
    assert letters(app)[-1].address == "ada@home.example"
    link = newest_link(app)
    browser.get(link)
    assert browser.post(link).status == 303
    with app.app_context():
        kept = current_session().execute(
            select(Address.written, Address.key).where(Address.person_id == ada)
        )
        assert ("ada@home.example", "ada@home.example") in {tuple(row) for row in kept}


def test_a_lead_who_pastes_one_writes_finds_and_imports_the_same_person(
    app: Flask, town: Town
) -> None:
    lead = Browser(app).sign_in(town.lead)
    here = "/organisations/fernleigh/people"
    lead.get(f"{here}/new")
    fields = {
        "name": "Nia Pask",
        "address": marked("nia.pask@fernleigh.example"),
        "role": "councillor",
        "starts_on": "2024-06-03",
    }
    page = lead.post(f"{here}/new", fields)
    assert page.status == 303, page.words
    with app.app_context():
        row = current_session().scalars(select(Particulars)).one()
        assert (row.address, row.address_key) == ("nia.pask@fernleigh.example",) * 2
    assert "Nia Pask" in lead.get(here, query_string={"q": "nia.p\u200bask@"}).words


def test_an_imported_address_has_no_marks() -> None:
    pasted = marked("nia@fernleigh.example"), marked(ADA)
    row = said(name="Nia Pask", email=pasted[0], roles="Councillor", starts="2027-05-10")
    line = only(planned((*row, pasted[1]), header=(*HEADER, "manager")))
    assert line.deed is not None, problems(line)
    saying = line.deed.saying
    assert saying is not None
    assert saying.address == saying.address_key == "nia@fernleigh.example"
    assert saying.manager_key == ADA
    assert line.notes == (f"Nobody here has the manager’s address {ADA}",)
