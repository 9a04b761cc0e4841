"""Answers what a rule would do before it is made: who gains, who loses, whose day does not fit."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.assignments import load
from learning.assignments.deciding import Asking, Row, changes
from learning.assignments.facts import Known, asking_of, askings_of, known_of, parts
from learning.assignments.models import Assigned, Assignment
from learning.assignments.queries import held_by, holders_of
from learning.assignments.sparing import roles_on
from learning.catalogue.published import Catalogue
from learning.people.models import Membership, Person
from learning.people.sight import Eyes, seen
from learning.policies.queries import policies_of
from learning.policies.rules import Load

Trouble = Literal["", "past", "newcomer", "short"]
TROUBLES: tuple[Trouble, ...] = ("past", "newcomer", "short")


@dataclass(frozen=True)
class Gain:
    """Somebody whom a rule would ask."""

    membership_id: int
    person_id: int
    due_on: date
    asked_already: bool  # by something else: they are not told a second time
    trouble: Trouble
    minutes: int  # of open courses that they have not shown
    earliest: date  # the first day that the council's cap allows


@dataclass(frozen=True)
class Preview:
    """What making a rule, or ending one, would do today."""

    gains: tuple[Gain, ...]
    loses: tuple[int, ...]  # memberships
    minutes_a_week: int
    visible: frozenset[int]  # memberships that this lead sees

    @property
    def fingerprint(self) -> str:
        """Tells one state of people and rules from another."""
        said = [(gain, gain.membership_id) for gain in self.gains]
        return hashlib.sha256(repr((said, self.loses)).encode()).hexdigest()

    def of(self, trouble: Trouble) -> tuple[Gain, ...]:
        """Those seen by this lead whose day has that trouble, the earliest first."""
        found = [gain for gain in self.seen if gain.trouble == trouble]
        return tuple(sorted(found, key=lambda gain: (gain.due_on, gain.membership_id)))

    @property
    def seen(self) -> tuple[Gain, ...]:
        """Those whom the rule would ask and this lead sees."""
        return tuple(gain for gain in self.gains if gain.membership_id in self.visible)

    @property
    def seen_to_lose(self) -> tuple[int, ...]:
        """Those who would be asked no more and whom this lead sees."""
        return tuple(one for one in self.loses if one in self.visible)


def preview(
    session: Session, eyes: Eyes, wanted: Assignment, *, instead_of: int | None, today: date
) -> Preview:
    """Of a rule that is not in the database."""
    day = max(today, wanted.starts_on)
    policies = policies_of(session, eyes.organisation_id, on=today)
    cap = policies.of(Load)
    known = known_of(session, _reached(session, wanted, instead_of))
    askings = askings_of(session, [eyes.organisation_id])
    asking = asking_of(wanted, {})
    found = [(one, row) for one in known for row in _new_rows(one, asking, day)]
    held: dict[int, dict[str, int]] = {}
    for some in parts([one.facts.person_id for one, _ in found]):
        held |= held_by(session, some, on=today)
    weighing = _Weighing(eyes.catalogue, asking, held, cap, today, day)
    gains = [
        weighing.gain(one, row, already=_asks(one, askings, asking.path, but=instead_of))
        for one, row in found
    ]
    remaining = {gain.person_id for gain in gains}
    before = _path(askings, instead_of)
    loses = [
        row.membership_id
        for one in known
        if one.facts.person_id not in remaining or asking.path != before
        for row in one.rows.get(instead_of or 0, ())
        if row.lifted_on is None and not _asks(one, askings, before, but=instead_of)
    ]
    return Preview(
        tuple(sorted(gains, key=lambda gain: gain.membership_id)),
        tuple(sorted(loses)),
        cap.minutes_a_week,
        _visible(session, eyes, today),
    )


def preview_of_end(session: Session, eyes: Eyes, rule_id: int, *, today: date) -> Preview:
    """Of ending a rule: who would be asked no more."""
    asked = select(Assigned.membership_id).where(
        Assigned.assignment_id == rule_id,
        Assigned.superseded_at.is_(None),
        Assigned.lifted_on.is_(None),
    )
    known = known_of(session, list(session.scalars(asked)))
    askings = askings_of(session, [eyes.organisation_id])
    loses = [
        row.membership_id
        for one in known
        for row in one.rows.get(rule_id, ())
        if row.lifted_on is None and not _asks(one, askings, _path(askings, rule_id), but=rule_id)
    ]
    return Preview((), tuple(sorted(loses)), 0, _visible(session, eyes, today))


def _reached(session: Session, wanted: Assignment, instead_of: int | None) -> list[int]:
    held = Membership.id.in_(holders_of(wanted))
    asked = select(Assigned.membership_id).where(
        Assigned.assignment_id == instead_of, Assigned.superseded_at.is_(None)
    )
    here = Membership.organisation_id == wanted.organisation_id
    return list(session.scalars(select(Membership.id).where(here, held | Membership.id.in_(asked))))


def _new_rows(one: Known, asking: Asking, day: date) -> Iterable[Row]:
    return (change.row for change in changes(one.facts, asking, [], today=day))


@dataclass(frozen=True)
class _Weighing:
    """What the last day of everybody whom a rule would ask is held against."""

    catalogue: Catalogue
    asking: Asking
    held: Mapping[int, Mapping[str, int]]  # by person: skills with their live levels
    cap: Load
    today: date
    day: date  # the first on which the rule asks

    def gain(self, one: Known, row: Row, *, already: bool) -> Gain:
        """Somebody it would ask; `already` where something else asks the same of them."""
        place = next(held for held in one.facts.places if held.membership_id == row.membership_id)
        roles, held = roles_on([place], self.day), self.held.get(one.facts.person_id, {})
        minutes = load.together([load.minutes_left(self.asking.path, self.catalogue, roles, held)])
        trouble, earliest = self._trouble(row.due_on, minutes, place.days[0])
        return Gain(
            row.membership_id, one.facts.person_id, row.due_on, already, trouble, minutes, earliest
        )

    def _trouble(self, due_on: date, minutes: int, joined_on: date) -> tuple[Trouble, date]:
        """What is wrong with a last day, and the earliest that would be right."""
        a_week, today = self.cap.minutes_a_week, self.today
        earliest = load.first_day(minutes, minutes_a_week=a_week, today=today)
        if due_on < today:
            return "past", earliest
        who = load.newcomer(joined_on, minutes_a_week=a_week, weeks=self.cap.weeks, today=self.day)
        if who is None:
            return ("short" if earliest > due_on else ""), earliest
        allowed = load.allowed(due_on, minutes, who, today=today)
        return ("newcomer", allowed) if allowed > due_on else ("", earliest)


def _path(askings: Mapping[int, Asking], assignment: int | None) -> str:
    return askings[assignment].path if assignment is not None and assignment in askings else ""


def _asks(one: Known, askings: Mapping[int, Asking], path: str, *, but: int | None) -> bool:
    """Whether something else than `but` asks a path of them."""
    return any(
        other != but and askings[other].path == path and any(row.lifted_on is None for row in rows)
        for other, rows in one.rows.items()
    )


def _visible(session: Session, eyes: Eyes, today: date) -> frozenset[int]:
    return frozenset(session.scalars(select(Membership.id).where(seen(eyes, today))))


@dataclass(frozen=True)
class Named:
    """Who a membership belongs to, as a list names them."""

    code: str
    name: str


def names_of(session: Session, memberships: Collection[int]) -> dict[int, Named]:
    """Of one page of a list."""
    rows = session.execute(
        select(Membership.id, Membership.person_code, Person.name)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.id.in_(memberships))
        .order_by(Person.name, Membership.id)
    )
    return {id_: Named(code, name) for id_, code, name in rows}


@dataclass(frozen=True)
class Choice:
    """What is done where the rule's own day has a trouble."""

    what: Literal["days", "leave", "out", "cap"]
    days: int = 28


def set_apart(
    found: Preview, choices: Mapping[Trouble, Choice], own: Mapping[int, str], today: date
) -> dict[int, date | None]:
    """By person: their own last day, or none where they are left out.

    `own` maps memberships to a choice that differs from the one for all of their kind.
    """
    apart: dict[int, date | None] = {}
    for gain in found.gains:
        if not gain.trouble:
            continue
        choice = choices[gain.trouble]
        what = own.get(gain.membership_id) or choice.what
        if what == "days":
            apart[gain.person_id] = today + timedelta(days=choice.days)
        elif what == "leave":
            apart[gain.person_id] = gain.due_on
        elif what == "out":
            apart[gain.person_id] = None
    return apart
