"""Answers about what people were told."""

from sqlalchemy import select

from learning.database import AnySelect
from learning.notices.models import Notice


def told_to(person_id: int, *, organisation_id: int | None = None) -> AnySelect:
    """Everything a person was told (or what one organisation told them), newest first."""
    told = (
        select(Notice)
        .where(Notice.person_id == person_id)
        .order_by(Notice.written_at.desc(), Notice.id.desc())
    )
    return (
        told if organisation_id is None else told.where(Notice.organisation_id == organisation_id)
    )
