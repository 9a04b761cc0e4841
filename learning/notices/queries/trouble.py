"""Answers for a lead: what goes out next, what went, and who could not be reached and why."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from learning.clock import start_of
from learning.database import AnySelect
from learning.notices.models import DeclinedPost, Mail, Notice
from learning.notices.queries.digests import belongs, is_waiting
from learning.notices.rules.bounces import OUR_OWN
from learning.people.models import Address, Membership, Person
from learning.people.sight import Eyes, is_member, seen

LOOKED_BACK = timedelta(days=90)
COUNTED_BACK = timedelta(days=30)
SHOWN = 50


@dataclass(frozen=True)
class Troubled:
    """Somebody whose last e-mail failed; `refused` where the address itself is to blame."""

    code: str
    name: str
    address: str
    trouble: str
    failed_at: datetime
    refused: bool


def troubled_mails(session: Session, eyes: Eyes, *, on: date) -> tuple[int, tuple[Troubled, ...]]:
    """How many of the people a lead sees could not be reached, and the first of them by name.

    The last failure of each, where no e-mail has got through since; one statement.
    """
    later = aliased(Mail)
    since = (later.person_id == Mail.person_id,)
    got_through = exists().where(*since, later.failed_at.is_(None), later.sent_at > Mail.failed_at)
    failed_again = exists().where(*since, later.id > Mail.id, _is_trouble(later, on))
    wanted: AnySelect = (
        select(
            Membership.person_code,
            Person.name,
            Mail.address,
            func.coalesce(Mail.trouble, ""),
            Mail.failed_at,
            Mail.refused,
            func.count().over().label("total"),
        )
        .join(Person, Person.id == Mail.person_id)
        .join(Membership, Membership.person_id == Person.id)
        .where(seen(eyes, on), is_member(on), _is_trouble(Mail, on), ~got_through, ~failed_again)
        .order_by(Person.name, Mail.id)
        .limit(SHOWN)
    )
    rows = session.execute(wanted).all()
    return rows[0].total if rows else 0, tuple(Troubled(*row[:-1]) for row in rows)


def _is_trouble(mail: Any, on: date) -> ColumnElement[bool]:
    return and_(
        mail.failed_at >= start_of(on - LOOKED_BACK),
        mail.trouble.not_in(OUR_OWN),
    )


def without_address(session: Session, eyes: Eyes, *, on: date) -> int:
    """How many of the people a lead sees have confirmed no address, so that nothing is sent."""
    confirmed = exists().where(
        Address.person_id == Membership.person_id, Address.verified_at.is_not(None)
    )
    return (
        session.scalar(
            select(func.count(Membership.person_id.distinct())).where(
                seen(eyes, on), belongs(on), ~confirmed
            )
        )
        or 0
    )


@dataclass(frozen=True)
class Ahead:
    """What waits for the next weekly e-mails of a council."""

    people: int
    kinds: dict[str, int]  # of notices


def what_waits(session: Session, organisation_id: int, *, on: date) -> Ahead:
    """Notices of a council and of its people's own records; one statement."""
    declined = exists().where(
        DeclinedPost.person_id == Notice.person_id,
        DeclinedPost.kind == Notice.kind,
        DeclinedPost.until.is_(None),
    )
    members = select(Membership.person_id).where(
        Membership.organisation_id == organisation_id, belongs(on)
    )
    waits = (
        is_waiting(on),
        Notice.person_id.in_(members),
        or_(Notice.organisation_id.is_(None), Notice.organisation_id == organisation_id),
        ~declined,
    )
    people = select(func.count(Notice.person_id.distinct())).where(*waits).scalar_subquery()
    rows = session.execute(
        select(Notice.kind, func.count().label("number"), people.label("people"))
        .where(*waits)
        .group_by(Notice.kind)
        .order_by(Notice.kind)
    ).all()
    return Ahead(rows[0].people if rows else 0, {row.kind: row.number for row in rows})


@dataclass(frozen=True)
class Gone:
    """What became of a council's weekly e-mails lately."""

    sent: int
    waiting: int
    failed: int


def what_went(session: Session, organisation_id: int, *, on: date) -> Gone:
    """Of the weekly e-mails to the people of a council in the last 30 days; one statement."""
    members = select(Membership.person_id).where(
        Membership.organisation_id == organisation_id, is_member(on)
    )
    sent = and_(Mail.sent_at.is_not(None), Mail.failed_at.is_(None))
    waiting = and_(Mail.sent_at.is_(None), Mail.failed_at.is_(None))
    row = session.execute(
        select(
            *(
                func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
                for condition in (sent, waiting, Mail.failed_at.is_not(None))
            )
        ).where(
            Mail.week.is_not(None),
            Mail.written_at >= start_of(on - COUNTED_BACK),
            Mail.person_id.in_(members),
        )
    ).one()
    return Gone(*row)
