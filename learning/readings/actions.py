"""Writes readings down."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from learning.clock import day_of
from learning.database import insert_of
from learning.readings.models import Reading
from learning.readings.rules import Noted


def record(
    session: Session,
    noted: Noted,
    *,
    councils: Iterable[int],
    form: str,
    reader_id: int,
    at: datetime,
) -> None:
    """A reading of these councils' figures; what is written down of today already stays."""
    rows = [
        {
            "organisation_id": council,
            "reader_id": reader_id,
            "read_on": day_of(at),
            "read_at": at,
            "kind": noted.kind.value,
            "place": noted.place,
            "form": form,
            "appointment": noted.appointment,
        }
        for council in sorted(councils)
    ]
    session.execute(insert_of(session)(Reading).values(rows).on_conflict_do_nothing())
