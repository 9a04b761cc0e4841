"""What tests of requirements share: a lead's form, sent by address and by post."""

from datetime import date
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import func, select

from learning.audit import AuditEntry
from learning.clock import day_of, now
from learning.database import current_session
from learning.people.models import RequirementSetting
from tests.page import Browser, Page

TOP = "/organisations/fernleigh/requirements"
PLANNERS = f"{TOP}/planning-officer/digital-planning"
TODAY = day_of(now())


def wanted(seen: str = "0", **changed: str) -> dict[str, str]:
    given = {
        "level": "3",
        "starts_on": TODAY.isoformat(),
        "reason": "Planners hold the plans of every building",
        "seen": seen,
    }
    return given | changed


def look(lead: Browser, address: str = PLANNERS, **changed: str) -> Page:
    """The preview, from the form as it stands now unless `seen` is given."""
    seen = changed.pop("seen", None) or form_of(lead, address).hidden("seen")
    return lead.get(f"{address}/preview?{urlencode(wanted(seen, **changed))}")


def form_of(lead: Browser, address: str = PLANNERS) -> Page:
    return lead.get(f"{address}/change")


def save(lead: Browser, address: str = PLANNERS, **changed: str) -> Page:
    """Through the preview, as the browser would send it."""
    page = look(lead, address, **changed)
    if page.status != 200:
        return page
    names = ("level", "starts_on", "reason", "seen", "instead_of")
    return lead.post(address, {name: page.hidden(name) for name in names})


def in_force(app: Flask, skill: str = "digital-planning") -> list[tuple[int, date, date | None]]:
    with app.app_context():
        rows = current_session().scalars(
            select(RequirementSetting)
            .where(RequirementSetting.superseded_at.is_(None), RequirementSetting.skill == skill)
            .order_by(RequirementSetting.starts_on)
        )
        return [(row.level, row.starts_on, row.ends_on) for row in rows]


def deeds(app: Flask, action: str) -> int:
    with app.app_context():
        found = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == action)
        return current_session().scalar(found) or 0
