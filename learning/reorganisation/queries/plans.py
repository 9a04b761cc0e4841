"""Answers about plans of reorganisations."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

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


def plan_of(session: Session, slug: str) -> Plan | None:
    """A plan with everything in it."""
    found = _plans(session, Reorganisation.slug == slug)
    return found[0] if found else None


def every_plan(session: Session) -> list[Plan]:
    """All plans, the next vesting day first."""
    return _plans(session, Reorganisation.id.is_not(None))


def plans_with(session: Session, organisation_id: int) -> list[Plan]:
    """The plans with a council in them that its training leads may read."""
    leave = select(Predecessor.plan_id).where(Predecessor.organisation_id == organisation_id)
    follow = select(Successor.plan_id).where(Successor.organisation_id == organisation_id)
    told = or_(Reorganisation.shown_at.is_not(None), ReorganisationRun.id.is_not(None))
    theirs = or_(Reorganisation.id.in_(leave), Reorganisation.id.in_(follow))
    return _plans(session, told & theirs)


def _plans(session: Session, which: ColumnElement[bool]) -> list[Plan]:
    """In three statements, however many there are."""
    every = aliased(ReorganisationRun)
    last = (
        select(func.max(every.id))
        .where(every.plan_id == Reorganisation.id)
        .correlate(Reorganisation)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Reorganisation, ReorganisationRun)
        .outerjoin(
            ReorganisationRun,
            and_(ReorganisationRun.plan_id == Reorganisation.id, ReorganisationRun.id == last),
        )
        .where(which)
        .order_by(Reorganisation.vests_on, Reorganisation.id)
    ).all()
    if not rows:
        return []
    facts = {one.id: one for one in all_facts(session)}
    parts: dict[int, list[Any]] = defaultdict(list)
    for part in session.execute(_parts([row.id for row, _ in rows])):
        parts[part.plan_id].append(part)
    return [_plan(row, run, parts[row.id], facts) for row, run in rows]


def _plan(
    row: Reorganisation,
    run: ReorganisationRun | None,
    parts: Iterable[Any],
    facts: dict[int, OrganisationFacts],
) -> Plan:
    by: dict[int, dict[tuple[str, str], Whither]] = defaultdict(dict)
    people: dict[int, dict[int, Whither]] = defaultdict(dict)
    leaving: list[tuple[int, bool]] = []
    following: list[OrganisationFacts] = []
    taken: set[tuple[int, int, What]] = set()
    for part in parts:
        if part.part == "leaves":
            leaving.append((part.from_id, part.kind == GOES_ON))
        elif part.part == "follows":
            following.append(facts[part.to_id])
        elif part.part == "takes":
            taken.add((part.to_id, part.from_id, What(part.kind)))
        elif part.person_id is not None:
            people[part.from_id][part.person_id] = Whither(Fate(part.fate), part.to_id)
        else:
            by[part.from_id][part.kind, part.value] = Whither(Fate(part.fate), part.to_id)
    said = {
        council: Directions(by[council].pop((EVERYBODY, ""), None), by[council], people[council])
        for council, _ in leaving
    }
    return Plan(
        id=row.id,
        slug=row.slug,
        name=row.name,
        vests_on=row.vests_on,
        leaving=tuple(Leaving(facts[one], goes_on, said[one]) for one, goes_on in leaving),
        following=tuple(following),
        taken=frozenset(taken),
        shown_at=row.shown_at,
        run=_run(run) if run else None,
    )


GOES_ON = "goes on"


def _parts(plans: list[int]) -> Any:
    """Everything that plans are made of, as rows of one shape, in the order it was drawn."""
    nothing, no_one = literal(""), cast(null(), Integer)
    goes_on = case((Predecessor.goes_on, literal(GOES_ON)), else_=literal(""))
    shapes: tuple[tuple[str, Any, dict[str, Any]], ...] = (
        ("leaves", Predecessor, {"from_id": Predecessor.organisation_id, "kind": goes_on}),
        ("follows", Successor, {"to_id": Successor.organisation_id}),
        ("takes", TakenOver, {"from_id": TakenOver.from_id, "to_id": TakenOver.to_id}
         | {"kind": TakenOver.what}),
        ("directs", Direction, {"from_id": Direction.from_id, "to_id": Direction.to_id}
         | {"kind": Direction.kind, "value": Direction.value, "fate": Direction.fate}),
        ("lists", ListedPerson, {"from_id": ListedPerson.from_id, "to_id": ListedPerson.to_id}
         | {"fate": ListedPerson.fate, "person_id": ListedPerson.person_id}),
    )  # fmt: skip
    selects = []
    for name, table, columns in shapes:
        numbers = [columns.get(one, no_one).label(one) for one in ("from_id", "to_id", "person_id")]
        words = [
            cast(columns.get(one, nothing), String(80)).label(one)
            for one in ("kind", "value", "fate")
        ]
        selects.append(
            select(literal(name).label("part"), table.plan_id, table.id, *numbers, *words).where(
                table.plan_id.in_(plans)
            )
        )
    every = union_all(*selects).subquery()
    return select(every).order_by(every.c.id)


def _run(run: ReorganisationRun) -> RunFacts:
    return RunFacts(run.id, run.finished_at, run.undoing_at, run.undone_at)


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
