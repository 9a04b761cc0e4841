"""Keeps the month ends of councils together, and answers from them; worked out afresh the same."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from learning.coverage.combining import combined
from learning.coverage.models import TogetherFigures
from learning.coverage.rules.figures import Profile
from learning.coverage.rules.no_name import Hiding
from learning.coverage.rules.profiles import Kept, from_json, to_json
from learning.coverage.rules.protecting import WAY
from learning.coverage.rules.table import Hidden, hidden_as_text, hidden_from_text
from learning.coverage.sharing import Asked
from learning.people.standing import OrganisationFacts

Decided = tuple[date, Kept, Sequence[str]]  # (month end, profiles, what it hides as texts)


@dataclass(frozen=True)
class Together:
    """The figures of councils together at a closed month end, and what they hide."""

    profiles: tuple[Profile, ...]
    published: tuple[Profile, ...] | None  # without own levels, where a council has set any
    overlap: int
    hiding: Hiding
    is_decided: bool  # until then it shows only what the councils' own reports tell anyway


def month_end_together(session: Session, partnership_id: int, asked: Asked) -> Together | None:
    """What was kept of these councils together; none where that is still to come."""
    row = session.execute(
        select(
            TogetherFigures.profiles,
            TogetherFigures.published,
            TogetherFigures.overlap,
            TogetherFigures.hidden,
            TogetherFigures.meanwhile,
        ).where(*_is_about(partnership_id, asked))
    ).one_or_none()
    if row is None:
        return None
    hidden = row.meanwhile if row.hidden is None else row.hidden
    return Together(
        from_json(row.profiles),
        None if row.published is None else from_json(row.published),
        row.overlap,
        Hiding(hidden_from_text(hidden)),
        is_decided=row.hidden is not None,
    )


def decided_together(
    session: Session, partnership_id: int, asked: Iterable[Asked]
) -> Iterator[Decided]:
    """Of these month ends, each of its own councils, those whose hiding is decided.

    One at a time: the profiles of two years at once would be much to hold.
    """
    sets = {one.month_end: set_of(one.councils) for one in asked}
    rows = session.execute(
        select(
            TogetherFigures.month_end,
            TogetherFigures.set_of_councils,
            TogetherFigures.profiles,
            TogetherFigures.hidden,
        ).where(
            TogetherFigures.partnership_id == partnership_id,
            TogetherFigures.month_end.in_(sets),
            TogetherFigures.set_of_councils.in_(sorted(set(sets.values()))),
            TogetherFigures.hidden.is_not(None),
        )
    )
    for row in rows.yield_per(1):
        if row.set_of_councils == sets[row.month_end]:
            yield row.month_end, row.profiles, row.hidden


def number_of(session: Session, partnership_id: int, asked: Asked) -> int | None:
    """Under which number the figures of these councils together are kept."""
    return session.scalar(select(TogetherFigures.id).where(*_is_about(partnership_id, asked)))


def figures_of(
    session: Session,
    partnership_id: int,
    asked: Asked,
    *,
    meanwhile: Hidden,
    at: datetime,
) -> TogetherFigures:
    """The figures to keep; what they hide for good is decided later."""
    worked = combined(session, asked.councils, asked.month_end)
    return TogetherFigures(
        partnership_id=partnership_id,
        month_end=asked.month_end,
        set_of_councils=set_of(asked.councils),
        councils=sorted(one.id for one in asked.councils),
        known_at=asked.known_at,
        worked_out_at=at,
        profiles=to_json(worked.profiles),
        published=None if worked.published is None else to_json(worked.published),
        overlap=worked.overlap,
        meanwhile=hidden_as_text(meanwhile),
    )


def undecided(session: Session, partnership_id: int, asked: Asked) -> int | None:
    """The number of the figures, where it is not decided yet what they hide."""
    return session.scalar(
        select(TogetherFigures.id).where(
            *_is_about(partnership_id, asked), TogetherFigures.hidden.is_(None)
        )
    )


def keep_decision(session: Session, number: int, hidden: Hidden) -> None:
    """What they hide, once and for good: the first decision stays."""
    session.execute(
        update(TogetherFigures)
        .where(TogetherFigures.id == number, TogetherFigures.hidden.is_(None))
        .values(hidden=hidden_as_text(hidden), decided_by=WAY)
    )


def set_of(councils: Iterable[OrganisationFacts]) -> str:
    """A name for a set of councils."""
    numbers = " ".join(map(str, sorted(one.id for one in councils)))
    return sha256(numbers.encode()).hexdigest()


def _is_about(partnership_id: int, asked: Asked) -> tuple[Any, ...]:
    return (
        TogetherFigures.partnership_id == partnership_id,
        TogetherFigures.month_end == asked.month_end,
        TogetherFigures.set_of_councils == set_of(asked.councils),
    )
