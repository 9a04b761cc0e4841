"""Roles and memberships begin, end and are corrected; nothing outlasts the membership."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from learning.catalogue.published import Catalogue
from learning.clock import day_in_words
from learning.database import transaction
from learning.people.models import HeldRole, Membership, MembershipPeriod, Pause
from learning.staffing import actions
from learning.staffing.rules import Days, Held, along, leaving, moved
from tests.builders import Town, days_ago
from tests.page import Browser
from tests.staffing.changing import (
    PEOPLE,
    TOP,
    audited,
    code_of,
    held_of,
    page_of,
    period_of,
    roles_of,
    rows,
    somebody,
)

START = date(2024, 6, 3)


@pytest.fixture
def lead(browser: Browser, town: Town) -> Browser:
    return browser.sign_in(town.lead)


def give(app: Flask, lead: Browser, person: int, **changed: str):
    address = f"{page_of(app, person)}/membership/{period_of(app, person)}/roles/new"
    lead.get(address)
    given = {"role": "planning-committee-member", "starts_on": days_ago(3).isoformat()}
    return lead.post(address, given | changed)


def test_a_seat_on_a_committee_is_a_role_from_a_day_to_a_day_and_brings_its_base_once(
    app: Flask, lead: Browser, town: Town
) -> None:
    until = days_ago(-300)
    assert give(app, lead, town.second_councillor, ends_on=until.isoformat()).status == 303
    assert roles_of(app, town.second_councillor) == {
        ("councillor", None),
        ("planning-committee-member", until),
    }
    page = lead.get(page_of(app, town.second_councillor))
    assert f"from {day_in_words(days_ago(3))} until {day_in_words(until)}" in page.words
    written = audited(app, "role.given")[-1]
    assert written["role"] == (None, "planning-committee-member")
    assert written["ends_on"] == (None, str(until))


def test_a_substitute_holds_the_role_of_the_seat_and_counts_like_a_member(
    app: Flask, lead: Browser, town: Town
) -> None:
    before = lead.client.get(f"{TOP}/coverage.json?role=planning-committee-member").get_json()
    assert before["overall"]["people"] == 0
    assert give(app, lead, town.second_councillor, substitute="yes").status == 303
    page = lead.get(page_of(app, town.second_councillor))
    assert "Planning committee member (substitute)" in page.words
    after = lead.client.get(f"{TOP}/coverage.json?role=planning-committee-member").get_json()
    assert after["overall"]["people"] == 1
    lines = lead.client.get(f"{TOP}/people.csv").text.splitlines()
    assert [line.endswith(",yes") for line in lines if "planning-committee" in line] == [True]


def test_the_same_role_is_given_once_however_often_it_is_sent(
    app: Flask, lead: Browser, town: Town
) -> None:
    for _ in range(2):
        assert give(app, lead, town.second_councillor).status == 303
    assert len(rows(app, HeldRole, town.second_councillor)) == 2
    page = give(app, lead, town.second_councillor, starts_on=days_ago(1).isoformat())
    assert page.status == 422
    assert "They hold this role on some of these days already" in page.words


@pytest.mark.parametrize(
    ("starts_on", "message"),
    [
        (date(2024, 6, 2), "They belong here from 3 June 2024: choose that day or later"),
        (days_ago(-400), "They no longer belong here from"),
    ],
)
def test_a_role_lies_within_the_membership(
    app: Flask, lead: Browser, town: Town, starts_on: date, message: str
) -> None:
    end_membership(app, lead, town.second_councillor, days_ago(-300))
    page = give(app, lead, town.second_councillor, starts_on=starts_on.isoformat())
    assert page.status == 422
    assert message in page.words


def end(app: Flask, lead: Browser, person: int, role: str, **given: str):
    address = f"{page_of(app, person)}/roles/{held_of(app, person, role)}/end"
    form = lead.get(address)
    page = lead.post(address, {"ends_on": days_ago(0).isoformat()} | given)
    return form, page


def test_a_councillor_who_leaves_a_committee_stays_a_councillor(
    app: Flask, lead: Browser, town: Town
) -> None:
    form, page = end(app, lead, town.councillor, "scrutiny-member")
    assert "Councillor ends on the same day" in form.words
    assert "checked" not in form.text
    assert page.status == 303
    assert roles_of(app, town.councillor) == {
        ("councillor", None),
        ("scrutiny-member", days_ago(0)),
    }
    assert audited(app, "role.ended")[-1]["ends_on"] == (None, str(days_ago(0)))


def test_the_base_of_a_role_in_a_service_ends_with_it_where_that_stays_ticked(
    app: Flask, lead: Browser, town: Town
) -> None:
    form, page = end(app, lead, town.planner, "planning-officer", base_too="yes")
    assert "Member of staff, Planning ends on the same day" in form.words
    assert "checked" in form.text
    assert page.status == 303
    assert {end for _, end in roles_of(app, town.planner)} == {days_ago(0)}


def test_what_builds_on_a_role_ends_with_it(app: Flask, lead: Browser, town: Town) -> None:
    form, page = end(app, lead, town.councillor, "councillor")
    assert "With it ends: Scrutiny member" in form.words
    assert page.status == 303
    assert {end for _, end in roles_of(app, town.councillor)} == {days_ago(0)}


def test_a_base_that_something_else_builds_on_is_not_offered(
    app: Flask, lead: Browser, town: Town
) -> None:
    give(app, lead, town.councillor)
    form, page = end(app, lead, town.councillor, "scrutiny-member", base_too="yes")
    assert "ends on the same day" not in form.words
    assert page.status == 303
    assert ("councillor", None) in roles_of(app, town.councillor)


def test_a_role_that_ends_before_it_began_was_never_held(
    app: Flask, lead: Browser, town: Town
) -> None:
    give(app, lead, town.second_councillor, starts_on=days_ago(-10).isoformat())
    end(app, lead, town.second_councillor, "planning-committee-member")
    assert roles_of(app, town.second_councillor) == {("councillor", None)}


def test_the_days_of_a_role_are_corrected_and_the_old_ones_stay_on_record(
    app: Flask, lead: Browser, town: Town
) -> None:
    number = held_of(app, town.councillor, "scrutiny-member")
    address = f"{page_of(app, town.councillor)}/roles/{number}/days"
    assert 'value="2024"' in lead.get(address).text
    given = {"starts_on": "2025-05-12", "ends_on": days_ago(-9).isoformat()}
    assert lead.post(address, given).status == 303
    assert ("scrutiny-member", days_ago(-9)) in roles_of(app, town.councillor)
    assert audited(app, "role.changed")[-1]["starts_on"] == ("2024-06-03", "2025-05-12")
    old = lead.get(address)
    assert old.status == 303
    assert "This has changed since" in lead.get(old.location).words


def end_membership(app: Flask, lead: Browser, person: int, day: date):
    address = f"{page_of(app, person)}/membership/{period_of(app, person)}/end"
    form = lead.get(address)
    page = lead.post(address, {"ends_on": day.isoformat()})
    assert page.status == 303, page.words
    return form


def test_a_councillor_stands_down_and_everything_they_do_here_ends_that_day(
    app: Flask, lead: Browser, town: Town
) -> None:
    form = end_membership(app, lead, town.councillor, days_ago(-5))
    assert form.h1 == "They stand down"
    assert {end for _, end in roles_of(app, town.councillor)} == {days_ago(-5)}
    assert rows(app, MembershipPeriod, town.councillor)[0].ends_on == days_ago(-5)
    page = lead.get(page_of(app, town.councillor))
    assert "(then stands down)" in page.words
    ended = audited(app, "membership.ended")[-1]
    assert ended["ends_on"] == (None, str(days_ago(-5)))


def test_staff_leave_and_are_found_among_those_who_left(
    app: Flask, lead: Browser, town: Town
) -> None:
    assert end_membership(app, lead, town.planner, days_ago(2)).h1 == "They leave"
    assert "Samina Haque" not in lead.get(PEOPLE).words
    assert "Samina Haque" in lead.get(f"{PEOPLE}?status=left").words
    page = lead.get(page_of(app, town.planner))
    assert "(left)" in page.words
    assert "They come back" in page.words


def test_time_away_does_not_outlast_the_membership(app: Flask, lead: Browser, town: Town) -> None:
    address = f"{page_of(app, town.planner)}/membership/{period_of(app, town.planner)}/pauses/new"
    lead.get(address)
    lead.post(address, {"starts_on": days_ago(10).isoformat()})
    end_membership(app, lead, town.planner, days_ago(2))
    assert rows(app, Pause, town.planner)[0].paused_until == days_ago(2)


def change_days(app: Flask, lead: Browser, person: int, starts_on: date, ends_on: date | None):
    address = f"{page_of(app, person)}/membership/{period_of(app, person)}/days"
    lead.get(address)
    given = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat() if ends_on else ""}
    return lead.post(address, given)


def test_a_late_correction_of_the_last_day_moves_the_roles_that_ended_with_it(
    app: Flask, lead: Browser, town: Town
) -> None:
    end(app, lead, town.councillor, "scrutiny-member", ends_on=days_ago(30).isoformat())
    end_membership(app, lead, town.councillor, days_ago(10))
    assert change_days(app, lead, town.councillor, START, days_ago(4)).status == 303
    assert roles_of(app, town.councillor) == {
        ("councillor", days_ago(4)),
        ("scrutiny-member", days_ago(30)),
    }
    assert change_days(app, lead, town.councillor, START, None).status == 303
    assert ("councillor", None) in roles_of(app, town.councillor)
    assert audited(app, "membership.changed")[-1]["ends_on"] == (str(days_ago(4)), None)


def terms(lead: Browser, day: date, role: str = "councillor") -> tuple[str, list[str]]:
    address = f"{TOP}/terms?role={role}&service=&ends_on={day}"
    page = lead.get(address)
    return address, page.choices("held")


def test_the_terms_of_many_end_on_a_day_and_those_re_elected_stay(
    app: Flask, lead: Browser, town: Town, catalogue: Catalogue
) -> None:
    new = [somebody(app, town, catalogue, f"Member {n}", "councillor") for n in range(4)]
    day = days_ago(-3)
    address, held = terms(lead, day)
    assert len(held) == 6
    stays = {str(held_of(app, person, "councillor")) for person in (town.councillor, new[0])}
    chosen = [number for number in held if number not in stays]
    page = lead.post(address, {"held": chosen, "leave": "membership"})
    assert page.status == 303
    for person in (town.councillor, new[0]):
        assert {end for _, end in roles_of(app, person)} == {None}
    for person in (town.second_councillor, *new[1:]):
        assert {end for _, end in roles_of(app, person)} == {day}
        assert rows(app, MembershipPeriod, person)[0].ends_on == day
    assert len(audited(app, "membership.ended")) == 4
    assert len(terms(lead, day)[1]) == 2


def test_a_committee_s_term_ends_and_its_members_stay_councillors(
    app: Flask, lead: Browser, town: Town
) -> None:
    day = days_ago(-3)
    address, held = terms(lead, day, "scrutiny-member")
    assert lead.post(address, {"held": held, "leave": "role"}).status == 303
    assert roles_of(app, town.councillor) == {("councillor", None), ("scrutiny-member", day)}


def test_ending_terms_asks_for_a_role_a_day_and_somebody(lead: Browser, town: Town) -> None:
    assert lead.get(f"{TOP}/terms").h1 == "End terms of office"
    page = lead.get(f"{TOP}/terms?role=&ends_on=")
    assert page.status == 422
    assert "Choose a role" in page.words
    assert "Enter the day" in page.words
    address, _ = terms(lead, days_ago(-3))
    page = lead.post(address, {"leave": "membership"})
    assert page.status == 422
    assert "Choose at least one person" in page.words
    for nonsense in ("abc", "99999", "-1"):
        assert lead.post(address, {"leave": "role", "held": nonsense}).status == 404


def test_nobody_of_another_council_and_no_other_role_is_ended_by_its_number(
    app: Flask, lead: Browser, town: Town
) -> None:
    address, _ = terms(lead, days_ago(-3))
    for person, role in ((town.stranger, "councillor"), (town.planner, "planning-officer")):
        number = held_of(app, person, role)
        assert lead.post(address, {"held": number, "leave": "role"}).status == 404
        assert {end for _, end in roles_of(app, person)} == {None}


DAY = st.integers(0, 40).map(lambda days: START + timedelta(days=days))
END = st.one_of(st.none(), DAY)


@st.composite
def spans(draw) -> Days:
    starts_on = draw(DAY)
    ends_on = draw(END.filter(lambda end: end is None or end > starts_on))
    return Days(starts_on, ends_on)


@given(spans(), spans(), spans())
def test_no_role_is_held_outside_the_membership_that_moved(
    role: Days, before: Days, after: Days
) -> None:
    days = moved(role, before, after)
    if days is None:
        return
    assert days.starts_on >= after.starts_on
    assert days.ends_on is None or days.ends_on > days.starts_on
    if after.ends_on is not None:
        assert days.ends_on is not None
        assert days.ends_on <= after.ends_on


@given(spans(), spans())
def test_what_had_the_days_of_the_membership_has_its_new_days(before: Days, after: Days) -> None:
    assert moved(before, before, after) == after


@given(spans(), spans())
def test_two_spans_meet_where_some_day_lies_in_both(one: Days, other: Days) -> None:
    days = [START + timedelta(days=n) for n in range(60)]
    assert one.meets(other) == any(one.holds(day) and other.holds(day) for day in days)


def test_a_base_is_free_only_where_nothing_else_builds_on_it(catalogue: Catalogue) -> None:
    base = Held(START, None, 1, "councillor", None)
    seat = Held(START, None, 2, "scrutiny-member", None)
    other = Held(START, None, 3, "planning-committee-member", None)
    assert along(seat, [base, seat], catalogue).base == base
    assert along(seat, [base, seat, other], catalogue).base is None
    assert along(base, [base, seat, other], catalogue).builds_on_it == (seat, other)
    elsewhere = Held(START, None, 4, "planning-officer", "planning")
    assert along(elsewhere, [base, seat, elsewhere], catalogue).base is None


def test_councillors_stand_down_and_everybody_else_leaves(catalogue: Catalogue) -> None:
    assert leaving(["councillor"], catalogue) == "stood down"
    assert leaving(["all-staff", "councillor"], catalogue) == "stood down"
    assert leaving(["planning-officer"], catalogue) == "left"
    assert leaving([], catalogue) == "left"


def test_everything_that_changes_where_people_stand_is_followed_by_the_rules() -> None:
    """In the text of the actions: whoever calls a change of places calls the rules too."""
    deeds = ("leave(", "end_role(", "change_role_days(", "places.", "give_role(")
    folder = Path(actions.__file__).parent
    for file in folder.glob("*.py"):
        text = file.read_text("utf-8")
        if any(deed in text for deed in deeds):
            assert "follow_rules(" in text, file.name


def test_a_role_of_another_person_is_not_found_under_this_one_s_address(
    app: Flask, lead: Browser, town: Town
) -> None:
    number = held_of(app, town.planner, "planning-officer")
    theirs = page_of(app, town.councillor)
    for what in ("days", "end"):
        assert lead.get(f"{theirs}/roles/{number}/{what}").status == 404
        given = {"starts_on": str(START), "ends_on": days_ago(0).isoformat()}
        assert lead.post(f"{theirs}/roles/{number}/{what}", given).status == 404
    period = period_of(app, town.planner)
    for what in ("days", "end"):
        assert lead.get(f"{theirs}/membership/{period}/{what}").status == 404
    assert {end for _, end in roles_of(app, town.planner)} == {None}
    with app.app_context(), transaction() as session:
        assert session.query(Membership).filter_by(person_code=code_of(app, town.planner)).count()
