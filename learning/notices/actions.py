"""Writes what is to be told."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

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
    at: datetime,
) -> None:
    """Put a notice in the outbox, in the transaction of its cause."""
    tell_all(
        session,
        [person_id],
        kind=kind,
        subject=subject,
        body=body,
        link=link,
        organisation_id=organisation_id,
        at=at,
    )


def tell_all(
    session: Session,
    people: Sequence[int],
    *,
    kind: str,
    subject: str,
    body: str,
    link: str | None = None,
    organisation_id: int | None = None,
    at: datetime,
) -> None:
    """The same notice to each of several people, in one statement."""
    same = {
        "organisation_id": organisation_id,
        "kind": kind,
        "subject": subject,
        "body": body,
        "link": link,
        "written_at": at,
    }
    session.execute(insert(Notice), [{"person_id": person, **same} for person in people])


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
    at: datetime,
) -> Mail:
    """Put an e-mail in the outbox, in the transaction of its cause."""
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
    )
    session.add(mail)
    return mail


def new_mark() -> str:
    """What an e-mail is told by, before it has an id."""
    return secrets.token_hex(16)


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
    at: datetime,
) -> None:
    """Put many e-mails of one kind in the outbox, in one statement."""
    same = {
        "organisation_id": organisation_id,
        "kind": kind,
        "written_at": at,
        "send_after": at,
        "secret": secret,
    }
    if postings:
        session.execute(insert(Mail), [{**vars(one), **same} for one in postings])
