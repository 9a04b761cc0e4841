"""Files of people for tests, and councils that may import them."""

import re
from datetime import date
from io import BytesIO
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.clock import day_of
from learning.database import current_session, transaction
from learning.people.models import (
    HeldRole,
    Membership,
    MembershipPeriod,
    Particulars,
    Pause,
    Person,
)
from learning.policies.actions import decide
from learning.policies.rules import Purpose
from tests.builders import LONG_AGO, Town
from tests.claims.made import post_files
from tests.page import Browser, Page
from tests.spreadsheets.sheets import csv

TOP = "/organisations/fernleigh/people/import"
HEADER = ("reference", "email", "name", "roles", "service", "starts", "ends")
PURPOSE = Purpose(text="Results plan support. They are not used for discipline, pay or selection.")
COUNTS = ("in error", "changed", "new", "leaving", "unchanged")


def adopt_purpose(session: Session, organisation_id: int) -> None:
    decide(
        session,
        PURPOSE,
        organisation_id=organisation_id,
        authority="Full council, item 9",
        starts_on=day_of(LONG_AGO),
        by=None,
        at=LONG_AGO,
    )


def adopted(app: Flask, town: Town) -> None:
    with app.app_context(), transaction() as session:
        adopt_purpose(session, town.council)


def row(reference: str = "", **changed: str) -> tuple[str, ...]:
    given = dict.fromkeys(HEADER, "") | {"reference": reference, "roles": "Planning officer"}
    return tuple((given | changed).values())


def new(number: int, **changed: str) -> tuple[str, ...]:
    """A row of somebody nobody knows yet."""
    given = {"email": f"new{number}@staff.example", "name": f"Newcomer Number{number}"}
    return row(f"P{number:05d}", **(given | changed))


def send(lead: Browser, content: bytes, *, name: str = "people.csv", **changed: Any) -> Page:
    form = lead.get(TOP)
    given = {
        "file": (BytesIO(content), name),
        "whole": "no",
        "form_key": form.hidden("form_key") if "form_key" in form.text else "key",
    }
    return post_files(lead, TOP, given | changed)


def dry_run(
    lead: Browser, *rows: tuple[str, ...], header: tuple[str, ...] = HEADER, **more: Any
) -> Page:
    page = send(lead, csv(header, *[[f'"{cell}"' for cell in one] for one in rows]), **more)
    assert page.status == 303, page.words
    return lead.get(page.location)


def counts(page: Page) -> dict[str, int]:
    found = {name: re.search(rf"([\d,]+) {name}\b", page.words) for name in COUNTS}
    return {name: int(one[1].replace(",", "")) for name, one in found.items() if one}


def address_of(page: Page) -> str:
    """The address of the import that a page is about."""
    found = re.search(rf"{TOP}/\d+", page.text)
    assert found
    return found[0]


def apply(lead: Browser, page: Page, **changed: str) -> Page:
    given = {"fingerprint": page.hidden("fingerprint"), "good_rows": page.hidden("good_rows")}
    return lead.post(f"{address_of(page)}/apply", given | changed)


def counted(app: Flask, table: Any, *where: Any) -> int:
    with app.app_context():
        statement = select(func.count()).select_from(table).where(*where)
        return current_session().scalar(statement) or 0


def person_named(session: Session, name: str) -> Person:
    return session.scalars(select(Person).where(Person.name == name)).one()


def stays(session: Session, organisation_id: int) -> dict[str, list[tuple[date, date | None]]]:
    """The memberships in force of everybody here, by what the council calls them or their name."""
    rows = session.execute(
        select(
            func.coalesce(Particulars.name, Person.name).label("name"),
            MembershipPeriod.starts_on,
            MembershipPeriod.ends_on,
        )
        .select_from(Membership)
        .join(Person, Person.id == Membership.person_id)
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .outerjoin(
            Particulars,
            (Particulars.person_id == Person.id)
            & (Particulars.organisation_id == organisation_id)
            & Particulars.superseded_at.is_(None),
        )
        .where(
            Membership.organisation_id == organisation_id,
            MembershipPeriod.superseded_at.is_(None),
        )
        .order_by(MembershipPeriod.starts_on)
    )
    found: dict[str, list[tuple[date, date | None]]] = {}
    for one in rows:
        found.setdefault(one.name, []).append((one.starts_on, one.ends_on))
    return found


def roles_of(
    session: Session, person_id: int, organisation_id: int
) -> set[tuple[str, str | None, date, date | None]]:
    """Every role row in force of somebody here."""
    rows = session.execute(
        select(HeldRole.role, HeldRole.service, HeldRole.starts_on, HeldRole.ends_on)
        .join(Membership, Membership.id == HeldRole.membership_id)
        .where(
            Membership.person_id == person_id,
            Membership.organisation_id == organisation_id,
            HeldRole.superseded_at.is_(None),
        )
    )
    return {tuple(one) for one in rows}


def pauses_of(session: Session, person_id: int) -> list[tuple[date, date | None]]:
    rows = session.execute(
        select(Pause.paused_from, Pause.paused_until)
        .join(Membership, Membership.id == Pause.membership_id)
        .where(Membership.person_id == person_id, Pause.superseded_at.is_(None))
        .order_by(Pause.paused_from)
    )
    return [tuple(one) for one in rows]


def everything(app: Flask) -> dict[str, int]:
    """How many rows each table of people has."""
    tables = (Person, Membership, MembershipPeriod, HeldRole, Pause, Particulars)
    return {table.__tablename__: counted(app, table) for table in tables}
