"""Answers for importing completions: uploads, and everything that rows are held against."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, select, union_all
from sqlalchemy.orm import Session, undefer

from learning.claims.models import CompletionUpload
from learning.claims.queries.acceptance import rules_of
from learning.claims.rules.completions import Known, Surroundings
from learning.evidence.queries import evidence_by_skill
from learning.people.models import Address, Membership, Person
from learning.people.rules import address_key

NEWEST = 20


def surroundings(
    session: Session,
    organisation_id: int,
    in_care: ColumnElement[bool],
    *,
    importer_id: int | None,
    today: date,
    month_first: bool,
) -> Surroundings:
    """What rows are held against; `in_care` says which memberships may be written for."""
    rules = rules_of(session, organisation_id)
    people = select(Membership.person_id).where(in_care)
    return Surroundings(
        organisation_id=organisation_id,
        people=_people(session, in_care),
        rules=rules,
        shown=evidence_by_skill(session, people, {rule.skill for rule in rules}),
        importer_id=importer_id,
        today=today,
        month_first=month_first,
    )


def _people(session: Session, in_care: ColumnElement[bool]) -> dict[str, Known]:
    """By every address of theirs, and by the code that exports know them by."""
    here = (
        select(Membership.person_id, Membership.person_code, Person.name)
        .join(Person, Person.id == Membership.person_id)
        .where(in_care, Membership.erased_at.is_(None))
        .distinct()
        .cte()
    )
    by_address = select(here, Address.key).join(Address, Address.person_id == here.c.person_id)
    by_code = select(here, here.c.person_code.label("key"))
    rows = session.execute(union_all(by_address, by_code))
    return {address_key(row[3]): Known(row[0], row[2]) for row in rows}


def upload_of(
    session: Session, number: int, *, organisation_id: int, person_id: int
) -> CompletionUpload | None:
    """An upload with its rows, for whoever sent it."""
    return session.scalar(
        select(CompletionUpload)
        .options(undefer(CompletionUpload.completions))
        .where(
            CompletionUpload.id == number,
            CompletionUpload.organisation_id == organisation_id,
            CompletionUpload.uploaded_by == person_id,
        )
    )


def uploads_of(
    session: Session, *, organisation_id: int, person_id: int
) -> Sequence[CompletionUpload]:
    """The newest uploads of a lead, without their rows."""
    return session.scalars(
        select(CompletionUpload)
        .where(
            CompletionUpload.organisation_id == organisation_id,
            CompletionUpload.uploaded_by == person_id,
        )
        .order_by(CompletionUpload.id.desc())
        .limit(NEWEST)
    ).all()
