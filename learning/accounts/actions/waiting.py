"""Many who are to be invited: noted with what made them so, then invited some at a time."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from learning.accounts.actions.invitations import invite
from learning.accounts.actions.linking import ask_to_link
from learning.accounts.letters import Service
from learning.accounts.models import InvitationDue


def put_off(session: Session, memberships: Collection[int], *, by: int | None) -> None:
    """These are to be invited once the transaction is over."""
    if memberships:
        rows = [{"membership_id": membership, "invited_by": by} for membership in memberships]
        session.execute(insert(InvitationDue), rows)


def invite_some(session: Session, most: int, *, service: Service | None, at: datetime) -> int:
    """Invites those who have waited longest; returns how many they were.

    Where an address is somebody's of another council, that person alone is asked about it. Where
    no letters can be written that is all; they are invited later, by hand.
    """
    rows = session.execute(
        select(InvitationDue.id, InvitationDue.membership_id, InvitationDue.invited_by)
        .order_by(InvitationDue.id)
        .limit(most)
        .with_for_update(skip_locked=True)  # another process does those
    ).all()
    session.execute(delete(InvitationDue).where(InvitationDue.id.in_([row.id for row in rows])))
    by_whom: dict[int | None, list[int]] = defaultdict(list)
    for row in rows:
        by_whom[row.invited_by].append(row.membership_id)
    for by, memberships in by_whom.items():
        if service is None:
            ask_to_link(session, memberships, at=at)
        else:
            invite(session, memberships, service=service, by=by, at=at)
    return len(rows)
