"""Asks people, some months after a check, whether they do anything differently; for every day.

Reading needs no lock; what is new is written in a short transaction for each few hundred people.
Done twice, or by two at a time, it asks nobody twice.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from learning.clock import day_in_words, day_of
from learning.database import current_session, insert_of, transaction
from learning.evidence.queries import evidence_of_all
from learning.evidence.rules import Shown
from learning.notices import actions as notices
from learning.outcomes.models import OutcomeQuestion
from learning.outcomes.queries import asking as queries
from learning.outcomes.rules import asking as rules

AT_ONCE = 500  # people looked at in one go
ADDRESS = "/record/outcomes/{}"


@dataclass(frozen=True)
class Due:
    """What somebody is to be asked today, by which council."""

    person_id: int
    organisation_id: int
    piece: Shown
    first_row: int


def ask_all(*, at: datetime) -> int:
    """How many people were asked now; to be called once a day."""
    on, asked, after = day_of(at), 0, 0
    while people := queries.candidates(current_session(), on=on, after=after, most=AT_ONCE):
        found = due_among(current_session(), people, on=on)
        if found:
            with transaction() as session:
                asked += ask(session, found, at=at)
        after = max(people)
    return asked


def due_among(session: Session, people: dict[int, int], *, on: date) -> list[Due]:
    """What these people are to be asked on a day, by the councils that ask them."""
    before = queries.asked_before(session, people)
    shown = evidence_of_all(session, people)
    found = {
        person: piece
        for person in people
        if (piece := rules.due(shown[person], before[person], on=on)) is not None
    }
    first = queries.first_rows(session, [piece.id for piece in found.values()])
    return [Due(person, people[person], piece, first[piece.id]) for person, piece in found.items()]


def ask(session: Session, found: list[Due], *, at: datetime) -> int:
    """Puts each question once, and tells those who had not been asked it; how many."""
    rows = [_row(one, at) for one in found]
    once = (
        insert_of(session)(OutcomeQuestion)
        .on_conflict_do_nothing()
        .returning(OutcomeQuestion.id, OutcomeQuestion.person_id)
    )
    new = {person: number for number, person in session.execute(once, rows)}
    words = [_word(one, new[one.person_id]) for one in found if one.person_id in new]
    # About no council: what somebody says of their work is for nobody's history of them.
    notices.tell_each(session, words, kind="outcome.question", organisation_id=None, at=at)
    return len(words)


def _row(one: Due, at: datetime) -> dict[str, object]:
    return {
        "person_id": one.person_id,
        "organisation_id": one.organisation_id,
        "evidence_id": one.first_row,
        "skill": one.piece.skill,
        "level": one.piece.level,
        "title": rules.title_of(one.piece),
        "passed_on": one.piece.shown_on,
        "asked_on": day_of(at),
        "asked_at": at,
    }


def _word(one: Due, number: int) -> notices.Word:
    day = day_in_words(one.piece.shown_on)
    return notices.Word(
        one.person_id,
        f"One question: do you do anything differently since {rules.title_of(one.piece)}?",
        f"You passed it on {day}. It takes a minute, and you need not answer. Training leads see "
        "counts of many people, never what you say.",
        ADDRESS.format(number),
    )
