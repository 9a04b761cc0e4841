"""What a council has decided: pages, forms, previews in words, taking back."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning.audit import AuditEntry
from learning.clock import day_in_words, day_of, now
from learning.database import current_session, transaction
from learning.policies import actions
from learning.policies.models import Policy
from learning.policies.queries import policies_of
from learning.policies.rules import (
    SHAPES,
    Decision,
    Escalation,
    Extract,
    LineManagers,
    Load,
    Name,
    Outcomes,
    Post,
    Purpose,
    Quiet,
    Retention,
)
from learning.policies.settings import PAGES
from tests.builders import Town, days_ago
from tests.claims.made import another_lead
from tests.page import Browser, Page

TOP = "/organisations/fernleigh/decisions"
TODAY = day_of(now())
LATER = TODAY + timedelta(days=30)
GIVEN: dict[Name, dict[str, str]] = {
    Name.PURPOSE: {
        "text": "To plan support.\r\n\r\nFor nothing else.",
        "text_cy": "I gynllunio cymorth.",
        "adopted_by": "Enid Parrish, monitoring officer",
        "adopted_on": "2026-10-01",
    },
    Name.LOAD: {"minutes_a_week": "45", "weeks": "8"},
    Name.POST: {"weekday": "3", "first_hour": "10", "last_hour": "15"},
    Name.QUIET: {
        "name_0": "Pre-election period 2027",
        "first_0": "2027-03-22",
        "last_0": "2027-05-06",
    },
    Name.LINE_MANAGERS: {"on": "yes"},
    Name.OUTCOMES: {"on": "yes"},
    Name.ESCALATION: {
        "after_days": "14",
        "to_manager": "yes",
        "officer_id": "Grace.Okonjo@people.example",
        "decided_on": "2026-09-01",
    },
    Name.EXTRACT: {"resolved_on": "2026-09-15", "clause": "Full council, minute 41"},
    Name.RETENTION: {
        "leavers": "36",
        "notices": "12",
        "uploads": "2",
        "proofs": "6",
        "changes": "24",
    },
}


@pytest.fixture
def lead(browser: Browser, town: Town) -> Browser:
    return browser.sign_in(town.lead)


def send(lead: Browser, name: Name, *, sure: bool = True, **changed: str) -> Page:
    """The form as a browser sends it; with `sure`, from the words on."""
    form = lead.get(f"{TOP}/{name.value}/decide")
    given = {"authority": "Learning policy, clause 7", "starts_on": TODAY.isoformat()}
    given |= {"seen": form.hidden("seen")} | GIVEN[name] | changed
    return lead.post(f"{TOP}/{name.value}/decide", given | ({"sure": "yes"} if sure else {}))


def held(app: Flask, town: Town, on: date = TODAY):
    with app.app_context():
        return policies_of(current_session(), town.council, on=on)


def expected(town: Town) -> dict[Name, Decision]:
    return {
        Name.PURPOSE: Purpose(
            text="To plan support.\n\nFor nothing else.",
            text_cy="I gynllunio cymorth.",
            adopted_by="Enid Parrish, monitoring officer",
            adopted_on=date(2026, 10, 1),
        ),
        Name.LOAD: Load(minutes_a_week=45, weeks=8),
        Name.POST: Post(weekday=3, first_hour=10, last_hour=15),
        Name.QUIET: Quiet(
            periods=((date(2027, 3, 22), date(2027, 5, 6)),), names=("Pre-election period 2027",)
        ),
        Name.LINE_MANAGERS: LineManagers(on=True),
        Name.OUTCOMES: Outcomes(on=True),
        Name.ESCALATION: Escalation(
            after_days=14, to_manager=True, officer_id=town.chief, decided_on=date(2026, 9, 1)
        ),
        Name.EXTRACT: Extract(resolved_on=date(2026, 9, 15), clause="Full council, minute 41"),
        Name.RETENTION: Retention(leavers=36, notices=12, uploads=2, proofs=6, changes=24),
    }


@pytest.mark.parametrize("name", list(Name))
def test_a_decision_is_read_in_words_and_then_decided(
    app: Flask, lead: Browser, town: Town, name: Name
) -> None:
    assert "Nothing decided yet" in lead.get(f"{TOP}/{name.value}").words
    seen = send(lead, name, sure=False)
    assert seen.h1 == "Is this what you decide?"
    assert "Learning policy, clause 7" in seen.words
    assert seen.statements <= 8
    assert held(app, town).decided == {}
    assert send(lead, name).status == 303
    decided = held(app, town).authority(name)
    assert decided.said == expected(town)[name]
    assert (decided.authority, decided.starts_on) == ("Learning policy, clause 7", TODAY)
    page = lead.get(f"{TOP}/{name.value}")
    assert f"Since {day_in_words(TODAY)}: Learning policy, clause 7" in page.words
    assert "Lowri Bevan: decided from" in page.words
    assert page.statements <= 8
    again = lead.get(f"{TOP}/{name.value}/decide")  # what was decided stands in the form
    for value in GIVEN[name].values():
        parts = value.split("-") if value.startswith("202") else [value.split("\r")[0].casefold()]
        assert all(part.lstrip("0") in again.text.casefold() for part in parts) or value == "yes"


def test_every_field_of_every_shape_has_words_of_its_own() -> None:
    for shape in SHAPES.values():
        for name, info in shape.model_fields.items():
            assert info.title or name in ("approved", "names"), (shape, name)


def test_the_list_says_what_holds_today_and_what_is_to_come(
    app: Flask, lead: Browser, town: Town
) -> None:
    for name in Name:
        assert send(lead, name).status == 303
    assert send(lead, Name.LOAD, weeks="0", starts_on=LATER.isoformat()).status == 303
    page = lead.get(TOP)
    for said in (
        "At most 45 minutes a week in somebody’s first 8 weeks.",
        f"From {day_in_words(LATER)}: There is no limit for newcomers.",
        "On Thursdays between 10am and 3pm.",
        "Pre-election period 2027: 22 March 2027 to 6 May 2027.",
        "After 14 days overdue, the line manager and Grace Okonjo are told.",
        "Under Full council, minute 41 of 15 September 2026.",
        "People who left: 36 months.",
    ):
        assert said in page.words
    assert page.statements <= 8


@pytest.mark.parametrize(
    ("name", "changed", "message"),
    [
        (Name.LOAD, {"minutes_a_week": "9"}, "Enter a number of minutes from 10 to 600"),
        (Name.LOAD, {"weeks": "many"}, "Enter a number of weeks from 0 to 104"),
        (Name.LOAD, {"authority": " "}, "Enter a clause, a resolution or a reason"),
        (Name.LOAD, {"starts_on": days_ago(1).isoformat()}, "Choose today or a later day"),
        (Name.LOAD, {"starts_on": ""}, "Enter the day"),
        (Name.POST, {"last_hour": "10"}, "Choose an hour after the first one"),
        (Name.POST, {"weekday": "6"}, "Not a valid choice"),
        (Name.PURPOSE, {"text": ""}, "Enter the statement"),
        (Name.PURPOSE, {"adopted_by": ""}, "Enter who adopted it"),
        (Name.PURPOSE, {"adopted_on": ""}, "Enter the day it was adopted"),
        (Name.PURPOSE, {"text": "x" * 4001}, "Use 4,000 characters at most"),
        (Name.QUIET, {"last_0": "2027-03-01"}, "Enter a day on or after the first one"),
        (Name.QUIET, {"first_0": ""}, "Enter the first day"),
        (Name.QUIET, {"last_0": "2027-13-01"}, "Enter a real date"),
        (Name.LINE_MANAGERS, {"on": ""}, "Choose yes or no"),
        (Name.ESCALATION, {"decided_on": ""}, "Enter the day your policy was adopted"),
        (Name.ESCALATION, {"to_manager": "no", "officer_id": ""}, "Choose who is told"),
        (Name.ESCALATION, {"officer_id": "una.quayle@people.example"}, "Nobody who belongs"),
        (Name.EXTRACT, {"clause": ""}, "Enter both the day of the resolution and its clause"),
        (Name.EXTRACT, {"resolved_on": ""}, "Enter both the day of the resolution"),
        (Name.RETENTION, {"leavers": "5"}, "Enter a number of months from 6 to 240"),
        (Name.RETENTION, {"changes": "1"}, "Enter a number of months from 12 to 240"),
    ],
)
def test_what_is_not_whole_is_refused_and_nothing_typed_is_lost(
    app: Flask, lead: Browser, town: Town, name: Name, changed: dict[str, str], message: str
) -> None:
    page = send(lead, name, **changed)
    assert page.status == 422
    assert message in page.words.split("There is a problem")[1].split("Fernleigh Council")[0]
    assert "Learning policy, clause 7" in page.text or "authority" in changed
    assert held(app, town).decided == {}


def test_several_quiet_periods_are_added_one_by_one_and_stand_in_order(
    app: Flask, lead: Browser, town: Town
) -> None:
    page = send(lead, Name.QUIET, sure=False, more="yes")
    assert "Name of period 2" in page.words
    more = {"name_1": "Winter", "first_1": "2026-12-20", "last_1": "2027-01-03"}
    assert send(lead, Name.QUIET, **more).status == 303
    said = held(app, town).of(Quiet)
    assert said.names == ("Winter", "Pre-election period 2027")
    assert [first for first, _ in said.periods] == [date(2026, 12, 20), date(2027, 3, 22)]
    assert "Name of period 3" in lead.get(f"{TOP}/quiet/decide").words


def test_from_the_words_one_goes_back_to_the_form_as_it_was(lead: Browser) -> None:
    page = send(lead, Name.LOAD, sure=False, back="yes", weeks="7")
    assert page.status == 200
    assert 'value="7"' in page.text


def test_what_another_page_sets_stays_when_the_post_is_decided_anew(
    app: Flask, lead: Browser, town: Town
) -> None:
    with app.app_context(), transaction() as session:
        actions.decide(
            session,
            Post(approved=True),
            organisation_id=town.council,
            authority="Looked at",
            starts_on=TODAY,
            by=town.lead,
            at=now(),
        )
    assert send(lead, Name.POST).status == 303
    assert held(app, town).of(Post) == Post(weekday=3, first_hour=10, last_hour=15, approved=True)


def test_a_decision_to_come_is_taken_back_and_what_held_goes_on(
    app: Flask, lead: Browser, town: Town
) -> None:
    send(lead, Name.LOAD)
    send(lead, Name.LOAD, weeks="0", starts_on=LATER.isoformat())
    page = lead.get(f"{TOP}/load")
    assert f"From {day_in_words(LATER)}:" in page.words
    refused = send(lead, Name.LOAD, weeks="4")
    assert "is decided from" in refused.words
    number = {"number": page.hidden("number")}
    assert lead.post(f"{TOP}/load/take-back", number).status == 303
    assert "Taken back" in lead.get(f"{TOP}/load").words
    assert held(app, town, LATER).of(Load) == Load(minutes_a_week=45, weeks=8)
    lead.post(f"{TOP}/load/take-back", number)
    assert "nothing to take back" in lead.get(f"{TOP}/load").words
    with app.app_context():
        taken = AuditEntry.action == "load.taken-back"
        assert current_session().scalar(select(func.count(AuditEntry.id)).where(taken)) == 1


def test_sent_twice_it_is_decided_once_and_a_second_lead_meets_a_conflict(
    app: Flask, lead: Browser, town: Town
) -> None:
    other = another_lead(app, town)
    seen = {"seen": other.get(f"{TOP}/load/decide").hidden("seen")}
    assert send(lead, Name.LOAD, **seen).status == 303
    assert send(lead, Name.LOAD, **seen).status == 303
    page = send(other, Name.LOAD, weeks="52", **seen)
    assert page.status == 409
    assert 'value="52"' in page.text
    with app.app_context():
        assert current_session().scalar(select(func.count(Policy.id))) == 1
    assert send(other, Name.LOAD, weeks="52", seen=page.hidden("seen")).status == 303


def test_leads_of_a_part_read_and_cannot_decide(app: Flask, town: Town) -> None:
    lead = another_lead(app, town, tiers=["service-team"])
    assert lead.get(TOP).status == lead.get(f"{TOP}/load").status == 200
    assert lead.get(f"{TOP}/load/decide").status == 404
    assert lead.post(f"{TOP}/load/decide", {}).status == 404
    assert lead.post(f"{TOP}/load/take-back", {}).status == 404
    assert lead.get(f"{TOP}/lunch").status == 404
    assert "can change it" in lead.get("/organisations/fernleigh/settings").words
    assert Browser(app).sign_in(town.reviewer).get(TOP).status == 404


def test_the_settings_lead_to_every_page_of_the_table(lead: Browser) -> None:
    page = lead.get("/organisations/fernleigh/settings")
    assert page.words.count("Settings and decisions") >= 1
    assert "Settings" in lead.get("/learning").words
    for one in PAGES:
        assert one.title in page.words
    assert page.statements <= 8


def test_the_ready_statement_stands_in_the_form_until_one_is_adopted(lead: Browser) -> None:
    page = lead.get(f"{TOP}/purpose/decide")
    assert "Fernleigh Council uses this service" in page.words
    for promise in ("discipline", "capability", "pay", "redundancy", "choosing"):
        assert promise in page.words
    send(lead, Name.PURPOSE)
    assert "Fernleigh Council uses" not in lead.get(f"{TOP}/purpose/decide").words
    statement = lead.get(f"{TOP}/purpose")
    assert "For nothing else." in statement.words
    assert 'lang="cy"' in statement.text
