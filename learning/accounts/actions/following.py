"""Lets the ways in that people were given follow them into another organisation."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from learning.accounts.models import (
    HandedOn,
    Invitation,
    InvitationDue,
    LinkRequest,
    PrintedCode,
)

WAYS: Mapping[str, Any] = {
    "address": HandedOn,
    "code": PrintedCode,
    "invitation": Invitation,
    "link": LinkRequest,
}


def follow(session: Session, way: str, people: Mapping[int, int], *, from_id: int) -> Sequence[int]:
    """What is open goes where its person goes (`people`); returns the numbers of what went.

    A link in somebody's post goes on to open what it opened. Where there is an open one
    already, that stands.
    """
    table = WAYS[way]
    rows = session.scalars(
        select(table)
        .where(table.organisation_id == from_id, whose(way).in_(people), *_is_open(table))
        .order_by(table.id)
    ).all()
    stands = _standing(session, table, people) if rows else set()
    going = [
        (row, people[person])
        for row in rows
        if (person := getattr(row, whose(way).key)) not in stands
    ]
    for row, to in going:
        row.organisation_id = to
    session.flush()  # of two in one council for one person, one is open
    return [row.id for row, _ in going]


def whose(way: str) -> Any:
    """Whose one is: of a question whether two records are one person's, the council's own."""
    return LinkRequest.provisional_id if way == "link" else WAYS[way].person_id


def _is_open(table: Any) -> list[ColumnElement[bool]]:
    is_used = [table.used_at.is_(None)] if hasattr(table, "used_at") else []
    return [table.ended_at.is_(None), *is_used]


def _standing(session: Session, table: Any, people: Mapping[int, int]) -> set[int]:
    """Those to whom the council that they go to has given a way in itself."""
    if table not in (Invitation, PrintedCode):
        return set()
    rows = session.execute(
        select(table.person_id, table.organisation_id).where(
            table.person_id.in_(people),
            table.organisation_id.in_(set(people.values())),
            *_is_open(table),
        )
    )
    return {person for person, council in rows if people[person] == council}


def go_back(session: Session, way: str, rows: Mapping[int, int]) -> None:
    """`rows` maps what had followed to the councils that it was from."""
    table = WAYS[way]
    if rows:
        for row in session.scalars(select(table).where(table.id.in_(rows)).order_by(table.id)):
            row.organisation_id = rows[row.id]


def invite_there(session: Session, memberships: Mapping[int, int]) -> None:
    """Whoever is still to be invited is, to the membership that follows theirs."""
    due = select(InvitationDue.membership_id).where(InvitationDue.membership_id.in_(memberships))
    for membership in session.scalars(due).all():
        session.execute(
            update(InvitationDue)
            .where(InvitationDue.membership_id == membership)
            .values(membership_id=memberships[membership])
        )
