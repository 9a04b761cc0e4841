"""A training lead of the whole council: who left, a copy for them, and erasure."""

import json
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning.audit import AuditEntry
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.notices.models import Notice
from learning.people.actions import places
from learning.people.models import Membership, Person
from tests.builders import Town, a_person, appoint_lead, days_ago, some_evidence
from tests.housekeeping.test_retention import leaves
from tests.page import Browser
from tests.statements import most_asked

TOP = "/organisations/fernleigh"


@pytest.fixture
def lead(app: Flask, town: Town) -> Browser:
    return Browser(app).sign_in(town.lead)


def code_of(app: Flask, person: int) -> str:
    with app.app_context():
        return (
            current_session()
            .scalars(select(Membership.person_code).where(Membership.person_id == person))
            .one()
        )


def deeds(app: Flask, action: str) -> int:
    with app.app_context():
        found = select(func.count()).where(AuditEntry.action == action)
        return current_session().scalar(found) or 0


def name_of(app: Flask, person: int) -> str:
    with app.app_context():
        return current_session().get_one(Person, person).name


def test_whoever_left_is_listed_with_the_day_they_will_be_erased(
    app: Flask, lead: Browser, town: Town
) -> None:
    assert "Nobody who left is still named here" in lead.get(f"{TOP}/leavers").words
    leaves(app, town.planner, days_ago(9))
    page = lead.get(f"{TOP}/leavers")
    assert "1 person who left and is still named" in page.words
    assert "Samina Haque" in page.words
    assert "Ada" not in page.words
    assert most_asked(app, page) <= 6
    assert "Rows of files that were sent in" in page.words


def test_the_whole_way_to_an_erasure(app: Flask, lead: Browser, town: Town) -> None:
    leaves(app, town.planner, days_ago(9))
    at = f"{TOP}/people/{code_of(app, town.planner)}"
    assert f"{at}/kept" in lead.get(at).text
    assert f"{at}/erase" in lead.get(f"{at}/kept").text
    page = lead.get(f"{at}/erase")
    assert f"{at}/erase/confirm" in page.text
    assert name_of(app, town.planner) == "Samina Haque"
    for typed in ("", "Samina", "Ada Merriweather"):
        page = lead.post(f"{at}/erase/confirm", {"name": typed})
        assert page.status == 422
        assert "Type the name as it stands above" in page.words
    done = lead.post(f"{at}/erase/confirm", {"name": "  samina HAQUE "})
    assert (done.status, done.location) == (303, f"{TOP}/leavers")
    page = lead.get(done.location)
    assert "They have been erased." in page.words
    assert "Samina" not in page.words
    assert name_of(app, town.planner) == ""
    assert deeds(app, "person.erased") == 1
    assert lead.post(f"{at}/erase/confirm", {"name": "Samina Haque"}).status == 409
    assert lead.get(at).h1 == "Name erased"
    for after in ("kept", "erase", "erase/confirm"):
        assert lead.get(f"{at}/{after}").status == 200
    assert lead.post(f"{at}/copy").status == 409


def test_whoever_belongs_here_is_not_erased_and_the_page_says_why(
    app: Flask, lead: Browser, town: Town
) -> None:
    at = f"{TOP}/people/{code_of(app, town.planner)}/erase"
    page = lead.get(at)
    assert "End their membership first" in page.words
    assert "confirm" not in page.text
    page = lead.post(f"{at}/confirm", {"name": "Samina Haque"})
    assert page.status == 422
    assert "They belong to Fernleigh Council" in page.words
    leaves(app, town.planner, day_of(now()) + timedelta(days=1))
    assert lead.post(f"{at}/confirm", {"name": "Samina Haque"}).status == 422
    assert name_of(app, town.planner) == "Samina Haque"


def test_nobody_erases_themselves(app: Flask, lead: Browser, town: Town) -> None:
    leaves(app, town.lead, days_ago(9))
    at = f"{TOP}/people/{code_of(app, town.lead)}/erase/confirm"
    page = lead.post(at, {"name": "Lowri Bevan"})
    assert page.status == 422
    assert "Ask another training lead" in page.words


def test_a_copy_goes_to_its_person_and_passes_through_nobody_s_hands(
    app: Flask, lead: Browser, town: Town
) -> None:
    with app.app_context(), transaction() as session:
        some_evidence(session, town.planner, "evaluation", 2)
    at = f"{TOP}/people/{code_of(app, town.planner)}"
    for told in ("They have been told where their copy is", "They were told already today"):
        sent = lead.post(f"{at}/copy")
        assert (sent.status, sent.location) == (303, f"{at}/kept")
        assert told in lead.get(sent.location).words
    assert deeds(app, "copy.given") == 1
    assert "evaluation" not in lead.get(f"{at}/kept").text
    own = Browser(app).sign_in(town.planner)
    assert "Your copy of everything that is kept about you" in own.get("/told").words
    copy = json.loads(own.get("/record.json").text)
    assert copy["evidence"][0]["skill"] == "evaluation"
    with app.app_context():
        assert current_session().scalar(select(func.count()).select_from(Notice)) == 1


def test_only_leads_of_the_whole_council_who_see_the_person_come_here(
    app: Flask, lead: Browser, town: Town
) -> None:
    with app.app_context(), transaction() as session:
        some = a_person(session, "Some Lead")
        appoint_lead(session, town.council, some, tiers=("service-team",))
    code = code_of(app, town.planner)
    of_some = Browser(app).sign_in(some)
    assert of_some.get(f"{TOP}/people/{code}").status == 200
    assert f"{code}/kept" not in of_some.get(f"{TOP}/people/{code}").text
    for page in (f"people/{code}/kept", f"people/{code}/erase", "leavers"):
        assert of_some.get(f"{TOP}/{page}").status == 404
    with app.app_context(), transaction() as session:
        member = session.scalars(
            select(Membership).where(Membership.person_id == town.planner)
        ).one()
        places.restrict(session, member, lead_id=some, by=None, at=now())
    assert lead.get(f"{TOP}/people/{code}/kept").status == 404
    assert lead.post(f"{TOP}/people/{code}/erase/confirm", {"name": "Samina Haque"}).status == 404
    assert lead.post(f"{TOP}/people/{code}/copy").status == 404


def test_an_administrator_writes_a_copy_to_a_file_of_their_own(
    app: Flask, town: Town, tmp_path: Path
) -> None:
    out = tmp_path / "copy.json"
    shell = app.test_cli_runner()
    words = ["export-person", "Samina.Haque@people.example", "--out", str(out)]
    assert shell.invoke(args=words).exit_code == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    copy = json.loads(out.read_text("utf-8"))
    assert copy["person"][0]["name"] == "Samina Haque"
    assert (
        "3 June 2024 at 11:00am: membership started; starts on 2024-06-03; ends on" in copy["deeds"]
    )
    assert deeds(app, "person.exported") == 1
    again = shell.invoke(args=words)
    assert again.exit_code == 1
    assert "is there already" in again.output
    by_code = ["export-person", code_of(app, town.planner), "--out", str(tmp_path / "other.json")]
    assert shell.invoke(args=by_code).exit_code == 0
    assert shell.invoke(args=["export-person", "x@y.z", "--out", str(out)]).exit_code == 1


def test_an_administrator_erases_after_seeing_what_would_go(app: Flask, town: Town) -> None:
    shell = app.test_cli_runner()
    words = ["erase-person", "samina.haque@people.example"]
    refused = shell.invoke(args=[*words, "--yes"])
    assert refused.exit_code == 1
    assert "They still belong to Fernleigh Council" in refused.output
    leaves(app, town.planner, days_ago(9))
    asked = shell.invoke(args=words, input="n\n")
    assert asked.exit_code == 1
    assert "1 address: deleted" in asked.output
    assert "1 person: emptied" in asked.output
    assert name_of(app, town.planner) == "Samina Haque"
    done = shell.invoke(args=words, input="y\n")
    assert done.exit_code == 0, done.output
    assert name_of(app, town.planner) == ""
    assert shell.invoke(args=[*words, "--yes"]).exit_code == 1  # nobody has that address now
    assert deeds(app, "person.erased") == 1


def test_somebody_who_belongs_and_acts_is_erased_by_command_if_it_is_said(
    app: Flask, town: Town
) -> None:
    shell = app.test_cli_runner()
    words = ["erase-person", "lowri.bevan@people.example", "--yes"]
    assert "act as learning-lead" in shell.invoke(args=words).output
    signed_in = Browser(app).sign_in(town.lead)
    assert signed_in.get("/learning").status == 200
    assert shell.invoke(args=[*words, "--even-if-member"]).exit_code == 0
    assert name_of(app, town.lead) == ""
    assert signed_in.get("/learning").status == 303  # signed out
