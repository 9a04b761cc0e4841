"""Councils that share, and the figures they are compared by, for the tests."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import day_of, now
from learning.comparing import asking
from learning.comparing.models import ComparableFigures
from learning.people.actions import organisations, sharing
from learning.people.models import Organisation, Partnership, Sharing
from tests.builders import LONG_AGO, Town

CONTACT = "Head of Member Services"
SKILL = "cyber-security"


def newest() -> date:
    return asking.month_end_for(day_of(now()), at=now())


def an_agreement(
    organisation_id: int,
    partnership_id: int | None,
    *,
    starts_on: date | None = None,
    ends_on: date | None = None,
    at: datetime | None = None,
    **fields: Any,
) -> Sharing:
    """Everything is shared, from some months ago for two years, unless said otherwise."""
    start = starts_on or newest() - timedelta(days=40)
    said = {
        "joint": partnership_id is not None,
        "compared": True,
        "may_be_asked": True,
        "contact": CONTACT,
        "authority": "Clause 4",
        "decided_on": min(start, day_of(at)) if at else start,
        "recorded_by": None,
    }
    return Sharing(
        organisation_id=organisation_id,
        partnership_id=partnership_id,
        starts_on=start,
        ends_on=ends_on or start + timedelta(days=700),
        recorded_at=at or datetime.combine(start, LONG_AGO.timetz()),
        **(said | fields),
    )


def a_circle(
    session: Session, town: Town, per_cents: Iterable[int], *, own: int = 50
) -> list[Organisation]:
    """Others that share with the town's partnership, with these percentages of 100 people."""
    vale = session.scalars(select(Partnership).where(Partnership.slug == "vale")).one()
    session.get_one(Organisation, town.council).kind = "unitary"
    sharing.agree(session, an_agreement(town.council, vale.id))
    figures_of(session, town.council, {SKILL: (100, own)})
    found = []
    for number, per_cent in enumerate(per_cents):
        council = organisations.open_organisation(
            session,
            slug=f"beck-{number}",
            name=f"Beck {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[25 - number]} Council",
            nation="England",
            starts_on=date(1974, 4, 1),
            kind="unitary",
            by=None,
            at=LONG_AGO,
        )
        sharing.agree(session, an_agreement(council.id, vale.id))
        figures_of(session, council.id, {SKILL: (100, per_cent)})
        found.append(council)
    session.flush()
    return found


def figures_of(
    session: Session,
    organisation_id: int,
    lines: Mapping[str, tuple[int, int]],
    *,
    month_end: date | None = None,
    people: int = 100,
) -> None:
    session.add(
        ComparableFigures(
            organisation_id=organisation_id,
            month_end=month_end or newest(),
            worked_out_at=now(),
            people=people,
            lines={skill: list(counts) for skill, counts in lines.items()},
        )
    )
    session.flush()
