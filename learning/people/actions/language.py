"""In which language somebody is written to."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from learning.people.models import Person


def choose(session: Session, *, person_id: int, language: str) -> None:
    """What the person chose goes before what their council said of them."""
    session.execute(update(Person).where(Person.id == person_id).values(language=language))
