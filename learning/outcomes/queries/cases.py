"""Answers about short cases of results."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, literal, or_, select
from sqlalchemy.orm import Session

from learning.database import AnySelect
from learning.outcomes.models import CaseVersion, ResultCase
from learning.outcomes.rules.cases import State, Words
from learning.people.models import Person

PAGE = 20


@dataclass(frozen=True)
class Case:
    """A case as it stands."""

    id: int
    version: int  # the row a form is made from
    state: str
    words: Words
    reason: str
    since: datetime
    proposed_by: int
    proposer: str
    proposed_at: datetime

    @property
    def paragraphs(self) -> list[str]:
        """What changed, as it is read."""
        return [part.strip() for part in self.words.changed.split("\n\n") if part.strip()]


@dataclass(frozen=True)
class Earlier:
    """How a case stood before."""

    state: str
    title: str
    recorded_at: datetime
    by: str


@dataclass(frozen=True)
class Reader:
    """Who looks: members see what is published, and what they proposed; leads see all."""

    person_id: int
    is_lead: bool

    @property
    def sees(self) -> ColumnElement[bool]:
        """The condition for every list of cases."""
        if self.is_lead:
            return literal(value=True)
        return or_(
            CaseVersion.state.in_((State.PUBLISHED.value, State.WITHDRAWN.value)),
            ResultCase.proposed_by == self.person_id,
        )


def cases_of(
    session: Session,
    organisation_id: int,
    reader: Reader,
    states: Collection[str],
    *,
    skill: str = "",
    page: int = 1,
) -> tuple[int, list[Case]]:
    """(how many, those of a page): the newest result first."""
    wanted = (
        _cases()
        .where(
            ResultCase.organisation_id == organisation_id,
            CaseVersion.state.in_(states),
            reader.sees,
        )
        .order_by(CaseVersion.happened_on.desc(), ResultCase.id.desc())
    )
    if skill:
        padded = literal(" ") + CaseVersion.skills + literal(" ")
        wanted = wanted.where(padded.contains(f" {skill} ", autoescape=True))
    total = func.count().over().label("total")
    rows = session.execute(wanted.add_columns(total).limit(PAGE).offset((page - 1) * PAGE)).all()
    return rows[0].total if rows else 0, [_case(row) for row in rows]


def case_of(session: Session, number: int, organisation_id: int, reader: Reader) -> Case | None:
    """One of them."""
    row = session.execute(
        _cases().where(
            ResultCase.id == number, ResultCase.organisation_id == organisation_id, reader.sees
        )
    ).one_or_none()
    return _case(row) if row else None


def earlier_of(session: Session, number: int) -> list[Earlier]:
    """How it stood before, the newest first."""
    rows = session.execute(
        select(CaseVersion.state, CaseVersion.title, CaseVersion.recorded_at, Person.name)
        .outerjoin(Person, Person.id == CaseVersion.recorded_by)
        .where(CaseVersion.case_id == number, CaseVersion.superseded_at.is_not(None))
        .order_by(CaseVersion.id.desc())
    )
    return [Earlier(row[0], row[1], row[2], row[3] or "Name erased") for row in rows]


def _cases() -> AnySelect:
    found: AnySelect = (
        select(CaseVersion, ResultCase.proposed_by, ResultCase.proposed_at, Person.name)
        .join(ResultCase, ResultCase.id == CaseVersion.case_id)
        .join(Person, Person.id == ResultCase.proposed_by)
        .where(CaseVersion.superseded_at.is_(None))
    )
    return found


def _case(row: Any) -> Case:
    version: CaseVersion = row[0]
    return Case(
        id=version.case_id,
        version=version.id,
        state=version.state,
        words=words_of(version),
        reason=version.reason,
        since=version.recorded_at,
        proposed_by=row.proposed_by,
        proposer=row.name or "Name erased",
        proposed_at=row.proposed_at,
    )


def words_of(version: CaseVersion) -> Words:
    """What a version says."""
    happened: date = version.happened_on
    return Words(
        title=version.title,
        changed=version.changed,
        figures=version.figures,
        source=version.source,
        skills=tuple(version.skills.split()),
        happened_on=happened,
        officer=version.officer,
        link=version.link,
    )
