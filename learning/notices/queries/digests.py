"""Answers about who is to get a digest now, and what is in it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from learning.clock import day_of, start_of
from learning.dated import in_force
from learning.notices.models import DeclinedPost, Mail, Notice
from learning.notices.queries.told import refused_addresses
from learning.notices.rules.digest import STALE, Waiting
from learning.notices.rules.kinds import AT_ONCE
from learning.notices.rules.opening import Council, first_moment_of_week, week_of
from learning.notices.rules.words import language_of
from learning.people.models import (
    Address,
    Membership,
    MembershipPeriod,
    Organisation,
    Particulars,
    Pause,
    Person,
)
from learning.policies.queries import policies_of_all
from learning.policies.rules import Post, Quiet


def councils(
    session: Session, *, on: date, only: Collection[int] | None = None
) -> dict[int, Council]:
    """What all councils, or some, decided about routine e-mail as at a day: two statements."""
    wanted = select(Organisation.id, Organisation.name, Organisation.nation)
    if only is not None:
        wanted = wanted.where(Organisation.id.in_(only))
    rows = session.execute(wanted.order_by(Organisation.id)).all()
    decided = policies_of_all(session, [row.id for row in rows], on=on)
    return {
        row.id: Council(
            row.id, row.name, row.nation, decided[row.id].of(Post), decided[row.id].of(Quiet)
        )
        for row in rows
    }


def belongs(on: date) -> ColumnElement[bool]:
    """Memberships that hold on a day and are not paused: on leave, work does not write."""
    away = select(Pause.membership_id).where(
        Pause.superseded_at.is_(None),
        Pause.paused_from <= on,
        or_(Pause.paused_until.is_(None), Pause.paused_until > on),
    )
    holds = select(MembershipPeriod.membership_id).where(in_force(MembershipPeriod, on))
    return and_(Membership.id.in_(holds), Membership.id.not_in(away))


def places_of(session: Session, people: Collection[int], *, on: date) -> dict[int, set[int]]:
    """The councils that each of these people belongs to and is not away from."""
    found: dict[int, set[int]] = {one: set() for one in people}
    rows = session.execute(
        select(Membership.person_id, Membership.organisation_id).where(
            Membership.person_id.in_(people), belongs(on)
        )
    )
    for person_id, organisation_id in rows:
        found[person_id].add(organisation_id)
    return found


def is_waiting(on: date) -> ColumnElement[bool]:
    """Notices for a digest that none has taken along, and that are not too old for one."""
    return and_(
        Notice.mail_id.is_(None),
        Notice.sent_at.is_(None),  # an e-mail that was sent may be gone by now
        Notice.kind.not_in(AT_ONCE),
        Notice.written_at >= start_of(on - STALE),
    )


def had_their_digest(person: Any, at: datetime) -> ColumnElement[bool]:
    """Whether somebody had this week's e-mail, or an older one is still on its way to them."""
    on_its_way = and_(Mail.sent_at.is_(None), Mail.failed_at.is_(None))
    return (
        select(Mail.id)
        .where(
            Mail.person_id == person,
            Mail.week.is_not(None),
            or_(Mail.week == week_of(at), on_its_way, Mail.sent_at >= first_moment_of_week(at)),
        )
        .exists()
    )


def whose_turn(
    session: Session, opened: Collection[int], *, at: datetime, after: int, most: int
) -> Sequence[int]:
    """The next people, by id, who belong to one of these councils and have something waiting."""
    on = day_of(at)
    here = select(Membership.person_id).where(Membership.organisation_id.in_(opened), belongs(on))
    return session.scalars(
        select(Notice.person_id)
        .where(
            is_waiting(on),
            Notice.person_id > after,
            Notice.person_id.in_(here),
            ~had_their_digest(Notice.person_id, at),
        )
        .distinct()
        .order_by(Notice.person_id)
        .limit(most)
    ).all()


def waiting_for(session: Session, people: Collection[int], *, on: date) -> dict[int, list[Waiting]]:
    """The notices that wait for each of these people, the oldest first."""
    found: dict[int, list[Waiting]] = defaultdict(list)
    rows = session.execute(
        select(
            Notice.person_id,
            Notice.id,
            Notice.organisation_id,
            Notice.kind,
            Notice.subject,
            Notice.body,
            Notice.link,
            Notice.written_at,
        )
        .where(Notice.person_id.in_(people), is_waiting(on))
        .order_by(Notice.id)
    )
    for row in rows:
        found[row.person_id].append(Waiting(*row[1:]))
    return found


def declined_by(session: Session, people: Collection[int]) -> dict[int, set[str]]:
    """The kinds that each of these people wants no e-mail about."""
    found: dict[int, set[str]] = {one: set() for one in people}
    rows = session.execute(
        select(DeclinedPost.person_id, DeclinedPost.kind).where(
            DeclinedPost.person_id.in_(people), DeclinedPost.until.is_(None)
        )
    )
    for person_id, kind in rows:
        found[person_id].add(kind)
    return found


@dataclass(frozen=True)
class Recipient:
    """Whom an e-mail goes to; without an address it goes nowhere."""

    name: str
    language: str
    address: str | None


def recipients(session: Session, people: Collection[int]) -> dict[int, Recipient]:
    """Their names, languages, and the first verified address that takes post."""
    spoken = {
        row.person_id: row.language
        for row in session.execute(
            select(Particulars.person_id, Particulars.language)
            .where(
                Particulars.person_id.in_(people),
                Particulars.superseded_at.is_(None),
                Particulars.language.is_not(None),
            )
            .order_by(Particulars.organisation_id.desc())
        )
    }
    addresses: dict[int, list[str]] = defaultdict(list)
    for row in session.execute(
        select(Address.person_id, Address.written)
        .where(Address.person_id.in_(people), Address.verified_at.is_not(None))
        .order_by(Address.id)
    ):
        addresses[row.person_id].append(row.written)
    refused = refused_addresses(session, [one for each in addresses.values() for one in each])
    rows = session.execute(
        select(Person.id, Person.name, Person.language).where(Person.id.in_(people))
    )
    return {
        row.id: Recipient(
            row.name,
            language_of(row.language, spoken.get(row.id)),
            next((one for one in addresses[row.id] if one.lower() not in refused), None),
        )
        for row in rows
    }
