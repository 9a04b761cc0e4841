"""Prints codes for people without e-mail, and lets in whoever brings one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from learning import audit
from learning.accounts.actions.ending import end_ways_in
from learning.accounts.models import PrintedCode
from learning.accounts.queries.codes import Holder, holders_of_codes
from learning.accounts.rules import codes
from learning.accounts.rules.lasting import CODE_LASTS
from learning.database import in_parts
from learning.errors import Conflict, Refusal
from learning.notices import actions as notices
from learning.people.actions import identity
from learning.people.actions.holding import hold, hold_person
from learning.people.actions.identity import token_hash
from learning.people.models import Address

MOST = 200  # sheets at once
GONE = "This code has been used, or it ran out. Ask your training lead for a new sheet."


@dataclass(frozen=True)
class Sheet:
    """A page for one person; the code stands on it and nowhere else."""

    person: Holder
    code: str  # as it is printed


def print_codes(
    session: Session,
    memberships: Collection[int],
    *,
    organisation_id: int,
    by: int | None,
    at: datetime,
) -> list[Sheet]:
    """A new code for each of these people; a code of theirs that was printed before is ended.

    Left out is whoever has a verified address: they recover their password themselves, and no
    paper opens an account that has a safer way in.
    """
    if len(set(memberships)) > MOST:
        raise Refusal(f"Choose at most {MOST} people at once")
    hold(session, organisation_id)
    people = [
        one
        for one in holders_of_codes(session, organisation_id, memberships)
        if not one.has_address
    ]
    if not people:
        raise Refusal("Nobody chosen needs a code: they sign in by e-mail")
    sheets = [Sheet(one, codes.new_code()) for one in people]
    _end(session, organisation_id, [one.person_id for one in people], at=at)
    session.execute(
        insert(PrintedCode),
        [
            {
                "person_id": sheet.person.person_id,
                "organisation_id": organisation_id,
                "code_hash": token_hash(sheet.code),
                "printed_at": at,
                "printed_by": by,
                "expires_at": at + CODE_LASTS,
            }
            for sheet in sheets
        ],
    )
    _tell(session, people, organisation_id, by=by, at=at)
    return [Sheet(sheet.person, codes.written(sheet.code)) for sheet in sheets]


def _end(session: Session, organisation_id: int, people: list[int], *, at: datetime) -> None:
    for some in in_parts(people):
        session.execute(
            update(PrintedCode)
            .where(
                PrintedCode.organisation_id == organisation_id,
                PrintedCode.person_id.in_(some),
                PrintedCode.used_at.is_(None),
                PrintedCode.ended_at.is_(None),
            )
            .values(ended_at=at)
        )


def _tell(
    session: Session,
    people: Sequence[Holder],
    organisation_id: int,
    *,
    by: int | None,
    at: datetime,
) -> None:
    """In the audit, and to each of them: a code that came to somebody else is noticed."""
    notices.tell_all(
        session,
        [one.person_id for one in people],
        kind="code.printed",
        subject="A code to open your account was printed",
        body="Your training lead printed it for you. If you did not get it, tell them.",
        organisation_id=organisation_id,
        at=at,
    )
    audit.write_all(
        session,
        "code.printed",
        [one.person_id for one in people],
        by=by,
        at=at,
        organisation_id=organisation_id,
    )


def use(session: Session, code_hash: str, *, password_hash: str, at: datetime) -> int:
    """Whoever brought the code chose a passphrase: they are in, and the paper is worth nothing."""
    whose = select(PrintedCode.person_id).where(PrintedCode.code_hash == code_hash)
    hold_person(session, session.scalar(whose) or 0)
    row = session.execute(
        update(PrintedCode)
        .where(
            PrintedCode.code_hash == code_hash,
            PrintedCode.used_at.is_(None),
            PrintedCode.ended_at.is_(None),
            PrintedCode.expires_at > at,
        )
        .values(used_at=at)
        .returning(PrintedCode.person_id, PrintedCode.organisation_id)
    ).one_or_none()
    if row is None or _has_address(session, row.person_id):
        raise Conflict(GONE)
    identity.set_password_hash(
        session, person_id=row.person_id, password_hash=password_hash, by=row.person_id, at=at
    )
    end_ways_in(session, row.person_id, at=at)
    audit.write(
        session,
        "code.used",
        by=row.person_id,
        at=at,
        organisation_id=row.organisation_id,
        person_id=row.person_id,
    )
    return int(row.person_id)


def _has_address(session: Session, person_id: int) -> bool:
    found = session.scalar(
        select(Address.id).where(Address.person_id == person_id, Address.verified_at.is_not(None))
    )
    return found is not None
