"""Finds what differs between two days in one council: what is asked, and who shows what."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from learning.coverage.moving import Kind, statement
from learning.coverage.rules.changes import Shown
from learning.coverage.rules.moves import Cell, Levels, Move, stay_of
from learning.evidence.rules import EXPIRES_SOON
from learning.people.requirements import requirements_in_force


@dataclass(frozen=True)
class When:
    """As at a day, as known at a moment."""

    as_at: date
    known_at: datetime


@dataclass(frozen=True)
class Step:
    """From one day and moment to another, in one council; neither goes back."""

    organisation_id: int
    before: When
    after: When
    lead_id: int | None = None  # a lead sees restricted people only where named for them


@dataclass(frozen=True)
class Asked:
    """What the roles of a council ask at one day and moment."""

    levels: Levels
    own: Collection[tuple[str, str]]  # (role, skill) for which the council has set a level


def asked_at(session: Session, organisation_id: int, whens: Sequence[When]) -> tuple[Asked, ...]:
    """What is asked at each of several days and moments, in one statement."""
    parts = []
    for number, when in enumerate(whens):
        rows = requirements_in_force(
            [organisation_id], on=when.as_at, known_at=when.known_at
        ).subquery()
        parts.append(
            select(literal(number).label("number"), rows.c.role, rows.c.skill).add_columns(
                rows.c.level, rows.c.own
            )
        )
    levels: list[dict[tuple[str, str], int]] = [{} for _ in whens]
    own: list[set[tuple[str, str]]] = [set() for _ in whens]
    for row in session.execute(union_all(*parts)):
        if row.level >= 1:
            levels[row.number][row.role, row.skill] = row.level
        if row.own:
            own[row.number].add((row.role, row.skill))
    return tuple(Asked(*each) for each in zip(levels, own, strict=True))


def changed(before: Levels, after: Levels) -> frozenset[tuple[str, str]]:
    """(role, skill) of which another level is asked."""
    return frozenset(key for key in {*before, *after} if before.get(key, 0) != after.get(key, 0))


def moves(session: Session, step: Step, *, skill: str | None = None) -> tuple[Move, ...]:
    """Where people stood and stand, and what they held and hold; of one skill alone, with one."""
    kind = Kind(has_lead=step.lead_id is not None, one_skill=skill is not None)
    return _read(session, step, kind, {"skill": skill} if skill else {})


def moves_by_person(
    session: Session, step: Step, asked_otherwise: Collection[str], *, skill: str | None = None
) -> tuple[Move, ...]:
    """The same by person, of all who may stand in any part, and nothing of what counts the same.

    `asked_otherwise` are the skills of which any role asks another level.
    """
    kind = Kind(has_lead=step.lead_id is not None, by_person=True, one_skill=skill is not None)
    skills = [one for one in asked_otherwise if skill in {None, one}]
    more = {"changed": skills, "any_changed": int(bool(skills))}
    return _read(session, step, kind, more | ({"skill": skill} if skill else {}))


def people_alone(session: Session, step: Step) -> tuple[Move, ...]:
    """Where people stood and stand, and nothing of what they hold."""
    kind = Kind(has_lead=step.lead_id is not None, of_people_alone=True)
    return _read(session, step, kind, {})


def _read(session: Session, step: Step, kind: Kind, values: Mapping[str, Any]) -> tuple[Move, ...]:
    given: dict[str, Any] = {
        "organisation": step.organisation_id,
        "day_a": step.before.as_at,
        "moment_a": step.before.known_at,
        "day_b": step.after.as_at,
        "moment_b": step.after.known_at,
        "soon_a": step.before.as_at + EXPIRES_SOON,
        "soon_b": step.after.as_at + EXPIRES_SOON,
        **values,
    }
    if kind.has_lead:
        given["lead_id"] = step.lead_id
    rows = session.execute(statement(kind), given).all()
    cells: dict[Any, dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.kind == "cell":
            shown = Shown(row.held_before, row.held_after, row.ends)
            kept = (row.kept_before, row.kept_after)
            cells[_key(row)][row.skill].append(Cell(shown, row.people, kept))
    return tuple(
        Move(
            before=stay_of(row.before, step.organisation_id),
            after=stay_of(row.after, step.organisation_id),
            people=row.people,
            cells=cells.get(_key(row), {}),
            person_id=row.person_id,
            code=row.code or "",
            name=row.name or "",
        )
        for row in rows
        if row.kind == "move"
    )


def _key(row: Any) -> tuple[int | None, str, str]:
    return row.person_id, row.before, row.after
