"""Writes what is to be told."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from learning.notices.models import Notice


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
