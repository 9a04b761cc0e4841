"""Deeds about evidence name no council: each reads those about evidence that it may see."""

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from learning.audit import AuditEntry
from learning.evidence.models import Evidence, Withdrawal
from learning.people.models import Membership, MembershipPeriod

FOR_EVER = date.max
ANYWHERE = ("evidence.withdrawn", "evidence.corrected")


def of_evidence(organisation_id: int) -> ColumnElement[bool]:
    """What happened to what somebody had shown before they left.

    Left out too is what a self-assessment did to the one before: it was once written down as if
    it had been withdrawn, and the trail cannot be altered.
    """
    is_withdrawn = (
        exists()
        .where(Withdrawal.evidence_id == Evidence.piece(), Withdrawal.recorded_at == AuditEntry.at)
        .correlate(Evidence, AuditEntry)
    )
    is_corrected = and_(Evidence.first_id.is_not(None), Evidence.recorded_at == AuditEntry.at)
    last_day = (
        select(func.max(func.coalesce(MembershipPeriod.ends_on, FOR_EVER)))
        .join(Membership, Membership.id == MembershipPeriod.membership_id)
        .where(
            Membership.person_id == AuditEntry.person_id,
            Membership.organisation_id == organisation_id,
            MembershipPeriod.superseded_at.is_(None),
        )
        .correlate(AuditEntry)
        .scalar_subquery()
    )
    not_theirs = (
        select(Evidence.id)
        .where(
            Evidence.person_id == AuditEntry.person_id,
            or_(is_withdrawn, is_corrected),
            or_(Evidence.source == "self-assessment", Evidence.shown_on >= last_day),
        )
        .correlate(AuditEntry)
        .exists()
    )
    return and_(AuditEntry.organisation_id.is_(None), AuditEntry.action.in_(ANYWHERE), ~not_theirs)
