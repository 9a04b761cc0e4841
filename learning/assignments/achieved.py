"""What people have shown and begun, inside a statement: by person, as bits of the masks."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    Integer,
    String,
    and_,
    case,
    cast,
    func,
    literal_column,
    select,
    union_all,
)

from learning.assessments.models import Attempt
from learning.assignments.bits import Number, numbers, numbers_of, or_none, table, total
from learning.assignments.masks import Masks
from learning.assignments.rules import FOR_EVER
from learning.evidence.models import Evidence, Withdrawal
from learning.evidence.rules import COUNTED
from learning.study.models import LessonRead


def stood_of(people: Any, on: date) -> CTE:
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


def shown_by(found: Masks, stood: CTE, on: date) -> CTE:
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
    met = table(
        "met",
        {"skill": String, "level": Integer}
        | numbers("met", found.levels[0][2] if found.levels else (0,)),
        [(skill, level, *mask) for skill, level, mask in found.levels],
    )
    sums = [
        total(or_none(func.sum(number))).label(str(number.key)) for number in numbers_of(met, "met")
    ]
    known = (
        select(held.c.person_id, func.max(held.c.lapsed_on).label("lapsed_on"), *sums)
        .outerjoin(met, and_(met.c.skill == held.c.skill, met.c.level == held.c.level))
        .group_by(held.c.person_id)
        .cte("known")
    )
    wide = len(found.steps[0][1]) if found.steps else 1
    done = [_done(found, n).label(f"done_{n}") for n in range(wide)]
    shown = select(known.c.person_id, known.c.lapsed_on, *done).cte("shown")
    return shown.prefix_with("MATERIALIZED")  # the steps of each person are worked out once


def _done(found: Masks, number: int) -> Number:
    """The bits of every step whose needs are met by the columns `met_…` of what is known.

    In the statement's text, as `table` has it: hundreds of values would go over for every page.
    """
    steps = [
        f"CASE WHEN {' AND '.join(_has(n, need) for n, need in enumerate(needs) if need)}"
        f" THEN {bits[number]:d} ELSE 0 END"
        for needs, bits in found.steps
        if bits[number]
    ]
    return cast(literal_column(" + ".join(steps) or "0"), BigInteger)


def _has(number: int, need: int) -> str:
    return f"(met_{number:d} & {need:d}) = {need:d}"


def begun_by(people: Any, found: Masks, since: datetime) -> CTE:
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
    bits = table(
        "course_bit",
        {"course": String} | numbers("bit", masks),
        [(course, *mask) for course, mask in found.course_bits],
    )
    is_recent = last.c.at >= since
    sums = [
        total(func.sum(bit)).label(f"begun_{n}") for n, bit in enumerate(numbers_of(bits, "bit"))
    ]
    sums += [
        total(func.sum(case((is_recent, bit), else_=0))).label(f"recent_{n}")
        for n, bit in enumerate(numbers_of(bits, "bit"))
    ]
    return (
        select(last.c.person_id, *sums)
        .join(bits, bits.c.course == last.c.course)
        .group_by(last.c.person_id)
        .cte("began")
    )
