"""What deciding costs in the view without names: what a month end hides, what may be said anew.

The worker does both. Nobody waits for it, but nights end: the time is one processor's, and is held
to grow no faster than the number of people.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from time import process_time

from sqlalchemy.orm import Session

from bench.crowd import FIRST_ID, Crowd, keep, settle
from bench.databases import app_on, close
from bench.measure import Line
from bench.world import World, build
from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.coverage import kept
from learning.coverage.content import Audience
from learning.coverage.latest import SETTLED
from learning.coverage.rules.months import newest_closed
from learning.database import current_session, transaction
from learning.evidence.actions import record
from learning.people.queries import all_facts
from learning.publishing import actions, composing, gathering, papers, redrafting
from learning.publishing.composing import Signing
from learning.publishing.content import Officer
from learning.publishing.models import Statement

SIZES = (400, 5_000, 20_000)
LATE = 100  # of one person in so many it is recorded late what they showed before
OFFICER = Officer(name="Made Up", post="Head of Measuring")


def measure(folder: Path) -> list[Line]:
    """Councils of several sizes, each in a database of its own."""
    took = [_of_one_size(folder, size) for size in SIZES]
    lines = []
    whats = ("What a month end hides", "What a restatement says anew")
    for what, seconds in zip(whats, zip(*took, strict=True), strict=True):
        lines += [
            Line(f"{what}, {size:,} people", "", f"{one:.1f} s of a processor")
            for size, one in zip(SIZES, seconds, strict=True)
        ]
        lines.append(_growth(what, seconds))
    return lines


def _growth(what: str, seconds: Sequence[float]) -> Line:
    people, time = SIZES[-1] / SIZES[0], seconds[-1] / seconds[0]
    return Line(
        f"{what}, {SIZES[-1]:,} people beside {SIZES[0]:,}",
        f"{people:.0f} times or less: linear",
        f"{time:.1f} times",
        time <= people,
    )


def _of_one_size(folder: Path, size: int) -> tuple[float, float]:
    """Seconds of a processor for what the newest month end hides, and for restating it."""
    app = app_on(f"sqlite:///{folder / f'of-{size}.sqlite'}")
    world, catalogue = build(app), app.extensions["catalogue"]
    with app.app_context():
        with transaction() as session:
            keep(session, Crowd(catalogue, world.organisation_id, day_of(now())).more(size))
            settle(session)
        hides, month_end = _decided(catalogue)
        statement_id = _published(catalogue, world, month_end)
        with transaction() as session:
            _record_late(session, size, month_end)
        restates = _restated(catalogue, statement_id)
    close(app)
    return hides, restates


def _decided(catalogue: Catalogue) -> tuple[float, date]:
    session, at = current_session(), now()
    (council,) = all_facts(session)
    month_end = newest_closed(at - SETTLED, day_of(at), council.nation)
    figures = kept.figures_of(session, council, month_end, at=at)
    profiles = kept.work_out(session, council, month_end)
    began = process_time()
    hidden = kept.decide(session, council, month_end, profiles, catalogue)
    took = process_time() - began
    with transaction() as writing:
        writing.add(figures)
        writing.flush()
        kept.keep_decision(writing, council.id, month_end, hidden)
    return took, month_end


def _published(catalogue: Catalogue, world: World, month_end: date) -> int:
    session, at = current_session(), now() - 2 * SETTLED
    (council,) = all_facts(session)
    about = gathering.about_now(session, council, Audience.NO_NAME, month_end, at=at)
    draft = composing.draft_of(session, about, catalogue)
    content = composing.compose(draft, 1, Signing(OFFICER, at))
    form = actions.Form(key="bench", hash="", by=world.lead_id, at=at)
    with transaction() as writing:
        actions.publish(writing, draft, content, papers.drawn(content), form=form)
        (statement,) = writing.query(Statement).all()
        return statement.id


def _record_late(session: Session, size: int, month_end: date) -> None:
    for number in range(size // LATE):
        record(
            session,
            person_id=FIRST_ID + 1 + number * LATE,
            skill="cyber-security",
            level=1,
            source="assessment",
            shown_on=month_end - timedelta(days=number % 28),
            lasts_months=12,
            reference=f"late {number}",
            summary="Shown",
            by=None,
            at=now() - SETTLED,
        )


def _restated(catalogue: Catalogue, statement_id: int) -> float:
    session = current_session()
    (council,) = all_facts(session)
    statement = session.get_one(Statement, statement_id)
    began = process_time()
    redrafting.names_said_anew(session, council, statement, catalogue, known_at=now())
    return process_time() - began
