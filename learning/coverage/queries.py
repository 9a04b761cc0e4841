"""Asks who the figures are about, and reads the answer into profiles."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.coverage.rules.figures import Cell, Held, Profile
from learning.coverage.rules.profiles import merged
from learning.coverage.statement import Kind, asked_of, chosen_people, population, statement
from learning.dated import holds, known
from learning.evidence.rules import EXPIRES_SOON
from learning.people.models import RequirementSetting
from learning.people.requirements import Supposed

Profiles = tuple[Profile, ...]


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


def profiles_of(session: Session, question: Question) -> Profiles:
    """Everybody the figures are about, by the roles they hold, with what they show."""
    rows = session.execute(statement(_kind(question)), values_of(question)).all()
    return _profiles(rows)


def profiles_of_each(session: Session, questions: Sequence[Question]) -> list[Profiles]:
    """The profiles of many questions about the same organisations, in one statement.

    Two at most: questions about everybody and questions about some people are asked apart.
    """
    found: dict[int, Profiles] = {}
    for of_some in (False, True):
        numbers = [at for at, one in enumerate(questions) if (one.people is not None) is of_some]
        some = [questions[at] for at in numbers]
        found |= zip(numbers, _of_each(session, some), strict=True)
    return [found[at] for at in range(len(questions))]


def _of_each(session: Session, questions: Sequence[Question]) -> list[Profiles]:
    if len(questions) < 2:  # the plain statement is the quicker
        return [profiles_of(session, one) for one in questions]
    lists = list(dict.fromkeys(one.people for one in questions if one.people is not None))
    leads = {one.lead_id for one in questions} - {None}
    kind = Kind(has_lead=bool(leads), own_settings=True, lists=len(lists), questions=len(questions))
    values: dict[str, object] = {"organisations": questions[0].organisations}
    values |= {f"people_{at}": people for at, people in enumerate(lists)}
    if leads:
        (values["lead_id"],) = leads
    for number, one in enumerate(questions):
        said = {
            "as_at": one.as_at,
            "soon": one.as_at + EXPIRES_SOON,
            "known_at": one.known_at,
            "own_settings": one.own_settings,
            "sees_all": one.lead_id is None,
            "whom": lists.index(one.people) if one.people is not None else 0,
        }
        values |= {f"{name}_{number}": value for name, value in said.items()}
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in session.execute(statement(kind), values):
        rows[row.number].append(row)
    return [_profiles(rows[number]) for number in range(len(questions))]


def _profiles(rows: Iterable[Any]) -> Profiles:
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
                row.level,
                row.met,
                row.expiring,
                row.below,
                row.levels_held,
                row.said,
                row.said_below,
            )
    for row in rows:
        if row.kind == "person" and row.met == len(cells[row.profile]):
            meeting_all[row.profile] = row.people
    return merged(held, cells, meeting_all)


def roles_held(session: Session, question: Question) -> dict[int, frozenset[Held]]:
    """What each person the figures are about holds, where."""
    found: dict[int, set[Held]] = defaultdict(set)
    kind = _kind(question)
    asked = asked_of(kind)
    people = population(kind, asked, chosen_people(kind, asked))
    for row in session.execute(people, values_of(question)):
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
        lists=int(question.people is not None),
        supposes=question.supposed is not None,
    )


def values_of(question: Question) -> dict[str, object]:
    """What the statement is told of a question."""
    values: dict[str, object] = {
        "organisations": question.organisations,
        "as_at": question.as_at,
        "soon": question.as_at + EXPIRES_SOON,
        "known_at": question.known_at,
    }
    if question.lead_id is not None:
        values["lead_id"] = question.lead_id
    if question.people is not None:
        values["people_0"] = question.people
    if question.supposed is not None:
        level = question.supposed.level
        values["supposed_organisation"] = question.supposed.organisation_id
        values["supposed_role"] = question.supposed.role
        values["supposed_skill"] = question.supposed.skill
        values["supposed_level"] = -1 if level is None else level
    return values
