"""Who the figures are about, and which of them hold the same roles."""

from typing import Any

from sqlalchemy import (
    CTE,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)

from learning.coverage.statement.asked import (
    LEAD,
    ORGANISATIONS,
    Asked,
    Kind,
    first,
    of_nothing,
    strung,
    text_of,
)
from learning.database import AnySelect
from learning.dated import holds, known
from learning.people.models import HeldRole, Membership, MembershipPeriod, Pause
from learning.people.sight import not_hidden_from


def chosen_people(kind: Kind, asked: Asked) -> CTE | None:
    """(person), where questions are about some people alone; with all that each question asks."""
    if not kind.lists:
        return None
    lists = [_list(number) for number in range(kind.lists)]
    if asked.rows is None:
        return lists[0].cte("chosen")
    people = union_all(*lists).subquery("listed")
    whose = select(asked.rows, people.c.person_id).join(people, people.c.whom == asked.rows.c.whom)
    return first(whose.cte("chosen"))


def _list(number: int) -> AnySelect:
    people: Any = bindparam(f"people_{number}", expanding=True)
    found: AnySelect = (
        select(Membership.person_id, literal(number).label("whom"))
        .where(Membership.person_id.in_(people), Membership.organisation_id.in_(ORGANISATIONS))
        .distinct()
    )
    return found


def population(kind: Kind, asked: Asked, chosen: CTE | None) -> AnySelect:
    """(of each question: person, organisation, role, service) of everybody it is about."""
    if chosen is not None and asked.rows is not None:
        asked = asked.about(chosen)
    paused = exists().where(
        Pause.membership_id == Membership.id,
        known(Pause, asked.moment),
        Pause.paused_from <= asked.day,
        or_(Pause.paused_until.is_(None), Pause.paused_until > asked.day),
    )
    there = Membership.__table__.join(
        HeldRole.__table__, HeldRole.membership_id == Membership.id
    ).join(MembershipPeriod.__table__, MembershipPeriod.membership_id == Membership.id)
    is_so = [
        Membership.organisation_id.in_(ORGANISATIONS),
        known(HeldRole, asked.moment),
        holds(HeldRole, asked.day),
        known(MembershipPeriod, asked.moment),
        holds(MembershipPeriod, asked.day),
        ~paused,
    ]
    if kind.has_lead:
        sees_all = () if asked.rows is None else (asked.rows.c.sees_all,)
        is_so.append(or_(not_hidden_from(LEAD), *sees_all))
    people: AnySelect = select(
        *asked.number,
        Membership.person_id,
        Membership.organisation_id,
        HeldRole.role,
        HeldRole.service,
    )
    if chosen is None:
        others = there if asked.rows is None else there.join(asked.rows, true())
        return people.select_from(others).where(*is_so)
    same = chosen.c.person_id == Membership.person_id
    if asked.rows is None:
        return people.select_from(there.join(chosen, same)).where(*is_so)
    # Who is not there is left without a role; said as an inner join PostgreSQL expects nobody.
    return people.select_from(chosen.outerjoin(there, and_(same, *is_so)))


def profiles(asked: Asked, everyone: CTE) -> tuple[CTE, CTE]:
    """(person, profile) and (held, people, profile); a profile goes by one of its people."""
    held = strung(
        text_of(everyone.c.organisation_id), everyone.c.role, of_nothing(everyone.c.service)
    )
    number = asked.number_in(everyone)
    strings = (
        select(*number, everyone.c.person_id, func.aggregate_strings(held, ",").label("held"))
        .group_by(*number, everyone.c.person_id)
        .having(func.max(everyone.c.role).is_not(None))
        .cte("strings")
    )
    number = asked.number_in(strings)
    sizes = (
        select(
            *number,
            strings.c.held,
            func.count().label("people"),
            func.min(strings.c.person_id).label("profile"),
        )
        .group_by(*number, strings.c.held)
        .cte("sizes")
    )
    profile = (
        select(*number, strings.c.person_id, sizes.c.profile)
        .join(sizes, asked.same(sizes, strings, "held"), isouter=asked.is_many)
        .cte("profile")
    )
    return profile, sizes
