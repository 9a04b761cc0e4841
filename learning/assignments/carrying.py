"""Carries what is asked of people into another organisation: by the same days, told to nobody."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, or_, select, update
from sqlalchemy.orm import Session

from learning import audit
from learning.assignments import due
from learning.assignments.deciding import Row, stands_until
from learning.assignments.exemptions import Exemption
from learning.assignments.facts import Known, askings_of, known_of, parts
from learning.assignments.models import Assigned, Assignment, SetApart

WAITING = ("paused", "exempt")  # lifted until somebody is back
OF_AN_ASSIGNMENT = (
    *("path", "role", "tier", "due_on", "reason", "assigned_by", "service", "within_days"),
)
OF_A_RULE = ("renews", "ends_on", "officer_id", "over_load", "late_days")


@dataclass(frozen=True)
class Carrying:
    """Somebody's membership ends and another holds from the same day; none: nothing follows."""

    person_id: int
    membership_id: int
    to: int | None
    organisation_id: int | None  # the one of `to`


@dataclass(frozen=True)
class Asked:
    """What a membership is asked, and until when by the days before it ended."""

    assignment_id: int
    row: Row
    set_due_on: date

    @property
    def goes_on(self) -> bool:
        """Whether it is asked, or will be once they are back from leave."""
        return self.row.lifted_on is None or self.row.why in WAITING


def asked_of(session: Session, memberships: Collection[int], *, on: date) -> list[Asked]:
    """What is asked of memberships that still stand; to be read before they end."""
    known = known_of(session, memberships)
    askings = askings_of(session, sorted({one.facts.organisation_id for one in known}))
    return [
        Asked(number, row, stands_until(one.facts, askings[number], row, on=on))
        for one in known
        for number, row in _rows(one, set(memberships))
    ]


def _rows(known: Known, memberships: set[int]) -> list[tuple[int, Row]]:
    return [
        (number, row)
        for number, rows in sorted(known.rows.items())
        for row in rows
        if row.membership_id in memberships
    ]


def copy(
    session: Session,
    assignment_id: int,
    *,
    organisation_id: int,
    form_key: str,
    starts_on: date,
    standing: bool,
    at: datetime,
) -> Assignment:
    """The assignment as one of another organisation; not standing, it asks those alone who come."""
    old = session.get_one(Assignment, assignment_id)
    same = {name: getattr(old, name) for name in (*OF_AN_ASSIGNMENT, *OF_A_RULE)}
    made = Assignment(
        organisation_id=organisation_id,
        assigned_at=at,
        form_key=form_key,
        form_hash=old.form_hash,
        starts_on=max(starts_on, old.starts_on) if standing else starts_on,
        standing=standing,
        **same,
    )
    if made.ends_on is not None:
        made.ends_on = max(made.ends_on, made.starts_on)
    session.add(made)
    session.flush()  # rows point to it
    return made


def copy_apart(session: Session, assignment_id: int, to: int, people: Collection[int]) -> None:
    """Whom a rule treats otherwise, it treats so there as well."""
    already = select(SetApart.person_id).where(SetApart.assignment_id == to)
    rows = session.execute(
        select(SetApart.person_id, SetApart.due_on).where(
            SetApart.assignment_id == assignment_id,
            SetApart.person_id.in_(people),
            SetApart.person_id.not_in(already),
        )
    ).all()
    if rows:
        same = {"assignment_id": to}
        session.execute(
            insert(SetApart), [{"person_id": r.person_id, "due_on": r.due_on, **same} for r in rows]
        )


def carry(
    session: Session,
    asked: Sequence[Asked],
    moves: Mapping[int, Carrying],
    copies: Mapping[tuple[int, int], int],
    *,
    on: date,
    by: int | None,
    at: datetime,
) -> int:
    """Lifts what the old memberships are asked and asks it of the new; returns how many of those.

    `moves` by old membership; `copies` maps (assignment, organisation) to what follows it there.
    """
    open_rows = [one for one in asked if one.row.lifted_on is None]
    _supersede(session, [one.row.id for one in open_rows], at=at)
    recorded = {"recorded_at": at, "recorded_by": by}
    lifted = [
        _columns(one, one.row.membership_id, moves) | recorded | {"lifted_on": on, "why": "left"}
        for one in open_rows
    ]
    new: dict[tuple[int, int], dict[str, Any]] = {}
    for one in asked:
        move = moves[one.row.membership_id]
        if not one.goes_on or move.to is None or move.organisation_id is None:
            continue
        number = copies[one.assignment_id, move.organisation_id]
        columns = _columns(one, move.to, moves) | recorded
        carried = {
            "assignment_id": number,
            "set_due_on": one.set_due_on,
            "counts_from": on,
            "lifted_on": one.row.lifted_on,
            "why": due.CARRIED if one.row.lifted_on is None else one.row.why,
        }
        new.setdefault((number, move.to), columns | carried)
    if rows := [*lifted, *new.values()]:
        session.execute(insert(Assigned), rows)
    return len(new)


def _columns(one: Asked, membership: int, moves: Mapping[int, Carrying]) -> dict[str, Any]:
    return {
        "assignment_id": one.assignment_id,
        "membership_id": membership,
        "person_id": moves[one.row.membership_id].person_id,
        "asked_on": one.row.asked_on,
        "due_on": one.row.due_on,
        "note": one.row.note,
        "set_due_on": one.row.set_due_on,
        "counts_from": one.row.counts_from,
    }


def _supersede(session: Session, rows: Collection[int], *, at: datetime) -> None:
    for some in parts(rows):
        session.execute(update(Assigned).where(Assigned.id.in_(some)).values(superseded_at=at))


def carry_exemptions(
    session: Session,
    people: Mapping[int, int],
    *,
    from_id: int,
    on: date,
    by: int | None,
    at: datetime,
) -> tuple[int, int]:
    """(how many there were, how many go on): `people` maps persons to where they go.

    Where somebody is exempt from the path there already, that stands.
    """
    theirs = Exemption.person_id.in_(people)
    last = (Exemption.superseded_at.is_(None), Exemption.ends_on > on)
    rows = session.scalars(
        select(Exemption)
        .where(Exemption.organisation_id == from_id, theirs, *last)
        .order_by(Exemption.id)
    ).all()
    already = session.scalars(
        select(Exemption).where(Exemption.organisation_id.in_(set(people.values())), theirs, *last)
    ).all()
    known: dict[tuple[int, int, str], list[Exemption]] = defaultdict(list)
    for one in already:
        known[one.organisation_id, one.person_id, one.path].append(one)
    new = []
    for row in rows:
        to, starts = people[row.person_id], max(row.starts_on, on)
        there = known[to, row.person_id, row.path]
        if not any(starts < o.ends_on and o.starts_on < row.ends_on for o in there):
            new.append(_exempt_there(row, to, starts, by=by, at=at))
    session.add_all(new)
    return len(rows), len(new)


def _exempt_there(
    row: Exemption, to: int, starts_on: date, *, by: int | None, at: datetime
) -> Exemption:
    return Exemption(
        organisation_id=to,
        person_id=row.person_id,
        path=row.path,
        authority=row.authority,
        clause=row.clause,
        reason=row.reason,
        starts_on=starts_on,
        ends_on=row.ends_on,
        recorded_at=at,
        recorded_by=by,
    )


def end_rules(
    session: Session, organisation_id: int, *, on: date, by: int | None, at: datetime
) -> dict[int, date | None]:
    """With its council every standing rule ends; by rule, when it would have ended without that."""
    rules = session.scalars(
        select(Assignment)
        .where(
            Assignment.organisation_id == organisation_id,
            Assignment.standing,
            or_(Assignment.ends_on.is_(None), Assignment.ends_on > on),
        )
        .order_by(Assignment.id)
    ).all()
    before = {rule.id: rule.ends_on for rule in rules}
    for rule in rules:
        rule.ends_on = max(rule.starts_on, on)
        changes = {"rule": (None, rule.id), "ends_on": (before[rule.id], rule.ends_on)}
        audit.write(
            session, "rule.ended", by=by, at=at, organisation_id=organisation_id, changes=changes
        )
    return before
