"""Asks who the figures are about, and reads the answer into profiles."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.coverage.rules.figures import Cell, Held, Profile
from learning.coverage.rules.profiles import merged
from learning.coverage.statement import Kind, population, statement
from learning.dated import holds, known
from learning.evidence.rules import EXPIRES_SOON
from learning.people.models import RequirementSetting
from learning.people.requirements import Supposed


@dataclass(frozen=True)
class Question:
    """Which organisations, as at which day, as known at which moment, and for whose eyes."""

    organisations: tuple[int, ...]
    as_at: date
    known_at: datetime
    lead_id: int | None = None  # a lead sees restricted people only where named for them
    own_settings: bool = True  # or as if no council had set a level of its own
    people: tuple[int, ...] | None = None  # these alone; None: everybody
    supposed: Supposed | None = None  # as if this level held, in place of what is recorded


def profiles_of(session: Session, question: Question) -> tuple[Profile, ...]:
    """Everybody the figures are about, by the roles they hold, with what they show."""
    rows = session.execute(statement(_kind(question)), _values(question)).all()
    held: dict[int, tuple[str, int]] = {}
    cells: dict[int, dict[str, Cell]] = defaultdict(dict)
    meeting_all: dict[int, int] = {}
    for row in rows:
        if row.kind == "profile":
            held[row.profile] = (row.words, row.people)
        elif row.kind == "need":
            cells[row.profile].setdefault(row.words, Cell(row.level, 0, 0, 0, 0))
        elif row.kind == "cell":
            cells[row.profile][row.words] = Cell(
                row.level, row.met, row.expiring, row.people - row.met, row.levels_held
            )
    for row in rows:
        if row.kind == "person" and row.met == len(cells[row.profile]):
            meeting_all[row.profile] = row.people
    return merged(held, cells, meeting_all)


def roles_held(session: Session, question: Question) -> dict[int, frozenset[Held]]:
    """What each person the figures are about holds, where."""
    found: dict[int, set[Held]] = defaultdict(set)
    for row in session.execute(population(_kind(question)), _values(question)):
        found[row.person_id].add(Held(row.organisation_id, row.role, row.service))
    return {person: frozenset(held) for person, held in found.items()}


def having_own(session: Session, question: Question) -> frozenset[int]:
    """Which of these councils have set a level of their own that holds then."""
    rows = session.scalars(
        select(RequirementSetting.organisation_id)
        .where(
            RequirementSetting.organisation_id.in_(question.organisations),
            known(RequirementSetting, question.known_at),
            holds(RequirementSetting, question.as_at),
        )
        .distinct()
    )
    return frozenset(rows)


def _kind(question: Question) -> Kind:
    return Kind(
        has_lead=question.lead_id is not None,
        own_settings=question.own_settings,
        of_some=question.people is not None,
        supposes=question.supposed is not None,
    )


def _values(question: Question) -> dict[str, object]:
    values: dict[str, object] = {
        "organisations": question.organisations,
        "as_at": question.as_at,
        "soon": question.as_at + EXPIRES_SOON,
        "known_at": question.known_at,
    }
    if question.lead_id is not None:
        values["lead_id"] = question.lead_id
    if question.people is not None:
        values["people"] = question.people
    if question.supposed is not None:
        level = question.supposed.level
        values["supposed_organisation"] = question.supposed.organisation_id
        values["supposed_role"] = question.supposed.role
        values["supposed_skill"] = question.supposed.skill
        values["supposed_level"] = -1 if level is None else level
    return values
