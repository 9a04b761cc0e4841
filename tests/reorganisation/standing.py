"""Everything that stands in the database of what a reorganisation touches, without row numbers."""

from collections import Counter
from typing import Any

from sqlalchemy import inspect, or_, select
from sqlalchemy.orm import Session

from learning.accounts.models import Invitation
from learning.assessments.models import Adjustment
from learning.assignments.exemptions import Exemption
from learning.assignments.models import Assigned, Assignment, SetApart
from learning.claims.models import AcceptanceRule, Claim
from learning.clock import day_of, now
from learning.dated import OF_EVERY_ROW
from learning.people.keys import ApiToken
from learning.people.models import (
    Appointment,
    HeldRole,
    Membership,
    MembershipPeriod,
    Organisation,
    Particulars,
    Pause,
    RequirementSetting,
    Restriction,
    Sharing,
)
from learning.policies.models import Policy

OF_PLACES = (MembershipPeriod, HeldRole, Pause, Restriction)
BY_THEMSELVES = (
    *(Particulars, Exemption, Appointment, Sharing, Adjustment),
    *(RequirementSetting, Policy, AcceptanceRule),
)
IN_PLACE: tuple[tuple[Any, ...], ...] = (
    (Organisation, Organisation.slug, Organisation.ends_on),
    (Claim, Claim.person_id, Claim.title, Claim.organisation_id),
    (Invitation, Invitation.person_id, Invitation.organisation_id),
    (ApiToken, ApiToken.name, ApiToken.organisation_id, ApiToken.expires_on),
)


def everything(session: Session) -> Counter[tuple[Any, ...]]:
    """Each row in force, with people and councils in place of memberships."""
    found: Counter[tuple[Any, ...]] = Counter()
    for table in OF_PLACES:
        found += _of_places(session, table)
    for by_itself in BY_THEMSELVES:
        rows = session.scalars(select(by_itself).where(by_itself.superseded_at.is_(None)))
        found.update((by_itself.__tablename__, *_said(row)) for row in rows)
    found += _asked(session)
    found.update(
        (table.__tablename__, *row)
        for table, *columns in IN_PLACE
        for row in session.execute(select(*columns))
    )
    return found


def _said(row: Any, *but: str) -> list[Any]:
    left_out = {*OF_EVERY_ROW, *but}
    return [str(getattr(row, c.key)) for c in inspect(type(row)).columns if c.key not in left_out]


def _of_places(session: Session, table: Any) -> Counter[tuple[Any, ...]]:
    rows = session.execute(
        select(table, Membership.person_id, Membership.organisation_id)
        .join(Membership, Membership.id == table.membership_id)
        .where(table.superseded_at.is_(None))
    )
    return Counter(
        (table.__tablename__, person, council, *_said(row, "membership_id"))
        for row, person, council in rows
    )


def _asked(session: Session) -> Counter[tuple[Any, ...]]:
    """What assignments ask that still ask anybody, and whom they treat otherwise."""
    still = or_(Assignment.ends_on.is_(None), Assignment.ends_on > day_of(now()))
    which = (Assignment.organisation_id, Assignment.path, Assignment.standing, Assignment.role)
    found: Counter[tuple[Any, ...]] = Counter()
    for row, *said in session.execute(
        select(Assigned, *which)
        .join(Assignment, Assignment.id == Assigned.assignment_id)
        .where(still, Assigned.superseded_at.is_(None))
    ):
        found["assigned", *said, *_said(row, "assignment_id", "membership_id")] += 1
    for row, *said in session.execute(
        select(SetApart, *which)
        .join(Assignment, Assignment.id == SetApart.assignment_id)
        .where(still)
    ):
        found["set apart", *said, row.person_id, row.due_on] += 1
    rules = session.execute(select(*which, Assignment.starts_on, Assignment.ends_on).where(still))
    found.update(("assignment", *row) for row in rules)
    return found
