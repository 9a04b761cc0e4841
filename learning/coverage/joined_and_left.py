"""Asks for the rows that say who joined and who left between the days of a trend."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    and_,
    cast,
    null,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import Session

from learning.catalogue.models import FrameworkRequirement
from learning.coverage.rules.figures import Held
from learning.coverage.rules.joined_and_left import Points, Rows, Span
from learning.coverage.statement.asked import first
from learning.database import AnySelect
from learning.people.models import (
    HeldRole,
    Membership,
    MembershipPeriod,
    Pause,
    RequirementSetting,
)
from learning.people.sight import not_hidden_from


def rows_of(
    session: Session, organisations: tuple[int, ...], points: Points, *, lead_id: int | None
) -> Rows:
    """What was recorded of those whose place changed between the points, and of all needs."""
    found = Rows(
        frozenset(organisations),
        {},
        defaultdict(list),
        defaultdict(list),
        defaultdict(list),
        [],
        [],
    )
    for row in session.execute(_statement(organisations, points, lead_id)):
        span = Span(row.starts_on, row.ends_on, row.recorded_at, row.superseded_at)
        if row.kind == "framework":
            found.framework.append((row.role, row.words, row.level, span))
        elif row.kind == "own":
            found.own.append((row.organisation, row.role, row.words, row.level, span))
        elif row.kind == "role":
            held = Held(row.organisation, row.role, row.words)
            found.roles[row.membership].append((held, span))
        else:
            found.places[row.membership] = row.person
            spans = found.periods if row.kind == "period" else found.pauses
            spans[row.membership].append(span)
    return found


def _statement(organisations: tuple[int, ...], points: Points, lead_id: int | None) -> AnySelect:
    changing = union(
        *(
            select(table.membership_id).where(_turns(table, points, *days))
            for table, *days in (
                (MembershipPeriod, MembershipPeriod.starts_on, MembershipPeriod.ends_on),
                (HeldRole, HeldRole.starts_on, HeldRole.ends_on),
                (Pause, Pause.paused_from, Pause.paused_until),
            )
        )
    ).subquery()
    here = Membership.organisation_id.in_(organisations)
    # By itself: PostgreSQL would look through the places once more for each person.
    people = first(
        select(Membership.person_id)
        .where(here, Membership.id.in_(select(changing.c.membership_id)))
        .cte("people")
    )
    theirs = and_(
        here,
        Membership.person_id.in_(select(people.c.person_id)),
        *(() if lead_id is None else (not_hidden_from(lead_id),)),
    )
    return select(
        union_all(
            _of_places("period", MembershipPeriod, points, theirs),
            _of_places("pause", Pause, points, theirs),
            _of_places("role", HeldRole, points, theirs),
            _of_needs("framework", FrameworkRequirement, points),
            _of_needs(
                "own",
                RequirementSetting,
                points,
                RequirementSetting.organisation_id.in_(organisations),
            ),
        ).subquery()
    )


def _turns(table: Any, points: Points, starts: Any, ends: Any) -> ColumnElement[bool]:
    """Rows that begin, end, come to be known or cease to be between the first and last point."""
    days, moments = points.days, points.moments
    turns = [and_(day > days[0], day <= days[-1]) for day in (starts, ends)]
    if moments[0] < moments[-1]:
        recorded = (table.recorded_at, table.superseded_at)
        turns += [and_(at > moments[0], at <= moments[-1]) for at in recorded]
    return or_(*turns)


def _is_ever_known(table: Any, points: Points) -> ColumnElement[bool]:
    return and_(
        table.recorded_at <= points.moments[-1],
        or_(table.superseded_at.is_(None), table.superseded_at > points.moments[0]),
    )


def _of_places(kind: str, table: Any, points: Points, theirs: ColumnElement[bool]) -> AnySelect:
    text = cast(null(), String)
    is_role, is_pause = table is HeldRole, table is Pause
    values = {
        "person": Membership.person_id,
        "membership": Membership.id,
        "organisation": Membership.organisation_id,
        "role": table.role if is_role else text,
        "words": table.service if is_role else text,
        "level": cast(null(), Integer),
        "starts_on": table.paused_from if is_pause else table.starts_on,
        "ends_on": table.paused_until if is_pause else table.ends_on,
    }
    found = _rows(kind, table, values).join(Membership, Membership.id == table.membership_id)
    return found.where(theirs, _is_ever_known(table, points))


def _of_needs(kind: str, table: Any, points: Points, *where: Any) -> AnySelect:
    nothing = cast(null(), Integer)
    values = {
        "person": nothing,
        "membership": nothing,
        "organisation": table.organisation_id if table is RequirementSetting else nothing,
        "role": table.role,
        "words": table.skill,
        "level": table.level,
        "starts_on": table.starts_on,
        "ends_on": table.ends_on,
    }
    return _rows(kind, table, values).where(_is_ever_known(table, points), *where)


def _rows(kind: str, table: Any, values: Mapping[str, Any]) -> AnySelect:
    found: AnySelect = select(
        cast(kind, String).label("kind"),
        *(value.label(name) for name, value in values.items()),
        table.recorded_at.label("recorded_at"),
        table.superseded_at.label("superseded_at"),
    ).select_from(table)
    return found
