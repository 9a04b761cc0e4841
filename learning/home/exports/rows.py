"""How a table becomes a list in the file: all its columns, but for those left out with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, bindparam, inspect, select

from learning.database import AnySelect, Base
from learning.people.models import Membership, Organisation

# Columns that are left out wherever they stand, each with its reason.
LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "person_id": "the same in every row: yours",
        "recorded_by": "who wrote the row down is somebody else",
        "actor_id": "likewise; by_you says whether it was you",
        "made_by": "likewise; given_by has the name",
        "assigned_by": "likewise; asked_by has the name you were told",
        "decided_by": "likewise; the page of your claim has the name",
        "uploaded_by": "likewise",
        "reader_id": "the same in every row: yours",
        "told_id": "likewise; the notice to you says who is told",
        "content": "the bytes of a file you sent: download it from your claim",
        "lead_id": "which training lead was named is about them",
        "password_hash": "a secret",
        "token_hash": "a secret",
        "code_hash": "a secret",
        "invited_by": "who did it is somebody else",
        "printed_by": "likewise",
        "marked_by": "likewise",
        "drawn_by": "likewise",
        "published_by": "likewise",
        "revoked_by": "likewise",
        "started_by": "likewise",
        "undone_by": "likewise",
        "linked_to": "tells a second record of the same person from the first",
        "linked_at": "likewise",
        "provisional_id": "likewise",
        "mail_mark": "tells one e-mail from another",
        "key": "the address again, as it is looked up",
        "officer_id": "likewise; the page of the request has the name",
        "reference_key": "the reference again, as it is looked up",
        "address_key": "the address again, as it is looked up",
        "mark": "tells one e-mail from another",
        "cause": "tells one telling from another",
        "mail_id": "which e-mail took it along",
        "html": "the words of an e-mail again, dressed",
        "form_key": "tells one sending of a form from another",
        "form_hash": "likewise",
        "colleague_id": "whom you named stands as you wrote it",
        "proposed_by": "who did it is somebody else",
        "organisation_id": "stands as the council’s name",
        "partnership_id": "stands as the partnership’s name",
    }
)
# Tables about people that are left out whole.
NOT_TAKEN: Mapping[str, str] = MappingProxyType(
    {
        "invitation_due": "it stands for a moment only; the invitation that follows is taken",
        "audit_detail": "the values before and after may be about others; the deeds are taken",
        "moved_place": "which memberships moved to another council: both are taken, with the deed",
        "listed_person": "where a plan of councils would send you: what comes of it is taken",
    }
)
ME: Any = bindparam("person_id")


@dataclass(frozen=True)
class Part:
    """A list in the file; `inside` names the list whose rows hold these, `by` how they point."""

    name: str
    says: str
    rows: AnySelect
    inside: str = ""
    by: str = ""


def columns(table: Any) -> list[ColumnElement[Any]]:
    """Every column of a table that is not left out."""
    return [column for column in inspect(table).columns if column.key not in LEFT_OUT]


def own(table: Any, *more: ColumnElement[Any]) -> AnySelect:
    """The person's own rows, with the name of the council they are about, if any."""
    found: AnySelect = select(*columns(table), *more).where(table.person_id == ME)
    if "organisation_id" in inspect(table).columns:
        found = found.add_columns(Organisation.name.label("council")).outerjoin(
            Organisation, Organisation.id == table.organisation_id
        )
    keys = inspect(table).primary_key
    return found.order_by(getattr(table, "started_at", keys[0]), *keys)  # ids may be random


def hanging_on(whole: Any, table: Any, *, by: str) -> AnySelect:
    """The rows of a table that point, `by` a column, to the person's own of another."""
    found: AnySelect = (
        select(*columns(table))
        .join(whole, whole.id == getattr(table, by))
        .where(whole.person_id == ME)
        .order_by(*inspect(table).primary_key)
    )
    return found


def of_membership(table: type[Base]) -> AnySelect:
    """The rows that hang on the person's memberships."""
    key = inspect(table).columns["membership_id"]
    mine = key.in_(select(Membership.id).where(Membership.person_id == ME))
    return select(*columns(table)).where(mine).order_by(inspect(table).columns["id"])
