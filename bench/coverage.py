"""The whole data of a lead's coverage page beside one hand-written aggregate of the same rows."""

from collections.abc import Mapping

from flask import Flask

from bench.aggregate import skill_lines
from bench.crowd import Crowd, keep, settle
from bench.measure import Line, in_turn, milliseconds
from bench.world import World
from learning.clock import day_of, now
from learning.coverage import asking
from learning.coverage.rules.figures import Filters
from learning.database import current_session, transaction
from learning.people.queries import all_facts
from learning.people.standing import WHOLE

SIZES = (1_000, 5_000, 20_000)
ROUNDS = 3


def measure(apps: Mapping[str, Flask], worlds: Mapping[str, World], crowd: Crowd) -> list[Line]:
    """One council that grows, on both databases."""
    lines = []
    for size in SIZES:
        rows = crowd.more(size - crowd.people)
        for name, app in apps.items():
            with app.app_context(), transaction() as session:
                keep(session, rows)
            with app.app_context(), transaction() as session:
                settle(session)
            lines.append(_compare(f"Coverage of {size:,} people, {name}", app, worlds[name]))
    return lines


def _compare(what: str, app: Flask, world: World) -> Line:
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
            )

    def by_hand() -> list[tuple[object, ...]]:
        with app.app_context():
            return skill_lines(current_session(), world.organisation_id, day_of(now()))

    _check(product(), by_hand())
    ours, floor = in_turn(ROUNDS, lambda: milliseconds(product), lambda: milliseconds(by_hand))
    measured = f"{ours / floor:.2f} times ({ours:.0f} ms, {floor:.0f} ms)"
    return Line(what, "1.00 times one aggregate or less", measured, ours <= floor)


def _check(answer: object, lines: list[tuple[object, ...]]) -> None:
    """Both speak of the same."""
    report = answer.report  # type: ignore[attr-defined]
    ours = [(x.name, x.required, x.met, x.expiring, x.below, x.none) for x in report.skills]
    if sorted(ours) != sorted(lines):
        raise AssertionError("the report and the aggregate differ")
