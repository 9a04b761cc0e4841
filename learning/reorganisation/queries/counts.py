"""Counts what a reorganisation may not lose, in the records themselves."""

import hashlib
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from learning.assessments.models import Adjustment
from learning.assignments.exemptions import Exemption
from learning.assignments.models import Assigned
from learning.certificates.models import Certificate
from learning.claims.models import Claim, ClaimDecision
from learning.dated import in_force
from learning.evidence.models import Evidence
from learning.evidence.queries import is_live
from learning.people.models import HeldRole, Membership, MembershipPeriod, Pause, Restriction
from learning.reorganisation.queries.places import from_day

ON_LEAVE = ("paused", "exempt")  # asked of them once they are back


def counts_of(
    session: Session, councils: Collection[int], *, on: date, by: datetime
) -> dict[str, int | str]:
    """By name of a line; what people own is counted as recorded by a moment."""
    here = (Membership.organisation_id.in_(councils), from_day(on))
    people = select(Membership.person_id).where(Membership.organisation_id.in_(councils))
    one = _joined(func.count(Membership.person_id.distinct()))
    counts: dict[str, int | str] = {
        "people": session.scalar(one.where(*here)) or 0,
        "places": session.scalar(_joined(func.count()).where(*here)) or 0,
        "roles": _rows(session, HeldRole, HeldRole.starts_on, HeldRole.ends_on, here, on),
        "held": _held(session, here, on),
        "pauses": _rows(session, Pause, Pause.paused_from, Pause.paused_until, here, on),
        "restricted": _restricted(session, here),
        "exemptions": _exemptions(session, councils, here, on),
        "asked": _asked(session, here),
        "extra time": _extra_time(session, councils, on),
        "claims": _claims(session, councils, by),
        "certificates": _certificates(session, people, by),
    }
    return counts | _evidence(session, people, by) | _levels(session, people, on, by)


def people_by_council(session: Session, councils: Collection[int], *, on: date) -> dict[int, int]:
    """How many people have a place from a day on."""
    rows = session.execute(
        _joined(
            Membership.organisation_id,
            func.count(Membership.person_id.distinct()).label("people"),
        )
        .where(Membership.organisation_id.in_(councils), from_day(on))
        .group_by(Membership.organisation_id)
    )
    return {row.organisation_id: row.people for row in rows}


def _joined(*columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(Membership)
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
    )


Here = Collection[ColumnElement[bool]]


def _rows(session: Session, table: Any, starts: Any, ends: Any, here: Here, on: date) -> int:
    """Rows with a day in common with their place, from the day on."""
    within = (
        table.superseded_at.is_(None),
        or_(ends.is_(None), (ends > on) & (ends > MembershipPeriod.starts_on)),
        or_(MembershipPeriod.ends_on.is_(None), starts < MembershipPeriod.ends_on),
    )
    found = _joined(func.count()).join(table, table.membership_id == Membership.id)
    return session.scalar(found.where(*here, *within)) or 0


def _held(session: Session, here: Here, on: date) -> int:
    each = (
        _joined(Membership.person_id, HeldRole.role, HeldRole.service)
        .join(HeldRole, HeldRole.membership_id == Membership.id)
        .where(*here, in_force(HeldRole, on), in_force(MembershipPeriod, on))
        .distinct()
    )
    return session.scalar(select(func.count()).select_from(each.subquery())) or 0


def _restricted(session: Session, here: Here) -> int:
    marked = (
        select(Membership.person_code)
        .join(Restriction, Restriction.membership_id == Membership.id)
        .where(Restriction.superseded_at.is_(None))
    )
    people = _joined(func.count(Membership.person_id.distinct()))
    return session.scalar(people.where(*here, Membership.person_code.in_(marked))) or 0


def _exemptions(session: Session, councils: Collection[int], here: Here, on: date) -> int:
    """In force or to come, of people with a place in the same council."""
    there = _joined(Membership.person_id).where(
        *here, Membership.organisation_id == Exemption.organisation_id
    )
    found = select(func.count()).select_from(Exemption)
    return (
        session.scalar(
            found.where(
                Exemption.organisation_id.in_(councils),
                Exemption.superseded_at.is_(None),
                Exemption.ends_on > on,
                Exemption.person_id.in_(there),
            )
        )
        or 0
    )


def is_asked() -> ColumnElement[bool]:
    """Rows in force of what is asked of somebody, or will be once they are back."""
    waits = or_(Assigned.lifted_on.is_(None), Assigned.why.in_(ON_LEAVE))
    return Assigned.superseded_at.is_(None) & waits


def _asked(session: Session, here: Here) -> int:
    found = _joined(func.count()).join(Assigned, Assigned.membership_id == Membership.id)
    return session.scalar(found.where(*here, is_asked())) or 0


def _extra_time(session: Session, councils: Collection[int], on: date) -> int:
    """In force or to come; of whoever left, too."""
    found = select(func.count()).where(
        Adjustment.organisation_id.in_(councils),
        Adjustment.superseded_at.is_(None),
        or_(Adjustment.ends_on.is_(None), Adjustment.ends_on > on),
    )
    return session.scalar(found) or 0


def _claims(session: Session, councils: Collection[int], by: datetime) -> int:
    """Those that waited at a moment, whatever was decided since."""
    decided = exists().where(ClaimDecision.claim_id == Claim.id, ClaimDecision.decided_at <= by)
    found = select(func.count()).where(
        Claim.organisation_id.in_(councils), Claim.made_at <= by, ~decided
    )
    return session.scalar(found) or 0


def _certificates(session: Session, people: Any, by: datetime) -> int:
    found = select(func.count()).select_from(Certificate)
    return (
        session.scalar(found.where(Certificate.person_id.in_(people), Certificate.awarded_at <= by))
        or 0
    )


def _evidence(session: Session, people: Any, by: datetime) -> dict[str, int | str]:
    rows = session.execute(
        select(
            Evidence.person_id,
            Evidence.id,
            Evidence.skill,
            Evidence.level,
            Evidence.source,
            Evidence.shown_on,
            Evidence.expires_on,
        )
        .where(Evidence.person_id.in_(people), Evidence.recorded_at <= by)
        .order_by(Evidence.id)
    )
    return _sealed("evidence", rows)


def _levels(session: Session, people: Any, on: date, by: datetime) -> dict[str, int | str]:
    rows = session.execute(
        select(Evidence.person_id, Evidence.skill, func.max(Evidence.level))
        .where(Evidence.person_id.in_(people), is_live(on), Evidence.recorded_at <= by)
        .group_by(Evidence.person_id, Evidence.skill)
        .order_by(Evidence.person_id, Evidence.skill)
    )
    return _sealed("levels", rows)


def _sealed(name: str, rows: Any) -> dict[str, int | str]:
    """How many rows, and a hash of all that stands in them."""
    seal, count = hashlib.sha256(), 0
    for row in rows:
        seal.update(repr(tuple(row)).encode())
        count += 1
    return {name: count, f"{name} seal": seal.hexdigest()}
