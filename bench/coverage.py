"""The whole data of a lead's coverage page beside one hand-written aggregate of the same rows.

Twice: from the records alone, and as it is served, from the figures kept the night before with
what one in a hundred people showed since.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask
from sqlalchemy import delete
from sqlalchemy.orm import Session

from bench.aggregate import skill_lines
from bench.crowd import FIRST_ID, Crowd, keep, settle
from bench.databases import SECRET
from bench.measure import Line, in_turn, milliseconds
from bench.servers import Asked, product_environment, serving
from bench.web import memory_of
from bench.world import World
from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.coverage import asking
from learning.coverage.keeping import keep_figures
from learning.coverage.models import LatestFigures
from learning.coverage.rules.figures import Filters
from learning.database import current_session, transaction
from learning.evidence.actions import record
from learning.people.queries import all_facts
from learning.people.standing import WHOLE

BUDGETED = 20_000  # the size that budgets are for
SIZES = (1_000, 5_000, BUDGETED)
VERY_LARGE = (BUDGETED, 100_000)
ROUNDS = 5
REPORTS = 20
MEMORY = 150  # MB of a web process, whatever the number of people


def measure(
    apps: Mapping[str, Flask],
    worlds: Mapping[str, World],
    crowd: Crowd,
    *,
    sizes: Sequence[int] = SIZES,
    urls: Mapping[str, str] | None = None,
) -> list[Line]:
    """One council that grows, on both databases; with `urls`, what a web process holds as well."""
    lines = []
    took: dict[str, list[float]] = defaultdict(list)
    for size in sizes:
        _grow(apps, crowd, size)
        for name, app in apps.items():
            what = f"Coverage of {size:,} people, {name}"
            ours, floor = _compare(app, worlds[name], with_trend=False)
            lines.append(Line(f"{what}, nothing kept, one day", "", _said(ours, floor)))
            with app.app_context():
                keep_figures(served(), at=now(), decided=0)
                with transaction() as session:
                    a_day_s_work(session, size)
            ours, floor = _compare(app, worlds[name], with_trend=True)
            took[name].append(ours)
            if size < BUDGETED:
                lines.append(Line(what, "", _said(ours, floor)))
                continue
            budget = "1.00 times one aggregate or less"
            lines.append(Line(what, budget, _said(ours, floor), ours <= floor))
            lines.append(_over_time(app, worlds[name], f"{size:,} people, {name}"))
            if urls:
                lines.append(_held(urls[name], worlds[name], f"{size:,} people, {name}"))
    return lines + [_growth(name, sizes[-2:], times[-2:]) for name, times in took.items()]


def _grow(apps: Mapping[str, Flask], crowd: Crowd, size: int) -> None:
    """The same people in every database; nothing of them stays in this process."""
    rows = crowd.more(size - crowd.people)
    for app in apps.values():
        with app.app_context():
            with transaction() as session:
                session.execute(delete(LatestFigures))
                keep(session, rows)
            with transaction() as session:
                settle(session)


def _held(url: str, world: World, whose: str) -> Line:
    """What a web process holds that has shown nothing but the report of a council."""
    with serving("wsgi:app", **product_environment(url, SECRET)) as (port, process_id):
        Asked(port, "/organisations/bench/coverage", world.lead).often(REPORTS)
        memory = memory_of(process_id)
    return Line(
        f"Web process after {REPORTS} reports of {whose}",
        f"{MEMORY} MB",
        f"{memory:.0f} MB",
        memory <= MEMORY,
    )


def _growth(name: str, sizes: Sequence[int], times: Sequence[float]) -> Line:
    """How the page as it is served grows with people."""
    people, time = (after / before for before, after in (sizes, times))
    return Line(
        f"Coverage of {sizes[1]:,} people beside {sizes[0]:,}, {name}",
        f"{people:.2f} times or less: linear",
        f"{time:.2f} times",
        time <= people,
    )


def _over_time(app: Flask, world: World, whose: str) -> Line:
    """The report with its 24 months of trend beside the report of one day."""

    def asked(*, with_trend: bool) -> float:
        with app.app_context():
            at = now()
            council = all_facts(current_session())[0]
            return milliseconds(
                lambda: asking.for_lead(
                    current_session(),
                    council,
                    WHOLE,
                    lead_id=world.lead_id,
                    filters=Filters(),
                    as_at=day_of(at),
                    known_at=at,
                    catalogue=app.extensions["catalogue"],
                    with_trend=with_trend,
                )
            )

    trend, one = in_turn(ROUNDS, lambda: asked(with_trend=True), lambda: asked(with_trend=False))
    said = f"{trend / one:.2f} times ({trend:.0f} ms, {one:.0f} ms)"
    what = f"24 months of trend of {whose}"
    return Line(what, "3.00 times one month or less", said, trend <= 3 * one)


def a_day_s_work(session: Session, size: int) -> None:
    """One in a hundred people show something."""
    for number in range(size // 100):
        show(session, FIRST_ID + 1 + number * 100, f"{size}-{number}")


def show(session: Session, person_id: int, reference: str) -> None:
    """Somebody shows a skill now."""
    at = now()
    record(
        session,
        person_id=person_id,
        skill="cyber-security",
        level=1,
        source="assessment",
        shown_on=day_of(at),
        lasts_months=12,
        reference=reference,
        summary="Shown",
        by=None,
        at=at,
    )


def _said(ours: float, floor: float) -> str:
    return f"{ours / floor:.2f} times ({ours:.0f} ms, {floor:.0f} ms)"


def _compare(app: Flask, world: World, *, with_trend: bool) -> list[float]:
    """Milliseconds of ours and of the aggregate, which say the same."""

    def product() -> object:
        at = now()
        with app.app_context():
            return asking.for_lead(
                current_session(),
                all_facts(current_session())[0],
                WHOLE,
                lead_id=world.lead_id,
                filters=Filters(),
                as_at=day_of(at),
                known_at=at,
                catalogue=app.extensions["catalogue"],
                with_trend=with_trend,
            )

    def by_hand() -> list[tuple[object, ...]]:
        with app.app_context():
            return skill_lines(current_session(), world.organisation_id, day_of(now()))

    _check(product(), by_hand())
    return in_turn(ROUNDS, lambda: milliseconds(product), lambda: milliseconds(by_hand))


def _check(answer: Any, lines: list[tuple[object, ...]]) -> None:
    """Both speak of the same."""
    report = answer.report
    ours = [(x.name, x.required, x.met, x.expiring, x.below, x.none) for x in report.skills]
    if sorted(ours) != sorted(lines):
        raise AssertionError("the report and the aggregate differ")
