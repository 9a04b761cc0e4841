"""What the file says of questions about use: one's own, and what one said of colleagues."""

from sqlalchemy import case, select

from learning.database import AnySelect
from learning.home.exports.rows import ME, Part, columns, hanging_on, own
from learning.outcomes.models import Confirmation, OutcomeAnswer, OutcomeQuestion
from learning.outcomes.rules.answering import Seen

# What a colleague said stays theirs, unless it is that they saw it.
_COLLEAGUES: AnySelect = (
    select(
        *[c for c in columns(Confirmation) if c.key not in {"answer", "answered_at"}],
        case((Confirmation.answer == Seen.SAW.value, Confirmation.answered_at)).label("saw_at"),
    )
    .join(OutcomeQuestion, OutcomeQuestion.id == Confirmation.question_id)
    .where(OutcomeQuestion.person_id == ME)
    .order_by(Confirmation.id)
)
_GIVEN: AnySelect = (
    select(Confirmation.id, Confirmation.asked_at, Confirmation.answer, Confirmation.answered_at)
    .where(Confirmation.colleague_id == ME)
    .order_by(Confirmation.id)
)

PARTS = (
    Part(
        "outcome_questions",
        "what you were asked some months after a check",
        own(OutcomeQuestion),
    ),
    Part(
        "outcome_answers",
        "what you said; the row without an end holds",
        hanging_on(OutcomeQuestion, OutcomeAnswer, by="question_id"),
        "outcome_questions",
        "question_id",
    ),
    Part(
        "colleagues",
        "whom you named, and when they said that they saw it",
        _COLLEAGUES,
        "outcome_questions",
        "question_id",
    ),
    Part("confirmations", "what you said to colleagues who asked whether you saw it", _GIVEN),
)
