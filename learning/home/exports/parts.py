"""What the file is made of: one statement for each table, with what is left out and why.

Rows come with all the columns that their tables have, so that a table that grows is taken whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, bindparam, inspect, select
from sqlalchemy.orm import aliased

from learning.assessments.models import (
    Answer,
    Attempt,
    AttemptQuestion,
    Challenge,
    QuestionVersion,
    Remarking,
)
from learning.assignments.models import Assigned, Assignment
from learning.audit import AuditEntry
from learning.certificates.models import Certificate, Consent
from learning.claims.models import Claim, ClaimDecision, ClaimFile
from learning.database import AnySelect, Base
from learning.evidence.models import Evidence, Withdrawal
from learning.notices.models import Notice
from learning.people.models import (
    Address,
    Appointment,
    HeldRole,
    Membership,
    MembershipPeriod,
    Organisation,
    Partnership,
    Pause,
    Person,
    Restriction,
    SignIn,
)
from learning.self_assessments.models import SelfAssessment, SelfAssessmentAnswer
from learning.study.models import LessonRead

# Columns that are left out wherever they stand, each with its reason.
LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "person_id": "the same in every row: yours",
        "recorded_by": "who wrote the row down is somebody else",
        "actor_id": "likewise; by_you says whether it was you",
        "assigned_by": "likewise; asked_by has the name you were told",
        "decided_by": "likewise; the page of your claim has the name",
        "uploaded_by": "likewise",
        "content": "the bytes of a file you sent: download it from your claim",
        "lead_id": "which training lead was named is about them",
        "password_hash": "a secret",
        "token_hash": "a secret",
        "key": "the address again, as it is looked up",
        "form_key": "tells one sending of a form from another",
        "form_hash": "likewise",
        "organisation_id": "stands as the council's name",
        "partnership_id": "stands as the partnership's name",
    }
)
# Tables about people that are left out whole.
NOT_TAKEN: Mapping[str, str] = MappingProxyType(
    {
        "audit_detail": "the values before and after may be about others; the deeds are taken",
    }
)
_ME: Any = bindparam("person_id")


@dataclass(frozen=True)
class Part:
    """A list in the file; `inside` names the list whose rows hold these, `by` how they point."""

    name: str
    says: str
    rows: AnySelect
    inside: str = ""
    by: str = ""


def _all(table: Any) -> list[ColumnElement[Any]]:
    """Every column of a table that is not left out."""
    return [column for column in inspect(table).columns if column.key not in LEFT_OUT]


def _own(table: Any, *more: ColumnElement[Any]) -> AnySelect:
    """The person's own rows, with the name of the council they are about, if any."""
    found: AnySelect = select(*_all(table), *more).where(table.person_id == _ME)
    if "organisation_id" in inspect(table).columns:
        found = found.add_columns(Organisation.name.label("council")).outerjoin(
            Organisation, Organisation.id == table.organisation_id
        )
    return found.order_by(getattr(table, "started_at", table.id), table.id)  # ids may be random


def _of_membership(table: type[Base]) -> AnySelect:
    key = inspect(table).columns["membership_id"]
    mine = key.in_(select(Membership.id).where(Membership.person_id == _ME))
    return select(*_all(table)).where(mine).order_by(inspect(table).columns["id"])


_BY = aliased(Person)
_REQUESTS: AnySelect = (
    select(*[column for column in _all(Assignment) if column.key != "id"])
    .add_columns(Organisation.name.label("council"), _BY.name.label("asked_by"))
    .join(Assigned, Assigned.assignment_id == Assignment.id)
    .join(Organisation, Organisation.id == Assignment.organisation_id)
    .join(_BY, _BY.id == Assignment.assigned_by)
    .where(Assigned.person_id == _ME)
    .order_by(Assignment.assigned_at, Assignment.id)
)
_QUESTIONS: AnySelect = (
    select(*_all(AttemptQuestion), QuestionVersion.wording)
    .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
    .join(QuestionVersion, QuestionVersion.revision == AttemptQuestion.revision)
    .where(Attempt.person_id == _ME)
    .order_by(AttemptQuestion.attempt_id, AttemptQuestion.place)
)
_ANSWERS: AnySelect = (
    select(*_all(Answer))
    .join(AttemptQuestion, AttemptQuestion.id == Answer.attempt_question_id)
    .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
    .where(Attempt.person_id == _ME)
    .order_by(Answer.id)
)
_REMARKINGS: AnySelect = (
    select(*_all(Remarking))
    .join(Attempt, Attempt.id == Remarking.attempt_id)
    .where(Attempt.person_id == _ME)
    .order_by(Remarking.id)
)
_WITHDRAWALS: AnySelect = (
    select(*_all(Withdrawal))
    .join(Evidence, Evidence.id == Withdrawal.evidence_id)
    .where(Evidence.person_id == _ME)
    .order_by(Withdrawal.id)
)
_CONSENTS: AnySelect = (
    select(*_all(Consent))
    .join(Certificate, Certificate.id == Consent.certificate_id)
    .where(Certificate.person_id == _ME)
    .order_by(Consent.id)
)
_OWN_VIEWS: AnySelect = (
    select(*_all(SelfAssessmentAnswer))
    .join(SelfAssessment, SelfAssessment.id == SelfAssessmentAnswer.self_assessment_id)
    .where(SelfAssessment.person_id == _ME)
    .order_by(SelfAssessmentAnswer.id)
)
_CLAIM_FILES: AnySelect = (
    select(*_all(ClaimFile))
    .join(Claim, Claim.id == ClaimFile.claim_id)
    .where(Claim.person_id == _ME)
    .order_by(ClaimFile.claim_id)
)
_DECISIONS: AnySelect = (
    select(*_all(ClaimDecision))
    .join(Claim, Claim.id == ClaimDecision.claim_id)
    .where(Claim.person_id == _ME)
    .order_by(ClaimDecision.id)
)
_APPOINTMENTS: AnySelect = (
    _own(Appointment)
    .add_columns(Partnership.name.label("partnership"))
    .outerjoin(Partnership, Partnership.id == Appointment.partnership_id)
)

PARTS = (
    Part("person", "your name", select(*_all(Person)).where(Person.id == _ME)),
    Part("addresses", "your e-mail addresses", _own(Address)),
    Part("sign_ins", "when you signed in and out", _own(SignIn)),
    Part("memberships", "the councils you belong or belonged to", _own(Membership)),
    Part(
        "periods",
        "from when until when; a superseded row was corrected later",
        _of_membership(MembershipPeriod),
        "memberships",
        "membership_id",
    ),
    Part("roles", "the roles you held", _of_membership(HeldRole), "memberships", "membership_id"),
    Part("pauses", "leave or sickness", _of_membership(Pause), "memberships", "membership_id"),
    Part(
        "restrictions",
        "your results were for named training leads alone",
        _of_membership(Restriction),
        "memberships",
        "membership_id",
    ),
    Part("appointments", "what you may do here for a council or partnership", _APPOINTMENTS),
    Part("evidence", "which skill you showed, at which level, when and how", _own(Evidence)),
    Part(
        "withdrawals",
        "from when and why it stopped counting",
        _WITHDRAWALS,
        "evidence",
        "evidence_id",
    ),
    Part("claims", "what you claimed to have learned elsewhere", _own(Claim)),
    Part("files", "the proof you sent, without its bytes", _CLAIM_FILES, "claims", "claim_id"),
    Part("decisions", "how a claim was decided, and why", _DECISIONS, "claims", "claim_id"),
    Part("attempts", "your tries at checks, passed or not, with their results", _own(Attempt)),
    Part(
        "questions",
        "what a try asked, in its words; with the right answers where its page shows them",
        _QUESTIONS,
        "attempts",
        "attempt_id",
    ),
    Part(
        "answers",
        "each answer you gave; the last one holds",
        _ANSWERS,
        "questions",
        "attempt_question_id",
    ),
    Part(
        "remarkings",
        "a correction of a question marked your try again, in your favour",
        _REMARKINGS,
        "attempts",
        "attempt_id",
    ),
    Part("certificates", "your certificates, in the words of their day", _own(Certificate)),
    Part(
        "consents",
        "what you agreed to show of a certificate; the row without an end holds",
        _CONSENTS,
        "certificates",
        "certificate_id",
    ),
    Part("challenges", "what you said is wrong with questions", _own(Challenge)),
    Part("lessons_read", "the lessons you marked as read", _own(LessonRead)),
    Part("requests", "the paths you were asked to take, by whom and why", _REQUESTS),
    Part("self_assessments", "how you see your own skills", _own(SelfAssessment)),
    Part(
        "views",
        "where you put yourself for each skill; the last one holds",
        _OWN_VIEWS,
        "self_assessments",
        "self_assessment_id",
    ),
    Part("notices", "what we told you", _own(Notice)),
    Part(
        "changes",
        "what was changed about you: the deed, and the fields it touched",
        _own(AuditEntry, (AuditEntry.actor_id == _ME).label("by_you")),
    ),
)
