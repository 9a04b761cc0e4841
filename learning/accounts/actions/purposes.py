"""Keeps that somebody put away what their councils' results are for."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from learning.accounts.models import PurposeRead
from learning.accounts.queries.purposes import Stated
from learning.database import insert_of


def put_away(session: Session, person_id: int, stated: Iterable[Stated], *, at: datetime) -> None:
    """These statements; putting one away twice is no fault."""
    for one in stated:
        session.execute(
            insert_of(session)(PurposeRead)
            .values(
                person_id=person_id,
                organisation_id=one.organisation_id,
                starts_on=one.starts_on,
                read_at=at,
            )
            .on_conflict_do_nothing()
        )
