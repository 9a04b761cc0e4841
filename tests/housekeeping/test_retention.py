"""What is kept long enough goes, by the periods that each council decided."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from learning.audit import AuditDetail, AuditEntry
from learning.catalogue.published import Catalogue
from learning.claims.actions import decisions
from learning.claims.models import Claim, ClaimFile
from learning.clock import add_months, day_of, now, start_of
from learning.coverage import keeping
from learning.database import current_session, transaction
from learning.housekeeping.retention import apply_periods
from learning.notices import actions as notices
from learning.notices.models import Mail, Notice
from learning.people.actions import identity, organisations, places
from learning.people.models import (
    Membership,
    Organisation,
    Particulars,
    Person,
    SignIn,
)
from learning.people.standing import Kind
from learning.people.tries import SignInTries
from learning.policies import actions as policies
from learning.policies.rules import Retention
from tests.builders import LONG_AGO, Town, a_member, days_ago, some_evidence
from tests.claims.made import a_claim
from tests.page import Browser

MONTHS = Retention().leavers


def leaves(app: Flask, person: int, on: date) -> None:
    with app.app_context(), transaction() as session:
        theirs = select(Membership).where(Membership.person_id == person)
        member = session.scalars(theirs.order_by(Membership.id)).first()
        assert member is not None
        places.change_membership_days(
            session, member, starts_on=day_of(LONG_AGO), ends_on=on, by=None, at=now()
        )


def name_of(app: Flask, person: int) -> str:
    with app.app_context():
        return current_session().get_one(Person, person).name


def applied(app: Flask, *, at: datetime | None = None) -> dict[str, int]:
    with app.app_context():
        return dict(apply_periods(at=at or now()))


def counted(app: Flask, table: type, *where) -> int:
    with app.app_context():
        return current_session().scalar(select(func.count()).select_from(table).where(*where))


def test_somebody_who_left_is_erased_on_the_day_the_period_ends_and_not_before(
    app: Flask, town: Town
) -> None:
    left_on = days_ago(30)
    leaves(app, town.planner, left_on)
    due = start_of(add_months(left_on, MONTHS))
    assert applied(app, at=due - timedelta(minutes=1)).get("leavers") is None
    assert name_of(app, town.planner) == "Samina Haque"
    assert applied(app, at=due)["leavers"] == 1
    assert name_of(app, town.planner) == ""
    assert name_of(app, town.councillor) == "Ada Merriweather"
    assert applied(app, at=due).get("leavers") is None
    with app.app_context():
        entry = (
            current_session()
            .scalars(select(AuditEntry).where(AuditEntry.action == "person.erased"))
            .one()
        )
        assert (entry.person_id, entry.organisation_id, entry.fields) == (
            town.planner,
            town.council,
            "",
        )


def test_a_council_s_own_period_counts_and_that_of_another_does_not(app: Flask, town: Town) -> None:
    leaves(app, town.planner, days_ago(70))
    leaves(app, town.stranger, days_ago(70))
    with app.app_context(), transaction() as session:
        policies.decide(
            session,
            Retention(leavers=2),
            organisation_id=town.council,
            authority="Records committee",
            starts_on=day_of(now()),
            by=town.lead,
            at=now(),
        )
    assert applied(app)["leavers"] == 1
    assert (name_of(app, town.planner), name_of(app, town.stranger)) == ("", "Wilfred Doyle")


@pytest.fixture
def twin(app: Flask, town: Town, catalogue: Catalogue) -> int:
    """Ada serves both councils, and has left the first."""
    with app.app_context(), transaction() as session:
        there = session.scalars(select(Organisation).where(Organisation.slug == "otmoor")).one()
        a_member(session, catalogue, there, town.councillor, "councillor")
    leaves(app, town.councillor, days_ago(9))
    return town.councillor


def test_whoever_another_council_keeps_is_let_go_of_by_one_alone(
    app: Flask, town: Town, twin: int
) -> None:
    at = now() + timedelta(days=800)
    assert applied(app, at=at)["leavers"] == 1
    assert name_of(app, twin) == "Ada Merriweather"
    with app.app_context():
        here = select(Membership.person_code).where(
            Membership.person_id == twin, Membership.organisation_id == town.council
        )
        code = current_session().scalars(here).one()
    lead = Browser(app).sign_in(town.lead)
    for address in (f"people/{code}", "people.csv", f"people/{code}/adjustments"):
        page = lead.get(f"/organisations/fernleigh/{address}")
        assert "Merriweather" not in page.text, address
        assert "ada.merriweather" not in page.text, address
    assert code in lead.get("/organisations/fernleigh/people.csv").text
    assert (
        "Ada Merriweather"
        in Browser(app).sign_in(town.other_lead).get("/organisations/otmoor/people").text
    )
    leaves_second = select(Membership).where(
        Membership.person_id == twin, Membership.organisation_id != town.council
    )
    with app.app_context(), transaction() as session:
        places.change_membership_days(
            session,
            session.scalars(leaves_second).one(),
            starts_on=day_of(LONG_AGO),
            ends_on=days_ago(1),
            by=None,
            at=now(),
        )
    assert applied(app, at=at)["leavers"] == 1
    assert name_of(app, twin) == ""


def test_a_lead_who_erases_learns_nothing_of_another_council(
    app: Flask, town: Town, twin: int
) -> None:
    with app.app_context():
        here = select(Membership.person_code).where(
            Membership.person_id == twin, Membership.organisation_id == town.council
        )
        code = current_session().scalars(here).one()
    lead = Browser(app).sign_in(town.lead)
    top = f"/organisations/fernleigh/people/{code}"
    for page in ("kept", "erase", "erase/confirm"):
        assert "Otmoor" not in lead.get(f"{top}/{page}").text
    assert lead.post(f"{top}/erase/confirm", {"name": "Ada Merriweather"}).status == 303
    assert lead.get(top).h1 == "Name erased"
    assert name_of(app, twin) == "Ada Merriweather"
    own = Browser(app).sign_in(twin)
    assert own.get("/learning").status == 200
    assert (
        "Ada Merriweather"
        in Browser(app).sign_in(town.other_lead).get("/organisations/otmoor/people").text
    )


def test_whoever_still_acts_for_the_council_is_not_erased(app: Flask, town: Town) -> None:
    leaves(app, town.lead, days_ago(9))
    at = now() + timedelta(days=800)
    assert "leavers" not in applied(app, at=at)
    with app.app_context(), transaction() as session:
        organisations.appoint(
            session,
            person_id=town.planner,
            kind=Kind.ADMINISTRATOR,
            starts_on=day_of(LONG_AGO),
            by=None,
            at=now(),
        )
    leaves(app, town.planner, days_ago(9))
    assert applied(app, at=at)["leavers"] == 1  # here; their account is needed elsewhere
    assert name_of(app, town.planner) == "Samina Haque"


def test_figures_kept_and_worked_out_are_the_same_after_many_leavers_were_erased(
    app: Flask, town: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        for person in (town.planner, town.second_councillor):
            some_evidence(session, person, "cyber-security", 2, shown_on=days_ago(200))
    leaves(app, town.planner, days_ago(40))
    leaves(app, town.second_councillor, days_ago(80))
    with app.app_context():
        assert keeping.keep_figures(catalogue, at=now(), decided=1)[0] > 20
    asked = f"/organisations/fernleigh/coverage.json?as_at={days_ago(90)}"
    before = Browser(app).sign_in(town.lead).client.get(asked).json
    assert applied(app, at=now() + timedelta(days=900))["leavers"] == 2
    after = Browser(app).sign_in(town.lead).client.get(asked).json
    assert {**after, "known_at": ""} == {**before, "known_at": ""}
    with app.app_context():
        assert keeping.differences(catalogue) == 0


def test_what_people_were_told_goes_after_its_time_and_newer_words_stay(
    app: Flask, town: Town
) -> None:
    def told(session: Session, at: datetime, words: str) -> None:
        here = {"person_id": town.planner, "organisation_id": town.council}
        notices.tell(session, **here, kind="k", subject=words, body=words, at=at)
        mail = notices.post(
            session,
            **here,
            address="a@b.example",
            kind="k",
            language="en",
            subject=words,
            plain=words,
            html=words,
            at=at,
        )
        session.flush()
        session.execute(update(Notice).where(Notice.subject == words).values(mail_id=mail.id))

    with app.app_context(), transaction() as session:
        told(session, start_of(add_months(day_of(now()), -24)) - timedelta(seconds=1), "old")
        told(session, start_of(add_months(day_of(now()), -24)), "new")
    assert applied(app)["notices"] == 1
    assert counted(app, Mail) == counted(app, Notice) == 1
    assert counted(app, Notice, Notice.subject == "new") == 1


def test_proof_of_a_declined_claim_goes_and_that_of_an_open_one_stays(
    app: Flask, browser: Browser, town: Town
) -> None:
    with app.app_context(), transaction() as session:
        declined = a_claim(session, town.planner, town.council, key="a")
        decisions.decline(session, declined, reason="Not enough", by=town.lead, at=now())
        a_claim(session, town.planner, town.council, key="b", level=2)
        number = declined.id
    assert "proofs" not in applied(app, at=now() + timedelta(days=150))
    assert applied(app, at=now() + timedelta(days=200))["proofs"] == 1
    assert (counted(app, Claim), counted(app, ClaimFile)) == (2, 1)
    browser.sign_in(town.planner)
    page = browser.get(f"/record/claims/{number}")
    assert page.status == 200
    assert "Not enough" in page.words
    assert browser.get(f"/record/claims/{number}/file").status == 404


def test_values_of_old_changes_go_and_the_deeds_stay(app: Flask, town: Town) -> None:
    with app.app_context(), transaction() as session:
        for number, at in enumerate((LONG_AGO, now())):
            session.add(
                Particulars(
                    organisation_id=town.council,
                    person_id=town.planner,
                    name=f"Samina {number}",
                    recorded_at=at,
                    recorded_by=town.lead,
                )
            )
            session.flush()
            session.execute(
                update(Particulars)
                .where(Particulars.name == "Samina 0")
                .values(superseded_at=LONG_AGO)
            )
    deeds = counted(app, AuditEntry)
    full = AuditDetail.after.is_not(None)
    assert counted(app, AuditDetail, full) > 5
    applied(app, at=LONG_AGO + timedelta(days=900))
    assert counted(app, AuditDetail, full) > 5
    assert applied(app, at=LONG_AGO + timedelta(days=1200))["changes"] > 5
    assert counted(app, Particulars) == 1
    newer = select(AuditEntry.id).where(AuditEntry.at < LONG_AGO + timedelta(days=1))
    assert counted(app, AuditDetail, full, AuditDetail.entry_id.in_(newer)) == 0
    assert counted(app, AuditEntry) >= deeds


def test_old_sign_ins_and_failed_tries_go(app: Flask, browser: Browser, town: Town) -> None:
    browser.sign_in(town.planner)
    browser.post("/sign-in", {"email": "nobody@people.example", "password": "a wrong password"})
    with app.app_context(), transaction() as session:
        identity.sign_in(session, person_id=town.planner, at=now() - timedelta(days=400))
        identity.count_try(session, key="address x", at=now() - timedelta(days=9))
    assert counted(app, SignInTries) == 3
    assert applied(app)["sign-ins"] == 1
    assert (counted(app, SignIn), counted(app, SignInTries)) == (1, 2)


def test_applying_again_finds_nothing_and_writes_nothing(app: Flask, town: Town) -> None:
    leaves(app, town.planner, days_ago(9))
    at = now() + timedelta(days=800)
    assert applied(app, at=at)
    deeds = counted(app, AuditEntry)
    assert applied(app, at=at) == {}
    assert counted(app, AuditEntry) == deeds
