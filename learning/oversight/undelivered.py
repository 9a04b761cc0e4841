"""Whose e-mail does not arrive."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from learning.clock import start_of
from learning.database import AnySelect
from learning.notices.models import Mail
from learning.people.models import Membership, Person
from learning.people.sight import Eyes, seen

PAGE = 50
TROUBLE_LASTS = timedelta(days=28)
ROUTINE = ("digest",)  # one e-mail for all councils of a person: each of them may know it failed


@dataclass(frozen=True)
class Undelivered:
    """An e-mail that did not arrive."""

    code: str
    name: str
    address: str
    subject: str
    failed_at: datetime
    trouble: str


def undelivered(
    session: Session, eyes: Eyes, *, on: date, page: int
) -> tuple[int, list[Undelivered]]:
    """How many e-mails did not arrive lately, and one page of them, newest first."""
    failed = _failed(eyes, on)
    total = session.scalar(count_undelivered(eyes, on)) or 0
    rows = session.execute(
        failed.order_by(Mail.failed_at.desc(), Mail.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    )
    return total, [_undelivered(row) for row in rows]


def count_undelivered(eyes: Eyes, on: date) -> AnySelect:
    """How many e-mails did not arrive lately, as a select of one number."""
    return select(func.count()).select_from(_failed(eyes, on).subquery())


def _failed(eyes: Eyes, on: date) -> AnySelect:
    """To people the lead sees: from this organisation, or their digest of all they belong to."""
    code = func.min(Membership.person_code)
    codes = (
        select(Membership.person_id, code.label("code"))
        .where(seen(eyes, on))
        .group_by(Membership.person_id)
        .subquery()
    )
    ours = or_(
        Mail.organisation_id == eyes.organisation_id,
        and_(Mail.organisation_id.is_(None), Mail.kind.in_(ROUTINE)),
    )
    found: AnySelect = (
        select(
            Mail.id,
            codes.c.code,
            Person.name,
            Mail.address,
            Mail.subject,
            Mail.failed_at,
            Mail.trouble,
        )
        .join(codes, codes.c.person_id == Mail.person_id)
        .join(Person, Person.id == Mail.person_id)
        .where(ours, Mail.failed_at >= start_of(on - TROUBLE_LASTS))
    )
    return found


def _undelivered(row: Any) -> Undelivered:
    return Undelivered(
        row.code,
        row.name or "Name erased",
        row.address,
        row.subject,
        row.failed_at,
        row.trouble or "It could not be delivered",
    )
