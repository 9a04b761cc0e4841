"""The people behind a line of the report, for leads: each pair with who it is about."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, Integer, and_, cast, false, func, literal, select, true
from sqlalchemy.orm import Session

from learning.coverage import pairing
from learning.coverage.pairing import FOR_EVER, Cell
from learning.coverage.rules.coming_months import Month
from learning.coverage.whens import A, is_live
from learning.database import AnySelect
from learning.evidence.models import Evidence
from learning.evidence.rules import COUNTED
from learning.people.requirements import needs_in_force

PAGE = 50
COUNTED_APART = ("met", "expiring", "below", "none")
SHORT = ("short", "below", "none")
STATUSES = ("met", "expiring", "short", "below", "none")  # short: below or none
SORTS = ("name", "needed", "held", "runs-out")


@dataclass(frozen=True)
class Totals:
    """How many pairs of a line have each status, as in the report."""

    required: int
    met: int
    expiring: int
    below: int
    none: int

    @property
    def short(self) -> int:
        """Pairs not met."""
        return self.required - self.met

    def of(self, status: str) -> int:
        """How many have that status; of all, where none is given."""
        found: int = getattr(self, status or "required")
        return found


@dataclass(frozen=True)
class Pair:
    """A person and a skill they need, as they stand."""

    person_id: int
    code: str
    name: str  # empty where the record was erased
    skill: str
    level: int  # needed
    held: int
    status: str
    runs_out_on: date | None  # of what is met: the first day that it would not be


@dataclass(frozen=True)
class Holding:
    """What holds a level up, the longest where there are several."""

    level: int
    source: str
    shown_on: date
    expires_on: date | None


@dataclass(frozen=True)
class Behind:
    """A pair with all that a list says of it."""

    pair: Pair
    roles: tuple[tuple[str, str | None], ...]  # (role, service)
    asked_by: tuple[str, ...]  # the roles that ask the level needed
    holding: Holding | None


@dataclass(frozen=True)
class Wanted:
    """Which of the pairs, and in what order."""

    status: str = ""  # none: all
    text: str = ""
    sort: str = "name"
    month: Month | None = None  # of what is shown, what runs out in this month


def totals(session: Session, cell: Cell) -> Totals:
    """The counts of the line."""
    pairs = pairing.pairs(cell)
    marks: list[Any] = [
        func.coalesce(func.sum(cast(_has(pairs, status), Integer)), 0).label(status)
        for status in COUNTED_APART
    ]
    required = func.count().label("required")
    row = session.execute(select(required, *marks).select_from(pairs), cell.values).one()
    return Totals(**row._asdict())


def pairs_behind(
    session: Session, cell: Cell, wanted: Wanted, *, page: int | None
) -> tuple[int, tuple[Pair, ...]]:
    """How many pairs match, and one page of them; all of them without a page."""
    pairs, named = pairing.pairs(cell), pairing.named(wanted.text)
    matching: AnySelect = (
        select(pairs, named.c.code, named.c.name)
        .join(named, named.c.person_id == pairs.c.person_id)
        .where(_has(pairs, wanted.status) if wanted.status else true())
    )
    if wanted.month is not None:
        matching = matching.where(_has(pairs, "met"), *_within(pairs, wanted.month))
    counted = select(func.count()).select_from(matching.subquery())
    total = session.scalar(counted, cell.values) or 0
    in_order = matching.order_by(*_order(pairs, named, wanted.sort))
    if page is not None:
        in_order = in_order.limit(PAGE).offset((page - 1) * PAGE)
    return total, tuple(map(_pair, session.execute(in_order, cell.values)))


def with_details(
    session: Session, cell: Cell, pairs: Sequence[Pair], *, few: bool
) -> tuple[Behind, ...]:
    """The same pairs with roles and evidence; `few` people are named, else all are read."""
    people: Any = sorted({pair.person_id for pair in pairs}) if few else None
    roles = _roles(session, cell, people)
    pieces = _pieces(session, cell, people)
    needs = needs_in_force(
        session, [cell.eyes.organisation_id], on=cell.as_at, known_at=cell.known_at
    ).levels
    found = []
    for pair in pairs:
        theirs = tuple(roles[pair.person_id])
        asking = {
            role
            for role, _ in theirs
            if needs.get((cell.eyes.organisation_id, role, pair.skill)) == pair.level
        }
        piece = _longest(pieces[pair.person_id, pair.skill], min(pair.level, pair.held))
        found.append(Behind(pair, theirs, tuple(sorted(asking)), piece))
    return tuple(found)


def _roles(session: Session, cell: Cell, people: Any) -> dict[int, list[tuple[str, str | None]]]:
    present = pairing.present(cell)
    theirs = pairing.people_of(cell, present) if people is None else people
    rows = session.execute(
        select(present)
        .where(present.c.person_id.in_(theirs))
        .distinct()
        .order_by(present.c.role, present.c.service),
        cell.values,
    )
    found: dict[int, list[tuple[str, str | None]]] = defaultdict(list)
    for person_id, role, service in rows:
        found[person_id].append((role, service))
    return found


def _pieces(session: Session, cell: Cell, people: Any) -> dict[tuple[int, str], list[Holding]]:
    """(person, skill) → what is live and counted, in a steady order."""
    theirs = pairing.people_of(cell) if people is None else people
    statement = (
        select(
            Evidence.person_id,
            Evidence.skill,
            Evidence.level,
            Evidence.source,
            Evidence.shown_on,
            Evidence.expires_on,
        )
        .where(Evidence.person_id.in_(theirs), Evidence.source.in_(COUNTED), is_live(A))
        .order_by(Evidence.id)
    )
    if cell.filters.skill:
        statement = statement.where(Evidence.skill == cell.filters.skill)
    found: dict[tuple[int, str], list[Holding]] = defaultdict(list)
    for row in session.execute(statement, cell.values):
        found[row.person_id, row.skill].append(Holding(*row[2:]))
    return found


def _longest(pieces: Sequence[Holding], level: int) -> Holding | None:
    enough = [piece for piece in pieces if piece.level >= level]
    return max(
        enough, key=lambda one: (one.expires_on or FOR_EVER, one.level, one.shown_on), default=None
    )


def _has(pairs: CTE, status: str) -> ColumnElement[bool]:
    is_met = pairs.c.held >= pairs.c.level
    is_none = pairs.c.held == 0
    return {
        "met": is_met,
        "expiring": and_(is_met, pairs.c.kept < pairs.c.level),
        "short": ~is_met,
        "below": and_(~is_met, ~is_none),
        "none": is_none,
    }.get(status, false())


def _within(pairs: CTE, month: Month) -> tuple[ColumnElement[bool], ...]:
    return pairs.c.runs_out >= month.first, pairs.c.runs_out < month.until


def _order(pairs: CTE, named: CTE, sort: str) -> list[ColumnElement[Any]]:
    first: dict[str, list[ColumnElement[Any]]] = {
        "needed": [pairs.c.level.desc()],
        "held": [pairs.c.held.asc()],
        "runs-out": [func.coalesce(pairs.c.runs_out, literal(FOR_EVER)).asc()],
    }
    return [*first.get(sort, ()), named.c.name, pairs.c.person_id, pairs.c.skill]


def _pair(row: Any) -> Pair:
    ends = None if row.runs_out in {None, FOR_EVER} else row.runs_out
    if row.held >= row.level:
        status = "expiring" if row.kept < row.level else "met"
    else:
        status = "below" if row.held else "none"
    return Pair(row.person_id, row.code, row.name, row.skill, row.level, row.held, status, ends)
