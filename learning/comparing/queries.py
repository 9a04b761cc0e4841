"""Answers what comparisons rest on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from learning.comparing.models import ComparableFigures, WhatHelped
from learning.comparing.rules.learning import Pairs
from learning.comparing.rules.likeness import Traits
from learning.coverage.models import MonthEndFigures
from learning.people.models import Organisation, Sharing


@dataclass(frozen=True)
class Comparable:
    """A council at a month end: what it is, and its lines that may be compared."""

    name: str
    traits: Traits
    lines: Mapping[str, Pairs]


def comparable_of(
    session: Session, organisations: Collection[int], month_ends: Collection[date]
) -> dict[tuple[int, date], Comparable]:
    """What is kept of these councils at these month ends."""
    rows = session.execute(
        select(ComparableFigures, Organisation.name, Organisation.nation, Organisation.kind)
        .join(Organisation, Organisation.id == ComparableFigures.organisation_id)
        .where(
            ComparableFigures.organisation_id.in_(organisations),
            ComparableFigures.month_end.in_(month_ends),
        )
    )
    return {
        (row.organisation_id, row.month_end): Comparable(
            name,
            Traits(nation, kind, row.people),
            {skill: Pairs(*counts) for skill, counts in row.lines.items()},
        )
        for row, name, nation, kind in rows
    }


def outstanding(
    session: Session, organisations: Collection[int], month_end: date
) -> frozenset[int]:
    """Of these councils, those whose figures of the month end are kept and not comparable yet."""
    return frozenset(
        session.scalars(
            select(MonthEndFigures.organisation_id).where(
                MonthEndFigures.organisation_id.in_(organisations),
                MonthEndFigures.month_end == month_end,
                ~exists().where(_is_of_same()),
            )
        )
    )


def _is_of_same() -> ColumnElement[bool]:
    return and_(
        ComparableFigures.organisation_id == MonthEndFigures.organisation_id,
        ComparableFigures.month_end == MonthEndFigures.month_end,
    )


def sharing_at_all(session: Session) -> Sequence[int]:
    """The councils that ever agreed to be compared or asked, and have not ended it at once."""
    return session.scalars(
        select(Sharing.organisation_id)
        .where(Sharing.superseded_at.is_(None), Sharing.compared | Sharing.may_be_asked)
        .distinct()
        .order_by(Sharing.organisation_id)
    ).all()


def to_work_out(session: Session, organisation_id: int) -> Sequence[date]:
    """Month ends of which it is decided what they hide, and that are not comparable yet."""
    return session.scalars(
        select(MonthEndFigures.month_end)
        .where(
            MonthEndFigures.organisation_id == organisation_id,
            MonthEndFigures.hidden.is_not(None),
            ~exists().where(_is_of_same()),
        )
        .order_by(MonthEndFigures.month_end)
    ).all()


def all_comparable(session: Session) -> Sequence[ComparableFigures]:
    """Everything that is kept."""
    return session.scalars(select(ComparableFigures).order_by(ComparableFigures.id)).all()


def what_helped(session: Session, organisations: Collection[int]) -> dict[tuple[int, str], str]:
    """What councils say they did, by council and skill."""
    rows = session.execute(
        select(WhatHelped.organisation_id, WhatHelped.skill, WhatHelped.words).where(
            WhatHelped.organisation_id.in_(organisations),
            WhatHelped.superseded_at.is_(None),
            WhatHelped.words != "",
        )
    )
    return {(row.organisation_id, row.skill): row.words for row in rows}
