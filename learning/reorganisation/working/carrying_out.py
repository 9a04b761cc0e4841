"""Moves everybody, some at a time, then ends the councils that end and counts again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.clock import day_in_words, day_of, now
from learning.database import count_anew, current_session, transaction
from learning.errors import Refusal
from learning.reorganisation.actions import finishing
from learning.reorganisation.actions.moving import Doing, move
from learning.reorganisation.actions.starting import start
from learning.reorganisation.queries import moving as queries
from learning.reorganisation.queries.placing import Placed, placed
from learning.reorganisation.rules.ledger import ledger, to_json
from learning.reorganisation.rules.plans import Plan, State
from learning.reorganisation.working.runs import Clock, count, open_run, plan_called
from learning.timed.pacing import pace
from learning.timed.steps import Step, in_steps


def carry_out(
    slug: str,
    *,
    catalogue: Catalogue,
    by: int | None = None,
    clock: Clock = now,
    at_once: int | None = None,
) -> Iterator[Step]:
    """Each step is kept before it is told of; whoever stops listening has stopped the run.

    A step takes as many people as are soon written, `at_once` of them at most.
    """
    plan = plan_called(slug)
    if plan.state is State.DONE:
        _reconcile(plan)
        return
    at = clock()
    todo = _may_begin(plan, catalogue, at)
    if plan.state is State.DRAWN:
        counted = count(current_session(), plan, by=at)
        with transaction() as session:
            start(session, plan, counted, by=by, at=at)
        yield Step(0, int(counted["people"]))
    while todo.people:
        yield from _move(plan, todo, catalogue, by, clock, at_once)
        todo = _left(plan, catalogue)  # whoever was recorded meanwhile
    with transaction() as session:
        run = open_run(session, plan)
        finishing.finish(session, plan, run, by=by, at=clock())
        people = int(run.counted["people"])
    yield Step(people, people)
    _reconcile(plan)


@dataclass(frozen=True)
class Todo:
    """Who is to move, and what does not fit together: how each of them moves is read again.

    All that is known of 20,000 people, kept meanwhile, would be looked through by the garbage
    collector every few steps, while everybody else waits.
    """

    people: tuple[int, ...]
    clashes: frozenset[tuple[int, str]]


def _may_begin(plan: Plan, catalogue: Catalogue, at: datetime) -> Todo:
    """Who is to move; a Refusal where something stands in the way."""
    if plan.state is State.UNDOING:
        raise Refusal("This is being undone: finish that first, with --undo")
    if plan.state is not State.DRAWN:
        return _left(plan, catalogue)
    if day_of(at) < plan.vests_on:
        day = day_in_words(plan.vests_on)
        raise Refusal(
            f"It can be carried out from vesting day on, {day}. Look at a dry run until then"
        )
    found = placed(current_session(), plan, catalogue, today=day_of(at))
    if found.faults:
        raise Refusal("This has to be put right first:\n- " + "\n- ".join(found.faults))
    return _todo(found)


def _left(plan: Plan, catalogue: Catalogue) -> Todo:
    found = placed(current_session(), plan, catalogue)
    if found.unplaced:
        raise Refusal(
            f"{len(found.unplaced):,} people have come since, and nobody says where they go. "
            "Everybody else has moved: send a list of these, then carry it out again"
        )
    return _todo(found)


def _todo(found: Placed) -> Todo:
    moves = found.moving
    clashes = queries.clashes(current_session(), found.plan, moves)
    return Todo(tuple(one.person.id for one in moves), clashes)


def _move(
    plan: Plan,
    todo: Todo,
    catalogue: Catalogue,
    by: int | None,
    clock: Clock,
    at_once: int | None,
) -> Iterator[Step]:
    def some(session: Session, people: Sequence[int]) -> None:
        run = open_run(session, plan)
        move(session, Doing(plan, run, catalogue, todo.clashes, by, clock()), people)

    yield from in_steps(todo.people, some, pace(at_once))


def _reconcile(plan: Plan) -> None:
    """Counts again, and keeps what was before beside what is after."""
    run = open_run(current_session(), plan)
    if run.ledger is not None:
        return
    count_anew(int(run.counted["people"]))
    after = count(current_session(), plan, by=run.started_at)
    lines = ledger(run.counted, after, run.tallies)
    with transaction() as session:
        open_run(session, plan).ledger = to_json(lines)
