"""Numbers beyond every row, and signs that only look like digits: refused, never a fault."""

from urllib.parse import urlencode

import pytest

from learning.clock import day_of, now
from learning.shell.received import LARGEST_NUMBER, whole
from tests.bad_input.sent import BEYOND_8_BYTES, is_plain
from tests.page import Browser

TODAY = day_of(now()).isoformat()
HERE = "/organisations/fernleigh"
NO_NUMBERS = {
    "more digits than are read": "9" * 5000,
    "beyond a key": str(LARGEST_NUMBER + 1),
    "beyond eight bytes": BEYOND_8_BYTES,
    "a power": "²",
    "in a circle": "①",
    "of another script": "٣",
    "negative": "-1",
}
RULE = {
    "role": "planning-officer",
    "path": "planning-team",
    "due": "within",
    "within_days": "400",
    "starts_on": TODAY,
    "reason": "Applications go digital.",
}


def test_a_whole_number_is_digits_alone_and_not_larger_than_a_key() -> None:
    assert [whole(text) for text in ("0", " 12 ", "007", str(LARGEST_NUMBER))] == [
        *(0, 12, 7),
        LARGEST_NUMBER,
    ]
    for text in (*NO_NUMBERS.values(), None, "", " ", "1.0", "1e3", "0x1", "1_0", "+1"):
        assert whole(text) is None, text


@pytest.mark.parametrize("number", NO_NUMBERS.values(), ids=NO_NUMBERS)
def test_no_number_in_the_address_of_a_rule_is_no_fault(lead: Browser, number: str) -> None:
    for page in ("new", "preview"):
        query = urlencode(RULE | {"instead_of": number})
        is_plain(lead.get(f"{HERE}/rules/{page}?{query}"), 200, 404, 422)
    days = lead.get(f"{HERE}/rules/preview?{urlencode(RULE | {'within_days': number})}")
    is_plain(days, 422)
    assert "Enter a number of days from 1 to 730" in days.words
    assert "int_max_str_digits" not in days.text
    level = f"{HERE}/requirements/planning-officer/cyber-security"
    is_plain(lead.get(f"{level}/change?instead_of={number}"), 200, 303, 404)
    is_plain(lead.get(f"{level}/preview?instead_of={number}&level=1"), 200, 303, 404, 422)


@pytest.mark.parametrize("number", NO_NUMBERS.values(), ids=NO_NUMBERS)
def test_a_choice_for_a_person_who_has_no_number_is_not_looked_at(
    lead: Browser, number: str
) -> None:
    page = lead.get(f"{HERE}/rules/preview?{urlencode(RULE)}")
    keys = {name: page.hidden(name) for name in ("form_key", "fingerprint")}
    choices = {"past": "leave", "newcomer": "cap", "short": "leave"}
    own = {f"person-{number}": "out"}
    is_plain(lead.post(f"{HERE}/rules", RULE | keys | choices | own), 303, 422)


def test_text_where_a_list_of_people_was_asked_for_is_no_file(administrator: Browser, town) -> None:
    administrator.get("/admin/reorganisations/new")
    plan = {
        "form_key": "k",
        "name": "Merger",
        "slug": "merger",
        "vests_on": "2199-04-01",
        "leaving": str(town.council),
        "following": str(town.council),
        "going_on": [],
    }
    administrator.post("/admin/reorganisations/new", plan)
    page = administrator.post("/admin/reorganisations/merger/list", {"file": "people.csv"})
    is_plain(page, 422)
    assert "Choose a file" in page.words
