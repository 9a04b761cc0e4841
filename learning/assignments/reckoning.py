"""The statement behind whole lists: how far everybody is with everything asked of them.

From the inside: what each person showed, as the bits of `masks`; which steps of paths that does;
what they began; and beside each row that asks somebody the bits that its path wants of them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Integer,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    text,
    true,
    union_all,
)
from sqlalchemy import column as named

from learning.assessments.models import Attempt
from learning.assignments.masks import Masks
from learning.assignments.models import Assigned, Assignment
from learning.assignments.queries import is_asked
from learning.assignments.rules import FOR_EVER
from learning.clock import start_of
from learning.dated import in_force
from learning.evidence.models import Evidence, Withdrawal
from learning.evidence.rules import COUNTED
from learning.people.models import HeldRole, Membership, Pause
from learning.people.sight import Eyes, is_member, seen
from learning.study.models import LessonRead

STUCK_AFTER = timedelta(days=14)  # started, and nothing since
Number = ColumnElement[Any]


def standing(eyes: Eyes | None, found: Masks, *conditions: ColumnElement[bool], on: date) -> CTE:
    """Each row that asks somebody whom a lead sees (none: everybody), with its status on a day.

    `conditions` narrow the rows of `Assigned`, `Assignment` and `Membership`.
    """
    asked = _asked(eyes, found, conditions, on)
    people = select(asked.c.person_id)
    stood = _stood(people, on)
    shown, began, shape = _shown(found, stood, on), _began(people, found, on), _shapes(found)
    done, steps = _of(shown, "done"), _of(shape, "steps")
    begun, courses = _of(began, "begun"), _of(shape, "courses")
    is_done = [
        _none(mine).bitwise_and(want) == want for mine, want in zip(done, steps, strict=True)
    ]
    is_begun = [_meet(mine, want) for mine, want in zip(done, steps, strict=True)]
    is_begun += [_meet(mine, want) for mine, want in zip(begun, courses, strict=True)]
    same = shape.c.key == asked.c.roles.bitwise_and(shape.c.of)
    rows = (
        select(
            asked,
            shape.c.place,
            shape.c.needs,
            shown.c.lapsed_on,
            and_(shape.c.can_be_done == 1, *is_done).label("is_done"),
            or_(*is_begun).label("is_begun"),
            _is_quiet(asked, shape, began, on).label("is_quiet"),
            *(_none(one).label(one.key) for one in done),
        )
        .join(shape, and_(shape.c.path == asked.c.path, same))
        .outerjoin(shown, shown.c.person_id == asked.c.person_id)
        .outerjoin(began, began.c.person_id == asked.c.person_id)
        .cte("reckoned")
        .prefix_with("MATERIALIZED")
    )
    return _with_status(rows, _once_done(rows, stood, _need_values(found)))


def _once_done(rows: CTE, stood: CTE, need: CTE) -> CTE:
    """Of rows that are not done: how many needs stood since they were asked, and ran out when."""
    met = (
        select(rows.c.id, need.c.skill, func.max(stood.c.ends_on).label("ends_on"))
        .join(need, need.c.place == rows.c.place)
        .join(
            stood,
            and_(
                stood.c.person_id == rows.c.person_id,
                stood.c.skill == need.c.skill,
                stood.c.level >= need.c.level,
                stood.c.ends_on > rows.c.asked_on,
            ),
        )
        .where(not_(rows.c.is_done), rows.c.lapsed_on > rows.c.asked_on)
        .group_by(rows.c.id, need.c.skill)
        .cte("met_once")
    )
    ran_out = func.min(met.c.ends_on).label("ran_out")
    return select(met.c.id, func.count().label("met"), ran_out).group_by(met.c.id).cte("once_done")


def _with_status(rows: CTE, once: CTE) -> CTE:
    """With the day it is due: of what is to be renewed, the day on which it ran out."""
    is_to_renew = and_(once.c.met == rows.c.needs, rows.c.renews)
    status = case(
        (rows.c.is_done, "done"),
        (is_to_renew, "to renew"),
        (once.c.met == rows.c.needs, "done"),
        (rows.c.is_begun, "started"),
        else_="not started",
    )
    due = case((and_(not_(rows.c.is_done), is_to_renew), once.c.ran_out), else_=rows.c.due_on)
    kept = [column for column in rows.c if column.key != "due_on"]
    return (
        select(*kept, status.label("status"), due.label("due_on"))
        .outerjoin(once, once.c.id == rows.c.id)
        .cte("standing")
    )


def _is_quiet(asked: CTE, shape: CTE, began: CTE, on: date) -> ColumnElement[bool]:
    """Asked long enough ago, and nothing done in any of its courses since."""
    pairs = zip(_of(began, "recent"), _of(shape, "courses"), strict=True)
    return and_(
        asked.c.asked_on <= on - STUCK_AFTER, *(~_meet(mine, wanted) for mine, wanted in pairs)
    )


def _none(number: ColumnElement[Any]) -> Number:
    return func.coalesce(number, 0)


def _meet(number: Number, wanted: Number) -> ColumnElement[bool]:
    return _none(number).bitwise_and(wanted) != 0


def _of(table: CTE, name: str) -> list[Number]:
    """The numbers that one mask is kept in."""
    return [column for column in table.c if (column.key or "").startswith(f"{name}_")]


def _total(number: ColumnElement[Any]) -> Number:
    """PostgreSQL adds large numbers up to a kind that has no bits."""
    return cast(number, BigInteger)


def _table(name: str, columns: Mapping[str, type[Any]], rows: Iterable[Sequence[object]]) -> CTE:
    """Rows that the statement brings along: slugs and numbers of the catalogue, nobody's words.

    They stand in its text, so that it is put together once and not for every page. Without
    rows there is one that matches nothing. Both databases call the columns column1, column2, …
    """
    nothing = tuple("" if kind is String else -1 for kind in columns.values())
    lines = ",".join(f"({','.join(map(_word, row))})" for row in [*rows] or [nothing])
    found = text(f"VALUES {lines}").columns(
        *(named(f"column{n}", kind()) for n, kind in enumerate(columns.values(), start=1))
    )
    inner = found.subquery(f"{name}_values")
    labels = [column.label(key) for column, key in zip(inner.c, columns, strict=True)]
    return select(*labels).cte(name)


def _word(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    if not re.fullmatch("[a-z0-9-]*", str(value)):
        raise ValueError(f"not a slug: {value}")
    return f"'{value}'"


def _numbers(name: str, mask: Sequence[object]) -> dict[str, type[Any]]:
    return {f"{name}_{n}": BigInteger for n in range(len(mask))}


def _shapes(found: Masks) -> CTE:
    shapes = found.shapes
    columns: dict[str, type[Any]] = {"place": Integer, "path": String, "of": BigInteger}
    columns |= {"key": BigInteger, "can_be_done": Integer, "needs": Integer}
    columns |= _numbers("steps", shapes[0].steps if shapes else (0,))
    columns |= _numbers("courses", shapes[0].courses if shapes else (0,))
    rows = [
        (place, s.path, s.roles, s.key, int(s.can_be_done), len(s.needs), *s.steps, *s.courses)
        for place, s in enumerate(shapes)
    ]
    return _table("shape", columns, rows)


def _need_values(found: Masks) -> CTE:
    rows = [
        (place, skill, level)
        for place, shape in enumerate(found.shapes)
        for skill, level in shape.needs
    ]
    return _table("need", {"place": Integer, "skill": String, "level": Integer}, rows)


def _asked(
    eyes: Eyes | None, found: Masks, conditions: Sequence[ColumnElement[bool]], on: date
) -> CTE:
    """The rows, with the bits of the roles held on the day that decide between branches."""
    bits = _table("role_bit", {"role": String, "bit": BigInteger}, found.role_bits)
    held = (
        select(HeldRole.membership_id, _total(func.sum(bits.c.bit.distinct())).label("roles"))
        .join(bits, bits.c.role == HeldRole.role)
        .where(in_force(HeldRole, on))
        .group_by(HeldRole.membership_id)
        .cte("held_bits")
    )
    paused = exists().where(
        Pause.membership_id == Membership.id,
        Pause.superseded_at.is_(None),
        Pause.paused_from <= on,
        or_(Pause.paused_until.is_(None), Pause.paused_until > on),
    )
    return (
        select(
            Assigned.id,
            Assigned.assignment_id,
            Assigned.membership_id,
            Assigned.person_id,
            Assigned.asked_on,
            Assigned.due_on,
            Assignment.path,
            Assignment.renews,
            _none(held.c.roles).label("roles"),
        )
        .join(Assignment, Assignment.id == Assigned.assignment_id)
        .join(Membership, Membership.id == Assigned.membership_id)
        .outerjoin(held, held.c.membership_id == Membership.id)
        .where(
            is_asked(),
            seen(eyes, on) if eyes is not None else true(),
            is_member(on),
            ~paused,
            *conditions,
        )
        .cte("asked")
    )


def _stood(people: Any, on: date) -> CTE:
    """Counted evidence of these people that ever stood, until the day it no longer counts."""
    runs_out = func.coalesce(Evidence.expires_on, FOR_EVER)
    ends = case((Withdrawal.effective_on < runs_out, Withdrawal.effective_on), else_=runs_out)
    rows = (
        select(Evidence.person_id, Evidence.skill, Evidence.level, ends.label("ends_on"))
        .outerjoin(
            Withdrawal,
            and_(Withdrawal.evidence_id == Evidence.piece(), Withdrawal.superseded_at.is_(None)),
        )
        .where(
            Evidence.person_id.in_(people),
            Evidence.superseded_at.is_(None),
            Evidence.source.in_(COUNTED),
            Evidence.shown_on <= on,
            ends > Evidence.shown_on,
        )
    )
    return rows.cte("stood")


def _shown(found: Masks, stood: CTE, on: date) -> CTE:
    """By person: the bits of the steps they have done, and when something of theirs last ended."""
    live = case((stood.c.ends_on > on, stood.c.level))
    over = case((stood.c.ends_on <= on, stood.c.ends_on))
    held = (
        select(
            stood.c.person_id,
            stood.c.skill,
            func.max(live).label("level"),
            func.max(over).label("lapsed_on"),
        )
        .group_by(stood.c.person_id, stood.c.skill)
        .cte("held")
    )
    met = _table(
        "met",
        {"skill": String, "level": Integer}
        | _numbers("met", found.levels[0][2] if found.levels else (0,)),
        [(skill, level, *mask) for skill, level, mask in found.levels],
    )
    sums = [_total(_none(func.sum(number))).label(str(number.key)) for number in _of(met, "met")]
    known = (
        select(held.c.person_id, func.max(held.c.lapsed_on).label("lapsed_on"), *sums)
        .outerjoin(met, and_(met.c.skill == held.c.skill, met.c.level == held.c.level))
        .group_by(held.c.person_id)
        .cte("known")
    )
    numbers = len(found.steps[0][1]) if found.steps else 1
    done = [_done(found, known, n).label(f"done_{n}") for n in range(numbers)]
    shown = select(known.c.person_id, known.c.lapsed_on, *done).cte("shown")
    return shown.prefix_with("MATERIALIZED")  # the steps of each person are worked out once


def _done(found: Masks, known: CTE, number: int) -> Number:
    """The bits of every step whose needs are met."""
    total: Number = literal(0, BigInteger)
    for needs, bits in found.steps:
        if bits[number]:
            met = [
                mine.bitwise_and(literal(need, BigInteger)) == need
                for mine, need in zip(_of(known, "met"), needs, strict=True)
                if need
            ]
            total = total + case((and_(*met), literal(bits[number], BigInteger)), else_=0)
    return total


def _began(people: Any, found: Masks, on: date) -> CTE:
    """By person: the bits of the courses they read or tried a check in, ever and lately."""
    tried = func.coalesce(Attempt.submitted_at, Attempt.started_at)
    both = union_all(
        select(LessonRead.person_id, LessonRead.course, LessonRead.read_at.label("at")).where(
            LessonRead.person_id.in_(people)
        ),
        select(Attempt.person_id, Attempt.course, tried).where(Attempt.person_id.in_(people)),
    ).subquery()
    last = (
        select(both.c.person_id, both.c.course, func.max(both.c.at).label("at"))
        .group_by(both.c.person_id, both.c.course)
        .cte("last_activity")
    )
    masks = found.course_bits[0][1] if found.course_bits else (0,)
    bits = _table(
        "course_bit",
        {"course": String} | _numbers("bit", masks),
        [(course, *mask) for course, mask in found.course_bits],
    )
    is_recent = last.c.at >= start_of(on - STUCK_AFTER)
    sums = [_total(func.sum(bit)).label(f"begun_{n}") for n, bit in enumerate(_of(bits, "bit"))]
    sums += [
        _total(func.sum(case((is_recent, bit), else_=0))).label(f"recent_{n}")
        for n, bit in enumerate(_of(bits, "bit"))
    ]
    return (
        select(last.c.person_id, *sums)
        .join(bits, bits.c.course == last.c.course)
        .group_by(last.c.person_id)
        .cte("began")
    )
