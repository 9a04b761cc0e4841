"""Lets councils go on as before a reorganisation, once their people are back."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning import audit
from learning.assignments.models import Assigned, Assignment
from learning.claims.models import AcceptanceRule
from learning.clock import day_of
from learning.people.actions.organisations import end_organisation
from learning.people.models import Appointment, Organisation, RequirementSetting, Sharing
from learning.policies.models import Policy
from learning.reorganisation.actions.ending import tokens_go_on
from learning.reorganisation.actions.undoing import say_again, supersede_rows
from learning.reorganisation.models import CarriedAssignment, Predecessor, ReorganisationRun
from learning.reorganisation.rules.plans import Plan


def undo_rest(
    session: Session,
    plan: Plan,
    run: ReorganisationRun,
    *,
    by: int | None,
    at: datetime,
) -> None:
    """The councils go on as before, and what successors had taken over no longer holds."""
    if run.finished_at is not None:
        _councils_go_on(session, plan, run, by=by, at=at)
    following = [council.id for council in plan.following]
    for table in (RequirementSetting, Policy, AcceptanceRule):
        mine = select(table.id).where(
            table.organisation_id.in_(following),
            table.recorded_at == run.started_at,
            table.superseded_at.is_(None),
        )
        supersede_rows(session, table, session.scalars(mine).all(), at=at)
    _end_assignments(session, run, at=at)
    run.undone_at, run.undone_by = at, by
    for organisation in plan.councils:
        audit.write(
            session,
            "reorganisation.undone",
            by=by,
            at=at,
            organisation_id=organisation,
            changes={"plan": (None, plan.name), "vests_on": (None, plan.vests_on)},
        )


def _councils_go_on(
    session: Session, plan: Plan, run: ReorganisationRun, *, by: int | None, at: datetime
) -> None:
    councils = list(plan.councils)
    for predecessor in session.scalars(select(Predecessor).where(Predecessor.plan_id == plan.id)):
        if not predecessor.goes_on:
            council = session.get_one(Organisation, predecessor.organisation_id)
            end_organisation(session, council, predecessor.ended_before, by=by, at=at)
            predecessor.ended_before = None
    tokens_go_on(session, run, by=by, at=at)
    for table in (Sharing, Appointment):
        here = table.organisation_id.in_(councils)
        mine = select(table.id).where(
            here, table.recorded_at == run.finished_at, table.superseded_at.is_(None)
        )
        supersede_rows(session, table, session.scalars(mine).all(), at=at)
        former = session.scalars(
            select(table).where(here, table.superseded_at == run.finished_at).order_by(table.id)
        ).all()
        say_again(session, table, former, by=by, at=at)


def _end_assignments(session: Session, run: ReorganisationRun, *, at: datetime) -> None:
    carried: Iterable[Assignment] = session.scalars(
        select(Assignment)
        .join(CarriedAssignment, CarriedAssignment.assignment_id == Assignment.id)
        .where(CarriedAssignment.run_id == run.id)
    ).all()
    for one in carried:
        one.ends_on = max(one.starts_on, day_of(at))


def still_asked(session: Session, run: ReorganisationRun) -> Sequence[int]:
    """People of the successors' own, by membership, whom a rule asks that was taken over.

    It asks nobody any more: whoever has these follow their rules again is told so.
    """
    return session.scalars(
        select(Assigned.membership_id)
        .join(CarriedAssignment, CarriedAssignment.assignment_id == Assigned.assignment_id)
        .where(
            CarriedAssignment.run_id == run.id,
            Assigned.superseded_at.is_(None),
            Assigned.lifted_on.is_(None),
        )
        .distinct()
        .order_by(Assigned.membership_id)
    ).all()
