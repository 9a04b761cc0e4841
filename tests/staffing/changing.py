"""What the tests about changing people share: finding rows, and leads of every kind."""

from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import select

from learning.assignments import actions as assignments
from learning.assignments.models import Assigned
from learning.audit import AuditDetail, AuditEntry
from learning.catalogue.published import Catalogue
from learning.clock import now
from learning.database import current_session, transaction
from learning.people.models import HeldRole, Membership, MembershipPeriod, Organisation
from tests.builders import Town, a_member, a_person, appoint_lead, days_ago
from tests.page import Browser

TOP = "/organisations/fernleigh"
PEOPLE = f"{TOP}/people"


def code_of(app: Flask, person: int, organisation: int = 0) -> str:
    with app.app_context():
        found = select(Membership.person_code).where(Membership.person_id == person)
        if organisation:
            found = found.where(Membership.organisation_id == organisation)
        return current_session().scalars(found.order_by(Membership.id)).first() or ""


def page_of(app: Flask, person: int) -> str:
    return f"{PEOPLE}/{code_of(app, person)}"


def rows(app: Flask, table: Any, person: int, **facts: object) -> list[Any]:
    """Rows in force of a table that hangs on memberships, as they are now."""
    with app.app_context():
        return list(
            current_session()
            .scalars(
                select(table)
                .join(Membership, Membership.id == table.membership_id)
                .where(Membership.person_id == person, table.superseded_at.is_(None))
                .filter_by(**facts)
                .order_by(table.id)
            )
            .all()
        )


def period_of(app: Flask, person: int) -> int:
    return int(rows(app, MembershipPeriod, person)[-1].id)


def held_of(app: Flask, person: int, role: str) -> int:
    return int(rows(app, HeldRole, person, role=role)[-1].id)


def roles_of(app: Flask, person: int) -> set[tuple[str, date | None]]:
    """(role, its end) of every role in force."""
    return {(row.role, row.ends_on) for row in rows(app, HeldRole, person)}


def a_lead(app: Flask, town: Town, name: str = "Oonagh Brennan", **scope: object) -> int:
    """Another training lead of the council, of all of it or a part."""
    with app.app_context(), transaction() as session:
        person = a_person(session, name)
        appoint_lead(session, town.council, person, since=days_ago(100), **scope)
    return person


def another_lead(app: Flask, town: Town, **scope: object) -> Browser:
    return Browser(app).sign_in(a_lead(app, town, **scope))


def somebody(app: Flask, town: Town, catalogue: Catalogue, name: str, *roles: str, **more) -> int:
    """Another member of the council."""
    with app.app_context(), transaction() as session:
        person = a_person(session, name)
        council = session.get_one(Organisation, town.council)
        a_member(session, catalogue, council, person, *roles, **more)
    return person


def asked(
    app: Flask, town: Town, catalogue: Catalogue, *people: int, key: str = "key"
) -> list[int]:
    """The rows of an assignment that asks these people."""
    with app.app_context(), transaction() as session:
        members = session.execute(
            select(Membership.id, Membership.person_id).where(
                Membership.person_id.in_(people), Membership.organisation_id == town.council
            )
        ).all()
        made = assignments.assign(
            session,
            assignments.Ask(
                organisation_id=town.council,
                path=catalogue.paths["new-councillor"],
                people=tuple((row.id, row.person_id) for row in members),
                role=None,
                due_on=days_ago(-30),
                reason="Members are named on our website.",
            ),
            form_key=key,
            by=town.lead,
            at=now(),
        )
        session.flush()
        found = select(Assigned.id).where(Assigned.assignment_id == made.id).order_by(Assigned.id)
        return list(session.scalars(found))


def audited(app: Flask, action: str) -> list[dict[str, tuple[str | None, str | None]]]:
    """From what to what, by field, of every deed of a kind."""
    with app.app_context():
        session = current_session()
        entries = session.scalars(
            select(AuditEntry.id).where(AuditEntry.action == action).order_by(AuditEntry.id)
        )
        return [
            {
                row.field: (row.before, row.after)
                for row in session.scalars(select(AuditDetail).where(AuditDetail.entry_id == entry))
            }
            for entry in entries.all()
        ]
