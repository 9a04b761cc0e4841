"""Figures kept one day are brought up to date by another, whatever changed in between."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import day_of
from learning.coverage import latest
from learning.coverage.changed import changed_between, touched_between
from learning.coverage.models import LatestFigures
from learning.coverage.planned import carried_out
from learning.coverage.queries import Question, profiles_of
from learning.coverage.rules.profiles import from_json
from learning.people.models import Restriction
from tests.coverage.engine import Engine, as_planned
from tests.coverage.examples_form import (
    LONG_AGO,
    Row,
    council,
    holds_role,
    joins,
    members,
    needs,
    noon,
    shows,
    world_of,
)
from tests.coverage.world import (
    EvidenceRow,
    HeldRoleRow,
    MembershipRow,
    PauseRow,
    RequirementRow,
    RoleFacts,
    SettingRow,
    WithdrawalRow,
)

KEPT_ON, ASKED_ON = date(2026, 3, 1), date(2026, 3, 31)
BETWEEN, EARLY = date(2026, 3, 10), date(2026, 2, 1)
THEN = Question((1,), KEPT_ON, noon(KEPT_ON))
NOW = Question((1,), ASKED_ON, noon(ASKED_ON))
A_MOMENT = timedelta(microseconds=1)
ALWAYS: tuple[Row, ...] = (
    council("here"),
    council("there"),
    RoleFacts("councillor", "councillor", public=True),
    RoleFacts("chair", "councillor", public=True),
    needs("councillor", "dp", 2),
    needs("chair", "scr", 1),
    *members(range(1, 4), "here", "councillor"),
    *members(range(4, 6), "there", "councillor"),
    shows(1, 1, "dp", 2),
    shows(5, 5, "dp", 2),
)


def until(row: Row, day: date) -> Row:
    """The row, superseded at noon of a day."""
    return replace(row, superseded_at=noon(day))  # type: ignore[call-arg]


LEVEL_THREE = EvidenceRow(9, 1, "dp", 3, "assessment", EARLY, recorded_at=noon(BETWEEN))
CHANGES: dict[str, tuple[Row, ...]] = {
    "somebody shows a skill": (shows(9, 2, "dp", 1, BETWEEN),),
    "evidence is recorded late": (
        EvidenceRow(9, 2, "dp", 2, "prior-learning", EARLY, recorded_at=noon(BETWEEN)),
    ),
    "evidence is recorded at the very moment": (shows(9, 2, "dp", 2, ASKED_ON),),
    "evidence is corrected": (
        until(shows(9, 2, "dp", 2, EARLY), BETWEEN),
        EvidenceRow(9, 2, "dp", 1, "assessment", EARLY, recorded_at=noon(BETWEEN)),
    ),
    "evidence is taken back": (until(shows(9, 2, "dp", 2, EARLY), BETWEEN),),
    "evidence runs out": (shows(9, 2, "dp", 2, EARLY, BETWEEN),),
    "evidence runs out on the very day": (shows(9, 2, "dp", 2, EARLY, ASKED_ON),),
    "evidence comes near its end": (
        shows(9, 2, "dp", 2, EARLY, BETWEEN + timedelta(days=90)),
    ),
    "evidence is withdrawn": (
        shows(9, 2, "dp", 2, EARLY),
        WithdrawalRow(9, EARLY, recorded_at=noon(BETWEEN)),
    ),
    "a withdrawal is taken back": (
        shows(9, 2, "dp", 2, EARLY),
        until(WithdrawalRow(9, EARLY, recorded_at=noon(EARLY)), BETWEEN),
    ),
    "somebody joins": (joins(9, "here", BETWEEN), holds_role(9, "councillor")),
    "somebody who was announced joins": (
        MembershipRow(9, 9, "here", BETWEEN, recorded_at=noon(EARLY)),
        holds_role(9, "councillor"),
    ),
    "somebody leaves": (
        joins(9, "here", LONG_AGO, BETWEEN),
        holds_role(9, "councillor"),
    ),
    "somebody turns out to have left": (
        until(joins(9, "here"), BETWEEN),
        MembershipRow(9, 9, "here", LONG_AGO, EARLY, recorded_at=noon(BETWEEN)),
        holds_role(9, "councillor"),
    ),
    "somebody takes up a role": (
        HeldRoleRow(2, "chair", None, BETWEEN, recorded_at=noon(EARLY)),
    ),
    "somebody lays down a role": (
        HeldRoleRow(2, "chair", None, LONG_AGO, BETWEEN, recorded_at=noon(EARLY)),
    ),
    "a role is recorded late": (HeldRoleRow(2, "chair", None, EARLY, recorded_at=noon(BETWEEN)),),
    "somebody goes on leave": (PauseRow(2, BETWEEN, recorded_at=noon(EARLY)),),
    "somebody comes back from leave": (PauseRow(2, EARLY, BETWEEN, recorded_at=noon(EARLY)),),
    "leave is recorded late": (PauseRow(2, EARLY, recorded_at=noon(BETWEEN)),),
    "the framework asks for more": (
        RequirementRow("councillor", "ai", 1, BETWEEN, recorded_at=noon(EARLY)),
    ),
    "the framework asks for less": (
        RequirementRow("councillor", "ai", 1, EARLY, BETWEEN, recorded_at=noon(EARLY)),
    ),
    "the council asks for more": (
        SettingRow("here", "councillor", "dp", 3, BETWEEN, recorded_at=noon(EARLY)),
    ),
    "the council's own level ends": (
        SettingRow("here", "councillor", "dp", 1, EARLY, BETWEEN, recorded_at=noon(EARLY)),
    ),
    "a council's own level is recorded": (
        SettingRow("here", "councillor", "dp", 1, BETWEEN, recorded_at=noon(BETWEEN)),
    ),
}  # fmt: skip


def keep(engine: Engine, *rows: Row, then: Question = THEN) -> Session:
    """A database with a world, and figures of `here` kept in it."""
    engine.ids(world_of(*ALWAYS, *rows))
    latest.keep(engine.session, 1, [latest.figures_of(engine.session, then)])
    return engine.session


@pytest.mark.parametrize("rows", CHANGES.values(), ids=CHANGES)
def test_a_change_is_seen(engine: Engine, rows: tuple[Row, ...]) -> None:
    session = keep(engine, *rows)
    whole = profiles_of(session, NOW)
    assert whole != profiles_of(session, THEN)
    assert as_planned(latest.Latest(session, NOW)) == whole


@pytest.mark.parametrize("known_at", [noon(KEPT_ON), noon(ASKED_ON)], ids=["earlier", "later"])
@pytest.mark.parametrize("day", [BETWEEN, BETWEEN - timedelta(days=1)])
@pytest.mark.parametrize("rows", CHANGES.values(), ids=CHANGES)
def test_a_change_is_seen_on_the_days_behind_it(
    engine: Engine, rows: tuple[Row, ...], day: date, known_at: datetime
) -> None:
    other = noon(ASKED_ON) if known_at == noon(KEPT_ON) else noon(KEPT_ON)
    session = keep(engine, *rows, then=Question((1,), day, other))
    asked = Question((1,), ASKED_ON, known_at)
    (found,) = carried_out(session, *latest.Latest(session, asked, [day]).plans_of_days())
    assert from_json(found) == profiles_of(session, replace(asked, as_at=day))


def test_of_a_day_behind_only_who_was_recorded_anew_is_worked_out_again(engine: Engine) -> None:
    then = Question((1,), KEPT_ON, noon(KEPT_ON))
    late = EvidenceRow(8, 2, "dp", 2, "prior-learning", EARLY, recorded_at=noon(BETWEEN))
    session = keep(engine, late, shows(9, 3, "dp", 2, BETWEEN), then=then)
    after, until = noon(KEPT_ON), noon(ASKED_ON)
    touched = touched_between(session, then, after=after, until=until, linked_since=after)
    assert touched.by(KEPT_ON) == (2,)
    assert touched.by(EARLY - timedelta(days=1)) == ()


def test_only_who_changed_is_worked_out_again(engine: Engine) -> None:
    session = keep(
        engine,
        shows(8, 2, "dp", 2, BETWEEN),
        shows(9, 4, "dp", 2, BETWEEN),  # in another council
        SettingRow("there", "councillor", "dp", 3, BETWEEN, recorded_at=noon(BETWEEN)),
    )
    assert changed_between(session, THEN, NOW) == (2,)


def test_where_nothing_changed_the_kept_figures_are_the_answer(engine: Engine) -> None:
    session = keep(engine)
    assert changed_between(session, THEN, NOW) == ()
    row = session.scalars(select(LatestFigures)).one()
    row.profiles = []
    assert as_planned(latest.Latest(session, NOW)) == ()


@pytest.mark.parametrize(
    "earlier",
    [
        replace(NOW, as_at=KEPT_ON - timedelta(days=1)),
        replace(NOW, known_at=THEN.known_at - A_MOMENT),
    ],
    ids=["an earlier day", "an earlier moment"],
)
def test_an_earlier_day_or_moment_is_worked_out_whole(engine: Engine, earlier: Question) -> None:
    session = keep(engine, shows(9, 2, "dp", 2, KEPT_ON))
    session.scalars(select(LatestFigures)).one().profiles = []
    assert as_planned(latest.Latest(session, earlier)) == profiles_of(session, earlier) != ()


@pytest.mark.parametrize("order", [(0, 1, -1), (1, 0, -1), (-1, 0, 1), (-1, 1, 0)])
def test_in_the_first_hour_of_a_month_the_figures_of_the_day_are_meant(
    engine: Engine, order: tuple[int, ...]
) -> None:
    """Those of the month's end were kept with them, as known on that day: they lead there too."""
    first = date(2026, 4, 1)
    own = SettingRow("here", "councillor", "dp", 1, LONG_AGO, recorded_at=noon(EARLY))
    engine.ids(world_of(*ALWAYS, own, shows(9, 2, "dp", 2, EARLY, first)))
    session = engine.session
    kept = latest.work_out(session, 1, at=datetime(2026, 3, 31, 23, 20, tzinfo=UTC), first=EARLY)
    assert [(row.as_at, row.own_settings) for row in (*kept[:2], kept[-1])] == [
        (first, True),
        (first, False),
        (date(2026, 3, 31), True),
    ]
    assert day_of(kept[-1].known_at) == kept[-1].as_at
    for place in order:  # they come back in whatever order the database likes
        session.add(kept[place])
        session.flush()
    asked = Question((1,), first, datetime(2026, 3, 31, 23, 40, tzinfo=UTC))
    found = latest.Latest(session, asked, [date(2026, 3, 31)])
    for own_settings in (True, False):
        whole = profiles_of(session, replace(asked, own_settings=own_settings))
        assert as_planned(found, own_settings=own_settings) == whole
        assert not found.plan(own_settings=own_settings).questions  # nothing happened since


def test_a_lead_s_figures_leave_out_whom_the_lead_may_not_see(engine: Engine) -> None:
    session = keep(engine)
    session.add(
        Restriction(membership_id=1, lead_id=3, recorded_at=noon(BETWEEN), recorded_by=None)
    )
    session.flush()
    for lead in (2, 3):
        asked = replace(NOW, lead_id=lead)
        assert as_planned(latest.Latest(session, asked)) == profiles_of(session, asked)
    assert changed_between(session, THEN, replace(NOW, lead_id=2)) == (1,)


def test_after_too_many_changes_everybody_is_worked_out(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = keep(engine, shows(8, 2, "dp", 2, BETWEEN), shows(9, 3, "dp", 2, BETWEEN))
    monkeypatch.setattr("learning.coverage.changed.MOST", 1)
    assert changed_between(session, THEN, NOW) is None
    assert as_planned(latest.Latest(session, NOW)) == profiles_of(session, NOW)


def test_figures_that_were_tampered_with_are_counted(engine: Engine) -> None:
    session = keep(engine)
    assert latest.differences(session) == 0
    row = session.scalars(select(LatestFigures)).one()
    row.profiles = [
        [held, people + 1, cells, all_met] for held, people, cells, all_met in row.profiles
    ]
    session.flush()
    assert latest.differences(session) == 1
