"""Making a rule: the preview says what it would do, and saving does exactly that."""

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning.assignments import actions
from learning.assignments.models import Assigned, Assignment, SetApart
from learning.catalogue.published import Catalogue
from learning.clock import day_in_words, day_of, now
from learning.database import current_session, transaction
from learning.notices.models import Notice
from learning.people.actions import places
from learning.people.models import HeldRole, Membership, Organisation
from tests.builders import Town, a_member, a_person, appoint_lead, days_ago
from tests.page import Browser, Page

TODAY = day_of(now())


def rule(**changed: str) -> dict[str, str]:
    given = {
        "role": "planning-officer",
        "service": "",
        "path": "planning-team",
        "due": "within",
        "within_days": "400",
        "starts_on": TODAY.isoformat(),
        "reason": "Applications go digital next spring.",
    }
    return {name: value for name, value in (given | changed).items() if value}


def preview(browser: Browser, town: Town, **changed: str) -> Page:
    return browser.get(f"/organisations/{town.slug}/rules/preview?{urlencode(rule(**changed))}")


def save(
    browser: Browser, town: Town, page: Page, own: dict[str, str] | None = None, **changed: str
) -> Page:
    keys = {"form_key": page.hidden("form_key"), "fingerprint": page.hidden("fingerprint")}
    choices = {"past": "days", "past_days": "28", "newcomer": "cap", "short": "leave"}
    choices |= {"short_days": "28"} | (own or {})
    given = rule(**changed) | keys | choices
    return browser.post(f"/organisations/{town.slug}/rules", given)


def asked(app: Flask) -> dict[int, date]:
    with app.app_context():
        rows = current_session().execute(
            select(Assigned.person_id, Assigned.due_on).where(
                Assigned.superseded_at.is_(None), Assigned.lifted_on.is_(None)
            )
        )
        return dict(rows.all())


def counted(app: Flask, table: type) -> int:
    with app.app_context():
        return current_session().scalar(select(func.count()).select_from(table)) or 0


def planners(
    app: Flask, town: Town, catalogue: Catalogue, number: int, *, started: int = 500
) -> list[int]:
    with app.app_context(), transaction() as session:
        council = session.get_one(Organisation, town.council)
        people = [a_person(session, f"Planner {n} of {started}") for n in range(number)]
        for one in people:
            a_member(
                session, catalogue, council, one, "planning-officer", starts_on=days_ago(started)
            )
        return people


def test_the_preview_is_a_sentence_with_who_gains_and_saves_nothing(
    app: Flask, browser: Browser, town: Town
) -> None:
    page = preview(browser.sign_in(town.lead), town)
    assert page.status == 200
    expected = "Everyone who becomes a planning officer takes Planning team within 400 days."
    assert expected in page.words
    assert "1 person would be asked" in page.words
    assert "Samina Haque" in page.words
    assert "Applications go digital next spring." in page.words
    assert counted(app, Assignment) == 0


def test_saving_asks_them_tells_them_who_why_and_by_when_and_the_rule_has_a_page(
    app: Flask, browser: Browser, town: Town
) -> None:
    page = save(browser, town, preview(browser.sign_in(town.lead), town))
    assert page.status == 303
    due_on = TODAY + timedelta(days=400)
    assert asked(app) == {town.planner: due_on}
    one = browser.get(page.location)
    assert one.h1.startswith("Everyone who becomes a planning officer takes Planning team")
    assert "1 not started" in one.words
    assert "Made by Lowri Bevan" in one.words
    assert "1 asked" in one.words
    assert "Planning team within 400 days" in browser.get(f"/organisations/{town.slug}/rules").words
    told = Browser(app).sign_in(town.planner).get("/told").words
    assert "You are asked to take: Planning team" in told
    assert "Applications go digital next spring." in told
    assert f"Please finish by {day_in_words(due_on)}. Asked by Lowri Bevan" in told


def test_the_same_form_sent_twice_makes_one_rule(app: Flask, browser: Browser, town: Town) -> None:
    shown = preview(browser.sign_in(town.lead), town)
    first, second = save(browser, town, shown), save(browser, town, shown)
    assert first.location == second.location
    assert (counted(app, Assignment), counted(app, Notice)) == (1, 1)


def test_where_people_changed_meanwhile_nothing_is_saved_and_the_preview_is_new(
    app: Flask, browser: Browser, town: Town, catalogue: Catalogue
) -> None:
    shown = preview(browser.sign_in(town.lead), town)
    planners(app, town, catalogue, 1)
    page = save(browser, town, shown)
    assert page.status == 409
    assert "Something has changed since you looked" in page.words
    assert "2 people would be asked" in page.words
    assert counted(app, Assignment) == 0
    assert save(browser, town, page).status == 303
    assert len(asked(app)) == 2


def test_days_already_past_are_decided_for_all_and_for_single_people(
    app: Flask, browser: Browser, town: Town, catalogue: Catalogue
) -> None:
    first, second, third = planners(app, town, catalogue, 3)
    past = {"within_days": "30", "starts_on": days_ago(100).isoformat()}
    shown = preview(browser.sign_in(town.lead), town, **past)
    assert "4 people. By the rule they would be overdue" in shown.words
    with app.app_context():
        ids = dict(
            current_session().execute(select(Membership.person_id, Membership.id)).all()  # type: ignore[arg-type]
        )
    own = {f"person-{ids[second]}": "leave", f"person-{ids[third]}": "out", "past_days": "60"}
    assert save(browser, town, shown, own, **past).status == 303
    more = TODAY + timedelta(days=60)
    assert asked(app) == {town.planner: more, first: more, second: days_ago(70)}
    assert counted(app, SetApart) == 4


def test_who_starts_later_and_would_be_late_at_once_gets_the_same_days(
    app: Flask, browser: Browser, town: Town, catalogue: Catalogue
) -> None:
    past = {"within_days": "30", "starts_on": days_ago(100).isoformat()}
    save(browser, town, preview(browser.sign_in(town.lead), town, **past), **past)
    (late,) = planners(app, town, catalogue, 1)
    with app.app_context(), transaction() as session:
        membership = session.scalars(select(Membership).where(Membership.person_id == late)).one()
        actions.follow_rules(session, memberships=[membership.id], by=None, at=now())
    assert asked(app)[late] == TODAY + timedelta(days=28)


def test_newcomers_are_spared_unless_the_lead_says_otherwise(
    app: Flask, browser: Browser, town: Town, catalogue: Catalogue
) -> None:
    (new,) = planners(app, town, catalogue, 1, started=3)
    soon = {"within_days": "10"}
    shown = preview(browser.sign_in(town.lead), town, **soon)
    assert "New here, and it is more than an hour a week" in shown.words
    save(browser, town, shown, **soon)
    assert asked(app)[new] == TODAY + timedelta(days=21)  # four weeks of an hour
    theirs = Browser(app).sign_in(new).get("/told").words
    assert "The day was moved so that no week asks more than an hour." in theirs
    mine = browser.get("/told").words
    assert "A later last day for 1 newcomer: Planning team" in mine


def test_a_lead_may_ask_more_of_newcomers(
    app: Flask, browser: Browser, town: Town, catalogue: Catalogue
) -> None:
    (new,) = planners(app, town, catalogue, 1, started=3)
    soon = {"within_days": "10"}
    shown = preview(browser.sign_in(town.lead), town, **soon)
    save(browser, town, shown, {"newcomer": "leave"}, **soon)
    assert asked(app)[new] == TODAY + timedelta(days=10)


def test_who_is_asked_already_is_not_told_a_second_time(
    app: Flask, browser: Browser, town: Town
) -> None:
    save(browser, town, preview(browser.sign_in(town.lead), town))
    later = {"within_days": "500"}
    shown = preview(browser, town, **later)
    assert "1 of them is asked this path already" in shown.words
    save(browser, town, shown, **later)
    assert counted(app, Assigned) == 2
    assert counted(app, Notice) == 1
    learning = Browser(app).sign_in(town.planner).get("/learning")
    assert day_in_words(TODAY + timedelta(days=400)) in learning.words


def test_a_rule_that_replaces_another_says_who_would_lose(
    app: Flask, browser: Browser, town: Town
) -> None:
    number = save(browser, town, preview(browser.sign_in(town.lead), town)).location.split("/")[-1]
    other = {"role": "chief-executive", "path": "planning-team", "instead_of": number}
    form = browser.get(f"/organisations/{town.slug}/rules/new?instead_of={number}")
    assert "The rule that there is ends" in form.words
    shown = preview(browser, town, **other)
    assert "1 person would be asked no more" in shown.words
    assert save(browser, town, shown, **other).status == 303
    assert set(asked(app)) == {town.chief}
    assert "Rule that has ended" in browser.get(f"/organisations/{town.slug}/rules/{number}").words


def test_a_rule_ends_from_a_day_and_those_it_asked_are_told_kindly(
    app: Flask, browser: Browser, town: Town
) -> None:
    one = save(browser, town, preview(browser.sign_in(town.lead), town)).location
    page = browser.get(f"{one}/end")
    assert "1 person would be asked no more today" in page.words
    ends = {"ends_on-day": TODAY.day, "ends_on-month": TODAY.month, "ends_on-year": TODAY.year}
    assert browser.post(f"{one}/end", ends | {"ends_on-year": 2020}).status == 422
    assert browser.post(f"{one}/end", ends).status == 303
    assert asked(app) == {}
    assert browser.post(f"{one}/end", ends).status == 303  # twice is once
    told = Browser(app).sign_in(town.planner).get("/told").words
    assert "You need no longer take: Planning team" in told
    assert "What you have shown stays yours." in told


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"role": ""}, "Choose a role"),
        ({"role": "no-such-role"}, "Not a valid choice"),
        ({"path": ""}, "Choose a path"),
        ({"within_days": ""}, "Enter a number of days from 1 to 730"),
        ({"within_days": "731"}, "Enter a number of days from 1 to 730"),
        ({"within_days": "²"}, "Enter a number of days from 1 to 730"),
        ({"due": "fixed"}, "Enter the last day"),
        ({"due": "fixed", "due_on": "2020-01-01"}, "Choose a day from today on"),
        ({"starts_on": "2020-01-01"}, "Choose a day within the last year"),
        ({"starts_on": "2026-02-31"}, "Enter a real date"),
        ({"reason": ""}, "Say in a sentence why you ask"),
        ({"reason": "x" * 501}, "Use 500 characters at most"),
    ],
)
def test_a_rule_with_something_wrong_says_so_and_nothing_typed_is_lost(
    browser: Browser, town: Town, changed: dict[str, str], message: str
) -> None:
    page = preview(browser.sign_in(town.lead), town, **changed)
    assert page.status == 422
    assert message in page.words.split("There is a problem")[1].split("Make a rule")[0]
    if "reason" not in changed:
        assert "Applications go digital next spring." in page.text


def test_a_number_of_days_that_is_none_is_asked_about_again(
    app: Flask, browser: Browser, town: Town, catalogue: Catalogue
) -> None:
    past = {"within_days": "30", "starts_on": days_ago(100).isoformat()}
    shown = preview(browser.sign_in(town.lead), town, **past)
    page = save(browser, town, shown, {"past_days": "soon"}, **past)
    assert page.status == 422
    assert "Enter a number of days from 1 to 730" in page.words
    assert counted(app, Assignment) == 0


def scoped(app: Flask, town: Town, **scope: list[str]) -> Browser:
    with app.app_context(), transaction() as session:
        person = a_person(session, "Oonagh Brennan")
        appoint_lead(session, town.council, person, **scope)
    return Browser(app).sign_in(person)


def test_a_lead_of_tiers_makes_and_sees_rules_for_their_roles_alone(
    app: Flask, browser: Browser, town: Town
) -> None:
    one = save(browser, town, preview(browser.sign_in(town.lead), town)).location
    theirs = scoped(app, town, tiers=["councillor"])
    assert preview(theirs, town).status == 422
    assert preview(theirs, town, role="councillor", path="new-councillor").status == 200
    assert theirs.get(one).status == 404
    assert theirs.get(f"{one}/end").status == 404
    assert "planning officer" not in theirs.get(f"/organisations/{town.slug}/rules").words


def test_a_lead_of_services_makes_rules_within_them(
    app: Flask, browser: Browser, town: Town
) -> None:
    theirs = scoped(app, town, services=["housing"])
    assert preview(theirs, town, role="head-of-service", path="head-of-service").status == 422
    within = preview(
        theirs, town, role="head-of-service", path="head-of-service", service="housing"
    )
    assert within.status == 200
    assert "Everyone who becomes a head of service in Housing takes" in within.words


def test_somebody_restricted_is_reached_and_not_shown(
    app: Flask, browser: Browser, town: Town
) -> None:
    with app.app_context(), transaction() as session:
        membership = session.query(Membership).filter_by(person_id=town.planner).one()
        places.restrict(session, membership, lead_id=None, by=None, at=now())
    shown = preview(browser.sign_in(town.lead), town)
    assert "0 people would be asked" in shown.words
    assert "Samina Haque" not in shown.words
    save(browser, town, shown)
    assert set(asked(app)) == {town.planner}


def test_rules_apply_at_once_when_people_change_both_ways(
    app: Flask, browser: Browser, town: Town, catalogue: Catalogue
) -> None:
    save(browser, town, preview(browser.sign_in(town.lead), town))
    (new,) = planners(app, town, catalogue, 1)
    with app.app_context(), transaction() as session:
        held = session.scalars(
            select(HeldRole)
            .join(Membership, Membership.id == HeldRole.membership_id)
            .where(Membership.person_id == town.planner, HeldRole.role == "planning-officer")
        ).one()
        places.change_role_days(
            session, held, starts_on=held.starts_on, ends_on=TODAY, by=None, at=now()
        )
        ids = list(session.scalars(select(Membership.id)))
        actions.follow_rules(session, memberships=ids, by=None, at=now())
    assert set(asked(app)) == {new}
    told = Browser(app).sign_in(town.planner).get("/told").words
    assert "You no longer hold the role that it was for." in told


def test_the_pages_of_rules_ask_little_of_the_database_whatever_the_number_of_people(
    app: Flask, browser: Browser, town: Town, catalogue: Catalogue
) -> None:
    few = preview(browser.sign_in(town.lead), town)
    planners(app, town, catalogue, 70)
    many = preview(browser, town)
    assert "Page 1 of 2" in many.words
    assert many.statements == few.statements <= 18
    one = save(browser, town, many).location
    for address in (
        one,
        f"/organisations/{town.slug}/rules",
        f"/organisations/{town.slug}/rules/new",
    ):
        assert browser.get(address).statements <= 8
    assert browser.get(one.replace("/rules/", "/assignments/")).statements <= 8
