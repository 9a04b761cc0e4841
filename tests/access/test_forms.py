"""Every form by every kind of person: it works for its people alone, and with its token."""

import pytest
from flask import Flask

from learning.doors import Door
from tests.access.addresses import addresses
from tests.access.expecting import (
    FORBIDDEN,
    KINDS,
    OPEN,
    SIGN_IN,
    STATEMENTS,
    STATUSES,
    as_kind,
    is_as_expected,
    met,
)
from tests.access.places import Place
from tests.builders import Town

pytestmark = pytest.mark.long

STARTING = ("/courses/<course>/assessment", "/courses/<course>/prove")
WITHOUT_A_COUNCIL = {"partnership_reviewer", "administrator"}  # they learn nowhere


@pytest.mark.parametrize("kind", KINDS)
def test_every_form_works_for_its_people_alone_and_with_its_token(
    app: Flask, town: Town, both: tuple[Place, Place], kind: str
) -> None:
    browser = as_kind(app, town, kind)
    for place in both:
        for rule, door, address in addresses(app, "POST", place):
            if rule in {"/sign-out", "/attempts/<attempt_id>/submit"}:
                continue  # each ends what the others need; tested below
            if rule.startswith(f"{STATEMENTS}/<int:number>/restate"):
                continue  # nothing is published here; it has tests of its own
            if rule == "/unsubscribe/<signed>":
                continue  # mail programs post it without a form: the signed address is the key
            what = met(door, rule, kind, ours=place is both[0])
            without = browser.client.post(address)
            to_all = (Door.SIGNED_IN, Door.PUBLIC)
            refused = 400 if door in to_all else next(iter(STATUSES[what]))
            if what in (OPEN, SIGN_IN):
                refused = 400 if what == OPEN else 303
            assert without.status_code == refused, f"{kind} POST {address} without its token"
            if rule == "/admin/appointments/<int:number>/end" and what == OPEN:
                continue
            if rule.startswith(STARTING) and kind in WITHOUT_A_COUNCIL:
                what = FORBIDDEN
            is_as_expected(browser.post(address), what, f"{kind} POST {address}")


@pytest.mark.parametrize("kind", ["nobody", "councillor"])
def test_what_ends_something_needs_its_token_too(
    app: Flask, town: Town, both: tuple[Place, Place], kind: str
) -> None:
    browser = as_kind(app, town, kind)
    mine, other = both
    assert browser.client.post("/sign-out").status_code == 400
    if kind == "councillor":
        assert browser.client.post(f"/attempts/{mine.attempt}/submit").status_code == 400
        assert browser.post(f"/attempts/{other.attempt}/submit").status == 404
        assert browser.post(f"/attempts/{mine.attempt}/submit").status == 303
    assert browser.post("/sign-out").status == 303
