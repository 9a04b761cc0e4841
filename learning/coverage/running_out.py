"""Counts in which month each thing that is shown would run out, for leads: in one statement."""

from typing import Any

from sqlalchemy import Integer, String, case, cast, func, null, select, union_all
from sqlalchemy.orm import Session

from learning.coverage import pairing
from learning.coverage.pairing import FOR_EVER, Cell
from learning.coverage.rules.coming_months import (
    LATER,
    NEVER,
    Counted,
    Month,
    RunningOut,
    months_after,
)


def by_month(session: Session, cell: Cell) -> RunningOut:
    """Of the line's pairs that are shown on its day, by the evidence of that day alone."""
    months = months_after(cell.as_at)
    counted = Counted()
    for row in session.execute(_statement(cell, months), cell.values):
        if row.skill is None:
            counted.people[row.number] = row.people
        else:
            counted.things.setdefault(row.number, {})[row.skill] = row.things
            counted.soon += row.soon
    return counted.running_out(months)


def _statement(cell: Cell, months: tuple[Month, ...]) -> Any:
    pairs = pairing.pairs(cell)
    number = case(
        *((pairs.c.runs_out < month.until, at) for at, month in enumerate(months)),
        (pairs.c.runs_out < FOR_EVER, LATER),
        else_=NEVER,
    )
    shown = (
        select(
            number.label("number"),
            pairs.c.person_id,
            pairs.c.skill,
            case((pairs.c.kept < pairs.c.level, 1), else_=0).label("soon"),
        )
        .where(pairs.c.held >= pairs.c.level)
        .cte("shown")
    )
    things = select(
        shown.c.number,
        shown.c.skill,
        func.count().label("things"),
        func.sum(shown.c.soon).label("soon"),
        cast(null(), Integer).label("people"),
    ).group_by(shown.c.number, shown.c.skill)
    people = select(
        shown.c.number,
        cast(null(), String),
        cast(null(), Integer),
        cast(null(), Integer),
        func.count(shown.c.person_id.distinct()),
    ).group_by(shown.c.number)
    return union_all(things, people)
