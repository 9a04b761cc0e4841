"""Carries a plan out, or takes it back, in steps that are each true by themselves.

Nobody else waits long for the database, and a run that was cut off goes on where it was: what is
left to do is read from the records themselves, never from where the last run stood.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.clock import day_in_words, day_of, now
from learning.database import current_session, transaction
from learning.errors import Refusal
from learning.people.models import Membership
from learning.reorganisation.actions import finishing, returning, undoing
from learning.reorganisation.actions.moving import Doing, hold, move
from learning.reorganisation.actions.starting import start
from learning.reorganisation.models import MovedPlace, ReorganisationRun
from learning.reorganisation.queries import moving as queries
from learning.reorganisation.queries import since
from learning.reorganisation.queries.counts import counts_of, people_by_council
from learning.reorganisation.queries.places import parts_of
from learning.reorganisation.queries.placing import placed
from learning.reorganisation.queries.plans import newest_run, plan_of, run_of
from learning.reorganisation.rules.ledger import Line, from_json, ledger, to_json
from learning.reorganisation.rules.moving import Move
from learning.reorganisation.rules.plans import Plan, State

PEOPLE_AT_ONCE = 500  # at a time: less than half a second of writing
# Seconds between two steps: whoever waits for SQLite looks again at least so often.
LET_OTHERS_IN = 0.1
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Step:
    """How far it is."""

    done: int
    of: int


def carry_out(
    slug: str,
    *,
    catalogue: Catalogue,
    by: int | None = None,
    clock: Clock = now,
    at_once: int = PEOPLE_AT_ONCE,
) -> Iterator[Step]:
    """Each step is kept before it is told of; whoever stops listening has stopped the run."""
    plan = _plan(slug)
    _may_begin(plan, catalogue, clock())
    if plan.state is State.DONE:
        _reconcile(plan)
        return
    if plan.state is State.DRAWN:
        at = clock()
        counted = count(current_session(), plan, by=at)
        with transaction() as session:
            start(session, plan, counted, by=by, at=at)
        yield Step(0, int(counted["people"]))
    yield from _move(plan, catalogue, by, clock, at_once)
    with transaction() as session:
        run = _run(session, plan)
        finishing.finish(session, plan, run, by=by, at=clock())
    _reconcile(plan)


def _reconcile(plan: Plan) -> None:
    """Counts again, and keeps what was before beside what is after."""
    run = _run(current_session(), plan)
    if run.ledger is not None:
        return
    after = count(current_session(), plan, by=run.started_at)
    lines = ledger(run.counted, after, run.tallies)
    with transaction() as session:
        _run(session, plan).ledger = to_json(lines)


def _move(
    plan: Plan, catalogue: Catalogue, by: int | None, clock: Clock, at_once: int
) -> Iterator[Step]:
    """Until nobody is left: whoever was recorded meanwhile is moved too."""
    while moves := _left(plan, catalogue):
        clashes = queries.clashes(current_session(), plan, moves)
        people, done = [one.person.id for one in moves], 0
        for some in parts_of(people, at_once):
            with transaction() as session:
                run = _run(session, plan)
                doing = Doing(plan, run, catalogue, clashes, by, clock())
                done += move(session, doing, some)
            yield Step(done, len(people))
            time.sleep(LET_OTHERS_IN)


def _left(plan: Plan, catalogue: Catalogue) -> Sequence[Move]:
    found = placed(current_session(), plan, catalogue)
    if found.unplaced:
        raise Refusal(
            f"{len(found.unplaced):,} people have come since, and nobody says where they go. "
            "Everybody else has moved: send a list of these, then carry it out again"
        )
    return found.moving


def count(session: Session, plan: Plan, *, by: datetime) -> dict[str, int | str]:
    """Everything that may not be lost, as it is recorded; what people own as recorded by then."""
    counts = counts_of(session, plan.councils, on=plan.vests_on, by=by)
    each = people_by_council(session, plan.councils, on=plan.vests_on)
    return counts | {f"people {council}": people for council, people in each.items()}


def undo(
    slug: str,
    *,
    catalogue: Catalogue,
    by: int | None = None,
    losing_changes: bool = False,
    clock: Clock = now,
    at_once: int = PEOPLE_AT_ONCE,
) -> Iterator[Step]:
    """Takes a run back, in the same way; refused where a change since then would be lost."""
    plan = _plan(slug)
    if plan.state is State.DRAWN:
        if not _reconcile_undone(plan):
            raise Refusal(f"{plan.name} has not been carried out: there is nothing to undo")
        return
    if plan.state is not State.UNDOING:
        _may_be_undone(plan, losing_changes=losing_changes)
        with transaction() as session:
            _run(session, plan).undoing_at = clock()
    people = _moved(plan)
    for done, some in enumerate(parts_of(people, at_once), start=1):
        with transaction() as session:
            hold(session, plan)
            run = _run(session, plan)
            undoing.undo_some(session, plan, run, some, catalogue=catalogue, by=by, at=clock())
        yield Step(min(done * at_once, len(people)), len(people))
        time.sleep(LET_OTHERS_IN)
    with transaction() as session:
        run = _run(session, plan)
        returning.undo_rest(session, plan, run, catalogue=catalogue, by=by, at=clock())
    _reconcile_undone(plan)


def _reconcile_undone(plan: Plan) -> bool:
    """Counts once more: all is as it was before; False where nothing is left to be counted."""
    run = newest_run(current_session(), plan.id)
    if run is None or run.undone_at is None or run.undo_ledger is not None:
        return False
    number = run.id
    lines = ledger(run.counted, count(current_session(), plan, by=run.started_at), {})
    with transaction() as session:
        session.get_one(ReorganisationRun, number).undo_ledger = to_json(lines)
    return True


def _may_be_undone(plan: Plan, *, losing_changes: bool) -> None:
    session = current_session()
    run = _run(session, plan)
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
        .where(MovedPlace.run_id == _run(session, plan).id, MovedPlace.undone_at.is_(None))
        .distinct()
        .order_by(Membership.person_id)
    ).all()


def _plan(slug: str) -> Plan:
    found = plan_of(current_session(), slug)
    if found is None:
        raise Refusal(f"There is no reorganisation with the short name {slug}")
    return found


def _run(session: Session, plan: Plan) -> ReorganisationRun:
    run = run_of(session, plan.id)
    if run is None:
        raise Refusal("Somebody else has undone this meanwhile")
    return run


def _may_begin(plan: Plan, catalogue: Catalogue, at: datetime) -> None:
    if plan.state is State.UNDOING:
        raise Refusal("This is being undone: finish that first, with --undo")
    if plan.state is not State.DRAWN:
        return
    if day_of(at) < plan.vests_on:
        day = day_in_words(plan.vests_on)
        raise Refusal(
            f"It can be carried out from vesting day on, {day}. Look at a dry run until then"
        )
    found = placed(current_session(), plan, catalogue, today=day_of(at)).faults
    if found:
        raise Refusal("This has to be put right first:\n- " + "\n- ".join(found))


def lines_of(run: ReorganisationRun) -> tuple[Line, ...]:
    """The newest reconciliation of a run."""
    return from_json(run.undo_ledger or run.ledger or [])
