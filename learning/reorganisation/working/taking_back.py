"""Takes a run back, some people at a time; refused where a change since then would be lost."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.assignments.actions import follow_rules
from learning.catalogue.published import Catalogue
from learning.clock import now
from learning.database import count_anew, current_session, transaction
from learning.errors import Refusal
from learning.people.actions.holding import hold
from learning.people.models import Membership
from learning.reorganisation.actions import returning, undoing
from learning.reorganisation.actions.ending import rules_go_on
from learning.reorganisation.models import MovedPlace, ReorganisationRun
from learning.reorganisation.queries import since
from learning.reorganisation.queries.plans import newest_run
from learning.reorganisation.rules.ledger import ledger, to_json
from learning.reorganisation.rules.plans import Plan, State
from learning.reorganisation.working.runs import Clock, count, open_run, plan_called
from learning.timed.pacing import pace
from learning.timed.steps import Step, in_steps


def undo(
    slug: str,
    *,
    catalogue: Catalogue,
    by: int | None = None,
    losing_changes: bool = False,
    clock: Clock = now,
    at_once: int | None = None,
) -> Iterator[Step]:
    """Each step is kept before it is told of, as in carrying out."""
    plan = plan_called(slug)
    if plan.state is not State.DRAWN:
        yield from _bring_back(plan, catalogue, by, clock, at_once, losing_changes=losing_changes)
    run = newest_run(current_session(), plan.id)
    if run is None or run.undone_at is None or run.undo_ledger is not None:
        raise Refusal(f"{plan.name} has not been carried out: there is nothing to undo")

    def follow(session: Session, memberships: Sequence[int]) -> None:
        follow_rules(session, memberships=memberships, by=by, at=clock(), catalogue=catalogue)

    people = int(run.counted["people"])
    for _ in in_steps(returning.still_asked(current_session(), run), follow, pace(at_once)):
        yield Step(people, people)
    _reconcile(plan)


def _bring_back(
    plan: Plan,
    catalogue: Catalogue,
    by: int | None,
    clock: Clock,
    at_once: int | None,
    *,
    losing_changes: bool,
) -> Iterator[Step]:
    if plan.state is not State.UNDOING:
        _may_be_undone(plan, losing_changes=losing_changes)
        with transaction() as session:
            run = open_run(session, plan)
            rules_go_on(session, run)
            run.undoing_at = clock()

    def some(session: Session, people: Sequence[int]) -> None:
        hold(session, *plan.councils)
        run = open_run(session, plan)
        undoing.undo_some(session, plan, run, people, catalogue=catalogue, by=by, at=clock())

    yield from in_steps(_moved(plan), some, pace(at_once))
    with transaction() as session:
        run = open_run(session, plan)
        returning.undo_rest(session, plan, run, by=by, at=clock())
        people = int(run.counted["people"])
    yield Step(people, people)


def _may_be_undone(plan: Plan, *, losing_changes: bool) -> None:
    session = current_session()
    run = open_run(session, plan)
    stands = list(since.joined_since(session, plan, run))
    if not losing_changes:
        stands += since.changed_since(session, plan, run)
    if stands:
        raise Refusal(
            "This has changed since, and undoing would lose it:\n- " + "\n- ".join(stands)
        )


def _moved(plan: Plan) -> Sequence[int]:
    session = current_session()
    return session.scalars(
        select(Membership.person_id)
        .join(MovedPlace, MovedPlace.membership_id == Membership.id)
        .where(MovedPlace.run_id == open_run(session, plan).id, MovedPlace.undone_at.is_(None))
        .distinct()
        .order_by(Membership.person_id)
    ).all()


def _reconcile(plan: Plan) -> None:
    """Counts once more: all is as it was before."""
    session = current_session()
    run = newest_run(session, plan.id)
    if run is None:
        return
    number = run.id
    count_anew(int(run.counted["people"]))
    lines = ledger(run.counted, count(session, plan, by=run.started_at), {})
    with transaction() as session:
        session.get_one(ReorganisationRun, number).undo_ledger = to_json(lines)
