"""Keeps what councils to come would come to, once a month, for those who see it without names."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.clock import day_of
from learning.coverage.rules.months import newest_closed
from learning.database import current_session, transaction
from learning.people.standing import OrganisationFacts
from learning.reorganisation.models import FutureFigures, Reorganisation
from learning.reorganisation.preview import future_figures
from learning.reorganisation.queries.plans import every_plan
from learning.reorganisation.rules.plans import Plan, State
from learning.reorganisation.rules.previews import kept_of


def keep_future_figures(catalogue: Catalogue, *, at: datetime) -> int:
    """Of every plan that leads may read; returns how many were kept now."""
    shown = [
        plan
        for plan in every_plan(current_session())
        if plan.shown_at is not None and plan.state is State.DRAWN
    ]
    return sum(keep_figures_of(plan, catalogue, at=at) for plan in shown)


def keep_figures_of(plan: Plan, catalogue: Catalogue, *, at: datetime) -> int:
    """Of one plan: what was kept of a month end stays, however the plan is changed after."""
    kept = 0
    for council in plan.following:
        month_end = newest_closed(at, day_of(at), council.nation)
        if _is_kept(current_session(), plan, council, month_end):
            continue
        # Working out only reads; the writing that follows is short.
        found = future_figures(current_session(), plan, council.id, catalogue, at=at)
        figures = FutureFigures(
            plan_id=plan.id,
            organisation_id=council.id,
            month_end=month_end,
            worked_out_at=at,
            profiles=kept_of(found),
        )
        with transaction() as session:
            # Another process may do the same, and the plan may be dropped meanwhile.
            still = session.get(Reorganisation, plan.id, with_for_update={"key_share": True})
            if still is not None and not _is_kept(session, plan, council, month_end):
                session.add(figures)
                kept += 1
    return kept


def _is_kept(session: Session, plan: Plan, council: OrganisationFacts, month_end: date) -> bool:
    found = select(FutureFigures.id).where(
        FutureFigures.plan_id == plan.id,
        FutureFigures.organisation_id == council.id,
        FutureFigures.month_end == month_end,
    )
    return session.scalar(found) is not None


def newest_kept(session: Session, plan_id: int, council: int) -> FutureFigures | None:
    """The newest figures that were kept of a council to come."""
    return session.scalar(
        select(FutureFigures)
        .where(FutureFigures.plan_id == plan_id, FutureFigures.organisation_id == council)
        .order_by(FutureFigures.month_end.desc())
        .limit(1)
    )
