"""Who leads: deputies, ends, handing over, and who sees restricted people."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from learning.catalogue.published import Catalogue
from learning.clock import now
from learning.database import current_session, transaction
from learning.people.actions import organisations
from learning.people.models import Appointment, Restriction
from learning.people.rules import first_uncovered
from learning.people.standing import Kind
from tests.builders import Town, appoint_lead, days_ago
from tests.page import Browser, Page
from tests.staffing.changing import (
    PEOPLE,
    TOP,
    another_lead,
    audited,
    code_of,
    page_of,
    period_of,
    somebody,
)

LEADS = f"{TOP}/leads"
TODAY = days_ago(0)


@pytest.fixture
def lead(browser: Browser, town: Town) -> Browser:
    return browser.sign_in(town.lead)


def appointments(app: Flask, person: int) -> list[Appointment]:
    with app.app_context():
        found = select(Appointment).where(
            Appointment.person_id == person,
            Appointment.kind == "learning-lead",
            Appointment.superseded_at.is_(None),
        )
        return list(current_session().scalars(found.order_by(Appointment.id)))


def appoint(lead: Browser, person: str, **changed: object) -> Page:
    lead.get(f"{LEADS}/new")
    part = {"tiers", "services"} & set(changed)
    given = {"person": person, "starts_on": TODAY.isoformat()}
    return lead.post(f"{LEADS}/new", given | {"scope": "some" if part else "everybody"} | changed)


def test_a_lead_of_everybody_appoints_a_deputy_for_a_part_who_sees_that_part(
    app: Flask, lead: Browser, town: Town
) -> None:
    code = code_of(app, town.chief)
    until = days_ago(-90)
    page = appoint(lead, code, tiers="councillor", ends_on=until.isoformat())
    assert page.status == 303
    listed = lead.get(LEADS)
    assert "Grace Okonjo" in listed.words
    deputy = Browser(app).sign_in(town.chief)
    assert "Ada Merriweather" in deputy.get(PEOPLE).words
    assert "Samina Haque" not in deputy.get(PEOPLE).words
    made = audited(app, "appointment.made")[-1]
    assert made["kind"] == (None, "learning-lead")
    assert [row.ends_on for row in appointments(app, town.chief)] == [until]


@pytest.mark.parametrize("who", ["grace.okonjo@people.example", "GRACE.OKONJO@people.example"])
def test_the_same_appointment_is_made_once(app: Flask, lead: Browser, town: Town, who: str) -> None:
    for _ in range(2):
        assert appoint(lead, who).status == 303
    assert len(appointments(app, town.chief)) == 1
    page = appoint(lead, who, starts_on=days_ago(-5).isoformat())
    assert page.status == 422
    assert "They lead this already" in page.words


@pytest.mark.parametrize(
    "who", ["", "nobody@people.example", "wilfred.doyle@people.example", "no-such-code"]
)
def test_only_somebody_who_belongs_here_is_appointed(
    app: Flask, lead: Browser, town: Town, who: str
) -> None:
    page = appoint(lead, who)
    assert page.status == 422
    assert appointments(app, town.stranger) == []


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"scope": ""}, "Choose whom they look after"),
        ({"scope": "some"}, "Tick a group or a service below"),
        ({"scope": "everybody", "tiers": "councillor"}, "Take the ticks below away"),
        ({"starts_on": days_ago(1).isoformat()}, "Choose today or a later day"),
    ],
)
def test_nobody_is_given_everybody_to_look_after_by_accident(
    app: Flask, lead: Browser, town: Town, changed: dict[str, str], message: str
) -> None:
    page = appoint(lead, code_of(app, town.chief), **changed)
    assert page.status == 422
    assert message in page.words
    assert appointments(app, town.chief) == []


def test_a_lead_of_a_part_sees_who_leads_and_changes_nothing(app: Flask, town: Town) -> None:
    scoped = another_lead(app, town, tiers=["councillor"])
    page = scoped.get(LEADS)
    assert page.status == 200
    assert "Lowri Bevan" in page.words
    assert "Appoint a training lead" not in page.words
    number = appointments(app, town.lead)[0].id
    for address in (f"{LEADS}/new", f"{LEADS}/{number}/end", f"{LEADS}/{number}/hand-over"):
        assert scoped.get(address).status == 404
        assert scoped.post(address, {"ends_on": TODAY.isoformat()}).status == 404
    assert len(appointments(app, town.lead)) == 1


def end(lead: Browser, number: int, day: date) -> Page:
    lead.get(f"{LEADS}/{number}/end")
    return lead.post(f"{LEADS}/{number}/end", {"ends_on": day.isoformat()})


def test_the_last_lead_of_everybody_cannot_end_by_accident(
    app: Flask, lead: Browser, town: Town
) -> None:
    number = appointments(app, town.lead)[0].id
    page = end(lead, number, days_ago(-3))
    assert page.status == 422
    assert "nobody would lead the whole organisation" in page.words
    appoint(lead, code_of(app, town.planner), services="planning")
    assert end(lead, number, days_ago(-3)).status == 422  # of a part is not of everybody
    appoint(lead, code_of(app, town.chief), ends_on=days_ago(-50).isoformat())
    assert end(lead, number, days_ago(-3)).status == 422  # in fifty days there would be nobody
    appoint(lead, code_of(app, town.reviewer), starts_on=days_ago(-20).isoformat())
    assert end(lead, number, days_ago(-3)).status == 303
    assert [row.ends_on for row in appointments(app, town.lead)] == [days_ago(-3)]
    assert audited(app, "appointment.ended")[-1]["ends_on"] == (None, str(days_ago(-3)))


def test_whoever_ends_their_own_appointment_today_goes_to_the_first_page(
    app: Flask, lead: Browser, town: Town
) -> None:
    appoint(lead, code_of(app, town.chief))
    page = end(lead, appointments(app, town.lead)[0].id, TODAY)
    assert (page.status, page.location) == (303, "/")
    assert lead.get(PEOPLE).status == 404


def hand_over(lead: Browser, number: int, to: str, on: date, **more: str) -> Page:
    address = f"{LEADS}/{number}/hand-over"
    lead.get(address)
    return lead.post(address, {"person": to, "on": on.isoformat()} | more)


def test_a_lead_who_leaves_the_council_is_shown_as_leading_still(
    app: Flask, lead: Browser, town: Town
) -> None:
    page = page_of(app, town.planner)
    appoint(lead, code_of(app, town.planner))
    assert "stays training lead" not in lead.get(page).words
    end = f"{page}/membership/{period_of(app, town.planner)}/end"
    lead.get(end)
    lead.post(end, {"ends_on": TODAY.isoformat()})
    assert "Samina has left, and stays training lead here until that is ended" in (
        lead.get(page).words
    )
    (number,) = [one.id for one in appointments(app, town.planner)]
    lead.get(f"{LEADS}/{number}/end")
    lead.post(f"{LEADS}/{number}/end", {"ends_on": TODAY.isoformat()})
    assert "stays training lead" not in lead.get(page).words


def leaving_page(app: Flask, person: int) -> str:
    return f"{page_of(app, person)}/membership/{period_of(app, person)}/end"


def a_viewer(app: Flask, town: Town, person: int) -> int:
    with app.app_context(), transaction() as session:
        made = organisations.appoint(
            session,
            person_id=person,
            kind=Kind.REVIEWER,
            organisation_id=town.council,
            starts_on=days_ago(30),
            by=None,
            at=now(),
        )
        session.flush()
        return made.id


def test_what_somebody_may_do_here_ends_with_them_where_it_stays_ticked(
    app: Flask, lead: Browser, town: Town
) -> None:
    appoint(lead, code_of(app, town.planner), services="planning")
    a_viewer(app, town, town.planner)
    address = leaving_page(app, town.planner)
    page = lead.get(address)
    assert "Training lead: Planning" in page.words
    assert "Report viewer" in page.words
    ticked = re.findall(r'name="appointments" type="checkbox" value="(\d+)" checked', page.text)
    assert len(ticked) == 2
    theirs = Browser(app).sign_in(town.planner)
    assert theirs.get(PEOPLE).status == 200
    sent = {"ends_on": days_ago(3).isoformat(), "appointments": ticked}
    assert lead.post(address, sent).status == 303
    assert theirs.get(PEOPLE).status == 404
    assert theirs.get(f"{TOP}/coverage").status == 404
    assert [one["ends_on"][1] for one in audited(app, "appointment.ended")] == [str(TODAY)] * 2
    assert "stays" not in lead.get(page_of(app, town.planner)).words


def test_a_lead_of_a_part_ends_no_appointment_of_somebody_who_leaves(
    app: Flask, lead: Browser, town: Town
) -> None:
    viewer = a_viewer(app, town, town.planner)
    deputy = another_lead(app, town, services=["planning"])
    address = leaving_page(app, town.planner)
    page = deputy.get(address)
    assert "They stay report viewer here until that is ended" in page.words
    assert 'name="appointments"' not in page.text
    sent = {"ends_on": TODAY.isoformat(), "appointments": str(viewer)}
    assert deputy.post(address, sent).status == 303
    assert audited(app, "appointment.ended") == []
    assert "report viewer who has left" in lead.get(f"{TOP}/oversight").words
    assert "Samina Haque, who no longer belongs here from" in lead.get(LEADS).words
    assert lead.get(f"{LEADS}/{viewer}/end").status == 200
    assert lead.post(f"{LEADS}/{viewer}/end", {"ends_on": TODAY.isoformat()}).status == 303
    assert "Samina Haque" not in lead.get(LEADS).words


def test_a_report_viewer_who_is_here_is_an_administrators_to_end(
    app: Flask, lead: Browser, town: Town
) -> None:
    viewer = a_viewer(app, town, town.planner)
    assert lead.get(f"{LEADS}/{viewer}/end").status == 404
    assert lead.post(f"{LEADS}/{viewer}/end", {"ends_on": TODAY.isoformat()}).status == 404


def test_the_only_lead_of_everybody_leaves_with_a_warning_and_stays_lead(
    app: Flask, town: Town
) -> None:
    with app.app_context(), transaction() as session:
        appoint_lead(session, town.council, town.planner, since=days_ago(9))
    number = appointments(app, town.planner)[0].id
    whole = Browser(app).sign_in(town.lead)
    address = leaving_page(app, town.planner)
    assert "Nobody else looks after everybody" not in whole.get(address).words
    mine = appointments(app, town.lead)[0].id
    end(whole, mine, days_ago(-1))
    page = whole.get(address)
    assert "Nobody else looks after everybody here" in page.words
    assert " checked" not in page.text
    sent = {"ends_on": TODAY.isoformat(), "appointments": str(number)}
    refused = whole.post(address, sent)
    assert (refused.status, "nobody would lead the whole" in refused.words) == (422, True)
    assert whole.post(address, {"ends_on": TODAY.isoformat()}).status == 303
    assert "No longer belongs here from" in whole.get(LEADS).words


def test_ending_many_terms_names_who_stays_lead(app: Flask, lead: Browser, town: Town) -> None:
    a_viewer(app, town, town.councillor)
    day = f"{TODAY.day}&ends_on-month={TODAY.month}&ends_on-year={TODAY.year}"
    page = lead.get(f"{TOP}/terms?role=councillor&ends_on-day={day}")
    assert "Ada Merriweather (report viewer here)" in page.words
    assert "stays so until that is ended" in page.words


def test_on_the_day_of_handing_over_the_one_ends_and_the_other_begins(
    app: Flask, lead: Browser, town: Town
) -> None:
    number, day = appointments(app, town.lead)[0].id, days_ago(-4)
    for _ in range(2):
        page = hand_over(lead, number, code_of(app, town.chief), day)
        assert page.status in {303, 409}
    mine, theirs = appointments(app, town.lead), appointments(app, town.chief)
    assert [row.ends_on for row in mine] == [day]
    assert [(row.starts_on, row.ends_on, row.tiers) for row in theirs] == [(day, None, "")]


def test_a_part_is_handed_over_as_that_part_by_whoever_leads_everybody(
    app: Flask, lead: Browser, town: Town
) -> None:
    appoint(lead, code_of(app, town.chief), services="planning", ends_on="2030-01-01")
    number = appointments(app, town.chief)[0].id
    assert hand_over(lead, number, code_of(app, town.reviewer), TODAY).status == 303
    assert appointments(app, town.chief) == []
    made = appointments(app, town.reviewer)
    assert [(row.services, row.ends_on) for row in made] == [("planning", date(2030, 1, 1))]
    assert Browser(app).sign_in(town.chief).get(PEOPLE).status == 404
    assert "Samina Haque" in Browser(app).sign_in(town.reviewer).get(PEOPLE).words


@pytest.mark.parametrize("named_too", [True, False])
def test_restricted_people_go_along_only_where_that_is_said(
    app: Flask, lead: Browser, town: Town, catalogue: Catalogue, named_too: bool
) -> None:
    restrict(app, lead, town.chief, town.lead)
    number = appointments(app, town.lead)[0].id
    more = {"named_too": "yes"} if named_too else {}
    assert hand_over(lead, number, code_of(app, town.reviewer), TODAY, **more).status == 303
    theirs = Browser(app).sign_in(town.reviewer)
    assert theirs.get(page_of(app, town.chief)).status == (200 if named_too else 404)


def test_a_lead_who_is_not_named_shows_restricted_people_to_nobody(
    app: Flask, lead: Browser, town: Town
) -> None:
    appoint(lead, code_of(app, town.planner), services="planning")
    restrict(app, lead, town.chief, town.planner)
    (theirs,) = appointments(app, town.planner)
    assert lead.get(page_of(app, town.chief)).status == 404
    page = hand_over(lead, theirs.id, code_of(app, town.lead), TODAY, named_too="yes")
    assert page.status == 303
    assert lead.get(page_of(app, town.chief)).status == 404


@pytest.mark.parametrize(
    ("who", "on", "message"),
    [
        ("lead", TODAY, "Choose somebody else"),
        ("chief", days_ago(1), "Choose today or a later day"),
        ("stranger", TODAY, "Nobody who belongs to your organisation"),
    ],
)
def test_handing_over_to_oneself_to_strangers_or_in_the_past_is_refused(
    app: Flask, lead: Browser, town: Town, who: str, on: date, message: str
) -> None:
    number = appointments(app, town.lead)[0].id
    page = hand_over(lead, number, code_of(app, getattr(town, who)), on)
    assert page.status == 422
    assert message in page.words
    assert [row.ends_on for row in appointments(app, town.lead)] == [None]


def test_appointments_of_another_council_do_not_exist(
    app: Flask, lead: Browser, town: Town
) -> None:
    number = appointments(app, town.other_lead)[0].id
    for what in ("end", "hand-over"):
        assert lead.get(f"{LEADS}/{number}/{what}").status == 404
    assert end(lead, number, TODAY).status == 404
    assert "Una Quayle" not in lead.get(LEADS).words


def restrict(app: Flask, lead: Browser, person: int, *leads: int) -> Page:
    address = f"{page_of(app, person)}/restriction"
    version = lead.get(address).hidden("version")
    given = {"who": "named" if leads else "all", "leads": [str(n) for n in leads]}
    return lead.post(address, given | {"version": version})


def test_a_restricted_person_is_seen_by_named_leads_alone_until_opened_again(
    app: Flask, lead: Browser, town: Town
) -> None:
    other = another_lead(app, town)
    theirs = page_of(app, town.chief)
    assert other.get(theirs).status == 200
    assert restrict(app, lead, town.chief, town.lead).status == 303
    assert other.get(theirs).status == 404
    page = lead.get(theirs)
    assert "Only the training leads named for this person see this page." in page.words
    assert audited(app, "restriction.changed")[-1]["leads"] == (None, str(town.lead))
    assert restrict(app, lead, town.chief).status == 303
    assert other.get(theirs).status == 200
    with app.app_context():
        found = select(Restriction.id).where(Restriction.superseded_at.is_(None))
        assert current_session().scalars(found).all() == []


def test_a_restriction_names_somebody_and_leads_of_this_council_alone(
    app: Flask, lead: Browser, town: Town
) -> None:
    address = f"{page_of(app, town.chief)}/restriction"
    version = lead.get(address).hidden("version")
    page = lead.post(address, {"who": "named", "version": version})
    assert page.status == 422
    assert "Name at least one lead" in page.words
    for nobody in (town.other_lead, town.planner):
        given = {"who": "named", "leads": str(nobody), "version": version}
        assert lead.post(address, given).status == 422


def test_whoever_does_not_name_themselves_is_led_back_to_the_list(
    app: Flask, lead: Browser, town: Town
) -> None:
    somebody_else = another_lead(app, town)
    with app.app_context():
        found = select(Appointment.person_id).where(
            Appointment.organisation_id == town.council,
            Appointment.kind == "learning-lead",
            Appointment.person_id != town.lead,
        )
        oonagh = current_session().scalars(found).one()
    page = restrict(app, lead, town.chief, oonagh)
    assert page.location == PEOPLE
    assert lead.get(page_of(app, town.chief)).status == 404
    assert somebody_else.get(page_of(app, town.chief)).status == 200


DAYS = [TODAY + timedelta(days=n) for n in range(12)]
SPANS = st.lists(
    st.tuples(
        st.sampled_from([TODAY - timedelta(days=3), *DAYS]),
        st.one_of(st.none(), st.sampled_from(DAYS)),
    ),
    max_size=6,
)


@given(SPANS)
def test_the_first_day_without_a_lead_is_the_first_that_no_span_holds(
    spans: list[tuple[date, date | None]],
) -> None:
    days = [TODAY + timedelta(days=n) for n in range(40)]
    free = [
        day
        for day in days
        if not any(start <= day and (end is None or day < end) for start, end in spans)
    ]
    assert first_uncovered(spans, TODAY) == (free[0] if free else None)


def test_many_leads_take_as_many_statements_as_few(
    app: Flask, lead: Browser, town: Town, catalogue: Catalogue
) -> None:
    few = lead.get(LEADS).statements
    for number in range(5):
        person = somebody(app, town, catalogue, f"Deputy {number}", "all-staff")
        appoint(lead, code_of(app, person), tiers="councillor")
    assert lead.get(LEADS).statements == few <= 8
