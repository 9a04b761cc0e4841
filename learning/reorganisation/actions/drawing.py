"""Draws a plan and changes it, as long as nothing of it is carried out."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learning import audit
from learning.errors import NotFound, Refusal
from learning.once import made_before
from learning.reorganisation.models import (
    Direction,
    FutureFigures,
    ListedPerson,
    Predecessor,
    Reorganisation,
    ReorganisationRun,
    Successor,
    TakenOver,
)
from learning.reorganisation.queries.plans import shown_elsewhere
from learning.reorganisation.rules.plans import Plan
from learning.reorganisation.rules.whither import Fate

CARRIED_OUT = "This has been carried out, or begun: it can be undone, but not changed any more"


@dataclass(frozen=True)
class Sketch:
    """A plan as it is drawn first: which councils, and when."""

    slug: str
    name: str
    vests_on: date
    leaving: tuple[int, ...]
    going_on: tuple[int, ...]  # of those, the ones that do not end
    following: tuple[int, ...]

    @property
    def form_hash(self) -> str:
        """Tells one form from another."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def draw(
    session: Session, sketch: Sketch, *, form_key: str, by: int | None, at: datetime
) -> Reorganisation:
    """A new plan; the same form sent twice draws one."""
    theirs = Reorganisation.drawn_by == by
    before = made_before(
        session, Reorganisation, theirs, form_key=form_key, form_hash=sketch.form_hash
    )
    if before is not None:
        return before
    row = Reorganisation(
        slug=sketch.slug,
        name=sketch.name,
        vests_on=sketch.vests_on,
        drawn_at=at,
        drawn_by=by,
        form_key=form_key,
        form_hash=sketch.form_hash,
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()  # the councils point to it
    except IntegrityError:
        raise Refusal("There is one with this short name already", field="slug") from None
    for council in sketch.leaving:
        goes_on = council in sketch.going_on
        session.add(Predecessor(plan_id=row.id, organisation_id=council, goes_on=goes_on))
    session.add_all(Successor(plan_id=row.id, organisation_id=one) for one in sketch.following)
    if len(sketch.following) == 1:
        to_id = sketch.following[0]
        _start_whole(
            session, row.id, [c for c in sketch.leaving if c not in sketch.going_on], to_id
        )
    changes = {"plan": (None, row.name), "vests_on": (None, row.vests_on)}
    audit.write(session, "reorganisation.drawn", by=by, at=at, changes=changes)
    return row


def _start_whole(session: Session, plan_id: int, councils: Collection[int], to_id: int) -> None:
    """Where one council follows, all of those that end go there, until the plan says otherwise."""
    session.add_all(
        Direction(
            plan_id=plan_id,
            from_id=council,
            kind="everybody",
            value="",
            fate=Fate.GOES.value,
            to_id=to_id,
        )
        for council in councils
        if council != to_id
    )


def show(session: Session, plan: Plan, *, by: int | None, at: datetime) -> None:
    """Training leads of its councils may read it from now on."""
    row = open_row(session, plan)
    if elsewhere := shown_elsewhere(session, plan):
        raise Refusal(f"{elsewhere[0]} stands in another reorganisation that leads may read")
    if row.shown_at is None:
        row.shown_at = at
        changes = {"plan": (None, plan.name)}
        audit.write(session, "reorganisation.shown", by=by, at=at, changes=changes)


def drop(session: Session, plan: Plan, *, by: int | None, at: datetime) -> None:
    """The plan is no more; one that was ever carried out stays on record."""
    row = open_row(session, plan)
    if plan.run is not None:
        raise Refusal("This was carried out once, and undone: it stays on record")
    for table in (Direction, ListedPerson, TakenOver, FutureFigures, Predecessor, Successor):
        session.execute(delete(table).where(table.plan_id == plan.id))
    session.delete(row)
    changes = {"plan": (plan.name, None)}
    audit.write(session, "reorganisation.dropped", by=by, at=at, changes=changes)


def open_row(session: Session, plan: Plan, *, begun_too: bool = False) -> Reorganisation:
    """The plan's row, held; a Refusal where it can no longer be changed."""
    row = session.get(Reorganisation, plan.id, with_for_update=True)
    if row is None:  # dropped meanwhile
        raise NotFound
    run = session.scalar(
        select(ReorganisationRun).where(
            ReorganisationRun.plan_id == plan.id, ReorganisationRun.undone_at.is_(None)
        )
    )
    begun = run is not None and run.finished_at is None and run.undoing_at is None
    if run is not None and not (begun_too and begun):
        raise Refusal(CARRIED_OUT)
    return row
