"""Time away, exemptions with authority and expiry, and more time."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.assignments.actions import follow_rules
from learning.assignments.exemptions import Exemption
from learning.assignments.models import Assigned, Assignment
from learning.assignments.queries import is_asked
from learning.assignments.requests import asked_of
from learning.assignments.working import sweep
from learning.catalogue.published import Catalogue
from learning.clock import add_months, day_in_words, now
from learning.database import current_session, transaction
from learning.people.actions import places
from learning.people.models import Membership, Pause
from tests.builders import Town, days_ago
from tests.page import Browser, Page
from tests.staffing.changing import (
    TOP,
    another_lead,
    asked,
    audited,
    page_of,
    period_of,
    rows,
)

TODAY = days_ago(0)


@pytest.fixture
def lead(browser: Browser, town: Town) -> Browser:
    return browser.sign_in(town.lead)


def away(app: Flask, lead: Browser, person: int, starts: int, ends: int | None = None) -> Page:
    address = f"{page_of(app, person)}/membership/{period_of(app, person)}/pauses/new"
    lead.get(address)
    days = {"starts_on": days_ago(starts).isoformat()}
    if ends is not None:
        days["ends_on"] = days_ago(ends).isoformat()
    return lead.post(address, days)


def people_counted(lead: Browser) -> int:
    return int(lead.client.get(f"{TOP}/coverage.json").get_json()["overall"]["people"])


def test_who_is_away_is_out_of_the_figures_until_they_are_back(
    app: Flask, lead: Browser, town: Town
) -> None:
    before = people_counted(lead)
    assert away(app, lead, town.planner, 5).status == 303
    assert people_counted(lead) == before - 1
    page = lead.get(page_of(app, town.planner))
    assert f"Away from {day_in_words(days_ago(5))}" in page.words
    assert "Samina Haque" in lead.get(f"{TOP}/people?status=away").words
    number = rows(app, Pause, town.planner)[0].id
    address = f"{page_of(app, town.planner)}/pauses/{number}/end"
    lead.get(address)
    assert lead.post(address, {"ends_on": TODAY.isoformat()}).status == 303
    assert people_counted(lead) == before
    assert audited(app, "pause.recorded")[-1]["paused_from"] == (None, str(days_ago(5)))
    assert audited(app, "pause.changed")[-1]["paused_until"] == (None, str(TODAY))


def test_nothing_asks_or_keeps_why_somebody_is_away(app: Flask, lead: Browser, town: Town) -> None:
    address = f"{page_of(app, town.planner)}/membership/{period_of(app, town.planner)}/pauses/new"
    page = lead.get(address)
    assert "We do not ask or keep why" in page.words
    assert "<textarea" not in page.text
    assert not [column for column in Pause.__table__.columns if "reason" in column.name]


@pytest.mark.parametrize(("starts", "ends"), [(15, None), (15, 8), (9, 6), (30, 9), (-5, None)])
def test_times_away_that_meet_are_refused(
    app: Flask, lead: Browser, town: Town, starts: int, ends: int | None
) -> None:
    away(app, lead, town.planner, 10, 7)
    away(app, lead, town.planner, -20)
    page = away(app, lead, town.planner, starts, ends)
    assert page.status == 422
    assert "They are away already from" in page.words
    assert len(rows(app, Pause, town.planner)) == 2


def test_the_same_time_away_sent_twice_is_one_and_another_may_follow_at_once(
    app: Flask, lead: Browser, town: Town
) -> None:
    for _ in range(2):
        assert away(app, lead, town.planner, 10, 7).status == 303
    assert away(app, lead, town.planner, 7, 3).status == 303
    assert len(rows(app, Pause, town.planner)) == 2


def test_a_return_before_the_time_away_began_leaves_none(
    app: Flask, lead: Browser, town: Town
) -> None:
    away(app, lead, town.planner, -5, -9)
    number = rows(app, Pause, town.planner)[0].id
    address = f"{page_of(app, town.planner)}/pauses/{number}/end"
    lead.get(address)
    assert lead.post(address, {"ends_on": TODAY.isoformat()}).status == 303
    assert rows(app, Pause, town.planner) == []
    assert audited(app, "pause.dropped")


def test_the_days_away_are_corrected(app: Flask, lead: Browser, town: Town) -> None:
    away(app, lead, town.planner, 10, 7)
    number = rows(app, Pause, town.planner)[0].id
    address = f"{page_of(app, town.planner)}/pauses/{number}/days"
    assert str(days_ago(10).year) in lead.get(address).text
    given = {"starts_on": days_ago(12).isoformat(), "ends_on": days_ago(6).isoformat()}
    assert lead.post(address, given).status == 303
    found = rows(app, Pause, town.planner)[0]
    assert (found.paused_from, found.paused_until) == (days_ago(12), days_ago(6))


def exempt(app: Flask, lead: Browser, person: int, **changed: str) -> Page:
    address = f"{page_of(app, person)}/exemptions/new"
    lead.get(address)
    given = {
        "path": "new-councillor",
        "authority": "Democratic Services Committee",
        "clause": "Minute 42",
        "reason": "Served on another council for years.",
        "starts_on": TODAY.isoformat(),
        "ends_on": days_ago(-40).isoformat(),
    }
    return lead.post(address, given | changed)


def exempted(app: Flask) -> list[Exemption]:
    with app.app_context():
        found = current_session().query(Exemption).filter(Exemption.superseded_at.is_(None))
        return list(found.order_by(Exemption.id))


def test_an_exemption_says_who_allowed_it_and_the_person_is_told(
    app: Flask, lead: Browser, town: Town, catalogue: Catalogue
) -> None:
    asked(app, town, catalogue, town.councillor)
    assert exempt(app, lead, town.councillor).status == 303
    page = lead.get(page_of(app, town.councillor))
    assert "allowed by Democratic Services Committee" in page.words
    assert (
        f"New councillor: from {day_in_words(TODAY)} until {day_in_words(days_ago(-40))}"
        in page.words
    )
    told = Browser(app).sign_in(town.councillor).get("/told").words
    assert "You need not take: New councillor" in told
    assert "Served on another council for years." in told
    with app.app_context():
        mine = asked_of(current_session(), town.councillor, on=TODAY).spared
        later = asked_of(current_session(), town.councillor, on=days_ago(-40)).spared
    assert [(one.path, one.organisation) for one in mine] == [
        ("new-councillor", "Fernleigh Council")
    ]
    assert later == ()
    granted = audited(app, "exemption.granted")[-1]
    assert granted["authority"] == (None, "Democratic Services Committee")
    assert granted["ends_on"] == (None, str(days_ago(-40)))


def who_is_asked(session: Session) -> list[int]:
    return sorted(session.scalars(select(Assigned.person_id).where(is_asked())))


def test_an_exemption_lifts_what_is_asked_and_never_what_is_needed(
    app: Flask, lead: Browser, town: Town, catalogue: Catalogue
) -> None:
    rows_asked = asked(app, town, catalogue, town.councillor, town.second_councillor)
    before = lead.client.get(f"{TOP}/coverage.json").get_json()["overall"]
    exempt(app, lead, town.councillor)
    assert lead.client.get(f"{TOP}/coverage.json").get_json()["overall"] == before
    with app.app_context():
        assert who_is_asked(current_session()) == [town.second_councillor]
        run_out = now() + timedelta(days=41)
        assert sum(sweep(catalogue=catalogue, clock=lambda: run_out)) == 1
        assert who_is_asked(current_session()) == [town.councillor, town.second_councillor]
    assert len(rows_asked) == 2


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"path": ""}, "Choose a path"),
        ({"authority": " "}, "Say who allowed it"),
        ({"reason": ""}, "Say why in a sentence"),
        ({"reason": "x" * 501}, "Use 500 characters at most"),
        ({"ends_on": ""}, "Enter the day"),
        ({"ends_on": TODAY.isoformat()}, "Enter a day after the first day"),
        ({"starts_on": days_ago(1).isoformat()}, "Choose today or a later day"),
        ({"ends_on": days_ago(-800).isoformat()}, "An exemption lasts 24 months at most"),
    ],
)
def test_an_exemption_without_authority_reason_or_a_near_end_is_refused(
    app: Flask, lead: Browser, town: Town, changed: dict[str, str], message: str
) -> None:
    page = exempt(app, lead, town.councillor, **changed)
    assert page.status == 422
    assert message in page.words
    assert exempted(app) == []


def test_twenty_four_months_to_the_day_are_allowed(app: Flask, lead: Browser, town: Town) -> None:
    last = add_months(TODAY, 24)
    assert exempt(app, lead, town.councillor, ends_on=last.isoformat()).status == 303


def test_an_exemption_is_granted_once_and_a_second_for_the_same_days_is_refused(
    app: Flask, lead: Browser, town: Town
) -> None:
    for _ in range(2):
        assert exempt(app, lead, town.councillor).status == 303
    page = exempt(app, lead, town.councillor, reason="Another reason")
    assert page.status == 422
    assert "They are exempt from this path until" in page.words
    assert len(exempted(app)) == 1
    told = Browser(app).sign_in(town.councillor).get("/told").words
    assert told.count("You need not take") == 1


def test_an_exemption_ends_early_and_the_person_is_told(
    app: Flask, lead: Browser, town: Town
) -> None:
    exempt(app, lead, town.councillor)
    address = f"{page_of(app, town.councillor)}/exemptions/{exempted(app)[0].id}/end"
    assert "They are asked again to take: New councillor" in lead.get(address).words
    late = lead.post(address, {"ends_on": days_ago(-50).isoformat()})
    assert late.status == 422
    assert lead.post(address, {"ends_on": days_ago(-2).isoformat()}).status == 303
    assert [row.ends_on for row in exempted(app)] == [days_ago(-2)]
    again = f"{page_of(app, town.councillor)}/exemptions/{exempted(app)[0].id}/end"
    lead.get(again)
    assert lead.post(again, {"ends_on": TODAY.isoformat()}).status == 303
    assert exempted(app) == []
    assert "You are asked again" in Browser(app).sign_in(town.councillor).get("/told").words
    assert audited(app, "exemption.ended")[0]["ends_on"] == (str(days_ago(-40)), str(days_ago(-2)))


def test_the_list_of_exemptions_shows_those_that_end_soon_and_only_theirs(
    app: Flask, lead: Browser, town: Town
) -> None:
    exempt(app, lead, town.councillor)
    exempt(app, lead, town.planner, path="every-officer", ends_on=days_ago(-300).isoformat())
    page = lead.get(f"{TOP}/exemptions")
    assert "2 exemptions" in page.words
    assert page.words.index("Ada Merriweather") < page.words.index("Samina Haque")
    soon = lead.get(f"{TOP}/exemptions?show=ending")
    assert "Ada Merriweather" in soon.words
    assert "Samina Haque" not in soon.words
    planners = another_lead(app, town, services=["planning"])
    theirs = planners.get(f"{TOP}/exemptions").words
    assert "Samina Haque" in theirs
    assert "Ada Merriweather" not in theirs
    assert page.statements <= 8


def longer(lead: Browser, address: str, *numbers: int, **changed: str) -> Page:
    lead.get(address)
    given: dict[str, object] = {
        "assigned": [str(number) for number in numbers],
        "due_on": days_ago(-60).isoformat(),
        "reason": "Their committee met late.",
    }
    return lead.post(address, given | changed)


def due(app: Flask) -> dict[int, object]:
    with app.app_context():
        found = current_session().query(Assigned).filter(Assigned.superseded_at.is_(None))
        return {row.person_id: row.due_on for row in found}


def test_one_person_gets_more_time_with_a_reason_that_they_read(
    app: Flask, lead: Browser, town: Town, catalogue: Catalogue
) -> None:
    first, _ = asked(app, town, catalogue, town.councillor, town.second_councillor)
    address = f"{page_of(app, town.councillor)}/extend"
    assert longer(lead, address, first).status == 303
    assert due(app) == {
        town.councillor: days_ago(-60),
        town.second_councillor: days_ago(-30),
    }
    page = lead.get(page_of(app, town.councillor))
    assert f"{day_in_words(days_ago(-60))}. More time: Their committee met late." in page.words
    told = Browser(app).sign_in(town.councillor).get("/told").words
    assert f"You have until {day_in_words(days_ago(-60))}" in told
    assert audited(app, "path.extended")[-1]["due_on"] == (str(days_ago(-30)), str(days_ago(-60)))


def test_more_time_is_moved_by_leave_that_is_known_at_once_and_not_by_a_later_change(
    app: Flask, lead: Browser, town: Town, catalogue: Catalogue
) -> None:
    asked(app, town, catalogue, town.councillor)
    with app.app_context(), transaction() as session:
        place = session.query(Membership).filter_by(person_id=town.councillor).one()
        places.pause(
            session, place, paused_from=days_ago(-10), paused_until=days_ago(-20), by=None, at=now()
        )
        stay = [place.id]
        follow_rules(session, memberships=stay, by=None, at=now(), catalogue=catalogue)
    assert due(app) == {town.councillor: days_ago(-40)}
    number = asked_now(app, town.councillor)
    assert longer(lead, f"{page_of(app, town.councillor)}/extend", number).status == 303
    assert due(app) == {town.councillor: days_ago(-70)}  # 60 days, and ten of leave
    with app.app_context(), transaction() as session:
        follow_rules(session, memberships=stay, by=None, at=now(), catalogue=catalogue)
    assert due(app) == {town.councillor: days_ago(-70)}


def test_several_people_of_one_assignment_get_more_time_at_once(
    app: Flask, lead: Browser, town: Town, catalogue: Catalogue
) -> None:
    numbers = asked(app, town, catalogue, town.councillor, town.second_councillor, town.planner)
    with app.app_context():
        assignment = current_session().query(Assignment.id).scalar()
    address = f"{TOP}/assignments/{assignment}/extend"
    assert longer(lead, address, *numbers[:2]).status == 303
    assert list(due(app).values()).count(days_ago(-60)) == 2
    planners = another_lead(app, town, services=["planning"])
    page = planners.get(address)
    assert "Samina Haque" in page.words
    assert "Ada Merriweather" not in page.words
    current = asked_now(app, town.councillor)
    assert longer(planners, address, current, due_on=days_ago(-90).isoformat()).status == 404


def asked_now(app: Flask, person: int) -> int:
    return int(rows(app, Assigned, person)[0].id)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"assigned": []}, "Choose what gets more time"),
        ({"due_on": days_ago(-30).isoformat()}, "Choose a day after the last day that they have"),
        ({"due_on": ""}, "Enter the day"),
        ({"reason": ""}, "Say why in a sentence"),
    ],
)
def test_more_time_needs_something_a_later_day_and_a_reason(
    app: Flask, lead: Browser, town: Town, catalogue: Catalogue, changed, message: str
) -> None:
    (number,) = asked(app, town, catalogue, town.councillor)
    page = longer(lead, f"{page_of(app, town.councillor)}/extend", number, **changed)
    assert page.status == 422
    assert message in page.words
    assert due(app) == {town.councillor: days_ago(-30)}


def test_what_is_asked_of_somebody_else_is_not_extended_by_its_number(
    app: Flask, lead: Browser, town: Town, catalogue: Catalogue
) -> None:
    first, second = asked(app, town, catalogue, town.councillor, town.planner)
    address = f"{page_of(app, town.councillor)}/extend"
    for numbers in ((second,), (first, second), (99_999,)):
        assert longer(lead, address, *numbers).status == 404
    assert longer(lead, address, assigned="x").status == 404
    assert set(due(app).values()) == {days_ago(-30)}


def test_a_confidential_reason_is_not_on_the_page_of_another_lead(
    app: Flask, lead: Browser, town: Town, catalogue: Catalogue
) -> None:
    asked(app, town, catalogue, town.councillor)
    officer = another_lead(app, town)
    with app.app_context(), transaction() as session:
        session.query(Assignment).one().officer_id = town.lead
    theirs = page_of(app, town.councillor)
    assert "Members are named on our website." in lead.get(theirs).words
    page = officer.get(theirs)
    assert "The reason is confidential." in page.words
    assert "Members are named" not in page.words
