"""Answers for whom what is asked differs from what is to be asked on a day: in two statements."""

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select, union
from sqlalchemy.orm import Session, aliased

from learning.assignments.exemptions import Exemption
from learning.assignments.models import Assigned, Assignment, SetApart
from learning.assignments.queries import is_asked
from learning.database import AnySelect
from learning.dated import holds, in_force
from learning.people.models import HeldRole, Membership, Pause
from learning.people.sight import is_member


def differing_memberships(session: Session, *, on: date) -> list[int]:
    """Those who are asked and should not be, and those who should be and are not."""
    return sorted({*session.scalars(_too_much(on)), *session.scalars(_too_little(on))})


def _too_much(on: date) -> AnySelect:
    right = and_(_may_be_asked(on), or_(not_(Assignment.standing), _holds_its_role(on)))
    found: AnySelect = (
        select(Assigned.membership_id)
        .join(Assignment, Assignment.id == Assigned.assignment_id)
        .join(Membership, Membership.id == Assigned.membership_id)
        .where(is_asked(), not_(right))
    )
    return found


def _too_little(on: date) -> AnySelect:
    """Of rules: who holds the role. Of what was asked by name: who was named, wherever they are."""
    asked = aliased(Assigned)
    is_missing = ~exists().where(
        asked.assignment_id == Assignment.id,
        asked.membership_id == Membership.id,
        asked.superseded_at.is_(None),
        asked.lifted_on.is_(None),
    )
    by_rule = (
        select(Membership.id)
        .join(Assignment, Assignment.organisation_id == Membership.organisation_id)
        .join(HeldRole, and_(HeldRole.membership_id == Membership.id, _is_its_role(on)))
        .where(Assignment.standing, _may_be_asked(on), is_missing)
    )
    by_name = (
        select(Membership.id)
        .join(Assigned, Assigned.person_id == Membership.person_id)
        .join(Assignment, Assignment.id == Assigned.assignment_id)
        .where(
            not_(Assignment.standing),
            Assignment.organisation_id == Membership.organisation_id,
            Assigned.superseded_at.is_(None),
            _may_be_asked(on),
            is_missing,
        )
    )
    either = union(by_rule, by_name).subquery()
    return select(either)


def _is_its_role(on: date) -> ColumnElement[bool]:
    return and_(
        HeldRole.role == Assignment.role,
        or_(Assignment.service.is_(None), HeldRole.service == Assignment.service),
        in_force(HeldRole, on),
    )


def _holds_its_role(on: date) -> ColumnElement[bool]:
    return exists().where(HeldRole.membership_id == Membership.id, _is_its_role(on))


def _may_be_asked(on: date) -> ColumnElement[bool]:
    """The assignment asks on that day, and nothing about the person stands against it."""
    is_paused = exists().where(
        Pause.membership_id == Membership.id,
        Pause.superseded_at.is_(None),
        Pause.paused_from <= on,
        or_(Pause.paused_until.is_(None), Pause.paused_until > on),
    )
    is_exempt = exists().where(
        Exemption.person_id == Membership.person_id,
        Exemption.organisation_id == Membership.organisation_id,
        Exemption.path == Assignment.path,
        in_force(Exemption, on),
    )
    is_left_out = exists().where(
        SetApart.assignment_id == Assignment.id,
        SetApart.person_id == Membership.person_id,
        SetApart.due_on.is_(None),
    )
    return and_(holds(Assignment, on), is_member(on), ~is_paused, ~is_exempt, ~is_left_out)
