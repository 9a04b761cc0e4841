"""Text of every letter there is: each file can hold what is kept, and something of it is seen."""

import pytest
from docx.oxml import OxmlElement

from learning.claims.rules.files import clean_name as file_name
from learning.clock import day_of, now
from learning.database import transaction
from learning.people.models import Organisation
from learning.people.rules import clean_name
from learning.shell.received import clean
from learning.spreadsheets.table import text_of
from learning.texts import is_seen
from tests.bad_input.sent import encoded, is_plain
from tests.builders import a_member, a_person
from tests.page import Browser

EVERY = ["".join(map(chr, range(start, start + 0x400))) for start in range(0, 0x11000, 0x400)]
UNSEEN = {
    "zero width": "\u200b\u200d\ufeff",
    "soft hyphen": "\u00ad",
    "turned round": "\u202e\u202c",
    "empty letters": "\u3164 \uffa0\u115f",
    "empty dots": "\u2800",
    "wide spaces": "\u00a0\u2003\u3000",
    "tags": "\U000e0041",
    "of nobody": "\ue000",
}
SEEN = ("a", "م", "李", "👩‍🚀", "é", "e\u0301", "\u202eevil", "0", "-", "نیم‌فاصله")
HERE = "/organisations/fernleigh"


def test_every_letter_that_is_kept_can_stand_in_a_file() -> None:
    for letters in EVERY:
        for kept in (clean(letters), text_of(letters), text_of(letters, lines=True)):
            OxmlElement("w:t").text = kept
            kept.encode()
        OxmlElement("w:t").text = clean_name(letters)
        OxmlElement("w:t").text = file_name(letters, "pdf")


@pytest.mark.parametrize("text", UNSEEN.values(), ids=UNSEEN)
def test_of_what_nobody_can_see_nothing_is_kept(text: str) -> None:
    assert not is_seen(text)
    assert clean(text) == text_of(text) == ""


@pytest.mark.parametrize("text", SEEN)
def test_what_is_seen_is_kept(text: str) -> None:
    assert clean(text) == text
    assert text_of(text)


@pytest.mark.parametrize("text", UNSEEN.values(), ids=UNSEEN)
def test_words_that_nobody_can_see_are_missing(lead: Browser, text: str) -> None:
    today = day_of(now()).isoformat()
    newcomer = {"name": text, "reference": "77", "role": "councillor", "starts_on": today}
    lead.get(f"{HERE}/people/new")
    page = lead.post(f"{HERE}/people/new", newcomer)
    is_plain(page, 422)
    assert "Enter the name" in page.words
    new = lead.get(f"{HERE}/assignments/new")
    asked = {"whom": "person", "path": "every-officer", "person": "samina.haque@people.example"}
    fields = asked | {"reason": text, "due_on": "2199-01-01", "form_key": new.hidden("form_key")}
    is_plain(lead.post(f"{HERE}/assignments/new", fields), 422)


@pytest.mark.parametrize(
    "asked", ["élodie", "E\u0301LODIE", "e\u0301lodie ŵYN", "ŵynne", "w\u0302YNNE"]
)
def test_a_name_is_found_however_its_letters_are_written(
    app, town, catalogue, lead: Browser, asked: str
) -> None:
    with app.app_context(), transaction() as session:
        council = session.get_one(Organisation, town.council)
        person = a_person(session, "Élodie Ŵynne", address="e.w@people.example")
        a_member(session, catalogue, council, person, "councillor")
    for address in ("people?q={}", "coverage/people?q={}", "extracts/new?q={}", "audit?whom={}"):
        page = lead.get(f"{HERE}/{address.format(encoded(asked))}")
        if page.status == 200:  # no list is made where nobody resolved that there be some
            assert "Élodie Ŵynne" in page.words, address
