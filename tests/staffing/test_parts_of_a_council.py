"""A lead of a part changes their own people alone; a person's page costs the same for all."""

import pytest
from flask import Flask

from learning.assignments.exemptions import Exemption
from learning.catalogue.published import Catalogue
from learning.clock import now
from learning.database import transaction
from learning.people.actions import places, registering
from learning.people.models import HeldRole, Membership, MembershipPeriod, Pause
from learning.people.rules import Saying
from tests.builders import Town, days_ago, some_evidence
from tests.page import Browser
from tests.staffing.changing import (
    PEOPLE,
    another_lead,
    asked,
    code_of,
    held_of,
    page_of,
    period_of,
    roles_of,
    rows,
    somebody,
)
from tests.statements import most_asked

DAYS = {"starts_on": "2025-01-06", "ends_on": "2027-01-04"}
EVERYTHING = {
    **DAYS,
    "role": "audit-committee-member",
    "path": "every-officer",
    "authority": "Council",
    "reason": "A reason",
    "due_on": "2030-01-01",
    "name": "Renamed",
    "address": "",
    "reference": "R 1",
    "who": "all",
    "version": "none",
}


def everything_about(app: Flask, town: Town, person: int) -> list[str]:
    """Every address at which something about this person is changed."""
    theirs = page_of(app, person)
    with app.app_context(), transaction() as session:
        member = session.query(Membership).filter_by(person_id=person).one()
        about = {"organisation_id": town.council, "person_id": person}
        said = registering.say(session, Saying(name="Said"), **about, by=None, at=now())
        places.pause(
            session, member, paused_from=days_ago(90), paused_until=days_ago(80), by=None, at=now()
        )
        row = Exemption(
            **about,
            path="every-officer",
            authority="Council",
            clause="",
            reason="A reason",
            starts_on=days_ago(9),
            ends_on=days_ago(-9),
            recorded_at=now(),
            recorded_by=None,
        )
        session.add(row)
        session.flush()
        said_id, exemption = said.id, row.id
    period, held = period_of(app, person), rows(app, HeldRole, person)[0].id
    pause = rows(app, Pause, person)[0].id
    return [
        *(f"{theirs}/membership/{period}/{what}" for what in ("days", "end")),
        *(f"{theirs}/membership/{period}/{what}/new" for what in ("roles", "pauses")),
        *(f"{theirs}/roles/{held}/{what}" for what in ("days", "end")),
        *(f"{theirs}/pauses/{pause}/{what}" for what in ("days", "end")),
        f"{theirs}/exemptions/{exemption}/end",
        *(f"{theirs}/{what}" for what in ("exemptions/new", "extend", "return", "restriction")),
        f"{theirs}/particulars/{said_id}",
    ]


def test_what_is_outside_a_lead_s_part_does_not_exist_at_any_address(
    app: Flask, town: Town
) -> None:
    lead = another_lead(app, town, tiers=["councillor"])
    lead.get(PEOPLE)
    before = roles_of(app, town.planner)
    for address in everything_about(app, town, town.planner):
        assert lead.get(address).status == 404, address
        assert lead.post(address, EVERYTHING).status == 404, address
    assert roles_of(app, town.planner) == before
    other = Browser(app).sign_in(town.other_lead)
    there = page_of(app, town.planner).replace("fernleigh", "otmoor")
    assert other.get(there).status == 404


@pytest.fixture
def twice(app: Flask, town: Town, catalogue: Catalogue) -> int:
    """Somebody who is a councillor and works in procurement as well."""
    return somebody(app, town, catalogue, "Bedwyr Lloyd", "councillor", "procurement-officer")


def test_a_lead_of_a_part_changes_the_roles_of_their_part_and_no_others(
    app: Flask, town: Town, twice: int
) -> None:
    lead = another_lead(app, town, tiers=["councillor"])
    theirs = page_of(app, twice)
    mine, other = held_of(app, twice, "councillor"), held_of(app, twice, "procurement-officer")
    page = lead.get(theirs)
    assert f'href="{theirs}/roles/{mine}/end"' in page.text
    assert f"/roles/{other}/" not in page.text
    for what in ("days", "end"):
        assert lead.get(f"{theirs}/roles/{other}/{what}").status == 404
        given = DAYS | {"ends_on": days_ago(0).isoformat()}
        assert lead.post(f"{theirs}/roles/{other}/{what}", given).status == 404
    assert lead.post(f"{theirs}/roles/{mine}/end", {"ends_on": days_ago(0).isoformat()}).location
    ends = dict(roles_of(app, twice))
    assert (ends["councillor"], ends["procurement-officer"]) == (days_ago(0), None)


def test_a_lead_of_a_part_takes_nobody_out_of_another_part(
    app: Flask, town: Town, twice: int
) -> None:
    lead = another_lead(app, town, tiers=["councillor"])
    theirs, period = page_of(app, twice), period_of(app, twice)
    page = lead.get(theirs)
    assert f"{period}/end" not in page.text
    assert f"{period}/pauses/new" not in page.text
    for what in ("end", "days", "pauses/new"):
        given = DAYS | {"ends_on": days_ago(-1).isoformat()}
        assert lead.post(f"{theirs}/membership/{period}/{what}", given).status == 404, what
    assert rows(app, MembershipPeriod, twice)[0].ends_on is None
    assert rows(app, Pause, twice) == []


def test_a_lead_of_a_part_ends_the_terms_of_their_part_and_no_membership_beyond_it(
    app: Flask, town: Town, twice: int
) -> None:
    lead = another_lead(app, town, tiers=["councillor"])
    address = f"/organisations/fernleigh/terms?role=councillor&service=&ends_on={days_ago(0)}"
    held = lead.get(address).choices("held")
    assert str(held_of(app, twice, "councillor")) in held
    page = lead.post(address, {"held": held, "leave": "membership"})
    assert page.status == 422
    assert "Bedwyr Lloyd also holds a role that you do not look after" in page.words
    assert {end for _, end in roles_of(app, town.councillor)} == {None}
    assert lead.post(address, {"held": held, "leave": "role"}).status == 303
    assert dict(roles_of(app, twice))["procurement-officer"] is None
    staff = f"/organisations/fernleigh/terms?role=procurement-officer&ends_on={days_ago(0)}"
    assert lead.get(staff).status == 422  # not a role of theirs


def test_a_lead_of_a_part_brings_nobody_into_another_part(app: Flask, town: Town) -> None:
    lead = another_lead(app, town, tiers=["councillor"])
    theirs = page_of(app, town.councillor)
    address = f"{theirs}/membership/{period_of(app, town.councillor)}/roles/new"
    lead.get(address)
    given = {"role": "procurement-officer", "service": "", "starts_on": days_ago(0).isoformat()}
    assert lead.post(address, given).status == 422
    planners = another_lead(app, town, name="Pat Planner", services=["planning"])
    theirs = page_of(app, town.planner)
    address = f"{theirs}/membership/{period_of(app, town.planner)}/roles/new"
    planners.get(address)
    page = planners.post(address, given | {"role": "head-of-service", "service": "housing"})
    assert page.status == 422
    assert "Choose a role and service that you look after" in page.words
    given = given | {"role": "head-of-service", "service": "planning"}
    assert planners.post(address, given).status == 303


def test_a_lead_of_a_part_restricts_nobody(app: Flask, town: Town) -> None:
    lead = another_lead(app, town, tiers=["councillor"])
    address = f"{page_of(app, town.councillor)}/restriction"
    assert lead.get(address).status == 404
    assert lead.post(address, {"who": "all", "version": "none"}).status == 404


def test_whoever_gives_away_the_last_role_of_their_part_is_led_to_the_list(
    app: Flask, town: Town, twice: int
) -> None:
    lead = another_lead(app, town, tiers=["councillor"])
    address = f"{page_of(app, twice)}/roles/{held_of(app, twice, 'councillor')}/end"
    lead.get(address)
    page = lead.post(address, {"ends_on": days_ago(0).isoformat()})
    assert page.location == PEOPLE


def test_the_page_of_a_person_with_much_takes_as_many_statements_as_one_with_little(
    app: Flask, browser: Browser, town: Town, catalogue: Catalogue
) -> None:
    lead = browser.sign_in(town.lead)
    little = lead.get(page_of(app, town.chief))
    everything_about(app, town, town.councillor)
    for number in range(6):
        asked(app, town, catalogue, town.councillor, key=str(number))
    with app.app_context(), transaction() as session:
        for skill in catalogue.skills:
            some_evidence(session, town.councillor, skill, 2)
    much = lead.get(page_of(app, town.councillor))
    assert much.statements == little.statements
    assert most_asked(app, much) <= 8
    assert code_of(app, town.councillor) in much.text
    assert "Finished" in much.words


def test_every_form_about_a_person_keeps_to_the_statements_of_a_lead_s_page(
    app: Flask, browser: Browser, town: Town
) -> None:
    lead = browser.sign_in(town.lead)
    pages = [lead.get(address) for address in everything_about(app, town, town.councillor)]
    top = "/organisations/fernleigh"
    many = ("terms", "exemptions", "leads", "leads/new", "people/new", "people?status=left")
    pages += [lead.get(f"{top}/{what}") for what in many]
    pages.append(lead.get(f"{top}/terms?role=councillor&ends_on={days_ago(0)}"))
    assert {page.status for page in pages} == {200}
    assert most_asked(app, *pages) <= 8
