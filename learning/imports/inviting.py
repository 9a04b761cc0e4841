"""What follows for people who are new: the one place where an import meets invitations."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from learning.imports.rules.deeds import ToInvite


def after_applying(
    session: Session,
    people: Sequence[ToInvite],
    *,
    organisation_id: int,
    by: int | None,
    at: datetime,
) -> None:
    """In the transaction of the import: invites everybody of these who is not in yet."""
