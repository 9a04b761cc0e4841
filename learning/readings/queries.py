"""Answers who read what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from learning.clock import day_of
from learning.database import AnySelect
from learning.people.models import Organisation, Partnership
from learning.readings.models import Reading
from learning.readings.rules import Kind, Noted

PAGE_SIZE = 50


@dataclass(frozen=True)
class ReadingFacts:
    """A reading as the council whose figures were read sees it: a post, and no name."""

    read_at: datetime
    kind: Kind
    of: str  # the partnership, or the council, for which it was read
    form: str
    appointment: str


def written_down(
    session: Session, noted: Noted, *, form: str, reader_id: int, at: datetime
) -> frozenset[int]:
    """The councils for which this reading of today is written down already."""
    return frozenset(
        session.scalars(
            select(Reading.organisation_id).where(
                Reading.reader_id == reader_id,
                Reading.read_on == day_of(at),
                Reading.kind == noted.kind.value,
                Reading.place == noted.place,
                Reading.form == form,
            )
        )
    )


def count_of(session: Session, organisation_id: int) -> int:
    """How many readings a council can see."""
    wanted = select(func.count()).select_from(Reading)
    return session.scalar(wanted.where(Reading.organisation_id == organisation_id)) or 0


def readings_of(
    session: Session, organisation_id: int, *, page: int | None = None
) -> Sequence[ReadingFacts]:
    """Who read a council's figures, newest first: one page of it, or all."""
    wanted = _readings(organisation_id)
    if page is not None:
        wanted = wanted.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    return [
        ReadingFacts(row.read_at, Kind(row.kind), row.of or row.place, row.form, row.appointment)
        for row in session.execute(wanted)
    ]


def _readings(organisation_id: int) -> AnySelect:
    of_partnership = and_(Partnership.slug == Reading.place, Reading.kind == Kind.PARTNERSHIP.value)
    of_council = and_(Organisation.slug == Reading.place, Reading.kind == Kind.COMPARISON.value)
    found: AnySelect = (
        select(
            Reading.read_at,
            Reading.kind,
            Reading.place,
            Reading.form,
            Reading.appointment,
            func.coalesce(Partnership.name, Organisation.name).label("of"),
        )
        .outerjoin(Partnership, of_partnership)
        .outerjoin(Organisation, of_council)
        .where(Reading.organisation_id == organisation_id)
        .order_by(Reading.read_at.desc(), Reading.id.desc())
    )
    return found
