"""How sure people say they are: switched on by themselves, and for their eyes alone.

Nothing else in the service reads `Answer.sure`; a test holds that.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Text, and_, cast, delete, func, select
from sqlalchemy.orm import Session

from learning.assessments.asked import Mended
from learning.assessments.calibration import Line, calibration
from learning.assessments.models import (
    Answer,
    AsksHowSure,
    Attempt,
    AttemptQuestion,
    Correction,
    QuestionVersion,
)
from learning.assessments.queries import Check, corrections_of, question_in
from learning.catalogue import marking
from learning.database import insert_of
from learning.people.models import Person


def wants_to_be_asked(session: Session, person_id: int) -> bool:
    """Whether the person switched it on; nobody is asked who did not."""
    return session.get(AsksHowSure, person_id) is not None


def before_check(session: Session, check: Check) -> tuple[Attempt | None, bool]:
    """(the attempt at a check that is open, whether the person switched it on)."""
    wants = select(AsksHowSure.since).where(AsksHowSure.person_id == check.person_id).exists()
    still_open = and_(check.attempts(), Attempt.submitted_at.is_(None))
    row = session.execute(
        select(Attempt, wants)
        .select_from(Person)
        .outerjoin(Attempt, still_open)
        .where(Person.id == check.person_id)
    ).one()
    return row[0], bool(row[1])


def switch_on(session: Session, *, person_id: int, at: datetime) -> None:
    """From now on each question also asks how sure they are; on twice is on."""
    wanted = insert_of(session)(AsksHowSure).values(person_id=person_id, since=at)
    session.execute(wanted.on_conflict_do_nothing())


def switch_off(session: Session, *, person_id: int) -> None:
    """Not asked any more; what was said stays, for their eyes, as long as the answers do."""
    session.execute(delete(AsksHowSure).where(AsksHowSure.person_id == person_id))


def calibration_of(session: Session, person_id: int) -> tuple[Line, ...]:
    """A person's own picture, over all their submitted answers that say how sure they were."""
    newest = (
        select(func.max(Answer.id))
        .join(AttemptQuestion, AttemptQuestion.id == Answer.attempt_question_id)
        .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
        .where(Attempt.person_id == person_id, Attempt.submitted_at.is_not(None))
        .group_by(Answer.attempt_question_id)
    )
    rows = session.execute(
        select(Answer.sure, Answer.chosen, AttemptQuestion.option_order, AttemptQuestion.revision)
        .add_columns(cast(QuestionVersion.wording, Text).label("wording"), Correction.corrected_by)
        .join(AttemptQuestion, AttemptQuestion.id == Answer.attempt_question_id)
        .join(QuestionVersion, QuestionVersion.revision == AttemptQuestion.revision)
        .outerjoin(Correction, Correction.revision == AttemptQuestion.revision)
        .where(Answer.id.in_(newest), Answer.sure.is_not(None))
    ).all()
    mended = corrections_of(session, {row.revision for row in rows if row.corrected_by})
    return calibration((row.sure, _earned(row, mended.get(row.revision, ()))) for row in rows)


def _earned(row: Any, mended: Iterable[Mended]) -> int:
    """As in the result: the best of all versions, where the question was corrected since."""
    versions = (question_in(row.wording), *(one.question for one in mended))
    return max(marking.worth(one, row.chosen, row.option_order) for one in versions)
