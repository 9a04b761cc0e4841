"""The statement behind whole lists: how far everybody is with everything asked of them.

From the inside: what each person showed, as the bits of `masks`; which steps of paths that does;
what they began; and beside each row that asks somebody the bits that its path wants of them.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    String,
    and_,
    case,
    exists,
    func,
    not_,
    or_,
    select,
    true,
)

from learning.assignments.achieved import begun_by, shown_by, stood_of
from learning.assignments.bits import meet, needs, numbers_of, or_none, shapes, table, total
from learning.assignments.masks import Masks
from learning.assignments.models import Assigned, Assignment
from learning.assignments.queries import is_asked
from learning.clock import start_of
from learning.dated import in_force
from learning.people.models import HeldRole, Membership, Pause
from learning.people.sight import Eyes, is_member, seen

STUCK_AFTER = timedelta(days=14)  # started, and nothing since


def standing(eyes: Eyes | None, found: Masks, *conditions: ColumnElement[bool], on: date) -> CTE:
    """Each row that asks somebody whom a lead sees (none: everybody), with its status on a day.

    `conditions` narrow the rows of `Assigned`, `Assignment` and `Membership`.
    """
    asked = _asked(eyes, found, conditions, on)
    people = select(asked.c.person_id)
    stood = stood_of(people, on)
    shown, began, shape = (
        shown_by(found, stood, on),
        begun_by(people, found, start_of(on - STUCK_AFTER)),
        shapes(found),
    )
    done, steps = numbers_of(shown, "done"), numbers_of(shape, "steps")
    begun, courses = numbers_of(began, "begun"), numbers_of(shape, "courses")
    is_done = [
        or_none(mine).bitwise_and(want) == want for mine, want in zip(done, steps, strict=True)
    ]
    is_begun = [meet(mine, want) for mine, want in zip(done, steps, strict=True)]
    is_begun += [meet(mine, want) for mine, want in zip(begun, courses, strict=True)]
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
            *(or_none(one).label(one.key) for one in done),
        )
        # Each row has one shape. Said as an outer join: else PostgreSQL expects a single row.
        .outerjoin(shape, and_(shape.c.path == asked.c.path, same))
        .outerjoin(shown, shown.c.person_id == asked.c.person_id)
        .outerjoin(began, began.c.person_id == asked.c.person_id)
        .cte("reckoned")
        .prefix_with("MATERIALIZED")
    )
    return _with_status(rows, _once_done(rows, stood, needs(found)))


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
    pairs = zip(numbers_of(began, "recent"), numbers_of(shape, "courses"), strict=True)
    return and_(
        asked.c.asked_on <= on - STUCK_AFTER, *(~meet(mine, wanted) for mine, wanted in pairs)
    )


def _asked(
    eyes: Eyes | None, found: Masks, conditions: Sequence[ColumnElement[bool]], on: date
) -> CTE:
    """The rows, with the bits of the roles held on the day that decide between branches."""
    bits = table("role_bit", {"role": String, "bit": BigInteger}, found.role_bits)
    held = (
        select(HeldRole.membership_id, total(func.sum(bits.c.bit.distinct())).label("roles"))
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
            or_none(held.c.roles).label("roles"),
        )
        .join(Assignment, Assignment.id == Assigned.assignment_id)
        .join(Membership, Membership.id == Assigned.membership_id)
        .outerjoin(held, held.c.membership_id == Membership.id)
        .where(
            is_asked(),
            Assignment.path.in_(sorted({shape.path for shape in found.shapes})),
            seen(eyes, on) if eyes is not None else true(),
            is_member(on),
            ~paused,
            *conditions,
        )
        .cte("asked")
    )
