"""Writes what is to be told, and how people want to be told it."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from learning import audit
from learning.clock import day_of
from learning.database import insert_of
from learning.errors import NotFound, Refusal
from learning.notices.models import DeclinedPost, Mail, Notice
from learning.notices.queries.told import Wishes, wishes_of
from learning.notices.rules.kinds import OPTIONAL
from learning.notices.rules.words import LANGUAGES
from learning.people.actions import language as spoken
from learning.policies.actions import decide
from learning.policies.models import Policy
from learning.policies.queries import policies_of
from learning.policies.rules import Name, Post

LOOKED = "A training lead looked at what would be sent"
ENDED = "A training lead stopped the weekly e-mails"


def tell(
    session: Session,
    *,
    person_id: int,
    kind: str,
    subject: str,
    body: str,
    link: str | None = None,
    organisation_id: int | None = None,
    cause: str | None = None,
    at: datetime,
) -> bool:
    """Put a notice in the outbox, in the transaction of its cause; False where it was told before.

    With a `cause`, such as "expiring 123 90", somebody is told it once, however often it is said.
    """
    told = tell_all(
        session,
        [person_id],
        kind=kind,
        subject=subject,
        body=body,
        link=link,
        organisation_id=organisation_id,
        cause=cause,
        at=at,
    )
    return bool(told)


def tell_all(
    session: Session,
    people: Sequence[int],
    *,
    kind: str,
    subject: str,
    body: str,
    link: str | None = None,
    organisation_id: int | None = None,
    cause: str | None = None,
    at: datetime,
) -> int:
    """The same notice to each of several people, in one statement; returns how many were told.

    A `cause` is each person's own: whoever was told it before is left out.
    """
    if not people:
        return 0
    same = {
        "organisation_id": organisation_id,
        "kind": kind,
        "subject": subject,
        "body": body,
        "link": link,
        "written_at": at,
        "cause": cause,
    }
    rows = [{"person_id": person, **same} for person in people]
    if cause is None:
        session.execute(insert(Notice), rows)
        return len(rows)
    once = (
        insert_of(session)(Notice)
        .on_conflict_do_nothing(index_elements=["person_id", "cause"])
        .returning(Notice.id)
    )
    return len(session.scalars(once, rows).all())


def new_mark() -> str:
    """What tells an e-mail's Message-ID from any that somebody else could make up."""
    return secrets.token_hex(16)


def post(
    session: Session,
    *,
    person_id: int | None,
    organisation_id: int | None,
    address: str,
    kind: str,
    language: str,
    subject: str,
    plain: str,
    html: str,
    send_after: datetime | None = None,
    secret: bool = False,
    expires_at: datetime | None = None,
    at: datetime,
) -> Mail:
    """Put an e-mail in the outbox, in the transaction of its cause.

    One that `expires_at` is not sent from then on, and a `secret` one is emptied.
    """
    mail = Mail(
        mark=new_mark(),
        person_id=person_id,
        organisation_id=organisation_id,
        address=address,
        kind=kind,
        language=language,
        subject=subject,
        plain=plain,
        html=html,
        written_at=at,
        send_after=send_after or at,
        secret=secret,
        expires_at=expires_at,
    )
    session.add(mail)
    return mail


@dataclass(frozen=True)
class Posting:
    """One of many e-mails of a kind; whoever keeps `mark` finds what became of it."""

    person_id: int
    address: str
    language: str
    subject: str
    plain: str
    html: str
    mark: str = field(default_factory=new_mark)


def post_all(
    session: Session,
    postings: Sequence[Posting],
    *,
    organisation_id: int | None,
    kind: str,
    secret: bool = False,
    expires_at: datetime | None = None,
    at: datetime,
) -> None:
    """Put many e-mails of one kind in the outbox, in one statement."""
    same = {
        "organisation_id": organisation_id,
        "kind": kind,
        "written_at": at,
        "send_after": at,
        "secret": secret,
        "expires_at": expires_at,
    }
    if postings:
        session.execute(insert(Mail), [{**vars(one), **same} for one in postings])


def say_post(
    session: Session, organisation_id: int, *, approved: bool, by: int, at: datetime
) -> None:
    """A lead has looked at what would be sent and starts the weekly e-mails, or stops them.

    What the council decided about weekday and hours stays, and so does what it decided for
    later on.
    """
    today = day_of(at)
    current = policies_of(session, organisation_id, on=today).of(Post)
    if current.approved is approved:
        return
    to_come = session.scalars(
        select(Policy)
        .where(
            Policy.organisation_id == organisation_id,
            Policy.name == Name.POST,
            Policy.superseded_at.is_(None),
            Policy.starts_on > today,
        )
        .order_by(Policy.starts_on)
    ).all()
    later = [(Post.model_validate_json(one.said), one.authority, one.starts_on) for one in to_come]
    for said, authority, starts_on in [(current, LOOKED if approved else ENDED, today), *later]:
        decide(
            session,
            said.model_copy(update={"approved": approved}),
            organisation_id=organisation_id,
            authority=authority,
            starts_on=starts_on,
            by=by,
            at=at,
        )


def choose_post(
    session: Session, *, person_id: int, language: str, declined: Collection[str], at: datetime
) -> None:
    """In which language somebody is written to, and what they want no e-mail about."""
    if language not in LANGUAGES:
        raise Refusal("Choose a language", field="language")
    before = _wishes(session, person_id)
    if language != before.language:
        spoken.choose(session, person_id=person_id, language=language)
    _decline(session, person_id, set(declined), before.declined, at=at)
    changes = {
        "language": (before.language, language),
        "declined": (" ".join(sorted(before.declined)), " ".join(sorted(declined))),
    }
    changed = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if changed:
        audit.write(
            session, "post.chosen", by=person_id, at=at, person_id=person_id, changes=changed
        )


def unsubscribe(session: Session, *, person_id: int, at: datetime) -> None:
    """Somebody wants no e-mail about anything that they can do without."""
    before = _wishes(session, person_id).declined
    every = {kind.name for kind in OPTIONAL}
    _decline(session, person_id, every, before, at=at)
    if every - before:
        audit.write(
            session,
            "post.unsubscribed",
            by=person_id,
            at=at,
            person_id=person_id,
            changes={"declined": (" ".join(sorted(before)), " ".join(sorted(every)))},
        )


def _wishes(session: Session, person_id: int) -> Wishes:
    found = wishes_of(session, person_id)
    if found is None:
        raise NotFound
    return found


def _decline(
    session: Session, person_id: int, wanted: set[str], before: frozenset[str], *, at: datetime
) -> None:
    """Only these kinds are declined from now on."""
    if not wanted <= {kind.name for kind in OPTIONAL}:
        raise Refusal("Choose from the kinds on the page", field="kinds")
    rows = [{"person_id": person_id, "kind": kind, "since": at} for kind in sorted(wanted - before)]
    if rows:
        once = insert_of(session)(DeclinedPost).on_conflict_do_nothing()
        session.execute(once, rows)
    ended = before - wanted
    if ended:
        session.execute(
            update(DeclinedPost)
            .where(
                DeclinedPost.person_id == person_id,
                DeclinedPost.kind.in_(ended),
                DeclinedPost.until.is_(None),
            )
            .values(until=at)
        )
