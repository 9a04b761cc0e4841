"""Following the assignments in the database: the same as the plain definition, and set by set."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from learning.assignments import actions, following, ruling
from learning.assignments.differing import differing_memberships
from learning.assignments.exemptions import Exemption
from learning.assignments.facts import askings_of, known_of
from learning.assignments.models import Assigned, Assignment
from learning.catalogue.published import Catalogue
from learning.clock import day_of
from learning.dated import amend, supersede
from learning.errors import Conflict
from learning.people.actions import places
from learning.people.models import HeldRole, Membership, MembershipPeriod, Organisation, Pause
from learning.policies.actions import decide
from learning.policies.rules import Load
from tests.assignments import plain
from tests.builders import LONG_AGO, a_member, a_person, an_organisation

START = datetime(2027, 3, 20, 9, 0, tzinfo=UTC)  # the clocks change soon


def at(number: int) -> datetime:
    return START + timedelta(days=number)


def day(number: int) -> date:
    return day_of(at(number))


class World:
    """A council without a cap for newcomers, whose people come, change and go."""

    def __init__(self, session: Session, catalogue: Catalogue, *, capped: bool = False) -> None:
        self.session, self.catalogue = session, catalogue
        self.council: Organisation = an_organisation(session)
        self.lead = a_person(session, "Lowri Bevan")
        if not capped:
            decide(
                session,
                Load(weeks=0),
                organisation_id=self.council.id,
                authority="Cabinet",
                starts_on=day_of(LONG_AGO),
                by=self.lead,
                at=LONG_AGO,
            )
        self.rules = 0

    def rule(self, number: int, **changed: object) -> int:
        said = {"within_days": 20, "starts_on": day(number)} | changed
        wanted = ruling.Rule(
            organisation_id=self.council.id,
            path="planning-team",
            role="planning-officer",
            reason="So that we arrive.",
            **said,  # type: ignore[arg-type]
        )
        self.rules += 1
        return ruling.make(
            self.session,
            wanted,
            ruling.Choices(),
            form_key=str(self.rules),
            catalogue=self.catalogue,
            by=self.lead,
            at=at(number),
        ).id

    def member(self, name: str, number: int = 0) -> Membership:
        person = a_person(self.session, name)
        return a_member(
            self.session,
            self.catalogue,
            self.council,
            person,
            "planning-officer",
            starts_on=day(number),
            at=at(number),
        )

    def follow(self, number: int) -> None:
        ids = list(self.session.scalars(select(Membership.id)))
        actions.follow_rules(
            self.session, memberships=ids, by=self.lead, at=at(number), catalogue=self.catalogue
        )

    def stands(self) -> set[tuple[int, int, date]]:
        rows = self.session.scalars(
            select(Assigned).where(Assigned.superseded_at.is_(None), Assigned.lifted_on.is_(None))
        )
        return {(row.assignment_id, row.membership_id, row.due_on) for row in rows}

    def sweep(self, number: int) -> int:
        """A night, in one step."""
        differing = differing_memberships(self.session, on=day(number))
        return following.follow(
            self.session, differing, catalogue=self.catalogue, by=None, at=at(number)
        )

    def expected(self, number: int) -> set[tuple[int, int, date]]:
        ids = list(self.session.scalars(select(Membership.id)))
        askings = askings_of(self.session, [self.council.id]).values()
        found = set()
        for one in known_of(self.session, ids):
            for asking in askings:
                days = plain.calendar(one.facts, asking, day(number))
                due = plain.due_on(one.facts, asking, None, None, day(number), days)
                found |= {
                    (asking.id, place.membership_id, due)
                    for place in one.facts.places
                    if plain.asks(one.facts, asking, place, day(number))
                }
        return found

    def days_of(self, membership: Membership, first: int, last: int | None) -> None:
        places.change_membership_days(
            self.session,
            membership,
            starts_on=day(first),
            ends_on=None if last is None else day(last),
            by=self.lead,
            at=at(0),
        )


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["join", "leave", "role", "pause", "unpause", "rule", "end", "exempt"]),
        st.integers(0, 2),
        st.integers(-10, 25),
        st.integers(1, 15),
        st.booleans(),
    ),
    min_size=2,
    max_size=9,
)


@given(DEEDS, st.lists(st.integers(0, 3), min_size=9, max_size=9))
@settings(max_examples=12)
def test_whatever_happens_what_stands_is_what_the_plain_definition_says(
    session: Session, catalogue: Catalogue, deeds: list[tuple], pauses: list[int]
) -> None:
    nested = session.begin_nested()
    try:
        world, today = World(session, catalogue), 0
        people = [world.member(f"Somebody {n}", n) for n in range(3)]
        rules: list[int] = []
        for (deed, who, number, length, at_once), wait in zip(deeds, pauses, strict=False):
            today += wait
            do(world, people[who], rules, (deed, number, length), today)
            if at_once:
                world.follow(today)
        world.follow(today)
        assert world.stands() == world.expected(today)
        before = world.stands(), session.query(Assigned).count()
        world.follow(today)
        assert (world.stands(), session.query(Assigned).count()) == before
        for later in (1, 7, 8, 30):
            world.sweep(today + later)
            assert world.stands() == world.expected(today + later)
    finally:
        nested.rollback()


def do(
    world: World, member: Membership, rules: list[int], what: tuple[str, int, int], today: int
) -> None:
    deed, number, length = what
    now = {"by": world.lead, "at": at(today)}
    if deed == "rule":
        rules.append(world.rule(today, starts_on=day(number - 5), within_days=length))
    elif deed == "end":
        end(world, rules, max(today, number), now)
    else:
        OF_PEOPLE[deed](world, member, number, length, now)


def end(world: World, rules: list[int], number: int, now: dict) -> None:
    if rules:
        one = world.session.get_one(Assignment, rules.pop())
        ruling.end(world.session, one, ends_on=day(number), catalogue=world.catalogue, **now)


def join(world: World, member: Membership, number: int, length: int, now: dict) -> None:
    again = places.join(
        world.session,
        person_id=member.person_id,
        organisation_id=world.council.id,
        starts_on=day(number),
        ends_on=day(number + length),
        **now,
    )
    give(world, again, number, None, now)


def leave(world: World, member: Membership, number: int, _length: int, now: dict) -> None:
    period = world.session.scalars(
        select(MembershipPeriod).where(
            MembershipPeriod.membership_id == member.id, MembershipPeriod.superseded_at.is_(None)
        )
    ).one()
    ends_on = max(day(number), period.starts_on + timedelta(days=1))
    amend(world.session, period, {"ends_on": ends_on}, **now)


def change_role(world: World, member: Membership, number: int, length: int, now: dict) -> None:
    held = world.session.scalars(
        select(HeldRole).where(
            HeldRole.membership_id == member.id,
            HeldRole.role == "planning-officer",
            HeldRole.superseded_at.is_(None),
        )
    ).first()
    if held is not None:
        ends_on = max(day(number), held.starts_on + timedelta(days=1))
        amend(world.session, held, {"ends_on": ends_on}, **now)
    give(world, member, number + length, None, now)


def take_leave(world: World, member: Membership, number: int, length: int, now: dict) -> None:
    days = {"paused_from": day(number), "paused_until": day(number + length)}
    places.pause(world.session, member, **days, **now)


def take_none(world: World, member: Membership, _number: int, _length: int, now: dict) -> None:
    for pause in world.session.scalars(
        select(Pause).where(Pause.membership_id == member.id, Pause.superseded_at.is_(None))
    ).all():
        supersede(world.session, pause, at=now["at"])


def exempt(world: World, member: Membership, number: int, length: int, now: dict) -> None:
    world.session.add(
        Exemption(
            organisation_id=world.council.id,
            person_id=member.person_id,
            path="planning-team",
            authority="Head of planning",
            clause="",
            reason="Elsewhere",
            starts_on=day(number),
            ends_on=day(number + length),
            recorded_at=now["at"],
            recorded_by=now["by"],
        )
    )


OF_PEOPLE = {
    "join": join,
    "leave": leave,
    "role": change_role,
    "pause": take_leave,
    "unpause": take_none,
    "exempt": exempt,
}


def give(world: World, member: Membership, first: int, last: int | None, now: dict) -> None:
    places.give_role(
        world.session,
        member,
        world.catalogue.roles["planning-officer"],
        base=None,
        starts_on=day(first),
        ends_on=None if last is None else day(last),
        **now,
    )


def test_the_sweep_starts_and_ends_what_the_calendar_says(
    session: Session, catalogue: Catalogue
) -> None:
    world = World(session, catalogue)
    member = world.member("Samina Haque")
    world.days_of(member, 0, 30)
    world.rule(0, starts_on=day(10))
    assert world.stands() == set()
    for number in range(35):
        changed = world.sweep(number)
        assert changed == (number in (10, 30)), number
    (row,) = session.scalars(select(Assigned).where(Assigned.superseded_at.is_(None)))
    assert (row.asked_on, row.lifted_on, row.why) == (day(10), day(30), "left")


def test_as_many_statements_for_many_people_as_for_few(
    session: Session, catalogue: Catalogue
) -> None:
    world = World(session, catalogue, capped=True)
    world.rule(0)
    counts = []
    for people in (2, 30):
        for n in range(people):
            world.member(f"Planner {people} {n}", 1)
        counts.append(counted(session, lambda: world.follow(1)))
    assert counts[0] == counts[1] <= 22


def counted(session: Session, act: object) -> int:
    count = 0

    def one_more(*_: object) -> None:
        nonlocal count
        count += 1

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", one_more)
    try:
        act()  # type: ignore[operator]
    finally:
        event.remove(engine, "before_cursor_execute", one_more)
    return count


def test_who_was_asked_and_did_not_change_meanwhile_is_never_overwritten(
    session: Session, catalogue: Catalogue
) -> None:
    world = World(session, catalogue)
    world.member("Samina Haque")
    world.rule(0)
    row = session.scalars(select(Assigned)).one()
    amend(session, row, {"due_on": day(90), "why": "extended"}, by=world.lead, at=at(1))
    with pytest.raises(Conflict):
        amend(session, row, {"due_on": day(95), "why": "extended"}, by=world.lead, at=at(1))
    world.follow(2)
    assert {due for *_, due in world.stands()} == {day(90)}


def test_newcomers_are_asked_no_more_a_week_than_the_cap_over_all_of_their_paths(
    session: Session, catalogue: Catalogue
) -> None:
    world = World(session, catalogue, capped=True)
    world.member("Samina Haque")
    world.rule(0, within_days=60)
    first = {due for *_, due in world.stands()}
    assert first == {day(60)}
    world.rule(1, within_days=5)
    dues = sorted(due for *_, due in world.stands())
    assert dues[0] == day(22)  # some four hours: the first day that four weeks of an hour allow
    notes = session.scalars(select(Assigned.note).where(Assigned.note != "")).all()
    assert notes == ["Moved so that no week asks more than an hour"]
    world.follow(3)
    assert sorted(due for *_, due in world.stands()) == dues


def test_facts_are_those_of_one_organisation(session: Session, catalogue: Catalogue) -> None:
    world = World(session, catalogue)
    member = world.member("Samina Haque")
    other = an_organisation(session, "otmoor")
    a_member(session, catalogue, other, member.person_id, "planning-officer", starts_on=day(0))
    world.rule(1)
    world.follow(2)
    assert {membership for _, membership, _ in world.stands()} == {member.id}
    facts = {one.facts.organisation_id: one.facts for one in known_of(session, [member.id])}
    assert set(facts) == {world.council.id}
    assert replace(facts[world.council.id], places=()).person_id == member.person_id
