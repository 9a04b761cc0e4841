"""Two leads change one person: the second is told what the first did, and loses nothing."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from learning.assignments.exemptions import Exemption
from learning.assignments.models import Assigned
from learning.catalogue.published import Catalogue
from learning.clock import day_in_words
from learning.database import current_session
from learning.people.models import (
    Appointment,
    HeldRole,
    MembershipPeriod,
    Particulars,
    Pause,
    Restriction,
)
from tests.builders import Town, days_ago
from tests.page import Browser, Page
from tests.staffing.changing import (
    PEOPLE,
    TOP,
    another_lead,
    asked,
    audited,
    held_of,
    page_of,
    period_of,
    roles_of,
    rows,
)

DAY, LATER = days_ago(-7), days_ago(-14)
CHANGED = "Somebody else changed this meanwhile"


@pytest.fixture
def lead(browser: Browser, town: Town) -> Browser:
    return browser.sign_in(town.lead)


@pytest.fixture
def other(app: Flask, town: Town) -> Browser:
    return another_lead(app, town)


def both(lead: Browser, other: Browser, address: str, mine: dict, theirs: dict) -> Page:
    """Both open the form; theirs arrives first."""
    lead.get(address)
    other.get(address)
    assert other.post(address, theirs).status == 303
    return lead.post(address, mine)


def test_the_second_lead_reads_what_changed_by_whom_and_when_and_keeps_what_they_typed(
    app: Flask, lead: Browser, other: Browser, town: Town
) -> None:
    number = held_of(app, town.councillor, "scrutiny-member")
    address = f"{page_of(app, town.councillor)}/roles/{number}/days"
    mine = {"starts_on": "2024-06-03", "ends_on": LATER.isoformat()}
    theirs = {"starts_on": "2024-06-03", "ends_on": DAY.isoformat()}
    page = both(lead, other, address, mine, theirs)
    assert page.status == 409
    assert page.h1 == CHANGED
    assert "Oonagh Brennan changed it on" in page.words
    assert f"Until: was empty, is now {day_in_words(DAY)}" in page.words
    assert f'value="{LATER.day}"' in page.text
    assert ("scrutiny-member", DAY) in roles_of(app, town.councillor)

    now_at = f"{page_of(app, town.councillor)}/roles/"
    now_at += f"{held_of(app, town.councillor, 'scrutiny-member')}/days"
    assert f'action="{now_at}"' in page.text
    assert lead.post(now_at, mine).status == 303  # on purpose, over the change of the other
    assert ("scrutiny-member", LATER) in roles_of(app, town.councillor)


def test_what_no_longer_holds_cannot_be_changed_and_what_was_typed_is_shown(
    app: Flask, lead: Browser, other: Browser, town: Town
) -> None:
    theirs = page_of(app, town.second_councillor)
    given = f"{theirs}/membership/{period_of(app, town.second_councillor)}/roles/new"
    lead.get(given)
    lead.post(given, {"role": "audit-committee-member", "starts_on": DAY.isoformat()})
    number = held_of(app, town.second_councillor, "audit-committee-member")
    other.get(f"{theirs}/roles/{number}/end")
    lead.get(f"{theirs}/roles/{number}/days")
    assert other.post(f"{theirs}/roles/{number}/end", {"ends_on": DAY.isoformat()}).status == 303
    mine = {"starts_on": DAY.isoformat(), "ends_on": LATER.isoformat()}
    page = lead.post(f"{theirs}/roles/{number}/days", mine)
    assert page.status == 409
    assert "Oonagh Brennan changed it" in page.words
    assert "It no longer holds" in page.words
    assert day_in_words(LATER) in page.words


def test_a_role_is_not_given_in_a_membership_that_the_other_lead_has_just_ended(
    app: Flask, lead: Browser, other: Browser, town: Town
) -> None:
    period = f"{page_of(app, town.councillor)}/membership/{period_of(app, town.councillor)}"
    lead.get(f"{period}/roles/new")
    other.get(f"{period}/end")
    assert other.post(f"{period}/end", {"ends_on": DAY.isoformat()}).status == 303
    mine = {"role": "audit-committee-member", "starts_on": LATER.isoformat()}
    page = lead.post(f"{period}/roles/new", mine)
    assert page.status == 409
    assert f"Until: was empty, is now {day_in_words(DAY)}" in page.words
    away = lead.post(f"{period}/pauses/new", {"starts_on": LATER.isoformat()})
    assert away.status == 409
    assert len(rows(app, HeldRole, town.councillor, role="audit-committee-member")) == 0


@pytest.mark.parametrize("what", ["days", "end"])
def test_a_membership_is_changed_once(
    app: Flask, lead: Browser, other: Browser, town: Town, what: str
) -> None:
    address = f"{page_of(app, town.planner)}/membership/{period_of(app, town.planner)}/{what}"
    mine = {"starts_on": "2024-06-03", "ends_on": LATER.isoformat()}
    page = both(lead, other, address, mine, mine | {"ends_on": DAY.isoformat()})
    assert page.status == 409
    assert rows(app, MembershipPeriod, town.planner)[0].ends_on == DAY


def test_time_away_is_changed_once(app: Flask, lead: Browser, other: Browser, town: Town) -> None:
    theirs = page_of(app, town.planner)
    new = f"{theirs}/membership/{period_of(app, town.planner)}/pauses/new"
    lead.get(new)
    lead.post(new, {"starts_on": days_ago(5).isoformat()})
    address = f"{theirs}/pauses/{rows(app, Pause, town.planner)[0].id}/end"
    page = both(lead, other, address, {"ends_on": LATER.isoformat()}, {"ends_on": DAY.isoformat()})
    assert page.status == 409
    assert f"Away until: was empty, is now {day_in_words(DAY)}" in page.words
    assert rows(app, Pause, town.planner)[0].paused_until == DAY


def test_an_exemption_is_ended_once(app: Flask, lead: Browser, other: Browser, town: Town) -> None:
    theirs = page_of(app, town.councillor)
    lead.get(f"{theirs}/exemptions/new")
    given = {"path": "new-councillor", "authority": "Council", "reason": "Served before"}
    days = {"starts_on": days_ago(0).isoformat(), "ends_on": days_ago(-90).isoformat()}
    assert lead.post(f"{theirs}/exemptions/new", given | days).status == 303
    with app.app_context():
        number = current_session().scalars(select(Exemption.id)).one()
    address = f"{theirs}/exemptions/{number}/end"
    page = both(lead, other, address, {"ends_on": LATER.isoformat()}, {"ends_on": DAY.isoformat()})
    assert page.status == 409
    assert f"is now {day_in_words(DAY)}" in page.words


def test_what_is_said_of_a_person_is_changed_once(
    app: Flask, lead: Browser, other: Browser, town: Town
) -> None:
    address = f"{page_of(app, town.planner)}/particulars"
    first = {"name": "Samina Haque-Lee", "address": "", "reference": "P 1"}
    lead.get(address)
    assert lead.post(address, first).status == 303
    assert lead.post(address, first | {"name": "Another"}).status == 409  # nothing was said then
    with app.app_context():
        number = current_session().scalars(select(Particulars.id)).one()
    page = both(
        lead,
        other,
        f"{address}/{number}",
        first | {"reference": "P 2"},
        first | {"name": "Samina Lee"},
    )
    assert page.status == 409
    assert "Name: was Samina Haque-Lee, is now Samina Lee" in page.words
    assert 'value="P 2"' in page.text
    page = lead.get(page_of(app, town.planner))
    assert page.h1 == "Samina Haque"  # who has an account names themselves
    assert "Samina Lee in your council’s words" in page.words


def test_more_time_is_given_to_what_still_is_asked_as_it_was(
    app: Flask, lead: Browser, other: Browser, town: Town, catalogue: Catalogue
) -> None:
    (number,) = asked(app, town, catalogue, town.councillor)
    address = f"{page_of(app, town.councillor)}/extend"
    theirs = {"assigned": number, "reason": "Late", "due_on": days_ago(-60).isoformat()}
    page = both(lead, other, address, theirs | {"due_on": days_ago(-50).isoformat()}, theirs)
    assert page.status == 409
    assert f"Last day to finish: was {day_in_words(days_ago(-30))}" in page.words
    current = rows(app, Assigned, town.councillor)[0]
    assert current.due_on == days_ago(-60)
    assert f'value="{current.id}"' in page.text  # to be ticked again, as it stands now


def test_who_sees_a_person_is_changed_once(
    app: Flask, lead: Browser, other: Browser, town: Town
) -> None:
    address = f"{page_of(app, town.chief)}/restriction"
    version = lead.get(address).hidden("version")
    other.get(address)
    with app.app_context():
        second = current_session().scalars(
            select(Appointment.person_id).where(
                Appointment.organisation_id == town.council, Appointment.person_id != town.lead
            )
        )
        oonagh = next(one for one in second if one != town.reviewer)
    theirs = {"who": "named", "leads": [str(town.lead), str(oonagh)], "version": version}
    assert other.post(address, theirs).status == 303
    page = lead.post(address, {"who": "named", "leads": str(town.lead), "version": version})
    assert page.status == 409
    assert "Named training leads: was empty, is now Lowri Bevan, Oonagh Brennan" in page.words
    with app.app_context():
        assert len(current_session().scalars(select(Restriction.id)).all()) == 2
    again = {"who": "named", "leads": str(town.lead), "version": page.hidden("version")}
    assert lead.post(address, again).status == 303


def test_terms_do_not_end_where_one_of_them_changed_meanwhile(
    app: Flask, lead: Browser, other: Browser, town: Town
) -> None:
    address = f"{TOP}/terms?role=councillor&service=&ends_on={DAY}"
    held = lead.get(address).choices("held")
    end = f"{page_of(app, town.councillor)}/membership/{period_of(app, town.councillor)}/end"
    other.get(end)
    other.post(end, {"ends_on": LATER.isoformat()})
    page = lead.post(address, {"held": held, "leave": "membership"})
    assert page.status == 409
    assert "Oonagh Brennan changed it" in page.words
    assert roles_of(app, town.second_councillor) == {("councillor", None)}
    assert 'name="held"' in page.text


def at_one_moment(app: Flask, lead: Browser, address: str, forms: list[dict]) -> list[int]:
    """The same address is posted to by as many threads as there are forms."""
    lead.get(address)
    cookie, start = lead.client.get_cookie("session"), Barrier(len(forms))

    def send(given: dict) -> int:
        client = app.test_client()
        client.set_cookie("session", cookie.value)
        start.wait()
        return client.post(address, data=given | {"csrf_token": lead.last_token}).status_code

    with ThreadPoolExecutor(len(forms)) as threads:
        return sorted(threads.map(send, forms))


def test_of_two_changes_at_one_moment_one_is_kept_and_one_is_told(
    app: Flask, lead: Browser, town: Town
) -> None:
    person = town.councillor
    for round_ in range(3):
        number = held_of(app, person, "scrutiny-member")
        address = f"{page_of(app, person)}/roles/{number}/days"
        days = [days_ago(-30 - 2 * round_), days_ago(-31 - 2 * round_)]
        forms = [{"starts_on": "2024-06-03", "ends_on": day.isoformat()} for day in days]
        assert at_one_moment(app, lead, address, forms) == [303, 409]
        assert len(rows(app, HeldRole, person, role="scrutiny-member")) == 1
    assert len(audited(app, "role.changed")) == 3


def test_times_away_sent_at_one_moment_never_meet(app: Flask, lead: Browser, town: Town) -> None:
    period = f"{page_of(app, town.planner)}/membership/{period_of(app, town.planner)}"
    forms = [{"starts_on": days_ago(5 - n).isoformat()} for n in range(3)]
    assert at_one_moment(app, lead, f"{period}/pauses/new", forms) == [303, 422, 422]
    assert len(rows(app, Pause, town.planner)) == 1


def test_a_role_given_while_the_membership_ends_does_not_outlast_it(
    app: Flask, lead: Browser, town: Town
) -> None:
    period = f"{page_of(app, town.councillor)}/membership/{period_of(app, town.councillor)}"
    lead.get(f"{period}/end")
    cookie, start = lead.client.get_cookie("session"), Barrier(2)
    sent = {
        f"{period}/end": {"ends_on": DAY.isoformat()},
        f"{period}/roles/new": {"role": "audit-committee-member", "starts_on": "2026-01-05"},
    }

    def send(address: str) -> int:
        client = app.test_client()
        client.set_cookie("session", cookie.value)
        start.wait()
        given = sent[address] | {"csrf_token": lead.last_token}
        return client.post(address, data=given).status_code

    with ThreadPoolExecutor(2) as threads:
        assert set(threads.map(send, sent)) <= {303, 409}
    assert {end for _, end in roles_of(app, town.councillor)} == {DAY}
    assert lead.get(PEOPLE).status == 200
