"""Begins a run: what was counted before, and what successors take over because it was chosen."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learning import audit
from learning.assignments import carrying
from learning.claims.actions.acceptance import add_rule
from learning.claims.models import AcceptanceRule
from learning.clock import day_of
from learning.errors import Conflict
from learning.people.actions.own_levels import set_requirement
from learning.people.models import RequirementSetting
from learning.policies.actions import decide
from learning.policies.models import Policy
from learning.policies.queries import said_in
from learning.reorganisation.models import CarriedAssignment, ReorganisationRun
from learning.reorganisation.queries.taking import choice_of
from learning.reorganisation.rules.plans import Plan, What


def start(
    session: Session, plan: Plan, counted: Mapping[str, int | str], *, by: int | None, at: datetime
) -> ReorganisationRun:
    """A run that is to be finished; of two at one moment, one starts."""
    run = ReorganisationRun(
        plan_id=plan.id, started_at=at, started_by=by, counted=dict(counted), tallies={}
    )
    try:
        with session.begin_nested():
            session.add(run)
            session.flush()  # the database knows whether there is one
    except IntegrityError:
        raise Conflict("Somebody else has just started to carry this out.") from None
    for council in plan.following:
        _take_over(session, plan, council.id, run, by=by, at=at)
    for organisation in plan.councils:
        audit.write(
            session,
            "reorganisation.started",
            by=by,
            at=at,
            organisation_id=organisation,
            changes={"plan": (None, plan.name), "vests_on": (None, plan.vests_on)},
        )
    return run


def _take_over(
    session: Session, plan: Plan, to: int, run: ReorganisationRun, *, by: int | None, at: datetime
) -> None:
    """What was chosen and nobody says otherwise, from vesting day, or from today where it is past.

    The past of a council stays as it was, so nothing is decided for days that are over.
    """
    starts_on = max(plan.vests_on, day_of(at))
    why = f"Taken over: {plan.name}"[:500]
    _levels(session, plan, to, starts_on, why, by=by, at=at)
    for what in (What.PURPOSE, What.POLICIES):
        for offer in choice_of(session, plan, to, what).taken:
            old = session.get_one(Policy, offer.row_id)
            decide(
                session,
                said_in(old),
                organisation_id=to,
                authority=old.authority,
                starts_on=starts_on,
                by=by,
                at=at,
            )
    for offer in choice_of(session, plan, to, What.ACCEPTANCE).taken:
        accepted = session.get_one(AcceptanceRule, offer.row_id)
        add_rule(
            session,
            organisation_id=to,
            issuer=accepted.issuer,
            course=accepted.course,
            skill=accepted.skill,
            level=accepted.level,
            lasts_months=accepted.lasts_months,
            starts_on=starts_on,
            by=by,
            at=at,
        )
    for offer in choice_of(session, plan, to, What.RULES).taken:
        go_on(session, run, offer.row_id, to, on=plan.vests_on, standing=True, at=at)


def _levels(
    session: Session,
    plan: Plan,
    to: int,
    starts_on: date,
    why: str,
    *,
    by: int | None,
    at: datetime,
) -> None:
    for offer in choice_of(session, plan, to, What.LEVELS).taken:
        old = session.get_one(RequirementSetting, offer.row_id)
        set_requirement(
            session,
            organisation_id=to,
            role=old.role,
            skill=old.skill,
            level=old.level,
            starts_on=starts_on,
            reason=old.reason or why,
            by=by,
            at=at,
        )


def go_on(
    session: Session,
    run: ReorganisationRun,
    assignment_id: int,
    to: int,
    *,
    on: date,
    standing: bool,
    at: datetime,
) -> int:
    """What a predecessor asked, as an assignment of a successor; returns its id."""
    made = carrying.copy(
        session,
        assignment_id,
        organisation_id=to,
        form_key=f"reorganised {run.id} {assignment_id} {to}",
        starts_on=on,
        standing=standing,
        at=at,
    )
    session.add(
        CarriedAssignment(
            run_id=run.id, from_assignment_id=assignment_id, to_id=to, assignment_id=made.id
        )
    )
    return made.id
