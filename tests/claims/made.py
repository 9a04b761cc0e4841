"""Claims and rules for tests, through the real actions."""

import struct
import zlib
from datetime import date, datetime, timedelta
from io import BytesIO

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from learning.claims.actions import acceptance, claims
from learning.claims.actions.claims import Asked
from learning.claims.models import AcceptanceRule, Claim
from learning.claims.rules.acceptance import Rule
from learning.claims.rules.columns import COLUMNS
from learning.claims.rules.files import proof
from learning.clock import day_of, now
from learning.database import current_session, transaction
from tests.builders import LONG_AGO, Town, a_person, appoint_lead, days_ago
from tests.page import Browser, Page

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\x00" * 20 + b"\xff\xd9"
SKILL = "cyber-security"
ISSUER, COURSE = "Example Academy", "Phishing basics"
HEADER = tuple(COLUMNS)
ADA, TOMOS = "ada.merriweather@people.example", "tomos.greenhalgh@people.example"


def _chunk(kind: bytes, body: bytes) -> bytes:
    checked = kind + body
    return struct.pack(">I", len(body)) + checked + struct.pack(">I", zlib.crc32(checked))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\x00\x00"))
    + _chunk(b"IEND", b"")
)


def a_claim(
    session: Session,
    person_id: int,
    organisation_id: int,
    *,
    key: str = "a key",
    level: int = 1,
    shown_on: date | None = None,
    file: bytes | None = PDF,
    title: str = COURSE,
    at: datetime | None = None,
) -> Claim:
    at = at or now()
    asked = Asked(
        organisation_id=organisation_id,
        skill=SKILL,
        level=level,
        shown_on=shown_on or day_of(at) - timedelta(days=40),
        title=title,
        issuer=ISSUER,
        description="A day of practice with made-up messages.",
        proof=proof("my proof.pdf", file) if file else None,
    )
    return claims.claim(session, asked, person_id=person_id, form_key=key, at=at)


def claimed(app: Flask, town: Town, person: int, **more) -> int:
    with app.app_context(), transaction() as session:
        return a_claim(session, person, more.pop("organisation", town.council), **more).id


def a_rule(
    session: Session,
    organisation_id: int,
    *,
    course: str = COURSE,
    skill: str = SKILL,
    level: int = 1,
    months: int | None = 12,
    starts_on: date = date(2020, 1, 1),
    issuer: str = ISSUER,
) -> AcceptanceRule:
    return acceptance.add_rule(
        session,
        organisation_id=organisation_id,
        issuer=issuer,
        course=course,
        skill=skill,
        level=level,
        lasts_months=months,
        starts_on=starts_on,
        by=None,
        at=LONG_AGO,
    )


def ruled(app: Flask, town: Town, **more) -> int:
    with app.app_context(), transaction() as session:
        return a_rule(session, more.pop("organisation", town.council), **more).id


def counted(app: Flask, table: type, *conditions) -> int:
    with app.app_context():
        found = select(func.count()).select_from(table).where(*conditions)
        return current_session().scalar(found) or 0


def fields(browser: Browser, **changed) -> dict:
    """The claim form, filled in."""
    form = browser.get("/record/claims/new")
    day = days_ago(40)
    given = {
        "form_key": form.hidden("form_key"),
        "title": COURSE,
        "issuer": ISSUER,
        "shown_on-day": str(day.day),
        "shown_on-month": str(day.month),
        "shown_on-year": str(day.year),
        "skill": SKILL,
        "level": "1",
        "description": "A day of practice with made-up messages.",
        "file": (BytesIO(PDF), "my proof.pdf"),
    }
    given |= changed
    return {name: value for name, value in given.items() if value is not None}


def send(browser: Browser, **changed) -> Page:
    return post_files(browser, "/record/claims/new", fields(browser, **changed))


def post_files(browser: Browser, address: str, given: dict) -> Page:
    """Posts a form with files, encoded in memory: the client's own file is closed too late."""
    sent = {
        name: FileStorage(*value) if isinstance(value, tuple) else value
        for name, value in {**given, "csrf_token": browser.last_token}.items()
    }
    boundary, body = encode_multipart(sent)
    kind = f"multipart/form-data; boundary={boundary}"
    return browser._open("POST", address, data=body, content_type=kind)


def rule(number: int = 1, **changed) -> Rule:
    """A rule as rules decide by it, without a database."""
    given = {
        "id": number,
        "issuer": "Example Academy",
        "course": "Phishing basics",
        "skill": "cyber-security",
        "level": 1,
        "lasts_months": 12,
        "starts_on": date(2025, 1, 1),
        "ends_on": None,
    }
    return Rule(**(given | changed))


def row(person: str, **changed: str) -> tuple[str, ...]:
    """A row of a file of completions."""
    given = {
        "person": person,
        "course": COURSE,
        "issuer": ISSUER,
        "completed_on": "2026-03-01",
        "expires_on": "",
    }
    return tuple((given | changed).values())


def another_lead(app: Flask, town: Town, **scope) -> Browser:
    """Signed in: a second training lead of the council, of all of it or a part."""
    with app.app_context(), transaction() as session:
        person = a_person(session, "Oonagh Brennan")
        appoint_lead(session, town.council, person, **scope)
    return Browser(app).sign_in(person)
