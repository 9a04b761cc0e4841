"""Keeps month-end figures, and answers from them; worked out afresh they are the same."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.clock import day_of
from learning.coverage.latest import SETTLED
from learning.coverage.models import MonthEndFigures
from learning.coverage.queries import Question, profiles_of
from learning.coverage.rules import months
from learning.coverage.rules.figures import Profile
from learning.coverage.rules.profiles import from_json, to_json
from learning.people.models import Membership, MembershipPeriod
from learning.people.queries import all_facts
from learning.people.standing import OrganisationFacts


def profiles_at(
    session: Session, organisation: OrganisationFacts, month_end: date
) -> tuple[Profile, ...]:
    """The profiles at a closed month end: the kept ones, else worked out with the same K."""
    kept = session.scalar(
        select(MonthEndFigures.profiles).where(
            MonthEndFigures.organisation_id == organisation.id,
            MonthEndFigures.month_end == month_end,
        )
    )
    return from_json(kept) if kept is not None else work_out(session, organisation, month_end)


def work_out(
    session: Session, organisation: OrganisationFacts, month_end: date
) -> tuple[Profile, ...]:
    """The profiles at a month end as known when it closed."""
    known_at = months.closes_at(month_end, organisation.nation)
    return profiles_of(session, Question((organisation.id,), month_end, known_at))


def closed_month_ends(organisation: OrganisationFacts, first: date, *, at: datetime) -> list[date]:
    """The closed month ends of an organisation from the first day on record, oldest first."""
    last = day_of(at) if organisation.ends_on is None else min(day_of(at), organisation.ends_on)
    month_end = months.newest_closed(at, last, organisation.nation)
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
    return [
        MonthEndFigures(
            organisation_id=organisation.id,
            month_end=month_end,
            known_at=months.closes_at(month_end, organisation.nation),
            worked_out_at=at,
            profiles=to_json(work_out(session, organisation, month_end)),
        )
        for month_end in closed
        if month_end not in kept
    ]


def first_day(session: Session, organisation: OrganisationFacts) -> date:
    """The first day that anyone's membership was on record: before it there are no figures."""
    recorded = session.scalar(
        select(func.min(MembershipPeriod.recorded_at))
        .join(Membership, Membership.id == MembershipPeriod.membership_id)
        .where(Membership.organisation_id == organisation.id)
    )
    return day_of(recorded) if recorded is not None else date.max


def differences(session: Session) -> int:
    """How many kept month ends differ from the same worked out afresh."""
    facts = {organisation.id: organisation for organisation in all_facts(session)}
    rows = session.execute(
        select(
            MonthEndFigures.organisation_id, MonthEndFigures.month_end, MonthEndFigures.profiles
        ).order_by(MonthEndFigures.id)
    ).all()
    return sum(
        from_json(row.profiles) != work_out(session, facts[row.organisation_id], row.month_end)
        for row in rows
    )
