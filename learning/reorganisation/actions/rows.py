"""The rows that moving some people writes, gathered first and written in few statements."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from learning.assignments.spans import FOR_EVER, Span
from learning.database import Base
from learning.imports.actions.bulk import as_kept, put, reserve, supersede_all
from learning.people.models import (
    HeldRole,
    Membership,
    MembershipPeriod,
    Particulars,
    Pause,
    Restriction,
)
from learning.reorganisation.models import MovedPlace
from learning.reorganisation.queries import moving as queries
from learning.reorganisation.rules.moving import Held, Left, Made, Move, Place

RECORDED = ("recorded_at", "recorded_by")
SAYS = ("name", "reference", "reference_key", "address", "address_key", "manager_key", "language")
COLUMNS: dict[type[Base], tuple[str, ...]] = {
    Membership: ("id", "person_id", "organisation_id", "person_code", "created_at", "erased_at"),
    MembershipPeriod: ("membership_id", "starts_on", "ends_on", *RECORDED),
    HeldRole: (
        *("membership_id", "role", "service", "substitute", "starts_on", "ends_on"),
        *RECORDED,
    ),
    Pause: ("membership_id", "paused_from", "paused_until", *RECORDED),
    Restriction: ("membership_id", "lead_id", *RECORDED),
    Particulars: ("organisation_id", "person_id", *SAYS, *RECORDED),
    MovedPlace: ("run_id", "membership_id", "kind", "moved_at", "to_id"),
}


@dataclass
class Rows:
    """What is to be written, by table, and what it supersedes."""

    run_id: int
    on: date
    by: int | None
    at: datetime
    new: dict[type[Base], list[list[Any]]] = field(
        default_factory=lambda: {table: [] for table in COLUMNS}
    )
    old: dict[type[Any], list[int]] = field(
        default_factory=lambda: {table: [] for table in (MembershipPeriod, HeldRole, Pause)}
    )
    touched: list[int] = field(default_factory=list)  # memberships

    @property
    def _recorded(self) -> tuple[datetime, int | None]:
        return self.at, self.by

    def fill(
        self,
        session: Session,
        moves: Sequence[Move],
        clashes: Collection[tuple[int, str]],
        order: Sequence[int],
    ) -> dict[tuple[int, int], int]:
        """Everything of these moves; returns the ids of new memberships by person and place.

        `order`: of two predecessors that say something of a person, the first one's word is taken.
        """
        people = [one.person.id for one in moves]
        councils = sorted({made.organisation_id for one in moves for made in one.made})
        codes = queries.codes_of(session, councils, people)
        marked = queries.leads_named(session, people)
        said = queries.particulars_of(session, [*order, *councils], people)
        ids = iter(reserve(session, Membership, sum(len(one.made) for one in moves)))
        new: dict[tuple[int, int], int] = {}
        for one in moves:
            for left in one.left:
                self._end(left)
            for at, made in enumerate(one.made):
                new[one.person.id, at] = number = next(ids)
                here = (made.organisation_id, one.person.id)
                code = codes.setdefault(here, secrets.token_hex(6))
                self._make(number, one.person.id, made, code)
                leads = queries.named_there(one, made.organisation_id, marked)
                self._restrict(number, leads)
                marked |= {here: leads} if leads else {}
                if here not in said:
                    self._say(here, made.sources, said, clashes, order)
            for joined in one.joined:
                self._touch(joined.place.membership_id, "joined")
                self._hold(joined.place.membership_id, joined.roles)
        return new

    def _touch(self, membership: int, kind: str, to: int | None = None) -> None:
        self.touched.append(membership)
        self.new[MovedPlace].append([self.run_id, membership, kind, self.at, to])

    def _end(self, left: Left) -> None:
        """Whatever would hold on the day or later ends; what was only to begin never does."""
        place = left.place
        number = place.membership_id
        self._touch(number, "ended", left.whither.to)
        self.old[MembershipPeriod].append(place.period_id)
        if place.days[0] < self.on:
            self.new[MembershipPeriod].append([number, place.days[0], self.on, *self._recorded])
        for held in place.roles:
            self.old[HeldRole].append(held.id)
            if held.days[0] < self.on:
                days = (held.days[0], self.on)
                self._hold(number, [Held(held.role, held.service, held.substitute, days)])
        for away in place.away:
            self.old[Pause].append(away.id)
            if away.days[0] < self.on:
                self.new[Pause].append([number, away.days[0], self.on, *self._recorded])

    def _make(self, number: int, person: int, made: Made, code: str) -> None:
        erased = self.at if all(one.is_erased for one in made.sources) else None
        self.new[Membership].append([number, person, made.organisation_id, code, self.at, erased])
        self.new[MembershipPeriod].append([number, *_days(made.days), *self._recorded])
        self._touch(number, "made")
        self._hold(number, made.roles)
        for span in made.away:
            self.new[Pause].append([number, *_days(span), *self._recorded])

    def _hold(self, membership: int, roles: Iterable[Held]) -> None:
        for held in roles:
            which = (membership, held.role, held.service, held.substitute)
            self.new[HeldRole].append([*which, *_days(held.days), *self._recorded])

    def _restrict(self, membership: int, leads: Iterable[int | None]) -> None:
        for lead in sorted(leads, key=lambda one: one or 0):
            self.new[Restriction].append([membership, lead, *self._recorded])

    def _say(
        self,
        here: tuple[int, int],
        sources: Sequence[Place],
        said: dict[tuple[int, int], Particulars],
        clashes: Collection[tuple[int, str]],
        order: Sequence[int],
    ) -> None:
        """What a predecessor said of them, without a reference that somebody else has there."""
        whose = {place.organisation_id for place in sources}
        found = [said[one, here[1]] for one in order if one in whose and (one, here[1]) in said]
        if not found:
            return
        values = {name: getattr(found[0], name) for name in SAYS}
        if (here[0], values["reference_key"]) in clashes:
            values |= {"reference": None, "reference_key": None}
        self.new[Particulars].append([*here, *(values[name] for name in SAYS), *self._recorded])
        said[here] = found[0]


def _days(span: Span) -> tuple[date, date | None]:
    return span[0], None if span[1] == FOR_EVER else span[1]


def write(session: Session, rows: Rows) -> None:
    """All of it; Conflict where somebody else changed one of the rows meanwhile."""
    for old, ids in rows.old.items():
        supersede_all(session, old, ids, at=rows.at)
    for table, found in rows.new.items():
        _put(session, table, found)


def _put(session: Session, table: type[Base], rows: Sequence[Sequence[Any]]) -> None:
    convert = as_kept(session, table, COLUMNS[table])
    put(session, table, COLUMNS[table], [convert(row) for row in rows])
