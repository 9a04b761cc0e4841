"""What carrying out and taking back share: the run, and its counts."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from learning.database import current_session
from learning.errors import Refusal
from learning.reorganisation.models import ReorganisationRun
from learning.reorganisation.queries.counts import counts_of, people_by_council
from learning.reorganisation.queries.plans import plan_of, run_of
from learning.reorganisation.rules.ledger import Line, from_json
from learning.reorganisation.rules.plans import Plan

Clock = Callable[[], datetime]


def plan_called(slug: str) -> Plan:
    """The plan with this short name; else a Refusal."""
    found = plan_of(current_session(), slug)
    if found is None:
        raise Refusal(f"There is no reorganisation with the short name {slug}")
    return found


def open_run(session: Session, plan: Plan) -> ReorganisationRun:
    """The run that is not undone."""
    run = run_of(session, plan.id)
    if run is None:
        raise Refusal("Somebody else has undone this meanwhile")
    return run


def count(session: Session, plan: Plan, *, by: datetime) -> dict[str, int | str]:
    """Everything that may not be lost, as it is recorded; what people own as recorded by then."""
    counts = counts_of(session, plan.councils, on=plan.vests_on, by=by)
    each = people_by_council(session, plan.councils, on=plan.vests_on)
    return counts | {f"people {council}": people for council, people in each.items()}


def lines_of(run: ReorganisationRun) -> tuple[Line, ...]:
    """The newest reconciliation of a run."""
    return from_json(run.undo_ledger or run.ledger or [])
