"""Two councils of 10,000 people each become one: how long it takes, and how long it locks."""

from collections.abc import Iterator
from datetime import date, timedelta
from time import process_time

from flask import Flask
from sqlalchemy import insert
from sqlalchemy.orm import Session

from bench.crowd import Crowd, Rows, keep, settle
from bench.imports import second_writer
from bench.measure import Line
from bench.world import World
from learning.assignments.models import Assigned, Assignment
from learning.catalogue.published import Catalogue
from learning.catalogue.serving import served
from learning.clock import day_of, now, start_of
from learning.database import current_session, transaction
from learning.extensions import db
from learning.people.actions.organisations import open_organisation
from learning.people.models import HeldRole
from learning.reorganisation import working
from learning.reorganisation.actions import changing, drawing
from learning.reorganisation.queries.placing import placed
from learning.reorganisation.queries.plans import newest_run, plan_of
from learning.reorganisation.rules.plans import Plan, What

SLUG = "bench"
PEOPLE = 20_000
COUNCILS = ("left", "right")
ASIDE = 10_000_000  # numbers of the people of one council, and of those of the next
PIECES = 3  # of evidence: they are counted, and moved by nobody
RULES = {"every-officer": "all-staff", "new-councillor": "councillor"}  # path → role
WITHIN = 700  # days
BUDGET_SECONDS = 60
LOCK_SECONDS = 2.5


def measure(name: str, app: Flask, world: World) -> list[Line]:
    """Dry run, carried out and undone, while somebody else writes all the time."""
    with app.app_context():
        plan = _draw(app.extensions["catalogue"], world)
        started = process_time()
        moving = len(placed(current_session(), plan, served()).moving)
        dry = process_time() - started
        current_session().close()
        with second_writer(db.engine) as writer:
            carried = _seconds(working.carry_out(SLUG, catalogue=served()))
            undone = _seconds(working.undo(SLUG, catalogue=served()))
        run = newest_run(current_session(), plan.id)
        adds_up = run is not None and all(line.adds_up for line in working.lines_of(run))
    return [
        Line(
            f"Two councils of {PEOPLE:,} people become one, {name}: dry run, carried out, undone",
            f"{BUDGET_SECONDS} s of a processor each way, every count adds up",
            f"{dry:.1f} + {carried:.1f} + {undone:.1f} s",
            adds_up and moving == PEOPLE and max(dry + carried, undone) < BUDGET_SECONDS,
        ),
        Line(
            f"Longest wait of another writer meanwhile, {name}",
            f"{LOCK_SECONDS} s",
            f"{writer.longest:.2f} s",
            writer.longest < LOCK_SECONDS,
        ),
    ]


def _draw(catalogue: Catalogue, world: World) -> Plan:
    at = now()
    today = day_of(at)
    ids = []
    for number, slug in enumerate(COUNCILS, start=1):
        with transaction() as session:
            ids.append(_council(session, slug, today - timedelta(days=760)))
            crowd = Crowd(catalogue, ids[-1], today, first_id=number * ASIDE, pieces_each=PIECES)
            rows = crowd.more(PEOPLE // len(COUNCILS))
            keep(session, rows)
            _ask(session, ids[-1], rows, by=world.lead_id, first=crowd.first)
    with transaction() as session:
        settle(session)
        new = _council(session, "after", today)
        sketch = drawing.Sketch(SLUG, "Bench", today, tuple(ids), (), (new,))
        drawing.draw(session, sketch, form_key=SLUG, by=None, at=at)
        plan = _plan(session)
        changing.take_over(session, plan, new, [(ids[0], What.RULES)], by=None, at=at)
    return _plan(current_session())


def _plan(session: Session) -> Plan:
    found = plan_of(session, SLUG)
    if found is None:
        raise LookupError(SLUG)
    return found


def _council(session: Session, slug: str, starts_on: date) -> int:
    return open_organisation(
        session, slug=slug, name=slug.title(), nation="England", starts_on=starts_on, by=None,
        at=start_of(starts_on),
    ).id  # fmt: skip


def _ask(session: Session, council: int, rows: Rows, *, by: int, first: date) -> None:
    """Two standing rules, as they have been followed."""
    for path, role in RULES.items():
        rule = Assignment(
            organisation_id=council,
            path=path,
            role=role,
            due_on=None,
            within_days=WITHIN,
            reason="Because",
            assigned_at=start_of(first),
            assigned_by=by,
            form_key=f"{council} {path}",
            form_hash="-",
            starts_on=first,
            standing=True,
        )
        session.add(rule)
        session.flush()  # rows point to it
        whom = [row["membership_id"] for row in rows[HeldRole] if row["role"] == role]
        said = {"asked_on": first, "due_on": first + timedelta(days=WITHIN)}
        recorded = {"recorded_at": start_of(first), "recorded_by": by}
        session.execute(
            insert(Assigned),
            [
                {"assignment_id": rule.id, "membership_id": one, "person_id": one} | said | recorded
                for one in whom
            ],
        )


def _seconds(steps: Iterator[working.Step]) -> float:
    started = process_time()
    for _ in steps:
        pass
    return process_time() - started
