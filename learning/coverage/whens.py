"""A day and a moment in a statement: who holds which roles then, and what evidence is live.

Statements may ask about two, `A` and `B`; where they do, `B` goes back in neither.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, exists, or_, select

from learning.database import AnySelect, UtcDateTime
from learning.dated import holds, known
from learning.evidence.models import Evidence, Withdrawal
from learning.people.models import HeldRole, Membership, MembershipPeriod, Pause
from learning.people.sight import not_hidden_from

ORGANISATION: Any = bindparam("organisation")
LEAD: Any = bindparam("lead_id")


@dataclass(frozen=True)
class WhenAsked:
    """A day and a moment of the question."""

    day: Any
    moment: Any
    soon: Any  # 90 days after the day


def _asked(letter: str) -> WhenAsked:
    return WhenAsked(
        bindparam(f"day_{letter}", type_=Date()),
        bindparam(f"moment_{letter}", type_=UtcDateTime()),
        bindparam(f"soon_{letter}", type_=Date()),
    )


A, B = _asked("a"), _asked("b")


def roles_held(when: WhenAsked, *, has_lead: bool) -> AnySelect:
    """(person, role, service, is_away) in the council; who is away counts in no figure."""
    away = exists().where(
        Pause.membership_id == Membership.id,
        known(Pause, when.moment),
        Pause.paused_from <= when.day,
        or_(Pause.paused_until.is_(None), Pause.paused_until > when.day),
    )
    found: AnySelect = (
        select(Membership.person_id, HeldRole.role, HeldRole.service, away.label("is_away"))
        .join(HeldRole, HeldRole.membership_id == Membership.id)
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .where(
            Membership.organisation_id == ORGANISATION,
            known(HeldRole, when.moment),
            holds(HeldRole, when.day),
            known(MembershipPeriod, when.moment),
            holds(MembershipPeriod, when.day),
        )
    )
    return found.where(not_hidden_from(LEAD)) if has_lead else found


def is_live(when: WhenAsked) -> ColumnElement[bool]:
    """Evidence, of whatever source, that is live then."""
    withdrawn = select(Withdrawal.evidence_id).where(
        known(Withdrawal, when.moment), Withdrawal.effective_on <= when.day
    )
    return and_(
        known(Evidence, when.moment),
        Evidence.shown_on <= when.day,
        or_(Evidence.expires_on.is_(None), Evidence.expires_on > when.day),
        Evidence.piece().not_in(withdrawn),
    )
