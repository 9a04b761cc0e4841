"""What a lead reads of the audit trail and of a person's history, and what nobody else may."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learning import audit
from learning.catalogue.published import Catalogue
from learning.clock import day_in_words, day_of, now, start_of
from learning.database import current_session, transaction
from learning.dated import amend
from learning.evidence.actions import correct, withdraw
from learning.notices import actions as notices
from learning.notices.models import Notice
from learning.people.actions import places
from learning.people.models import Membership, MembershipPeriod, Organisation
from tests.builders import LONG_AGO, Town, a_member, a_person, appoint_lead, days_ago, some_evidence
from tests.oversight.asked import ask
from tests.page import Browser
from tests.self_assessments.sittings import a_sitting
from tests.statements import most_asked

HERE = "/organisations/fernleigh"


def code_of(app: Flask, person: int, organisation: int) -> str:
    with app.app_context():
        return current_session().scalar(
            select(Membership.person_code).where(
                Membership.person_id == person, Membership.organisation_id == organisation
            )
        )


def a_deed(app: Flask, town: Town, action: str = "role.given", **more: object) -> None:
    """Written to the trail a moment ago."""
    given = {"by": town.lead, "at": now(), "organisation_id": town.council} | more
    with app.app_context(), transaction() as session:
        audit.write(session, action, **given)


def a_lead(app: Flask, town: Town, **scope: object) -> Browser:
    with app.app_context(), transaction() as session:
        person = a_person(session, "Scoped Lead")
        appoint_lead(session, town.council, person, since=days_ago(10), **scope)
    return Browser(app).sign_in(person)


def restrict(app: Flask, person: int, lead: int | None) -> None:
    with app.app_context(), transaction() as session:
        membership = session.scalars(select(Membership).where(Membership.person_id == person)).one()
        places.restrict(session, membership, lead_id=lead, by=None, at=LONG_AGO)


def test_a_deed_is_read_with_who_whom_when_and_from_what_to_what(app: Flask, town: Town) -> None:
    changes = {"role": ("councillor", "cabinet-member"), "starts_on": (None, days_ago(3))}
    a_deed(app, town, person_id=town.councillor, changes=changes)
    page = Browser(app).sign_in(town.lead).get(f"{HERE}/audit?whom=merri&actor=bevan")
    assert "1 entry, newest first" in page.words, page.words
    assert "Lowri Bevan gave a role" in page.words
    assert "Role: Councillor, now Cabinet member" in page.words
    assert "Ada Merriweather" in page.words
    assert most_asked(app, page) <= 8


def test_filters_are_in_the_address_and_hold_for_the_file_too(app: Flask, town: Town) -> None:
    long_ago = start_of(days_ago(40)) + timedelta(hours=12)  # whatever the clocks did since
    a_deed(app, town, "badges.switched", at=long_ago, changes={"on": (False, True)})
    a_deed(app, town, "acceptance-rule.ended", changes={"ends_on": (None, days_ago(-9))})
    lead = Browser(app).sign_in(town.lead)
    assert "switched digital badges" in lead.get(f"{HERE}/audit?about=council").words
    assert "acceptance" not in lead.get(f"{HERE}/audit?about=council").words
    recent = f"first={days_ago(2)}&last={days_ago(0)}"
    assert "1 entry" in lead.get(f"{HERE}/audit?{recent}").words
    older = lead.get(f"{HERE}/audit?first={days_ago(41)}&last={days_ago(40)}")
    assert "switched digital badges" in older.words
    file = lead.get(f"{HERE}/audit.csv?{recent}")
    rows = list(csv.DictReader(io.StringIO(file.text)))
    assert [row["action"] for row in rows] == ["acceptance-rule.ended"]
    assert rows[0]["actor"] == "Lowri Bevan"
    assert (rows[0]["field"], rows[0]["before"]) == ("until", "")
    assert f"audit.csv?{recent}".replace("&", "&amp;") in lead.get(f"{HERE}/audit?{recent}").text


@pytest.mark.parametrize(
    ("query", "status"), [("about=nothing", 404), ("first=yesterday", 422), ("page=99999999", 200)]
)
def test_a_filter_that_cannot_be_is_said_so(
    app: Flask, town: Town, query: str, status: int
) -> None:
    assert Browser(app).sign_in(town.lead).get(f"{HERE}/audit?{query}").status == status


def test_values_that_erasure_emptied_leave_the_deed(app: Flask, town: Town) -> None:
    changes = {"role": ("councillor", "cabinet-member")}
    a_deed(app, town, person_id=town.councillor, changes=changes)
    with app.app_context(), transaction() as session:
        session.execute(audit.AuditDetail.__table__.update().values(before=None, after=None))
    page = Browser(app).sign_in(town.lead).get(f"{HERE}/audit?whom=merri&actor=bevan")
    assert "gave a role" in page.words
    assert "Cabinet member" not in page.words


def test_a_scoped_lead_reads_what_was_done_to_theirs_and_what_they_did(
    app: Flask, town: Town
) -> None:
    a_deed(app, town, person_id=town.councillor)
    a_deed(app, town, person_id=town.planner)
    a_deed(app, town, "badges.switched")
    lead = a_lead(app, town, services=["planning"])
    page = lead.get(f"{HERE}/audit")
    assert "Samina Haque" in page.words
    assert "Ada Merriweather" not in page.words
    assert "badges" not in page.words
    assert "the people you look after" in page.words
    assert "Merriweather" not in lead.get(f"{HERE}/audit.csv").text
    assert (
        lead.get(f"{HERE}/people/{code_of(app, town.councillor, town.council)}/history").status
        == 404
    )
    assert (
        lead.get(f"{HERE}/people/{code_of(app, town.planner, town.council)}/history").status == 200
    )


def test_deeds_to_restricted_people_are_read_by_leads_named_for_them_alone(
    app: Flask, town: Town
) -> None:
    a_deed(app, town, person_id=town.chief, changes={"role": (None, "councillor")})
    restrict(app, town.chief, town.lead)
    code = code_of(app, town.chief, town.council)
    named, other = Browser(app).sign_in(town.lead), a_lead(app, town)
    for address in (f"{HERE}/audit", f"{HERE}/audit.csv"):
        assert "Grace Okonjo" in named.get(address).text
        assert "Grace Okonjo" not in other.get(address).text
    assert named.get(f"{HERE}/people/{code}/history").status == 200
    assert other.get(f"{HERE}/people/{code}/history").status == 404


def test_another_councils_deeds_are_nowhere(app: Flask, town: Town, catalogue: Catalogue) -> None:
    with app.app_context(), transaction() as session:
        there = session.scalars(select(Organisation).where(Organisation.slug == "otmoor")).one()
        a_member(session, catalogue, there, town.councillor, "councillor")
        piece = some_evidence(session, town.councillor, "evaluation", 1)
        correct(
            session,
            piece,
            level=2,
            shown_on=days_ago(1),
            expires_on=None,
            by=town.other_lead,
            at=now(),
        )
        notices.tell(
            session,
            person_id=town.councillor,
            kind="path.assigned",
            subject="Otmoor asks something",
            body="Please",
            organisation_id=there.id,
            at=now(),
        )
    a_deed(
        app,
        town,
        "role.given",
        by=town.other_lead,
        organisation_id=there_id(app),
        person_id=town.councillor,
        changes={"role": (None, "planning-committee-member")},
    )
    lead = Browser(app).sign_in(town.lead)
    code = code_of(app, town.councillor, town.council)
    for address in (
        f"{HERE}/audit",
        f"{HERE}/audit?actor=quayle",
        f"{HERE}/audit.csv",
        f"{HERE}/people/{code}/history",
    ):
        page = lead.get(address)
        assert page.status == 200
        assert "Una Quayle" not in page.text
        assert "lanning committee" not in page.text
        assert "Otmoor" not in page.text
    assert "0 entries" in lead.get(f"{HERE}/audit?actor=quayle").words
    history = lead.get(f"{HERE}/people/{code}/history")
    assert "Somebody elsewhere corrected what was shown" in history.words
    assert "Level: 1, now 2" in history.words, history.words


def there_id(app: Flask) -> int:
    with app.app_context():
        return current_session().scalar(
            select(Organisation.id).where(Organisation.slug == "otmoor")
        )


def test_a_history_tells_deeds_requests_checks_notices_and_e_mails(app: Flask, town: Town) -> None:
    lead = Browser(app).sign_in(town.lead)
    form = lead.get(f"{HERE}/assignments/new")
    fields = {
        "form_key": form.hidden("form_key"),
        "path": "new-councillor",
        "whom": "role",
        "role": "councillor",
        "due_on": days_ago(-30).isoformat(),
        "reason": "A private reason",
    }
    assert lead.post(f"{HERE}/assignments/new", fields).status == 303
    with app.app_context(), transaction() as session:
        some_evidence(session, town.councillor, "cyber-security", 2, source="assessment")
        mail = {
            "person_id": town.councillor,
            "organisation_id": town.council,
            "language": "en",
            "address": "ada@people.example",
            "plain": "words",
            "html": "words",
            "at": now(),
        }
        notices.post(session, kind="invitation", subject="You are invited", **mail)
        notices.post(session, kind="recovery", subject="A new way in", **mail)
        broken = notices.post(session, kind="invitation", subject="Again", **mail)
        broken.failed_at, broken.trouble = now(), "There is no such address"
    page = lead.get(f"{HERE}/people/{code_of(app, town.councillor, town.council)}/history")
    for words in (
        "Lowri Bevan asked them to take",
        "Passed a check: Cyber security and keeping services running shown at level 2",
        "Told: You are asked to take",
        "E-mail: You are invited. Waiting to be sent",
        "E-mail: Again. It did not arrive: There is no such address",
        "The service recorded when they belong here",
        "The service gave a role",
    ):
        assert words in page.words, page.words
    assert "A new way in" not in page.words
    assert "A private reason" not in page.words
    assert most_asked(app, page) <= 8


def test_a_history_tells_when_a_path_was_asked_no_more_and_again(app: Flask, town: Town) -> None:
    with app.app_context(), transaction() as session:
        row = ask(session, town.councillor, by=town.lead)
        lifted = {"lifted_on": days_ago(2), "why": "left role", "note": "A private reason"}
        row = amend(session, row, lifted, by=None, at=now())
        back = {"lifted_on": None, "why": "came back", "due_on": days_ago(-9)}
        row = amend(session, row, back, by=None, at=now())
        amend(session, row, {"why": "moved", "due_on": days_ago(-40)}, by=town.lead, at=now())
    lead = Browser(app).sign_in(town.lead)
    page = lead.get(f"{HERE}/people/{code_of(app, town.councillor, town.council)}/history")
    parts = (
        f"The last day for Every officer moved to {day_in_words(days_ago(-40))}",
        f"Every officer is asked of them again, by {day_in_words(days_ago(-9))}",
        "Every officer is asked of them no more: they left the role",
        f"Lowri Bevan asked them to take Every officer, by {day_in_words(days_ago(10))}",
    )
    at = [page.words.find(part) for part in parts]
    assert -1 not in at, page.words
    assert at == sorted(at)
    assert "A private reason" not in page.words


def test_a_history_leaves_out_passwords_sign_ins_tries_and_what_came_after_leaving(
    app: Flask, town: Town
) -> None:
    for action in ("password.set", "attempt.remarked", "code.used", "post.chosen"):
        a_deed(app, town, action, person_id=town.councillor, organisation_id=None)
        a_deed(app, town, action, person_id=town.councillor)
    with app.app_context(), transaction() as session:
        membership = session.scalars(
            select(Membership).where(Membership.person_id == town.councillor)
        ).one()
        places.change_membership_days(
            session,
            membership,
            starts_on=day_of(LONG_AGO),
            ends_on=days_ago(5),
            by=town.lead,
            at=now(),
        )
        some_evidence(session, town.councillor, "evaluation", 3, source="assessment")
    lead = Browser(app).sign_in(town.lead)
    page = lead.get(f"{HERE}/people/{code_of(app, town.councillor, town.council)}/history")
    assert "Lowri Bevan changed when they belong here" in page.words
    for words in ("password", "remarked", "code", "level 3", "Signed", "new person"):
        assert words not in page.words.replace("Answers, tries and scores", "")


def test_a_history_is_paged_newest_first(app: Flask, town: Town) -> None:
    for number in range(60):
        changes = {"starts_on": (None, days_ago(1000 - number))}
        moment = now() - timedelta(days=100 - number)
        a_deed(app, town, "role.given", person_id=town.councillor, changes=changes, at=moment)
    lead = Browser(app).sign_in(town.lead)
    address = f"{HERE}/people/{code_of(app, town.councillor, town.council)}/history"
    first, second = lead.get(address), lead.get(f"{address}?page=2")
    assert "Page 1 of 2" in first.words
    newest, oldest = ("Lowri Bevan gave a role", "The service recorded when they belong here")
    assert newest in first.words
    assert oldest not in first.words
    assert oldest in second.words
    assert max(first.statements, second.statements) <= 9


@pytest.mark.parametrize("kind", ["councillor", "reviewer", "administrator", "other_lead"])
def test_nobody_else_reads_any_of_it(app: Flask, town: Town, kind: str) -> None:
    browser = Browser(app).sign_in(getattr(town, kind))
    code = code_of(app, town.councillor, town.council)
    for address in ("audit", "audit.csv", f"people/{code}/history"):
        assert browser.get(f"{HERE}/{address}").status == 404


def test_a_cell_that_looks_like_a_formula_is_none(app: Flask, town: Town) -> None:
    a_deed(app, town, "organisation.opened", changes={"name": (None, "=1+1")})
    assert ",'=1+1" in Browser(app).sign_in(town.lead).get(f"{HERE}/audit.csv").text


def test_a_history_says_the_london_day_on_which_an_e_mail_went(app: Flask, town: Town) -> None:
    """From midnight to one in summer it is still yesterday in UTC."""
    about = {"person_id": town.councillor, "organisation_id": town.council, "kind": "assigned"}
    with app.app_context(), transaction() as session:
        told = Notice(**about, subject="Late", body="At night.", written_at=LONG_AGO)
        told.sent_at = datetime(2026, 7, 14, 23, 30, tzinfo=UTC)
        session.add(told)
    code = code_of(app, town.councillor, town.council)
    history = a_lead(app, town).get(f"{HERE}/people/{code}/history")
    assert "Sent by e-mail on 15 July 2026" in history.words


def both(app: Flask, town: Town) -> tuple[str, str]:
    """The audit trail and the history of Ada, as her lead reads them."""
    lead = Browser(app).sign_in(town.lead)
    code = code_of(app, town.councillor, town.council)
    return lead.get(f"{HERE}/audit").words, lead.get(f"{HERE}/people/{code}/history").words


def withdraw_one(app: Flask, town: Town, source: str, by: int) -> None:
    with app.app_context(), transaction() as session:
        piece = some_evidence(session, town.councillor, "evaluation", 3, source=source)
        session.flush()
        withdraw(session, piece, effective_on=days_ago(0), reason="Private", by=by, at=now())


def test_a_withdrawal_names_the_skill_and_the_level(app: Flask, town: Town) -> None:
    withdraw_one(app, town, "prior-learning", town.lead)
    for words in both(app, town):
        assert "Lowri Bevan withdrew what was shown" in words
        assert "Skill: Evaluating what works" in words
        assert f"Level: 3From: {day_in_words(days_ago(0))}" in words
        assert "Private" not in words


def test_a_newer_self_assessment_withdraws_nothing_in_any_leads_eyes(
    app: Flask, town: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        for level in (1, 2):
            views = {"cyber-security": level, "data-protection": level}
            a_sitting(session, catalogue, town.councillor, views, at=now())
        written = select(audit.AuditEntry.person_id).where(
            audit.AuditEntry.action == "self-assessment.renewed"
        )
        assert session.scalars(written).all() == [town.councillor]  # one a sitting
    withdraw_one(app, town, "self-assessment", town.councillor)  # as it was once written down
    for words in both(app, town):
        assert "withdrew" not in words
    code = code_of(app, town.councillor, town.council)
    person = Browser(app).sign_in(town.lead).get(f"{HERE}/people/{code}").words
    assert f"A newer view from {day_in_words(days_ago(0))}" in person
    assert "Withdrawn" not in person


def test_what_was_shown_after_somebody_left_is_not_read_where_they_had_been(
    app: Flask, town: Town
) -> None:
    with app.app_context(), transaction() as session:
        period = session.scalars(
            select(MembershipPeriod)
            .join(Membership, Membership.id == MembershipPeriod.membership_id)
            .where(Membership.person_id == town.councillor)
        ).one()
        amend(session, period, {"ends_on": days_ago(1)}, by=None, at=now())
        later, before = (
            some_evidence(session, town.councillor, skill, 2, shown_on=days_ago(day))
            for skill, day in (("evaluation", 0), ("cyber-security", 5))
        )
        session.flush()
        for at, piece in ((now(), later), (now() + timedelta(seconds=1), before)):
            withdraw(session, piece, effective_on=days_ago(0), reason="Wrong", by=town.lead, at=at)
            said = {"level": 1, "shown_on": piece.shown_on, "expires_on": None}
            correct(session, piece, **said, by=town.lead, at=at)
    for words in both(app, town):
        assert words.count("withdrew what was shown") == 1
        assert words.count("corrected what was shown") == 1
        assert "Cyber security" in words
        assert "Evaluating" not in words
