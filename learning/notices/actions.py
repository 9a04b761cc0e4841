"""Writes what is to be told."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from learning.database import insert_of
from learning.notices.models import Mail, Notice


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


@dataclass(frozen=True)
class Word:
    """What one of several people is told, in words of their own."""

    person_id: int
    subject: str
    body: str
    link: str | None = None


def tell_each(
    session: Session, words: Iterable[Word], *, kind: str, organisation_id: int | None, at: datetime
) -> None:
    """Something of its own to each of several people, in one statement."""
    same = {"organisation_id": organisation_id, "kind": kind, "written_at": at}
    rows = [
        {
            "person_id": word.person_id,
            "subject": word.subject[:200],
            "body": word.body[:2000],
            "link": word.link,
            **same,
        }
        for word in words
    ]
    if rows:
        session.execute(insert(Notice), rows)


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
        send_after=at,
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
