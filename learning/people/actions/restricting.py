"""Restricts a person to named leads, or opens them to all again."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning import audit
from learning.dated import supersede
from learning.errors import Refusal
from learning.people.models import Membership, Restriction


def restrictions_of(
    session: Session, person_id: int, organisation_id: int
) -> Sequence[Restriction]:
    """The rows in force about a person in an organisation, whichever membership they hang on."""
    return session.scalars(
        select(Restriction)
        .join(Membership, Membership.id == Restriction.membership_id)
        .where(
            Membership.person_id == person_id,
            Membership.organisation_id == organisation_id,
            Restriction.superseded_at.is_(None),
        )
        .order_by(Restriction.id)
    ).all()


def last_change(session: Session, person_id: int, organisation_id: int) -> int:
    """The audit's number of the newest change of who sees a person; 0 where there was none."""
    newest = select(func.max(audit.AuditEntry.id)).where(
        audit.AuditEntry.person_id == person_id,
        audit.AuditEntry.organisation_id == organisation_id,
        audit.AuditEntry.action.in_(("restriction.made", "restriction.changed")),
    )
    return session.scalar(newest) or 0


def restrict_to(
    session: Session,
    membership: Membership,
    leads: Collection[int] | None,
    *,
    by: int | None,
    at: datetime,
) -> None:
    """From now on these leads alone see the person; None opens them to every lead again."""
    if leads is not None and not leads:
        raise Refusal("Name at least one lead, else nobody sees this person", field="leads")
    rows = restrictions_of(session, membership.person_id, membership.organisation_id)
    wanted = set(leads or ())
    for row in rows:
        if row.lead_id not in wanted:
            supersede(session, row, at=at)
    before = {row.lead_id for row in rows}
    session.add_all(
        Restriction(membership_id=membership.id, lead_id=lead, recorded_at=at, recorded_by=by)
        for lead in sorted(wanted - before)
    )
    audit.write(
        session,
        "restriction.changed",
        by=by,
        at=at,
        organisation_id=membership.organisation_id,
        person_id=membership.person_id,
        changes={"leads": (_ids(before), _ids(wanted))},
    )


def _ids(leads: Collection[int | None]) -> str | None:
    """Which leads are named; None where none is."""
    return " ".join(str(lead) for lead in sorted(lead for lead in leads if lead)) or None
