"""A whole election in one import: 45 seats, 20 leave, 18 arrive, 2 come back after a term."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learning.assignments.models import Assigned
from learning.audit import AuditDetail, AuditEntry
from learning.catalogue.published import Catalogue
from learning.clock import LONDON, day_of, now
from learning.database import current_session, transaction
from learning.dated import amend
from learning.people.actions import places
from learning.people.models import HeldRole, Membership, Particulars, Person
from tests.builders import Town, a_member, a_person
from tests.imports.made import apply, counts, dry_run, person_named, roles_of, stays
from tests.page import Browser, Page

POLL = day_of(now()) - timedelta(days=7)
IN, OUT = POLL + timedelta(days=4), POLL + timedelta(days=4)  # the fourth day after the poll
FIRST, FORMER_LEFT = date(2022, 5, 9), date(2024, 5, 6)
HEADER = ("member id", "e-mail", "name", "roles", "starts", "ends")
STAY, LEAVE, ARRIVE, RETURN = range(1, 26), range(26, 46), range(46, 64), range(64, 66)
CHAIRS = {1: "Scrutiny chair", 2: "Council leader"}  # among those who stay
LOSES = 3  # stays a councillor, and is no longer on scrutiny


def name(number: int) -> str:
    return f"Member Number{number}"


def email(number: int) -> str:
    return f"m{number}@council.example"


@pytest.fixture
def council(app: Flask, ready_town: Town, catalogue: Catalogue) -> Town:
    """45 sitting members and two of the term before; the town's own two councillors have gone."""
    with app.app_context(), transaction() as session:
        for person in (ready_town.councillor, ready_town.second_councillor):
            member = session.scalars(select(Membership).where(Membership.person_id == person)).one()
            places.change_membership_days(
                session, member, starts_on=FIRST, ends_on=FIRST + timedelta(1), by=None, at=now()
            )
        for number in (*STAY, *LEAVE, *RETURN):
            add_member(session, ready_town.council, number, catalogue)
    return ready_town


def add_member(session, council: int, number: int, catalogue: Catalogue) -> None:
    person = a_person(session, name(number), address=email(number))
    at = datetime(2024, 6, 3, 10, tzinfo=LONDON)
    organisation = type("Council", (), {"id": council})()
    role = "scrutiny-member" if number in (LOSES, 40) else "councillor"
    member = a_member(session, catalogue, organisation, person, role, starts_on=FIRST, at=at)
    if number in RETURN:
        places.change_membership_days(
            session, member, starts_on=FIRST, ends_on=FORMER_LEFT, by=None, at=at
        )
        in_force = (HeldRole.membership_id == member.id, HeldRole.superseded_at.is_(None))
        for held in session.scalars(select(HeldRole).where(*in_force)).all():
            amend(session, held, {"ends_on": FORMER_LEFT}, by=None, at=at)
    session.add(
        Particulars(
            organisation_id=council,
            person_id=person,
            name=name(number),
            reference=f"M{number:03d}",
            reference_key=f"m{number:03d}",
            address=email(number),
            address_key=email(number),
            recorded_at=at,
            recorded_by=None,
        )
    )


def the_file() -> list[tuple[str, ...]]:
    """What member services sends: everybody who sits or sat, once."""
    rows = []
    for number in STAY:
        roles = "; ".join(filter(None, ("Councillor", CHAIRS.get(number))))
        rows.append((f"M{number:03d}", email(number), name(number), roles, "", ""))
    last = (OUT - timedelta(days=1)).strftime("%d/%m/%Y")
    rows += [(f"M{number:03d}", "", name(number), "", "", last) for number in LEAVE]
    for number in (*ARRIVE, *RETURN):
        starts = IN.strftime("%d/%m/%Y")
        rows.append((f"M{number:03d}", email(number), name(number), "Elected member", starts, ""))
    return rows


def sent(lead: Browser) -> Page:
    page = dry_run(lead, *the_file(), header=HEADER, day=IN.isoformat())
    if page.h1.startswith("Which comes first"):
        address = page.text.split('action="')[2].split('"')[0]
        page = lead.get(lead.post(address, {"order": "day"}).location)
    return page


def test_an_election_is_one_import(app: Flask, lead: Browser, council: Town) -> None:
    page = sent(lead)
    assert counts(page) == {
        "in error": 0,
        "changed": 5,  # two chairs, one off scrutiny, two who come back
        "new": 18,
        "leaving": 20,
        "unchanged": 22,
    }
    assert apply(lead, page).status == 303
    with app.app_context():
        session = current_session()
        here = stays(session, council.council)
        for number in STAY:
            assert here[name(number)] == [(FIRST, None)], number
        for number in LEAVE:
            assert here[name(number)] == [(FIRST, OUT)], number
        for number in ARRIVE:
            assert here[name(number)] == [(IN, None)], number
        for number in RETURN:
            assert here[name(number)] == [(FIRST, FORMER_LEFT), (IN, None)], number
        sitting = [
            n for n, times in here.items() if n.startswith("Member") and times[-1][1] is None
        ]
        assert len(sitting) == 45


def test_every_role_begins_goes_on_or_ends_on_its_day(
    app: Flask, lead: Browser, council: Town
) -> None:
    apply(lead, sent(lead))
    began, ended = ("councillor", None, IN, None), ("councillor", None, FIRST, OUT)
    went_on = ("councillor", None, FIRST, None)
    expected = {
        **{number: {went_on} for number in STAY},
        **{number: {ended} for number in LEAVE},
        **{number: {began} for number in ARRIVE},
        **{number: {("councillor", None, FIRST, FORMER_LEFT), began} for number in RETURN},
        1: {went_on, ("scrutiny-chair", None, IN, None)},
        2: {went_on, ("council-leader", None, IN, None)},
        3: {went_on, ("scrutiny-member", None, FIRST, IN)},
        40: {ended, ("scrutiny-member", None, FIRST, OUT)},
    }
    with app.app_context():
        session = current_session()
        for number, roles in expected.items():
            person = person_named(session, name(number)).id
            assert roles_of(session, person, council.council) == roles, number


def test_who_comes_back_is_the_same_person_under_the_same_code(
    app: Flask, lead: Browser, council: Town
) -> None:
    apply(lead, sent(lead))
    with app.app_context():
        session = current_session()
        for number in RETURN:
            person = session.scalars(select(Person.id).where(Person.name == name(number))).one()
            members = session.scalars(
                select(Membership).where(Membership.person_id == person)
            ).all()
            assert len(members) == 2
            assert len({member.person_code for member in members}) == 1


def figures(lead: Browser, day: date) -> int:
    found = lead.client.get(
        f"/organisations/fernleigh/coverage.json?as_at={day.isoformat()}&role=councillor"
    )
    people: int = found.get_json()["overall"]["people"]
    return people


def test_coverage_counts_the_old_council_the_day_before_and_the_new_one_on_the_day(
    lead: Browser, council: Town
) -> None:
    apply(lead, sent(lead))
    assert figures(lead, FORMER_LEFT - timedelta(days=1)) == 47
    assert figures(lead, IN - timedelta(days=1)) == 45
    assert figures(lead, IN) == 45


def test_everybody_concerned_has_an_entry_with_from_what_to_what(
    app: Flask, lead: Browser, council: Town
) -> None:
    apply(lead, sent(lead))
    with app.app_context():
        session = current_session()
        entries = session.scalars(
            select(AuditEntry).where(AuditEntry.action.startswith("person.import"))
        ).all()
        assert len(entries) == 18 + 20 + 5
        whole = session.execute(
            select(AuditDetail.field, AuditDetail.after)
            .join(AuditEntry, AuditEntry.id == AuditDetail.entry_id)
            .where(AuditEntry.action == "people.imported")
        )
        told = dict(tuple(one) for one in whole)
        assert told | {"file": ""} == {
            "file": "",
            "new": "18",
            "changed": "3",
            "left": "20",
            "returned": "2",
        }
        # Standing rules are followed for everybody concerned; there are none here.
        assert session.scalars(select(Assigned.id)).all() == []


def test_the_same_election_a_second_time_changes_nothing(lead: Browser, council: Town) -> None:
    apply(lead, sent(lead))
    again = counts(sent(lead))
    assert again == {"in error": 0, "changed": 0, "new": 0, "leaving": 0, "unchanged": 65}
