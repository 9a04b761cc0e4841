"""Everything that happened to one person in an organisation, and what they were told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    String,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from learning.assignments.models import Assigned, Assignment
from learning.audit import AuditEntry
from learning.auditing.of_evidence import FOR_EVER, of_evidence
from learning.auditing.queries import actor_name, changes_of, who
from learning.auditing.values import Change
from learning.auditing.wording import ASKED, DEEDS
from learning.catalogue.published import Catalogue
from learning.clock import day_in_words, day_of
from learning.database import AnySelect, UtcDateTime
from learning.evidence.models import Evidence
from learning.notices.models import Mail, Notice
from learning.people.models import Membership, MembershipPeriod, Person
from learning.people.sight import Eyes, seen

PAGE = 50
# E-mails about how somebody signs in are theirs.
OWN_POST = ("recovery", "account", "link")


@dataclass(frozen=True)
class PersonHere:
    """Whose history it is."""

    person_id: int
    code: str
    name: str
    left_on: date | None


@dataclass(frozen=True)
class Event:
    """Something that happened."""

    at: datetime
    to_the_minute: bool
    words: str
    changes: tuple[Change, ...] = ()
    then: str = ""


def person_here(session: Session, eyes: Eyes, code: str, *, on: date) -> PersonHere | None:
    """The person with that code, if this lead sees them."""
    last = func.max(func.coalesce(MembershipPeriod.ends_on, FOR_EVER))
    row = session.execute(
        select(Membership.person_id, Person.name, last.label("last"))
        .join(Person, Person.id == Membership.person_id)
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .where(
            Membership.person_code == code,
            MembershipPeriod.superseded_at.is_(None),
            seen(eyes, on),
        )
        .group_by(Membership.person_id, Person.name)
    ).one_or_none()
    if row is None:
        return None
    return PersonHere(row.person_id, code, row.name, None if row.last == FOR_EVER else row.last)


def of_person(
    session: Session, eyes: Eyes, person: PersonHere, *, page: int
) -> tuple[int, list[Event]]:
    """How many things happened, and one page of them, newest first."""
    sources = [
        _deeds(eyes, person),
        _requests(eyes, person),
        _passed(person),
        _told(eyes, person),
        _posted(eyes, person),
    ]
    happened = union_all(*sources).subquery()
    total = session.scalar(select(func.count()).select_from(happened)) or 0
    rows = session.execute(
        select(happened)
        .order_by(happened.c.at.desc(), happened.c.source, happened.c.number.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    deeds = [row.number for row in rows if row.source == "deed"]
    changes = changes_of(session, deeds, eyes.catalogue)
    return total, [_event(row, changes, eyes.catalogue) for row in rows]


def _source(
    name: str,
    at: Any,
    number: Any,
    words: Any,
    *,
    actor_id: Any = None,
    actor: Any = None,
    day: Any = None,
    level: Any = None,
    why: Any = None,
    sent_at: Any = None,
) -> AnySelect:
    """One shape for all: PostgreSQL asks that an empty column says what it is empty of."""
    found: AnySelect = select(
        literal(name).label("source"),
        at.label("at"),
        number.label("number"),
        words.label("words"),
        _or_empty(actor_id, Integer()).label("actor_id"),
        _or_empty(actor, String()).label("actor"),
        _or_empty(day, Date()).label("day"),
        _or_empty(level, Integer()).label("level"),
        _or_empty(why, String()).label("why"),
        _or_empty(sent_at, UtcDateTime()).label("sent_at"),
    )
    return found


def _or_empty(column: Any, kind: Any) -> ColumnElement[Any]:
    return cast(null(), kind) if column is None else column


def _deeds(eyes: Eyes, person: PersonHere) -> AnySelect:
    """What the audit trail says: of this organisation, and of what was shown."""
    is_ours = or_(
        AuditEntry.organisation_id == eyes.organisation_id, of_evidence(eyes.organisation_id)
    )
    return _source(
        "deed",
        AuditEntry.at,
        AuditEntry.id,
        AuditEntry.action,
        actor_id=AuditEntry.actor_id,
        actor=actor_name(eyes.organisation_id),
    ).where(AuditEntry.person_id == person.person_id, AuditEntry.action.in_(tuple(DEEDS)), is_ours)


def _requests(eyes: Eyes, person: PersonHere) -> AnySelect:
    """What they were asked, and when that changed: each is a row of its own.

    The trail has one entry for many people. Extensions and exemptions have entries of their own.
    """
    return (
        _source(
            "asked",
            Assigned.recorded_at,
            Assigned.id,
            Assignment.path,
            actor_id=Assigned.recorded_by,
            actor=Person.name,
            day=Assigned.due_on,
            why=Assigned.why,
        )
        .join(Assignment, Assignment.id == Assigned.assignment_id)
        .outerjoin(Person, Person.id == Assigned.recorded_by)
        .where(
            Assigned.person_id == person.person_id,
            Assignment.organisation_id == eyes.organisation_id,
            Assigned.why.in_(tuple(ASKED)),
        )
    )


def _passed(person: PersonHere) -> AnySelect:
    """Checks passed before they left: the skill, the level and the day, and nothing else."""
    return _source(
        "passed",
        Evidence.recorded_at,
        Evidence.id,
        Evidence.skill,
        day=Evidence.shown_on,
        level=Evidence.level,
    ).where(
        Evidence.person_id == person.person_id,
        Evidence.source == "assessment",
        Evidence.first_id.is_(None),
        Evidence.shown_on < (person.left_on or FOR_EVER),
    )


def _told(eyes: Eyes, person: PersonHere) -> AnySelect:
    return _source(
        "told", Notice.written_at, Notice.id, Notice.subject, sent_at=Notice.sent_at
    ).where(Notice.person_id == person.person_id, Notice.organisation_id == eyes.organisation_id)


def _posted(eyes: Eyes, person: PersonHere) -> AnySelect:
    """E-mails of this organisation alone, such as an invitation."""
    return _source(
        "e-mail",
        func.coalesce(Mail.sent_at, Mail.failed_at, Mail.written_at, type_=UtcDateTime()),
        Mail.id,
        Mail.subject,
        actor=Mail.trouble,
        sent_at=Mail.sent_at,
    ).where(
        Mail.person_id == person.person_id,
        Mail.organisation_id == eyes.organisation_id,
        Mail.kind.not_in(OWN_POST),
    )


def _event(row: Any, changes: Mapping[int, tuple[Change, ...]], catalogue: Catalogue) -> Event:
    if row.source == "deed":
        words = f"{who(row.actor_id, row.actor)} {DEEDS[row.words].says}"
        return Event(row.at, True, words, changes[row.number])
    if row.source == "asked":
        path = catalogue.paths[row.words].title if row.words in catalogue.paths else row.words
        asker, day = who(row.actor_id, row.actor), day_in_words(row.day)
        return Event(row.at, True, ASKED[row.why].format(who=asker, path=path, day=day))
    if row.source == "passed":
        skill = catalogue.skills[row.words].name if row.words in catalogue.skills else row.words
        words = f"Passed a check: {skill} shown at level {row.level}"
        return Event(row.at, False, words)
    return _message(row)


def _message(row: Any) -> Event:
    """What they were told, or an e-mail."""
    sent = f"Sent by e-mail on {day_in_words(day_of(row.sent_at))}" if row.sent_at else ""
    if row.source == "told":
        return Event(row.at, True, f"Told: {row.words}", then=sent)
    trouble = f"It did not arrive: {row.actor}" if row.actor else ""
    return Event(row.at, True, f"E-mail: {row.words}", then=trouble or sent or "Waiting to be sent")
