"""Answers about plans of reorganisations."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from learning.people.queries import all_facts
from learning.people.standing import OrganisationFacts
from learning.reorganisation.models import (
    Direction,
    ListedPerson,
    Predecessor,
    Reorganisation,
    ReorganisationRun,
    Successor,
    TakenOver,
)
from learning.reorganisation.rules.plans import Leaving, Plan, RunFacts, What
from learning.reorganisation.rules.whither import EVERYBODY, Directions, Fate, Whither

Row = TypeVar("Row", Predecessor, Successor, TakenOver, Direction, ListedPerson, ReorganisationRun)


def plan_of(session: Session, slug: str) -> Plan | None:
    """A plan with everything in it."""
    found = _plans(session, Reorganisation.slug == slug)
    return found[0] if found else None


def every_plan(session: Session) -> list[Plan]:
    """All plans, the next vesting day first; what lists say of single people is left out."""
    return _plans(session, Reorganisation.id.is_not(None), listed=False)


def plans_with(session: Session, organisation_id: int) -> list[Plan]:
    """The plans with a council in them that its training leads may read."""
    leave = select(Predecessor.plan_id).where(Predecessor.organisation_id == organisation_id)
    follow = select(Successor.plan_id).where(Successor.organisation_id == organisation_id)
    run = select(ReorganisationRun.plan_id).where(ReorganisationRun.undone_at.is_(None))
    told = or_(Reorganisation.shown_at.is_not(None), Reorganisation.id.in_(run))
    theirs = or_(Reorganisation.id.in_(leave), Reorganisation.id.in_(follow))
    return _plans(session, told & theirs, listed=False)


def _plans(session: Session, which: ColumnElement[bool], *, listed: bool = True) -> list[Plan]:
    rows = session.scalars(
        select(Reorganisation).where(which).order_by(Reorganisation.vests_on, Reorganisation.id)
    ).all()
    if not rows:
        return []
    ids = [row.id for row in rows]
    facts = {one.id: one for one in all_facts(session)}
    said = _directions(session, ids, listed=listed)
    leaving: dict[int, list[Leaving]] = defaultdict(list)
    for one in _of(session, Predecessor, ids):
        council = facts[one.organisation_id]
        directions = said.get((one.plan_id, council.id), Directions())
        leaving[one.plan_id].append(Leaving(council, one.goes_on, directions))
    following: dict[int, list[OrganisationFacts]] = defaultdict(list)
    for follows in _of(session, Successor, ids):
        following[follows.plan_id].append(facts[follows.organisation_id])
    taken: dict[int, set[tuple[int, int, What]]] = defaultdict(set)
    for takes in _of(session, TakenOver, ids):
        taken[takes.plan_id].add((takes.to_id, takes.from_id, What(takes.what)))
    runs = {run.plan_id: _run(run) for run in _of(session, ReorganisationRun, ids)}
    return [
        Plan(
            id=row.id,
            slug=row.slug,
            name=row.name,
            vests_on=row.vests_on,
            leaving=tuple(leaving[row.id]),
            following=tuple(following[row.id]),
            taken=frozenset(taken[row.id]),
            shown_at=row.shown_at,
            run=runs.get(row.id),
        )
        for row in rows
    ]


def _run(run: ReorganisationRun) -> RunFacts:
    return RunFacts(run.id, run.started_at, run.finished_at, run.undoing_at, run.undone_at)


def _of(session: Session, table: type[Row], plans: Iterable[int]) -> Sequence[Row]:
    found = select(table).where(table.plan_id.in_(list(plans))).order_by(table.id)
    return session.scalars(found).all()


def _directions(
    session: Session, plans: Iterable[int], *, listed: bool
) -> dict[tuple[int, int], Directions]:
    """By plan and predecessor."""
    by: dict[tuple[int, int], dict[tuple[str, str], Whither]] = defaultdict(dict)
    for one in _of(session, Direction, plans):
        by[one.plan_id, one.from_id][one.kind, one.value] = Whither(Fate(one.fate), one.to_id)
    people: dict[tuple[int, int], dict[int, Whither]] = defaultdict(dict)
    for line in _of(session, ListedPerson, plans) if listed else ():
        whither = Whither(Fate(line.fate), line.to_id)
        people[line.plan_id, line.from_id][line.person_id] = whither
    return {
        which: Directions(by[which].pop((EVERYBODY, ""), None), by[which], people[which])
        for which in {*by, *people}
    }


def run_of(session: Session, plan_id: int) -> ReorganisationRun | None:
    """The run that is not undone; None where the plan is not carried out."""
    return session.scalar(
        select(ReorganisationRun).where(
            ReorganisationRun.plan_id == plan_id, ReorganisationRun.undone_at.is_(None)
        )
    )


def newest_run(session: Session, plan_id: int) -> ReorganisationRun | None:
    """The newest run, undone or not."""
    return session.scalar(
        select(ReorganisationRun)
        .where(ReorganisationRun.plan_id == plan_id)
        .order_by(ReorganisationRun.id.desc())
        .limit(1)
    )


def shown_elsewhere(session: Session, plan: Plan) -> list[str]:
    """Councils of the plan that stand in another one that leads may read or that is begun."""
    ids = list(plan.councils)
    found: dict[int, str] = {}
    for one in every_plan(session):
        open_plan = one.shown_at is not None or one.run is not None
        if one.id != plan.id and open_plan and one.vests_on >= plan.vests_on:
            found |= {council.id: council.name for council in one.councils.values()}
    return [found[one] for one in ids if one in found]


def shown_at_of(session: Session, plan_id: int) -> datetime | None:
    """When leads were first shown a plan."""
    return session.scalar(select(Reorganisation.shown_at).where(Reorganisation.id == plan_id))
