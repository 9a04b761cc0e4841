"""Wherever carrying out or taking back is cut off, going on ends where it would have ended."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count, islice
from typing import Any

from sqlalchemy import func, select

from learning.catalogue.published import Catalogue
from learning.clock import now
from learning.database import current_session
from learning.notices.models import Notice
from learning.reorganisation import working
from learning.reorganisation.queries.plans import newest_run, plan_of
from tests.reorganisation.mergers import SLUG, Merger
from tests.reorganisation.standing import everything

AT_ONCE = 6
Stands = Counter[tuple[Any, ...]]


class Killed(Exception):
    """As a process that is killed in the middle of a step."""


def test_cut_off_after_any_step_it_ends_where_it_would_have(
    inside: Merger, catalogue: Catalogue
) -> None:
    before, told = what_stands(), notices()
    steps, after = cut_and_gone_on(working.carry_out, catalogue, None)
    assert steps > 3
    once = notices() - told
    steps_back, back = cut_and_gone_on(working.undo, catalogue, None)
    assert back == before
    for cut in range(steps):
        told = notices()
        assert cut_and_gone_on(working.carry_out, catalogue, cut)[1] == after, cut
        assert notices() - told == once, cut
        cut_back = min(cut, steps_back - 1)
        assert cut_and_gone_on(working.undo, catalogue, cut_back)[1] == before, cut


def test_killed_within_any_step_it_ends_where_it_would_have(
    inside: Merger, catalogue: Catalogue
) -> None:
    before = what_stands()
    for deed, wanted in ((working.carry_out, None), (working.undo, before)):
        for killed in count():
            steps = deed(SLUG, catalogue=catalogue, clock=a_clock(killed), at_once=AT_ONCE)
            try:
                list(steps)
            except Killed:
                current_session().close()
                continue
            break
        assert killed >= 3
        assert wanted in (None, what_stands())
    adds_up()


def a_clock(killed: int) -> Callable[[], datetime]:
    """Strikes some times, then no more."""
    left = iter(range(killed))

    def strike() -> datetime:
        if next(left, None) is None:
            raise Killed
        return now()

    return strike


def cut_and_gone_on(
    deed: Callable[..., Iterator[working.Step]], catalogue: Catalogue, cut: int | None
) -> tuple[int, Stands]:
    """(steps, what stands) of a deed that is cut off after some steps, and called again."""
    steps = deed(SLUG, catalogue=catalogue, at_once=AT_ONCE)
    done = len(list(islice(steps, None if cut is None else cut + 1)))
    steps.close()
    current_session().close()
    if cut is not None:
        list(deed(SLUG, catalogue=catalogue, at_once=AT_ONCE))
    adds_up()
    return done, what_stands()


def what_stands() -> Stands:
    session = current_session()
    session.close()
    return everything(session)


def adds_up() -> None:
    session = current_session()
    session.close()
    plan = plan_of(session, SLUG)
    assert plan
    run = newest_run(session, plan.id)
    assert run
    lines = working.lines_of(run)
    assert lines
    assert [line for line in lines if not line.adds_up] == []


def notices() -> Counter[tuple[Any, ...]]:
    """Who was told how often, but for a file that was not applied: that is told of once for all."""
    rows = current_session().execute(
        select(Notice.person_id, Notice.kind, func.count())
        .where(Notice.subject.not_like("%was not applied"))
        .group_by(Notice.person_id, Notice.kind)
    )
    return Counter({(person, kind): number for person, kind, number in rows})
