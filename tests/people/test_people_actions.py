from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.dated import supersede
from learning.errors import Conflict, Refusal
from learning.people.actions import identity, organisations, own_levels, places
from learning.people.models import (
    Appointment,
    HeldRole,
    Membership,
    MembershipPeriod,
    Person,
    RequirementSetting,
)
from learning.people.standing import Kind
from tests.builders import LONG_AGO, a_member, a_person, an_organisation

TODAY = day_of(now())
START = date(2025, 1, 1)


def given_role(session: Session, catalogue: Catalogue, membership: Membership, slug: str, **more):
    role = catalogue.roles[slug]
    base = catalogue.roles[role.base] if role.base else None
    facts = {"starts_on": START, "by": None, "at": LONG_AGO} | more
    return places.give_role(session, membership, role, base=base, **facts)


def roles_of(session: Session, membership: Membership) -> list[tuple[str, str | None]]:
    rows = session.scalars(
        select(HeldRole)
        .where(HeldRole.membership_id == membership.id, HeldRole.superseded_at.is_(None))
        .order_by(HeldRole.role, HeldRole.id)
    )
    return [(row.role, row.service) for row in rows]


@pytest.mark.parametrize("name", ["D'Arcy", "李小龍", "م", "👩‍🚀", "a" * 300, "\u202eevil\u202c"])
def test_a_person_of_any_name_is_kept(session: Session, name: str) -> None:
    person = identity.add_person(session, name=name, address="a@x.example", by=None, at=now())
    session.expire_all()
    assert session.get_one(Person, person.id).name == name


def test_a_role_brings_its_base_once(session: Session, catalogue: Catalogue) -> None:
    council = an_organisation(session)
    member = a_member(session, catalogue, council, a_person(session))
    given_role(session, catalogue, member, "scrutiny-member")
    given_role(session, catalogue, member, "planning-committee-member")
    assert [role for role, _ in roles_of(session, member)] == [
        "councillor",
        "planning-committee-member",
        "scrutiny-member",
    ]


def test_a_role_brings_its_base_again_where_the_days_are_not_covered(
    session: Session, catalogue: Catalogue
) -> None:
    council = an_organisation(session)
    member = a_member(session, catalogue, council, a_person(session))
    given_role(session, catalogue, member, "scrutiny-member", ends_on=date(2025, 6, 1))
    given_role(session, catalogue, member, "planning-committee-member")
    assert [role for role, _ in roles_of(session, member)].count("councillor") == 2


def test_two_corrections_of_one_row_are_not_both_kept(
    session: Session, catalogue: Catalogue
) -> None:
    council = an_organisation(session)
    member = a_member(session, catalogue, council, a_person(session), "councillor")
    held = session.scalars(select(HeldRole).where(HeldRole.membership_id == member.id)).one()
    days = {"starts_on": START, "ends_on": TODAY, "by": None, "at": now()}
    successor = places.change_role_days(session, held, **days)
    with pytest.raises(Conflict):
        places.change_role_days(session, held, **days)
    with pytest.raises(Conflict):
        supersede(session, held, at=now())
    assert successor.superseded_at is None
    assert (successor.role, successor.starts_on, successor.ends_on) == ("councillor", START, TODAY)
    assert len(roles_of(session, member)) == 1


def test_a_leaver_keeps_one_period_in_force_and_the_old_one_on_record(
    session: Session, catalogue: Catalogue
) -> None:
    council = an_organisation(session)
    member = a_member(session, catalogue, council, a_person(session))
    at = now()
    for ends_on in (TODAY, TODAY + timedelta(days=7)):
        places.change_membership_days(
            session, member, starts_on=START, ends_on=ends_on, by=None, at=at
        )
    rows = session.scalars(
        select(MembershipPeriod)
        .where(MembershipPeriod.membership_id == member.id)
        .order_by(MembershipPeriod.id)
    ).all()
    assert [row.superseded_at is None for row in rows] == [False, False, True]
    assert rows[-1].ends_on == TODAY + timedelta(days=7)


def setting(session: Session, council: int, level: int, starts_on: date) -> RequirementSetting:
    return own_levels.set_requirement(
        session,
        organisation_id=council,
        role="councillor",
        skill="data-literacy",
        level=level,
        starts_on=starts_on,
        reason="Decided by full council",
        by=None,
        at=now(),
    )


def settings_in_force(session: Session) -> list[tuple[int, date, date | None]]:
    rows = session.scalars(
        select(RequirementSetting)
        .where(RequirementSetting.superseded_at.is_(None))
        .order_by(RequirementSetting.starts_on)
    )
    return [(row.level, row.starts_on, row.ends_on) for row in rows]


def test_a_councils_own_level_cannot_begin_before_today(session: Session) -> None:
    council = an_organisation(session).id
    with pytest.raises(Refusal) as refused:
        setting(session, council, 2, TODAY - timedelta(days=1))
    assert refused.value.field == "starts_on"
    assert settings_in_force(session) == []


def test_a_councils_own_level_ends_where_the_next_begins(session: Session) -> None:
    council = an_organisation(session).id
    later, latest = TODAY + timedelta(days=10), TODAY + timedelta(days=20)
    setting(session, council, 2, TODAY)
    setting(session, council, 0, latest)
    setting(session, council, 3, later)
    assert settings_in_force(session) == [(2, TODAY, later), (3, later, None)]
    setting(session, council, 1, TODAY)
    assert settings_in_force(session) == [(1, TODAY, None)]


def test_one_code_in_a_council_however_often_they_join_and_another_elsewhere(
    session: Session, catalogue: Catalogue
) -> None:
    here, there = an_organisation(session), an_organisation(session, "otmoor")
    person = a_person(session)
    first, again, elsewhere = (
        a_member(session, catalogue, council, person, "councillor")
        for council in (here, here, there)
    )
    assert first.id != again.id
    assert first.person_code == again.person_code
    assert first.person_code != elsewhere.person_code
    assert str(person) != first.person_code


def test_a_twin_hatted_councillor_is_one_person_with_two_memberships(
    session: Session, catalogue: Catalogue
) -> None:
    person = a_person(session)
    for slug in ("fernleigh", "otmoor"):
        a_member(session, catalogue, an_organisation(session, slug), person, "councillor")
    found = session.scalars(select(Membership.person_id)).all()
    assert found == [person, person]
    assert session.scalars(select(Person.id)).all() == [person]


def test_an_appointment_ended_before_it_began_leaves_none_in_force(session: Session) -> None:
    person = a_person(session)
    for starts_on, left in ((TODAY + timedelta(days=5), 0), (START, 1)):
        made = organisations.appoint(
            session,
            person_id=person,
            kind=Kind.ADMINISTRATOR,
            starts_on=starts_on,
            by=None,
            at=LONG_AGO,
        )
        session.flush()
        organisations.end_appointment(session, made, ends_on=TODAY, by=person, at=now())
        in_force = session.scalars(
            select(Appointment).where(Appointment.superseded_at.is_(None))
        ).all()
        assert [row.ends_on for row in in_force] == [TODAY] * left
        with pytest.raises(Conflict):
            organisations.end_appointment(session, made, ends_on=TODAY, by=person, at=now())
