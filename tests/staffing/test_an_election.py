"""A whole election by the lead's pages: 45 seats, 20 leave, 18 arrive, 2 return after a term."""

import pytest
from flask import Flask

from learning.catalogue.published import Catalogue
from learning.clock import now
from learning.database import transaction
from learning.people.actions import places
from learning.people.models import HeldRole, Membership, MembershipPeriod, Organisation
from tests.builders import Town, a_member, a_person, days_ago, some_evidence
from tests.page import Browser
from tests.staffing.changing import PEOPLE, TOP, code_of, held_of, page_of, rows

DAY = days_ago(0)
SKILL = "data-protection"


@pytest.fixture
def council(app: Flask, town: Town, catalogue: Catalogue) -> dict[str, list[int]]:
    """45 councillors with the town's two; 25 of them hold a seat on a committee; two were before.

    All who will leave, and both who return, have shown what councillors need in one skill.
    """
    found: dict[str, list[int]] = {"leave": [], "stay": [], "back": []}
    with app.app_context(), transaction() as session:
        here = session.get_one(Organisation, town.council)
        for number in range(43):
            group = "leave" if number < 20 else "stay"
            person = a_person(session, f"Member {number:02d}")
            seat = "audit-committee-member" if number >= 18 else "councillor"
            a_member(session, catalogue, here, person, seat, starts_on=days_ago(1000))
            found[group].append(person)
        for number in range(2):
            person = a_person(session, f"Returner {number}")
            member = a_member(
                session, catalogue, here, person, "councillor", starts_on=days_ago(2500)
            )
            places.change_membership_days(
                session,
                member,
                starts_on=days_ago(2500),
                ends_on=days_ago(1000),
                by=None,
                at=now(),
            )
            found["back"].append(person)
        for person in (*found["leave"], *found["back"]):
            shown = days_ago(1200 if person in found["back"] else 400)
            some_evidence(session, person, SKILL, 2, shown_on=shown)
    return found


def line(lead: Browser, as_at: str = "") -> tuple[int, int, int]:
    """(people, required, met) of councillors in the skill, by the report."""
    address = f"{TOP}/coverage.json?role=councillor&skill={SKILL}" + as_at
    overall = lead.client.get(address).get_json()["overall"]
    return overall["people"], overall["required"], overall["met"]


def test_after_an_election_every_role_day_and_figure_is_as_it_was_elected(
    app: Flask, browser: Browser, town: Town, council: dict[str, list[int]]
) -> None:
    lead = browser.sign_in(town.lead)
    assert line(lead) == (45, 45, 20)

    terms = f"{TOP}/terms?role=councillor&service=&ends_on={DAY}"
    held = set(lead.get(terms).choices("held"))
    leaving = {str(held_of(app, person, "councillor")) for person in council["leave"]}
    assert len(held) == 45
    assert leaving <= held
    assert lead.post(terms, {"held": sorted(leaving), "leave": "membership"}).status == 303

    for number in range(18):
        lead.get(f"{PEOPLE}/new")
        given = {"name": f"New {number:02d}", "reference": f"N{number}", "role": "councillor"}
        more = {"role_2": "scrutiny-member"} if number < 4 else {}
        page = lead.post(f"{PEOPLE}/new", given | more | {"starts_on": DAY.isoformat()})
        assert page.status == 303, page.words
    for person in council["back"]:
        address = f"{page_of(app, person)}/return"
        lead.get(address)
        assert lead.post(address, {"role": "councillor", "starts_on": str(DAY)}).status == 303

    # 45 - 20 + 18 + 2; of those who had shown the skill, 20 left and the 2 who return had it.
    assert line(lead) == (45, 45, 2)
    assert line(lead, f"&as_at={days_ago(1)}") == (45, 45, 20)
    for person in council["leave"]:
        assert {row.ends_on for row in rows(app, HeldRole, person)} == {DAY}
        assert rows(app, MembershipPeriod, person)[0].ends_on == DAY
    for person in council["stay"]:
        assert {row.ends_on for row in rows(app, HeldRole, person)} == {None}
    for person in council["back"]:
        days = [(row.starts_on, row.ends_on) for row in rows(app, MembershipPeriod, person)]
        assert days == [(days_ago(2500), days_ago(1000)), (DAY, None)]
        assert code_of(app, person) in lead.get(page_of(app, person)).text
    scrutiny = lead.client.get(f"{TOP}/coverage.json?role=scrutiny-member").get_json()
    assert scrutiny["overall"]["people"] == 5  # Ada was re-elected, and four are new
    with app.app_context(), transaction() as session:
        here = session.query(Membership).filter_by(organisation_id=town.council)
        assert here.count() == 6 + 43 + 2 + 18 + 2  # the town, members, before, new, back
