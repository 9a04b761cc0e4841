from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from learning.audit import AuditEntry
from learning.claims.models import ClaimDecision
from learning.clock import add_months, now
from learning.database import current_session, transaction
from learning.evidence.models import Evidence
from learning.notices.models import Notice
from learning.people.actions import places
from learning.people.models import Membership, Organisation
from tests.builders import Town, days_ago, some_evidence
from tests.claims.made import SKILL, claimed, counted, ruled
from tests.page import Browser, Page

TOP = "/organisations/fernleigh/claims"
DAY = days_ago(40)


@pytest.fixture
def lead(browser: Browser, town: Town) -> Browser:
    return browser.sign_in(town.lead)


def accept(lead: Browser, number: int, **changed) -> Page:
    given = {
        "shown_on": DAY.isoformat(),
        "level": "1",
        "lasts": "months",
        "months": "12",
        "reason": "",
    }
    given |= changed
    sent = {name: value for name, value in given.items() if value is not None}
    return lead.post(f"{TOP}/{number}/accept", sent)


def the_evidence(app: Flask) -> Evidence:
    with app.app_context():
        return current_session().scalars(select(Evidence)).one()


def test_an_accepted_claim_is_evidence_at_its_true_date_and_the_person_is_told(
    app: Flask, lead: Browser, town: Town
) -> None:
    number = claimed(app, town, town.councillor)
    assert accept(lead, number).status == 303
    piece = the_evidence(app)
    assert (piece.person_id, piece.skill, piece.level) == (town.councillor, SKILL, 1)
    assert (piece.source, piece.reference) == ("prior-learning", f"claim-{number}")
    assert (piece.shown_on, piece.expires_on) == (DAY, add_months(DAY, 12))
    assert piece.recorded_by == town.lead
    assert counted(app, AuditEntry, AuditEntry.action == "claim.accepted") == 1
    ada = Browser(app).sign_in(town.councillor)
    mine = ada.get(f"/record/claims/{number}").words
    assert "Accepted by Lowri Bevan" in mine
    assert "counts until" in mine
    assert "Accepted: your claim “Phishing basics”" in ada.get("/told").words
    assert "Phishing basics, Example Academy, level 1" in ada.get("/record").words
    assert "Accepted" in lead.get(f"{TOP}/{number}").words
    assert "0 claims wait" in lead.get(TOP).words


def test_it_counts_in_coverage_at_its_true_date_as_known_from_its_recording(
    app: Flask, lead: Browser, town: Town
) -> None:
    before = now()
    accept(lead, claimed(app, town, town.councillor))

    def met(as_at: date, known_at: datetime) -> int:
        address = f"/organisations/fernleigh/coverage.json?as_at={as_at}&skill={SKILL}"
        moment = known_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        found = lead.client.get(f"{address}&known_at={moment}").get_json()
        return found["overall"]["met"] + found["overall"]["below"]

    assert met(DAY, now()) == 1
    assert met(DAY, before) == 0
    assert met(days_ago(41), now()) == 0


def test_the_form_is_filled_in_as_far_as_the_council_s_rules_go(
    app: Flask, lead: Browser, town: Town
) -> None:
    number = claimed(app, town, town.councillor, level=3)
    page = lead.get(f"{TOP}/{number}")
    assert "There is no rule for this skill: you decide by the proof" in page.words
    assert f'value="{DAY.year}"' in page.text
    assert 'value="3" checked' in page.text
    ruled(app, town, level=2, months=24)
    page = lead.get(f"{TOP}/{number}")
    assert "“Phishing basics” of Example Academy shows level 2, for 24 months" in page.words
    assert 'value="2" checked' in page.text
    assert 'value="months" checked' in page.text
    assert 'value="24"' in page.text


@pytest.mark.parametrize(
    ("lasts", "until"),
    [
        ({"lasts": "good"}, None),
        ({"lasts": "day", "expires_on": days_ago(-100).isoformat()}, days_ago(-100)),
        ({"lasts": "months", "months": "3"}, add_months(DAY, 3)),
        ({"lasts": "day", "expires_on": days_ago(10).isoformat()}, days_ago(10)),  # ran out
    ],
)
def test_it_counts_for_months_until_a_day_or_for_good(
    app: Flask, lead: Browser, town: Town, lasts: dict, until: date | None
) -> None:
    assert accept(lead, claimed(app, town, town.councillor), **lasts).status == 303
    assert the_evidence(app).expires_on == until


def test_the_day_may_be_corrected_and_the_level_lowered(
    app: Flask, lead: Browser, town: Town
) -> None:
    number = claimed(app, town, town.councillor, level=3)
    accept(lead, number, shown_on=days_ago(90).isoformat(), level="2")
    piece = the_evidence(app)
    assert (piece.shown_on, piece.level) == (days_ago(90), 2)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"level": "2"}, "Not a valid choice"),
        ({"level": None}, "Choose a level"),
        ({"shown_on": ""}, "Enter the day"),
        ({"shown_on": days_ago(-1).isoformat()}, "Choose a day that is not in the future"),
        ({"lasts": None}, "Choose how long it counts"),
        ({"months": ""}, "Enter a number of months from 1 to 120"),
        ({"months": "0"}, "Enter a number of months from 1 to 120"),
        ({"months": "999999999"}, "Enter a number of months from 1 to 120"),
        ({"months": "000112000"}, "Enter a number of months from 1 to 120"),
        ({"months": "0001" + "9" * 5000}, "Enter a number of months from 1 to 120"),
        ({"months": "١٢"}, "Enter a number of months from 1 to 120"),
        ({"lasts": "day"}, "Enter the day"),
        ({"lasts": "day", "expires_on": DAY.isoformat()}, "Enter a day after the day"),
        ({"reason": "x" * 501}, "Use 500 characters at most"),
    ],
)
def test_an_acceptance_with_something_wrong_says_so_and_decides_nothing(
    app: Flask, lead: Browser, town: Town, changed: dict, message: str
) -> None:
    number = claimed(app, town, town.councillor)
    ruled(app, town)
    page = accept(lead, number, **changed)
    assert page.status == 422
    assert message in page.words.split("There is a problem")[1].split("Claim of")[0]
    assert "data-asked-for" not in page.text  # what was sent to cannot be asked for
    assert (counted(app, ClaimDecision), counted(app, Evidence)) == (0, 0)


@pytest.mark.parametrize("beyond", [{"level": "2"}, {"months": "13"}, {"lasts": "good"}])
def test_going_beyond_the_rules_needs_a_reason_that_the_person_reads(
    app: Flask, lead: Browser, town: Town, beyond: dict
) -> None:
    ruled(app, town)
    number = claimed(app, town, town.councillor, level=2)
    page = accept(lead, number, **beyond)
    assert page.status == 422
    assert "Your council’s rules go as far as level 1 for 12 months" in page.words
    assert accept(lead, number, **beyond, reason="An exam on top.").status == 303
    mine = Browser(app).sign_in(town.councillor).get(f"/record/claims/{number}").words
    assert "Accepted beyond the council’s rules, because: An exam on top." in mine


def test_a_course_without_a_rule_is_held_to_the_widest_rule_of_its_skill(
    app: Flask, lead: Browser, town: Town
) -> None:
    ruled(app, town, course="Something else", level=2, months=None)
    number = claimed(app, town, town.councillor, level=3)
    assert "For this skill the rules go as far as level 2" in lead.get(f"{TOP}/{number}").words
    assert accept(lead, number, level="3").status == 422
    assert accept(lead, number, level="2", lasts="good").status == 303


def test_rules_of_another_council_or_skill_bind_nobody_here(
    app: Flask, lead: Browser, town: Town
) -> None:
    ruled(app, town, skill="evaluation")
    with app.app_context():
        statement = select(Organisation.id).where(Organisation.slug == "otmoor")
        there = current_session().scalars(statement).one()
    ruled(app, town, organisation=there)
    assert accept(lead, claimed(app, town, town.councillor, level=3), level="3").status == 303


def test_level_four_is_accepted_as_verified_practice_alone(
    app: Flask, lead: Browser, town: Town
) -> None:
    number = claimed(app, town, town.councillor, level=4)
    assert "I have verified this practice" in lead.get(f"{TOP}/{number}").words
    page = accept(lead, number, level="4")
    assert page.status == 422
    assert "Level 4 is shown by practice alone" in page.words
    assert accept(lead, number, level="4", practice_verified="yes").status == 303
    assert the_evidence(app).level == 4


def test_a_declined_claim_gives_nothing_and_says_why(app: Flask, lead: Browser, town: Town) -> None:
    number = claimed(app, town, town.councillor)
    assert lead.get(f"{TOP}/{number}/decline").status == 200
    assert lead.post(f"{TOP}/{number}/decline", {"reason": " "}).status == 422
    sent = {"reason": "The certificate names somebody else. Send yours."}
    assert lead.post(f"{TOP}/{number}/decline", sent).status == 303
    ada = Browser(app).sign_in(town.councillor)
    assert "The certificate names somebody else" in ada.get(f"/record/claims/{number}").words
    assert "The certificate names somebody else" in ada.get("/told").words
    assert counted(app, Evidence) == 0
    assert counted(app, AuditEntry, AuditEntry.action == "claim.declined") == 1


def test_nobody_decides_their_own_claim(app: Flask, lead: Browser, town: Town) -> None:
    number = claimed(app, town, town.lead)
    page = lead.get(f"{TOP}/{number}")
    assert "This claim is your own" in page.words
    assert "Accept this claim" not in page.words
    assert accept(lead, number).status == 422
    assert lead.post(f"{TOP}/{number}/decline", {"reason": "No"}).status == 422
    assert counted(app, ClaimDecision) == 0


def test_the_second_of_two_leads_learns_that_it_was_decided(
    app: Flask, lead: Browser, town: Town
) -> None:
    number = claimed(app, town, town.councillor)
    assert accept(lead, number).status == 303
    assert accept(lead, number).status == 303  # the same again by the same lead
    assert accept(lead, number, shown_on=days_ago(41).isoformat()).status == 409  # not the same
    assert lead.post(f"{TOP}/{number}/decline", {"reason": "No"}).status == 409
    ada = Browser(app).sign_in(town.councillor)
    page = ada.post(f"/record/claims/{number}/withdraw")
    assert page.status == 409
    assert "has been decided meanwhile" in page.words
    assert (counted(app, ClaimDecision), counted(app, Evidence), counted(app, Notice)) == (1, 1, 1)


def test_a_claim_decided_at_one_moment_is_decided_once(
    app: Flask, lead: Browser, town: Town
) -> None:
    number = claimed(app, town, town.councillor)
    lead.get(f"{TOP}/{number}")
    cookie, token = lead.client.get_cookie("session"), lead.last_token
    assert cookie
    given = {"shown_on": DAY.isoformat(), "level": "1", "lasts": "good", "reason": "No"}

    def send(place: int) -> int:
        client = app.test_client()
        client.set_cookie("session", cookie.value)
        what = "accept" if place % 2 else "decline"
        return client.post(f"{TOP}/{number}/{what}", data=given | {"csrf_token": token}).status_code

    with ThreadPoolExecutor(4) as threads:
        statuses = sorted(threads.map(send, range(4)))
    assert statuses == [303, 303, 409, 409]
    assert (counted(app, ClaimDecision), counted(app, Notice)) == (1, 1)
    assert counted(app, Evidence) in {0, 1}


def test_what_somebody_showed_after_they_left_does_not_stand_beside_their_claim(
    app: Flask, lead: Browser, town: Town
) -> None:
    number = claimed(app, town, town.councillor)
    with app.app_context(), transaction() as session:
        membership = session.query(Membership).filter_by(person_id=town.councillor).one()
        places.change_membership_days(
            session, membership, starts_on=days_ago(500), ends_on=days_ago(9), by=None, at=now()
        )
        some_evidence(session, town.councillor, SKILL, 2, shown_on=days_ago(10))
        some_evidence(session, town.councillor, SKILL, 3, shown_on=days_ago(9))
    page = lead.get(f"{TOP}/{number}")
    assert "Level 2 on" in page.words
    assert "Level 3 on" not in page.words
    assert page.statements <= 8


def test_the_people_page_says_how_many_claims_wait(app: Flask, lead: Browser, town: Town) -> None:
    assert "of prior learning to decide" not in lead.get("/organisations/fernleigh/people").words
    claimed(app, town, town.councillor)
    page = lead.get("/organisations/fernleigh/people")
    assert "1 claim of prior learning to decide" in page.words
    claimed(app, town, town.chief)
    page = lead.get("/organisations/fernleigh/people")
    assert "2 claims of prior learning to decide" in page.words
    assert page.statements <= 8


def test_an_accepted_certificate_renews_what_runs_out_soon(
    app: Flask, lead: Browser, town: Town
) -> None:
    first = add_months(DAY, -11)
    old = claimed(app, town, town.councillor, key="old", shown_on=first)
    accept(lead, old, shown_on=first.isoformat())
    accept(lead, claimed(app, town, town.councillor, key="new"))
    with app.app_context():
        ends = current_session().scalars(select(Evidence.expires_on).order_by(Evidence.id)).all()
    assert ends == [add_months(first, 12), add_months(add_months(first, 12), 12)]


def test_nasty_words_in_a_decision_are_refused_or_only_words(
    app: Flask, lead: Browser, town: Town
) -> None:
    number = claimed(app, town, town.councillor, title="<script>alert(1)</script>{{7*7}}")
    assert "<script>alert" not in lead.get(f"{TOP}/{number}").text
    sent = {"reason": "<script>alert(1)</script>\x00 {{7*7}} Ω"}
    assert lead.post(f"{TOP}/{number}/decline", sent).status == 303
    text = Browser(app).sign_in(town.councillor).get(f"/record/claims/{number}").text
    assert "&lt;script&gt;" in text
    assert "<script>alert" not in text
