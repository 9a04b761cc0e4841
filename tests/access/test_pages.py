"""Every page by every kind of person: what is not theirs does not exist."""

import pytest
from flask import Flask

from learning.database import transaction
from learning.doors import Door
from tests.access.addresses import addresses
from tests.access.expecting import KINDS, OWN, as_kind, is_as_expected, met
from tests.access.places import Place
from tests.builders import Town, appoint_lead
from tests.page import Browser

pytestmark = pytest.mark.long

OF_HERE = ("Ada Merriweather", "Samina Haque", "Harjit Sandhu", "Fernleigh")
OF_THERE = ("Una Quayle", "Wilfred Doyle", "Otmoor")


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_opens_to_its_people_alone(
    app: Flask, town: Town, both: tuple[Place, Place], kind: str
) -> None:
    browser = as_kind(app, town, kind)
    foreign = OF_HERE if kind == "other_lead" else OF_THERE
    for place in both:
        for rule, door, address in addresses(app, "GET", place):
            page = browser.get(address)
            what = met(door, rule, kind, ours=place is both[0])
            is_as_expected(page, what, f"{kind} GET {address}")
            # What may be tried without an account asks no database: test_trying.py sees to it.
            if door is not Door.ADMINISTRATOR and not rule.startswith("/try/"):
                said = page.text.replace(address, "")
                leaked = [name for name in foreign if name in said]
                assert not leaked, (kind, address, leaked)


def test_an_assignment_of_this_council_does_not_exist_under_the_others_address(
    app: Flask, town: Town, both: tuple[Place, Place]
) -> None:
    mine, other = both
    lead = Browser(app).sign_in(town.lead)
    for one, organisation in ((other, "fernleigh"), (mine, "otmoor")):
        assert lead.get(f"/organisations/{organisation}/assignments/{one.assignment}").status == 404
        assert lead.get(f"/organisations/{organisation}/people/{one.code}").status == 404


def test_what_a_lead_of_a_part_may_not_open_does_not_exist_for_them(
    app: Flask, town: Town, both: tuple[Place, Place]
) -> None:
    with app.app_context(), transaction() as session:
        appoint_lead(session, town.council, town.chief, services=("planning",))
    lead = Browser(app).sign_in(town.chief)
    met = {200: 0, 404: 0}
    for rule, door, address in addresses(app, "GET", both[0]):
        if door is Door.LEARNING_LEAD and not rule.startswith(OWN):
            status = lead.get(address).status
            assert status in (200, 303, 404, 422), (address, status)
            met[status] = met.get(status, 0) + 1
    assert min(met[200], met[404]) > 10
