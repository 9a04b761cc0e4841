"""Gives people copies of what is kept about them, and erases them when that is asked."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning import audit
from learning.audit import AuditEntry
from learning.clock import day_of
from learning.errors import Conflict, NotFound, Refusal
from learning.housekeeping import queries
from learning.housekeeping.erasing import erase
from learning.housekeeping.whose import Whom
from learning.notices import actions as notices
from learning.people.actions.holding import hold
from learning.people.models import Membership, Person
from learning.people.standing import OrganisationFacts

COPY = "copy.given"
COPY_STANDS = timedelta(days=1)  # asked again within a day, they have been told already


def give_copy(
    session: Session, person_id: int, *, council: OrganisationFacts, by: int, at: datetime
) -> bool:
    """Tells somebody where their copy is: in their own account, for nobody else's eyes.

    False where they were told within a day: sent twice, the form tells them once.
    """
    hold(session, council.id)
    told = session.scalar(
        select(AuditEntry.id).where(
            AuditEntry.action == COPY,
            AuditEntry.organisation_id == council.id,
            AuditEntry.person_id == person_id,
            AuditEntry.at > at - COPY_STANDS,
        )
    )
    if told is not None:
        return False
    notices.tell(
        session,
        person_id=person_id,
        organisation_id=council.id,
        kind=COPY,
        subject="Your copy of everything that is kept about you",
        body="You asked for a copy. It is in your account, for you alone: everything that is kept"
        " about you, as one file. Nobody at your council has seen it.",
        link="/record.json",
        at=at,
    )
    audit.write(session, COPY, by=by, at=at, organisation_id=council.id, person_id=person_id)
    return True


def export_by_command(session: Session, person_id: int, *, at: datetime) -> None:
    """That an administrator wrote somebody's copy to a file."""
    audit.write(session, "person.exported", by=None, at=at, person_id=person_id)


def erase_here(
    session: Session,
    person_id: int,
    *,
    council: OrganisationFacts,
    typed_name: str,
    by: int,
    at: datetime,
) -> None:
    """A council lets go of somebody; where nobody else keeps them, all of them goes."""
    hold(session, council.id)  # they may come back at the same moment
    name = session.scalar(
        select(Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Person.id == person_id,
            Membership.organisation_id == council.id,
            Membership.erased_at.is_(None),
        )
        .limit(1)
    )
    if not name:
        raise Conflict("This person has been erased already. Nothing has been changed.")
    if person_id == by:
        raise Refusal("Ask another training lead to erase you", field="name")
    refuse_members(session, person_id, council=council, at=at)
    if _same(typed_name) != _same(name):
        raise Refusal("Type the name as it stands above", field="name")
    whole = queries.of_no_other(session, (person_id,), council.id, on=day_of(at))
    erase(session, Whom((person_id,), None if whole else council.id), at=at)
    _write_down(session, person_id, council.id, by=by, at=at)


def refuse_members(
    session: Session, person_id: int, *, council: OrganisationFacts, at: datetime
) -> None:
    """Whoever still belongs is not erased: figures would count somebody whom nobody can name."""
    if queries.belongs_to(session, person_id, council.id, on=day_of(at)):
        raise Refusal(
            f"They belong to {council.name}. End their membership first; they can be erased once"
            " it has ended.",
            field="name",
        )


def erase_everywhere(
    session: Session, person_id: int, *, even_if_member: bool, at: datetime
) -> None:
    """All of somebody goes; by command, for an administrator."""
    if session.get(Person, person_id) is None:
        raise NotFound
    still = queries.in_the_way(session, person_id, on=day_of(at))
    if not even_if_member and (still.councils or still.appointments):
        raise Refusal(
            "They still "
            + " and ".join(
                part
                for part in (
                    still.councils and f"belong to {', '.join(still.councils)}",
                    still.appointments and f"act as {', '.join(still.appointments)}",
                )
                if part
            )
            + ". End that first, or say --even-if-member."
        )
    erase(session, Whom((person_id,)), at=at)
    _write_down(session, person_id, None, by=None, at=at)


def _write_down(
    session: Session, person_id: int, organisation_id: int | None, *, by: int | None, at: datetime
) -> None:
    """Ids only."""
    audit.write(
        session,
        "person.erased",
        by=by,
        at=at,
        organisation_id=organisation_id,
        person_id=person_id,
    )


def _same(name: str) -> str:
    return " ".join(name.split()).casefold()
