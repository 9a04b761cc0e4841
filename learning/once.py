"""What a form makes is made once, from however many tabs; what is kept, by the first to keep it."""

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learning.database import Base
from learning.errors import Conflict

Made = TypeVar("Made", bound=Base)  # with a form_key, unique for each person, and a form_hash


def made_before(
    session: Session,
    table: type[Made],
    whose: ColumnElement[bool],
    *,
    form_key: str,
    form_hash: str,
) -> Made | None:
    """What this form of theirs made before; Conflict where it said something else then."""
    keyed: Any = table
    before: Any = session.scalar(select(table).where(whose, keyed.form_key == form_key))
    if before is not None and before.form_hash != form_hash:
        raise Conflict("This form was sent before with other answers. Start again.")
    found: Made | None = before
    return found


def make_once(session: Session, made: Made, whose: ColumnElement[bool]) -> Made:
    """Adds the row, with its id; or returns the one of another tab that came first."""
    row: Any = made
    form = {"form_key": row.form_key, "form_hash": row.form_hash}
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()  # what follows points to it
    except IntegrityError:  # sent from another tab at the same moment
        before = made_before(session, type(made), whose, **form)
        if before is None:
            raise
        return before
    return made


def keep_first(session: Session, row: Base) -> bool:
    """Adds a row that others may add too; False where somebody did since it was looked for."""
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        return False
    return True
