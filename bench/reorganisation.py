"""A council of 20,000 people becomes another: how long it takes, and how long it locks."""

from collections.abc import Iterator
from time import perf_counter

from flask import Flask
from sqlalchemy import select

from bench.imports import PEOPLE, second_writer
from bench.measure import Line
from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.extensions import db
from learning.people.actions.organisations import open_organisation
from learning.people.models import Organisation
from learning.reorganisation import working
from learning.reorganisation.actions import drawing
from learning.reorganisation.queries.placing import placed
from learning.reorganisation.queries.plans import newest_run, plan_of

SLUG = "bench"
BUDGET_SECONDS = 120
LOCK_SECONDS = 3


def measure(name: str, app: Flask) -> list[Line]:
    """The council that the imports were measured in, once everybody is there."""
    with app.app_context():
        _draw()
        session = current_session()
        plan = plan_of(session, SLUG)
        if plan is None:
            raise LookupError(SLUG)
        started = perf_counter()
        moving = len(placed(session, plan, served()).moving)
        dry = perf_counter() - started
        session.close()
        with second_writer(db.engine) as writer:
            carried = _seconds(working.carry_out(SLUG, catalogue=served()))
            undone = _seconds(working.undo(SLUG, catalogue=served()))
        run = newest_run(current_session(), plan.id)
        adds_up = run is not None and all(line.adds_up for line in working.lines_of(run))
    whole = dry + carried + undone
    return [
        Line(
            f"Reorganisation of {PEOPLE:,} people, {name}: dry run, carried out, undone",
            f"{BUDGET_SECONDS} s, every count adds up",
            f"{dry:.1f} + {carried:.1f} + {undone:.1f} s",
            adds_up and moving >= PEOPLE and whole < BUDGET_SECONDS,
        ),
        Line(
            f"Longest wait of another writer meanwhile, {name}",
            f"{LOCK_SECONDS} s",
            f"{writer.longest:.2f} s",
            writer.longest < LOCK_SECONDS,
        ),
    ]


def _draw() -> None:
    today = day_of(now())
    with transaction() as session:
        old = session.scalars(select(Organisation).where(Organisation.slug == "imports")).one()
        new = open_organisation(
            session, slug="after", name="After", nation="England", starts_on=today, by=None,
            at=now(),
        )  # fmt: skip
        old.starts_on = today.replace(year=today.year - 1)  # else it ends as it begins
        sketch = drawing.Sketch(SLUG, "Bench", today, (old.id,), (), (new.id,))
        drawing.draw(session, sketch, form_key=SLUG, by=None, at=now())


def _seconds(steps: Iterator[working.Step]) -> float:
    started = perf_counter()
    for _ in steps:
        pass
    return perf_counter() - started
