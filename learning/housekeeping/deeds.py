"""Deeds about somebody in words, from the council's audit."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.audit import AuditDetail, AuditEntry
from learning.clock import moment_in_words


def deeds_about(session: Session, person_id: int) -> list[str]:
    """One line each, the oldest first; who did it is somebody else's and is left out."""
    rows = session.execute(
        select(AuditEntry, AuditDetail)
        .outerjoin(AuditDetail, AuditDetail.entry_id == AuditEntry.id)
        .where(AuditEntry.person_id == person_id)
        .order_by(AuditEntry.id, AuditDetail.id)
    ).all()
    said: dict[int, str] = {}
    for entry, detail in rows:
        line = said.setdefault(entry.id, f"{moment_in_words(entry.at)}: {_words(entry.action)}")
        if detail is not None:
            said[entry.id] = f"{line}; {_words(detail.field)}{_from(detail)}"
    return list(said.values())


def _words(text: str) -> str:
    return text.replace(".", " ").replace("-", " ").replace("_", " ")


def _from(detail: AuditDetail) -> str:
    if detail.before is None:
        return f" {detail.after}" if detail.after is not None else ""
    return f" from {detail.before} to {detail.after or 'none'}"
