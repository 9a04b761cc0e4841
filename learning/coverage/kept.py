"""Keeps month-end figures, and answers from them; worked out afresh they are the same.

What a month end hides takes seconds to decide, which the worker does: readers are given what is
decided already.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.clock import day_of
from learning.coverage.latest import SETTLED
from learning.coverage.models import MonthEndFigures
from learning.coverage.queries import Question, having_own, profiles_of
from learning.coverage.rules import months
from learning.coverage.rules.figures import Profile, role_facts
from learning.coverage.rules.no_name import THRESHOLD, Hiding
from learning.coverage.rules.profiles import from_json, to_json
from learning.coverage.rules.protecting import WAY, hidden_further
from learning.coverage.rules.table import Name, as_text, from_text, structure_of
from learning.people.models import Membership, MembershipPeriod
from learning.people.queries import as_known
from learning.people.standing import OrganisationFacts, exists_on


@dataclass(frozen=True)
class MonthEnd:
    """The profiles of an organisation at a closed month end, and what they hide."""

    profiles: tuple[Profile, ...]
    hiding: Hiding
    # As if the council had set no level of its own; none: it had set none, or it is not kept.
    published: tuple[Profile, ...] | None = None


def newest_decided(
    session: Session, organisation_id: int, *, on: date
) -> tuple[date, MonthEnd] | None:
    """On or before a day, the newest month end of which it is decided what it hides."""
    row = session.execute(
        select(
            MonthEndFigures.month_end,
            MonthEndFigures.profiles,
            MonthEndFigures.published,
            MonthEndFigures.hidden,
        )
        .where(
            MonthEndFigures.organisation_id == organisation_id,
            MonthEndFigures.month_end <= on,
            MonthEndFigures.hidden.is_not(None),
        )
        .order_by(MonthEndFigures.month_end.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else (row.month_end, _kept(row))


def month_end_of(
    session: Session, organisation: OrganisationFacts, month_end: date, catalogue: Catalogue
) -> MonthEnd:
    """What was kept of a closed month end; what was not is worked out with the same K.

    For work that nobody waits for: a statement is verified where nothing is kept any more.
    """
    kept = session.execute(
        select(MonthEndFigures.profiles, MonthEndFigures.published, MonthEndFigures.hidden).where(
            *_is_about(organisation.id, month_end)
        )
    ).one_or_none()
    if kept is not None and kept.hidden is not None:
        return _kept(kept)
    profiles = from_json(kept.profiles) if kept else work_out(session, organisation, month_end)
    hidden = decide(session, organisation, month_end, profiles, catalogue)
    return MonthEnd(profiles, Hiding(hidden))


def _kept(row: Any) -> MonthEnd:
    published = None if row.published is None else from_json(row.published)
    hidden = frozenset(map(from_text, row.hidden))
    return MonthEnd(from_json(row.profiles), Hiding(hidden), published)


def _is_about(organisation_id: int, month_end: date) -> tuple[ColumnElement[bool], ...]:
    return (
        MonthEndFigures.organisation_id == organisation_id,
        MonthEndFigures.month_end == month_end,
    )


def decide(
    session: Session,
    organisation: OrganisationFacts,
    month_end: date,
    profiles: tuple[Profile, ...],
    catalogue: Catalogue,
) -> frozenset[Name]:
    """The lines of a month end to hide beside the small ones."""
    published = work_out_published(session, organisation, month_end) or ()
    structure = structure_of(profiles, role_facts(catalogue), published)
    return hidden_further(structure, threshold=THRESHOLD)


def work_out(
    session: Session, organisation: OrganisationFacts, month_end: date
) -> tuple[Profile, ...]:
    """The profiles at a month end as known when it closed."""
    return profiles_of(session, _question(organisation, month_end))


def work_out_published(
    session: Session, organisation: OrganisationFacts, month_end: date
) -> tuple[Profile, ...] | None:
    """As if the council had set no level of its own; none where it had set none."""
    question = _question(organisation, month_end)
    if not having_own(session, question):
        return None
    return profiles_of(session, replace(question, own_settings=False))


def _question(organisation: OrganisationFacts, month_end: date) -> Question:
    return Question((organisation.id,), month_end, months.closes_at(month_end, organisation.nation))


def closed_month_ends(organisation: OrganisationFacts, first: date, *, at: datetime) -> list[date]:
    """The closed month ends from the first day on record, oldest first, whenever it ended.

    Which of them it existed at depends on what was known when.
    """
    month_end = months.newest_closed(at, day_of(at), organisation.nation)
    found = []
    while month_end >= max(first, organisation.starts_on):
        found.append(month_end)
        month_end = month_end.replace(day=1) - timedelta(days=1)
    return found[::-1]


def not_kept(
    session: Session, organisation: OrganisationFacts, *, at: datetime
) -> list[MonthEndFigures]:
    """The figures to keep: of every closed month end that is not kept yet."""
    kept = set(
        session.scalars(
            select(MonthEndFigures.month_end).where(
                MonthEndFigures.organisation_id == organisation.id
            )
        )
    )
    first = first_day(session, organisation)
    # An hour after it closed, nothing recorded before is still on its way into the database.
    closed = closed_month_ends(organisation, first, at=at - SETTLED)
    found = []
    for day in [one for one in closed if one not in kept]:
        # An end that was recorded later takes no month end back.
        then = as_known(session, organisation, months.closes_at(day, organisation.nation))
        if exists_on(then, day):
            found.append(figures_of(session, organisation, day, at=at))
    return found


def figures_of(
    session: Session, organisation: OrganisationFacts, month_end: date, *, at: datetime
) -> MonthEndFigures:
    """The figures to keep of a month end."""
    published = work_out_published(session, organisation, month_end)
    return MonthEndFigures(
        organisation_id=organisation.id,
        month_end=month_end,
        known_at=months.closes_at(month_end, organisation.nation),
        worked_out_at=at,
        profiles=to_json(work_out(session, organisation, month_end)),
        published=None if published is None else to_json(published),
    )


def profiles_kept(session: Session, organisation_id: int, month_end: date) -> tuple[Profile, ...]:
    """The profiles of a month end that is kept."""
    rows = session.execute(
        select(MonthEndFigures.profiles).where(*_is_about(organisation_id, month_end))
    )
    return from_json(rows.one().profiles)


def hidden_by(
    session: Session, month_end: date, organisation: OrganisationFacts
) -> frozenset[Name]:
    """What a kept month end hides, as it was decided."""
    texts = session.scalar(
        select(MonthEndFigures.hidden).where(*_is_about(organisation.id, month_end))
    )
    return frozenset(map(from_text, texts or ()))


def undecided(session: Session, organisation_id: int) -> list[date]:
    """The kept month ends of which it is not decided what they hide, newest first."""
    rows = session.scalars(
        select(MonthEndFigures.month_end)
        .where(MonthEndFigures.organisation_id == organisation_id, MonthEndFigures.hidden.is_(None))
        .order_by(MonthEndFigures.month_end.desc())
    )
    return list(rows)


def all_undecided(session: Session) -> list[tuple[int, date]]:
    """(organisation, month end) of everything that is not decided, the newest month end first."""
    rows = session.execute(
        select(MonthEndFigures.organisation_id, MonthEndFigures.month_end)
        .where(MonthEndFigures.hidden.is_(None))
        .order_by(MonthEndFigures.month_end.desc(), MonthEndFigures.organisation_id)
    )
    return [(row.organisation_id, row.month_end) for row in rows]


def decided(session: Session, organisation_id: int, *, closed_by: datetime) -> list[date]:
    """The kept month ends of which it is decided what they hide, newest first."""
    rows = session.scalars(
        select(MonthEndFigures.month_end)
        .where(
            MonthEndFigures.organisation_id == organisation_id,
            MonthEndFigures.hidden.is_not(None),
            MonthEndFigures.known_at <= closed_by,
        )
        .order_by(MonthEndFigures.month_end.desc())
    )
    return list(rows)


def keep_decision(
    session: Session, organisation_id: int, month_end: date, hidden: frozenset[Name]
) -> None:
    """What a month end hides, once and for good: the first decision stays."""
    session.execute(
        update(MonthEndFigures)
        .where(*_is_about(organisation_id, month_end), MonthEndFigures.hidden.is_(None))
        .values(hidden=as_text(hidden), decided_by=WAY)
    )


def first_day(session: Session, organisation: OrganisationFacts) -> date:
    """The first day that anyone's membership was on record: before it there are no figures."""
    recorded = session.scalar(
        select(func.min(MembershipPeriod.recorded_at))
        .join(Membership, Membership.id == MembershipPeriod.membership_id)
        .where(Membership.organisation_id == organisation.id)
    )
    return day_of(recorded) if recorded is not None else date.max
