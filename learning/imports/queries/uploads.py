"""Answers about what was sent: whose, how far, and what its lines say."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, undefer

from learning.database import AnySelect
from learning.imports.models import AT_WORK, ImportLine, PeopleImport, Status
from learning.imports.rules.deeds import Outcome
from learning.people.sight import Eyes

PAGE = 50
NEWEST = 20


def count_unfinished(eyes: Eyes, _on: date) -> AnySelect:
    """How many files of a lead are read, and neither applied nor cancelled."""
    return (
        select(func.count())
        .select_from(PeopleImport)
        .where(
            PeopleImport.organisation_id == eyes.organisation_id,
            PeopleImport.uploaded_by == eyes.lead_id,
            PeopleImport.status.in_((Status.ASKING, Status.READY)),
        )
    )


@dataclass(frozen=True)
class Task:
    """An import as whoever works on it needs it, apart from the session."""

    number: int
    organisation_id: int
    lead_id: int
    name: str
    rows: str
    day: date
    last_day: date | None  # of a full file's leavers; none: it is not full
    chosen: frozenset[str]
    month_first: bool
    good_rows: bool
    invites: bool
    fingerprint: str
    status: Status
    lease: str | None


@dataclass(frozen=True)
class Shown:
    """A line as pages show it."""

    place: int
    outcome: Outcome
    row: int | None
    code: str | None
    proposed: bool
    chosen: bool
    who: str = ""
    reference: str | None = None
    address: str | None = None
    changes: list[list[Any]] = field(default_factory=list)  # field, before, after
    faults: list[list[str]] = field(default_factory=list)  # column, problem
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Counts:
    """How many lines there are of each outcome, and of leavers that somebody has to choose."""

    of: dict[Outcome, int]
    proposed: int
    chosen: int

    @property
    def to_apply(self) -> int:
        """What applying would write."""
        written = (Outcome.NEW, Outcome.CHANGED, Outcome.LEAVING)
        return sum(self.of[one] for one in written) - self.proposed + self.chosen


def import_of(
    session: Session, number: int, *, organisation_id: int, person_id: int, held: bool = False
) -> PeopleImport | None:
    """What somebody sent, for them alone; `held` against whoever else would change it."""
    sent = select(PeopleImport).where(
        PeopleImport.id == number,
        PeopleImport.organisation_id == organisation_id,
        PeopleImport.uploaded_by == person_id,
    )
    return session.scalar(sent.with_for_update() if held else sent)


def imports_of(session: Session, *, organisation_id: int, person_id: int) -> Sequence[PeopleImport]:
    """What somebody sent, the newest first."""
    return session.scalars(
        select(PeopleImport)
        .where(
            PeopleImport.organisation_id == organisation_id, PeopleImport.uploaded_by == person_id
        )
        .order_by(PeopleImport.id.desc())
        .limit(NEWEST)
    ).all()


def task_of(session: Session, number: int) -> Task | None:
    """An import with its rows; None where they are no longer kept."""
    sent = session.get(PeopleImport, number, options=[undefer(PeopleImport.rows)])
    if sent is None or sent.rows is None:
        return None
    chosen = session.scalars(
        select(ImportLine.code).where(ImportLine.import_id == number, ImportLine.chosen)
    )
    return Task(
        number=sent.id,
        organisation_id=sent.organisation_id,
        lead_id=sent.uploaded_by,
        name=sent.name,
        rows=sent.rows,
        day=sent.day,
        last_day=sent.last_day if sent.is_full else None,
        chosen=frozenset(code for code in chosen if code),
        month_first=sent.month_first,
        good_rows=sent.good_rows,
        invites=sent.invites,
        fingerprint=sent.fingerprint,
        status=Status(sent.status),
        lease=sent.lease,
    )


def next_waiting(session: Session, *, at: datetime) -> int | None:
    """The first import that nobody works on, or whose worker has not been heard of."""
    return session.scalar(
        select(PeopleImport.id)
        .where(
            PeopleImport.status.in_(AT_WORK),
            or_(PeopleImport.leased_until.is_(None), PeopleImport.leased_until < at),
        )
        .order_by(PeopleImport.id)
        .limit(1)
    )


def counts_of(session: Session, number: int) -> Counts:
    """Everything that the top of a dry run says, in one statement."""
    rows = session.execute(
        select(
            ImportLine.outcome,
            ImportLine.proposed,
            ImportLine.chosen,
            func.count().label("lines"),
        )
        .where(ImportLine.import_id == number)
        .group_by(ImportLine.outcome, ImportLine.proposed, ImportLine.chosen)
    ).all()
    return Counts(
        {one: sum(row.lines for row in rows if row.outcome == one) for one in Outcome},
        proposed=sum(row.lines for row in rows if row.proposed),
        chosen=sum(row.lines for row in rows if row.chosen),
    )


def lines_of(
    session: Session, number: int, outcome: Outcome, *, page: int | None = None
) -> list[Shown]:
    """The lines of one outcome in the order of the file: fifty a page, or all."""
    statement = (
        select(ImportLine)
        .where(ImportLine.import_id == number, ImportLine.outcome == outcome)
        .order_by(ImportLine.place)
    )
    if page is not None:
        statement = statement.limit(PAGE).offset((page - 1) * PAGE)
    return [
        Shown(
            *(line.place, Outcome(line.outcome), line.row, line.code, line.proposed, line.chosen),
            **json.loads(line.shown),
        )
        for line in session.scalars(statement)
    ]
