"""Answers about what one person is asked, with what decides how much of it comes first."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    Boolean,
    Date,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    literal,
    null,
    select,
    union,
)
from sqlalchemy.orm import Session, aliased

from learning.assignments.exemptions import Exemption
from learning.assignments.models import Assigned, Assignment
from learning.assignments.queries import is_asked, reason_for
from learning.assignments.rules import AskedOf, Pace, Request, Spared
from learning.database import AnySelect
from learning.dated import in_force
from learning.people.models import HeldRole, Membership, MembershipPeriod, Organisation, Person
from learning.people.sight import is_member
from learning.policies.models import Policy
from learning.policies.rules import Load, Name


def asked_of(
    session: Session, person_id: int, *, on: date, reader_id: int | None = None
) -> AskedOf:
    """In one statement. Confidential reasons come along for a reader whom they concern."""
    values = {"person": person_id, "today": on, "reader": reader_id}
    found: dict[str, list[Any]] = defaultdict(list)
    for row in session.execute(_ASKED, values | {"is_own": reader_id == person_id}):
        found[row.what].append(row)
    return AskedOf(
        requests=tuple(Request(*row[:-1]) for row in found["asked"]),
        roles=tuple(dict.fromkeys((row.slug, row.organisation) for row in found["role"])),
        pace=_pace(found["role"], on),
        spared=tuple(Spared(*row[:5]) for row in found["spared"]),
    )


_PERSON: Any = bindparam("person")
_TODAY: Any = bindparam("today", type_=Date())


def _requests() -> AnySelect:
    """What is asked of them now, by councils that they belong to."""
    by = aliased(Person)
    is_own: Any = bindparam("is_own", type_=Boolean())
    reason = case((is_own, Assignment.reason), else_=reason_for(bindparam("reader")))
    found: AnySelect = (
        select(Assignment.path.label("slug"), Organisation.name.label("organisation"))
        .add_columns(Assigned.due_on, reason.label("words"), by.name.label("asked_by"))
        .add_columns(Assigned.asked_on.label("since"), Assignment.renews)
        .add_columns(literal("asked").label("what"))
        .select_from(Assignment)
        .join(Assigned, Assigned.assignment_id == Assignment.id)
        .join(Organisation, Organisation.id == Assignment.organisation_id)
        .join(by, by.id == Assignment.assigned_by)
        .join(Membership, Membership.id == Assigned.membership_id)
        .where(Assigned.person_id == _PERSON, is_asked(), is_member(_TODAY))
    )
    return found


def _spared() -> AnySelect:
    """What they are exempt from, by the councils that they belong to."""
    here = exists().where(
        Membership.person_id == Exemption.person_id,
        Membership.organisation_id == Exemption.organisation_id,
        is_member(_TODAY),
    )
    under = case((Exemption.clause == "", ""), else_=literal(", ") + Exemption.clause)
    found: AnySelect = (
        select(Exemption.path, Organisation.name, Exemption.ends_on, Exemption.reason)
        .add_columns(Exemption.authority + under, Exemption.starts_on, false(), literal("spared"))
        .join(Organisation, Organisation.id == Exemption.organisation_id)
        .where(Exemption.person_id == _PERSON, in_force(Exemption, _TODAY), here)
    )
    return found


def _roles() -> AnySelect:
    """The roles held, with the first day in that council, and its cap for newcomers, if any."""
    load = and_(
        Policy.organisation_id == Organisation.id,
        Policy.name == Name.LOAD.value,
        in_force(Policy, _TODAY),
    )
    period = and_(
        MembershipPeriod.membership_id == Membership.id, in_force(MembershipPeriod, _TODAY)
    )
    found: AnySelect = (
        select(HeldRole.role, Organisation.name, null(), func.coalesce(Policy.said, literal("")))
        .add_columns(literal(""), MembershipPeriod.starts_on, false(), literal("role"))
        .join(Membership, Membership.id == HeldRole.membership_id)
        .join(MembershipPeriod, period)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .outerjoin(Policy, load)
        .where(Membership.person_id == _PERSON, in_force(HeldRole, _TODAY))
    )
    return found


def _asked() -> AnySelect:
    every = union(_requests(), _roles(), _spared()).subquery().c
    return select(*every).order_by(every.due_on, every.slug, every.organisation, every.words)


# Built once: putting it together takes longer than the database takes to answer it.
_ASKED = _asked()


def _pace(roles: Sequence[Any], on: date) -> Pace:
    """In several councils, the strictest: their weeks are one person's weeks."""
    loads = [
        (row.since, Load.model_validate_json(row.words) if row.words else Load()) for row in roles
    ]
    new = [
        (load.minutes_a_week, until)
        for since, load in loads
        if (until := since + timedelta(days=7 * load.weeks)) > on
    ]
    if new:
        return Pace(min(minutes for minutes, _ in new), max(until for _, until in new))
    return Pace(min((load.minutes_a_week for _, load in loads), default=Load().minutes_a_week))
