"""A nation's page beside one good aggregate of all its evidence: `python -m bench nation [people]`.

Also what it takes to work its month end out, once, and how much memory that needs.
"""

import gc
import resource
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from statistics import median
from time import perf_counter

from flask import Flask
from sqlalchemy import insert, inspect, select

from bench.aggregate import all_skill_lines
from bench.country import COUNCILS, PARTNERSHIP, fill
from bench.crowd import settle
from bench.measure import Line, in_turn, milliseconds
from learning.catalogue import actions as framework
from learning.catalogue.published import Catalogue
from learning.clock import day_of, now, start_of
from learning.coverage import kept, kept_together
from learning.coverage import partnership as together
from learning.coverage.answers import Answer
from learning.coverage.judging import Judging
from learning.coverage.models import TogetherFigures
from learning.coverage.rules.figures import Filters, report, role_facts
from learning.coverage.rules.table import AllBut
from learning.coverage.rules.trend import MONTHS
from learning.coverage.sharing import Agreements, Asked
from learning.database import current_session, transaction
from learning.people.standing import PartnershipFacts

HISTORY = timedelta(days=760)
PEOPLE = 1_000_000
ROUNDS = 3
PAGES = 10  # in each round: the first finds every cache full of the aggregate, and is told apart
LONG_PAGES = 50
BUDGET = 100  # times quicker than the aggregate
FACTS = PartnershipFacts(1, PARTNERSHIP, "Nation", made_up=True)


def measure(app: Flask, *, people: int) -> list[Line]:
    """A nation of so many people, on PostgreSQL."""
    with app.app_context():
        catalogue: Catalogue = app.extensions["catalogue"]
        at = now()
        _fill(catalogue, people, at)
        what = f"Nation of {people:,} people"
        agreements = Agreements(current_session(), 1, asked_at=at)
        asked, *before = agreements.every_month_end(closed_by=at)
        lines = [_each_council(what, asked, at), _together(what, asked, at)]
        lines.append(_judged(what, asked, catalogue))
        _keep_before(before)
        _check(asked, before, catalogue, at)
        gc.freeze()  # what deciding leaves behind is the worker's, and in no web process
        aggregate, first, page = in_turn(
            ROUNDS,
            lambda: milliseconds(lambda: all_skill_lines(current_session(), asked.month_end)),
            lambda: milliseconds(lambda: _page(catalogue, at)),
            lambda: median(milliseconds(lambda: _page(catalogue, at)) for _ in range(PAGES)),
        )
        said = (
            f"1/{aggregate / page:.0f} ({page:.0f} ms, {aggregate:,.0f} ms; {first:.0f} ms first)"
        )
        lines.append(
            Line(
                f"{what}, its page beside one aggregate of all evidence",
                f"less than 1/{BUDGET}",
                said,
                page * BUDGET < aggregate,
            )
        )
        held = _memory()
        for _ in range(LONG_PAGES):
            _page(catalogue, at)
        grown = _memory() - held
        lines.append(Line(f"{what}, {LONG_PAGES} pages more", "", f"{grown:.0f} MB more memory"))
        return lines


def _fill(catalogue: Catalogue, people: int, at: datetime) -> None:
    started = perf_counter()
    with transaction() as session:
        first = day_of(at) - HISTORY
        framework.sync_framework(
            session, catalogue, in_force_from=first, by=None, at=start_of(first)
        )
        fill(session, catalogue, people=people, first=first)
    with transaction() as session:
        settle(session)
    print(f"filled in {perf_counter() - started:.0f} s", flush=True)


def _each_council(what: str, asked: Asked, at: datetime) -> Line:
    """Every council's month end, as the worker keeps it each month."""
    started, before = perf_counter(), _memory()
    for council in asked.councils:
        figures = kept.figures_of(current_session(), council, asked.month_end, at=at)
        figures.hidden = []  # decided by the worker, a second or more for each, and not here
        with transaction() as session:
            session.add(figures)
    seconds = perf_counter() - started
    return Line(
        f"{what}, the month ends of {COUNCILS} councils",
        "",
        f"{seconds:.0f} s, {_memory() - before:.0f} MB more memory",
    )


def _together(what: str, asked: Asked, at: datetime) -> Line:
    """All of them together, from what was kept of each."""
    started, before = perf_counter(), _memory()
    session, nothing = current_session(), AllBut(frozenset())
    figures = kept_together.figures_of(session, 1, asked, meanwhile=nothing, at=at)
    with transaction() as session:
        session.add(figures)
    seconds = perf_counter() - started
    return Line(
        f"{what}, all together from these",
        "",
        f"{seconds:.1f} s, {_memory() - before:.0f} MB more memory, "
        f"{figures.overlap:,} in two councils",
    )


def _judged(what: str, asked: Asked, catalogue: Catalogue) -> Line:
    """What they may show, by the rule for very many councils."""
    started, before = perf_counter(), _memory()
    session = current_session()
    hidden_by = partial(kept.hidden_by, session, asked.month_end)
    hidden = Judging(session, asked, hidden_by, catalogue).for_good(before=1)
    with transaction() as writing:
        kept_together.keep_decision(writing, 1, hidden)
    seconds = perf_counter() - started
    shown = len(hidden.shown) if isinstance(hidden, AllBut) else 0
    return Line(
        f"{what}, what they show decided",
        "",
        f"{seconds:.0f} s, {_memory() - before:.0f} MB more memory, {shown:,} lines shown",
    )


def _keep_before(before: Sequence[Asked]) -> None:
    """The trend has as much to read as in service: the newest figures stand for each earlier day's.

    To work each of them out would take as long again, and they would be of the same size.
    """
    own = {"id", "month_end", "set_of_councils", "known_at"}
    same = [column for column in inspect(TogetherFigures).columns if column.name not in own]
    with transaction() as session:
        newest = session.execute(select(*same)).one()._asdict()
        rows = [
            newest
            | {"month_end": one.month_end, "known_at": one.known_at}
            | {"set_of_councils": kept_together.set_of(one.councils)}
            for one in before
        ]
        session.execute(insert(TogetherFigures), rows)


def _page(catalogue: Catalogue, at: datetime) -> Answer:
    found = together.for_partnership(
        current_session(), FACTS, filters=Filters(), as_at=day_of(at), at=at, catalogue=catalogue
    )
    current_session().rollback()
    return found


def _check(asked: Asked, before: Sequence[Asked], catalogue: Catalogue, at: datetime) -> None:
    """Both speak of the same, and the page of every month end there is."""
    points = [point.as_at for point in _page(catalogue, at).trend]
    if points != [one.month_end for one in (*before[::-1], asked)][-MONTHS:]:
        raise AssertionError("the trend is not whole")
    session = current_session()
    found = kept_together.month_end_together(session, 1, asked)
    if found is None:
        raise AssertionError("nothing was kept")
    lines = report(found.profiles, role_facts(catalogue)).skills
    ours = [(x.name, x.required, x.met, x.expiring, x.below, x.none) for x in lines]
    if sorted(ours) != sorted(all_skill_lines(session, asked.month_end)):
        raise AssertionError("the kept figures and the aggregate differ")


def _memory() -> float:
    """The most this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
