"""Makes everything that names one person name another: a decision for each key, none left out."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from sqlalchemy import Column, ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from learning.database import Base
from learning.errors import Conflict


class Becomes(Enum):
    """What linking does with the rows in which a column names the provisional person."""

    THEIRS = "they name the person it turned out to be"
    KEPT = "they say what was so then, and name the provisional record for good"
    NONE = "there are none: only somebody who has signed in is named here; else nothing is linked"
    OF_DEEDS = "there are none: it names who did something, and whoever never signed in did nothing"


T, K, N, D = Becomes.THEIRS, Becomes.KEPT, Becomes.NONE, Becomes.OF_DEEDS
DECIDED: Mapping[str, Becomes] = MappingProxyType(
    {
        # what an organisation wrote down, asked, recorded and sent
        "membership.person_id": T,
        "particulars.person_id": T,
        "assigned.person_id": T,
        "assignment.officer_id": T,
        "sharing.officer_id": T,
        "appointment.person_id": T,
        "restriction.lead_id": T,
        "evidence.person_id": T,
        "certificate.person_id": T,
        "adjustment.person_id": T,
        "exemption.person_id": T,
        "set_apart.person_id": T,
        "escalated.person_id": T,
        "escalated.told_id": T,
        "extract_line.person_id": T,
        "notice.person_id": T,
        "mail.person_id": T,
        "invitation.person_id": T,
        "printed_code.person_id": T,
        "listed_person.person_id": T,
        # what only grows
        "audit_entry.person_id": K,
        "link_request.provisional_id": K,
        # what people themselves make
        "address.person_id": N,
        "asks_how_sure.person_id": N,
        "attempt.person_id": N,
        "challenge.person_id": N,
        "claim.person_id": N,
        "confirmation.colleague_id": N,
        "declined_post.person_id": N,
        "handed_on.person_id": N,
        "lesson_read.person_id": N,
        "link_request.person_id": N,
        "new_address.person_id": N,
        "outcome_question.person_id": N,
        "person.linked_to": N,
        "purpose_read.person_id": N,
        "reading.reader_id": N,
        "recovery.person_id": N,
        "self_assessment.person_id": N,
        "sign_in.person_id": N,
        # who did it
        "api_token.made_by": D,
        "api_token.revoked_by": D,
        "assignment.assigned_by": D,
        "audit_entry.actor_id": D,
        "claim_decision.decided_by": D,
        "completion_upload.uploaded_by": D,
        "handed_on.marked_by": D,
        "given_extract.made_by": D,
        "invitation.invited_by": D,
        "invitation_due.invited_by": D,
        "people_import.uploaded_by": D,
        "printed_code.printed_by": D,
        "result_case.proposed_by": D,
        "statement.published_by": D,
        "statement_release.recorded_by": D,
        "reorganisation.drawn_by": D,
        "reorganisation_run.started_by": D,
        "reorganisation_run.undone_by": D,
    }
)
RECORDED_BY = "recorded_by"  # of every dated row: who did it


def decision(column: Column[int]) -> Becomes:
    """What is decided for a column; LookupError where nobody has decided yet."""
    if column.name == RECORDED_BY:
        return Becomes.OF_DEEDS
    return DECIDED[f"{column.table.name}.{column.name}"]


def columns_naming_people() -> list[Column[int]]:
    """Every column of every table that points to a person."""
    person = Base.metadata.tables["person"]
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table is person for key in column.foreign_keys)
    ]


def repoint(session: Session, provisional_id: int, *, to: int) -> None:
    """All of it, or Conflict and nothing."""
    decided = [(column, decision(column)) for column in columns_naming_people()]
    of_their_own = [column for column, becomes in decided if becomes is Becomes.NONE]
    if session.scalar(select(_some_of(of_their_own, provisional_id))):
        raise Conflict("This has become an account of its own meanwhile. Nothing has been changed.")
    for column, becomes in decided:
        if becomes is Becomes.THEIRS:
            session.execute(
                update(column.table).where(column == provisional_id).values({column: to})
            )


def _some_of(columns: list[Column[int]], person_id: int) -> ColumnElement[bool]:
    return or_(*(select(column).where(column == person_id).exists() for column in columns))
