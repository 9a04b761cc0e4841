"""The audit trail only grows: the database itself refuses anything else."""

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from learning import audit
from learning.audit import AuditDetail, AuditEntry
from tests.builders import LONG_AGO, a_person, an_organisation


@pytest.fixture
def entry(session: Session) -> AuditEntry:
    """A deed with a value before and one after."""
    council = an_organisation(session)
    audit.write(
        session,
        "role.given",
        by=None,
        at=LONG_AGO,
        organisation_id=council.id,
        person_id=a_person(session),
        changes={"role": ("clerk", "councillor"), "starts_on": (None, "2026-05-01")},
    )
    return session.scalars(select(AuditEntry).where(AuditEntry.action == "role.given")).one()


REFUSED = (
    update(AuditEntry).values(action="nothing.happened"),
    update(AuditEntry).values(actor_id=None, fields=""),
    delete(AuditEntry),
    update(AuditDetail).values(after="mayor"),
    update(AuditDetail).where(AuditDetail.field == "starts_on").values(before="2020-01-01"),
    update(AuditDetail).values(field="service", before=None, after=None),
    update(AuditDetail).values(before=AuditDetail.after),
    delete(AuditDetail),
)


@pytest.mark.parametrize("number", range(len(REFUSED)))
def test_what_was_written_down_is_neither_changed_nor_deleted(
    session: Session, entry: AuditEntry, number: int
) -> None:
    def everything() -> list[tuple]:
        return [
            tuple(row)
            for table in (AuditEntry.__table__, AuditDetail.__table__)
            for row in session.execute(select(table))
        ]

    before = everything()
    with pytest.raises(DatabaseError, match="only grows"), session.begin_nested():
        session.execute(REFUSED[number], execution_options={"synchronize_session": False})
    assert everything() == before
    assert len(before) > 3


def test_no_truncating_either(session: Session, entry: AuditEntry) -> None:
    if session.get_bind().dialect.name == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DatabaseError, match="only grows"), session.begin_nested():
        session.execute(text("TRUNCATE audit_detail"))


def test_erasure_empties_values_and_leaves_the_deed(session: Session, entry: AuditEntry) -> None:
    mine = AuditDetail.entry_id == entry.id
    session.execute(update(AuditDetail).where(mine).values(before=None))
    session.execute(update(AuditDetail).where(mine).values(before=None, after=None))
    rows = session.execute(
        select(AuditDetail.field, AuditDetail.before, AuditDetail.after).where(mine)
    ).all()
    assert sorted(map(tuple, rows)) == [("role", None, None), ("starts_on", None, None)]
    assert entry.action == "role.given"


def test_the_trail_still_grows(session: Session, entry: AuditEntry) -> None:
    audit.write(session, "badges.switched", by=None, at=LONG_AGO, changes={"on": (False, True)})
    session.flush()
    assert session.scalars(select(AuditEntry).where(AuditEntry.action == "badges.switched")).one()
