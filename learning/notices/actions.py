"""Writes what is to be told."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
    send_after: datetime | None = None,
    secret: bool = False,
    at: datetime,
) -> Mail:
    """Put an e-mail in the outbox, in the transaction of its cause."""
    mail = Mail(
        mark=secrets.token_hex(16),
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
