"""What the file is made of: one statement for each table.

Rows come with all the columns that their tables have, so that a table that grows is taken whole.
"""

from sqlalchemy import case, null, select
from sqlalchemy.orm import aliased

from learning.accounts.models import (
    HandedOn,
    Invitation,
    LinkRequest,
    NewAddress,
    PrintedCode,
    PurposeRead,
    Recovery,
)
from learning.assessments.models import (
    Adjustment,
    Answer,
    AsksHowSure,
    Attempt,
    AttemptQuestion,
    Challenge,
    QuestionVersion,
    Remarking,
)
from learning.assignments.exemptions import Exemption
from learning.assignments.models import Assigned, Assignment, SetApart
from learning.audit import AuditEntry
from learning.certificates.models import Certificate, Consent
from learning.claims.models import Claim, ClaimDecision, ClaimFile
from learning.database import AnySelect
from learning.evidence.models import Evidence, Withdrawal
from learning.home.exports import outcomes
from learning.home.exports.rows import ME, Part, columns, hanging_on, of_membership, own
from learning.notices.models import DeclinedPost, Mail, Notice
from learning.oversight.models import Escalated, ExtractLine, GivenExtract
from learning.people.models import (
    Address,
    Appointment,
    HeldRole,
    Membership,
    MembershipPeriod,
    Organisation,
    Particulars,
    Partnership,
    Pause,
    Person,
    Restriction,
    SignIn,
)
from learning.readings.models import Reading
from learning.self_assessments.models import SelfAssessment, SelfAssessmentAnswer
from learning.study.models import LessonRead

_BY = aliased(Person)
_REQUESTS: AnySelect = (
    select(*[column for column in columns(Assignment) if column.key not in {"id", "due_on"}])
    .add_columns(Assigned.asked_on, Assigned.due_on, Assigned.lifted_on, Assigned.note)
    .add_columns(Organisation.name.label("council"), _BY.name.label("asked_by"))
    .join(Assigned, Assigned.assignment_id == Assignment.id)
    .join(Organisation, Organisation.id == Assignment.organisation_id)
    .join(_BY, _BY.id == Assignment.assigned_by)
    .where(Assigned.person_id == ME, Assigned.superseded_at.is_(None))
    .order_by(Assignment.assigned_at, Assignment.id)
)
_SET_APART: AnySelect = (
    own(SetApart)
    .add_columns(Assignment.path, Organisation.name.label("council"))
    .join(Assignment, Assignment.id == SetApart.assignment_id)
    .join(Organisation, Organisation.id == Assignment.organisation_id)
)
_QUESTIONS: AnySelect = (
    select(*columns(AttemptQuestion), QuestionVersion.wording)
    .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
    .join(QuestionVersion, QuestionVersion.revision == AttemptQuestion.revision)
    .where(Attempt.person_id == ME)
    .order_by(AttemptQuestion.attempt_id, AttemptQuestion.place)
)
_ANSWERS: AnySelect = (
    select(*columns(Answer))
    .join(AttemptQuestion, AttemptQuestion.id == Answer.attempt_question_id)
    .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
    .where(Attempt.person_id == ME)
    .order_by(Answer.id)
)
_EXTRACTS: AnySelect = (
    select(*columns(ExtractLine))
    .add_columns(GivenExtract.made_at, GivenExtract.resolved_on, GivenExtract.clause)
    .add_columns(Organisation.name.label("council"), _BY.name.label("given_by"))
    .join(GivenExtract, GivenExtract.id == ExtractLine.extract_id)
    .join(Organisation, Organisation.id == GivenExtract.organisation_id)
    .join(_BY, _BY.id == GivenExtract.made_by)
    .where(ExtractLine.person_id == ME)
    .order_by(ExtractLine.id)
)
_APPOINTMENTS: AnySelect = (
    own(Appointment)
    .add_columns(Partnership.name.label("partnership"))
    .outerjoin(Partnership, Partnership.id == Appointment.partnership_id)
)
_READINGS: AnySelect = select(*columns(Reading)).where(Reading.reader_id == ME).order_by(Reading.id)
# A text that lets somebody in stays out, even before it is sent and emptied.
_E_MAILS: AnySelect = (
    select(*[column for column in columns(Mail) if column.key != "plain"])
    .add_columns(case((Mail.secret, null()), else_=Mail.plain).label("plain"))
    .add_columns(Organisation.name.label("council"))
    .outerjoin(Organisation, Organisation.id == Mail.organisation_id)
    .where(Mail.person_id == ME)
    .order_by(Mail.id)
)

PARTS = (
    Part("person", "your name", select(*columns(Person)).where(Person.id == ME)),
    Part("addresses", "your e-mail addresses", own(Address)),
    Part("sign_ins", "when you signed in and out", own(SignIn)),
    Part("memberships", "the councils you belong or belonged to", own(Membership)),
    Part(
        "periods",
        "from when until when; a superseded row was corrected later",
        of_membership(MembershipPeriod),
        "memberships",
        "membership_id",
    ),
    Part("roles", "the roles you held", of_membership(HeldRole), "memberships", "membership_id"),
    Part("pauses", "leave or sickness", of_membership(Pause), "memberships", "membership_id"),
    Part(
        "restrictions",
        "your results were for named training leads alone",
        of_membership(Restriction),
        "memberships",
        "membership_id",
    ),
    Part("appointments", "what you may do here for a council or partnership", _APPOINTMENTS),
    Part("readings", "figures of several councils that you opened", _READINGS),
    Part("evidence", "which skill you showed, at which level, when and how", own(Evidence)),
    Part(
        "withdrawals",
        "from when and why it stopped counting",
        hanging_on(Evidence, Withdrawal, by="evidence_id"),
        "evidence",
        "evidence_id",
    ),
    Part("claims", "what you claimed to have learned elsewhere", own(Claim)),
    Part(
        "files",
        "the proof you sent, without its bytes",
        hanging_on(Claim, ClaimFile, by="claim_id"),
        "claims",
        "claim_id",
    ),
    Part(
        "decisions",
        "how a claim was decided, and why",
        hanging_on(Claim, ClaimDecision, by="claim_id"),
        "claims",
        "claim_id",
    ),
    Part("attempts", "your tries at checks, passed or not, with their results", own(Attempt)),
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
        hanging_on(Attempt, Remarking, by="attempt_id"),
        "attempts",
        "attempt_id",
    ),
    Part("certificates", "your certificates, in the words of their day", own(Certificate)),
    Part(
        "consents",
        "what you agreed to show of a certificate; the row without an end holds",
        hanging_on(Certificate, Consent, by="certificate_id"),
        "certificates",
        "certificate_id",
    ),
    Part("asked_how_sure", "since when checks ask how sure you are", own(AsksHowSure)),
    Part("extra_time", "more time in checks that you were granted, and why", own(Adjustment)),
    Part("challenges", "what you said is wrong with questions", own(Challenge)),
    Part("lessons_read", "the lessons you marked as read", own(LessonRead)),
    Part("requests", "the paths you were asked to take, by whom and why", _REQUESTS),
    Part("set_apart", "where a rule treats you otherwise than others", _SET_APART),
    Part("exemptions", "the paths you need not take, who allowed it and why", own(Exemption)),
    Part("escalated", "of what was overdue somebody was told, under which clause", own(Escalated)),
    Part("extracts", "what lists of group leaders said of you", _EXTRACTS),
    *outcomes.PARTS,
    Part("self_assessments", "how you see your own skills", own(SelfAssessment)),
    Part(
        "views",
        "where you put yourself for each skill; the last one holds",
        hanging_on(SelfAssessment, SelfAssessmentAnswer, by="self_assessment_id"),
        "self_assessments",
        "self_assessment_id",
    ),
    Part("invitations", "how your councils invited you, and whether you came in", own(Invitation)),
    Part("printed_codes", "codes that were printed for you", own(PrintedCode)),
    Part("recoveries", "when a new password was asked for", own(Recovery)),
    Part("new_addresses", "e-mail addresses you wanted to add", own(NewAddress)),
    Part("handed_on", "e-mail addresses that a council says are no longer yours", own(HandedOn)),
    Part("link_requests", "councils that asked whether you are one of theirs", own(LinkRequest)),
    Part("purposes_read", "what councils say results are for: what you put away", own(PurposeRead)),
    Part("particulars", "what your councils say of you", own(Particulars)),
    Part("notices", "what we told you", own(Notice)),
    Part("e_mails", "the e-mails we sent you; not the text of one that lets you in", _E_MAILS),
    Part("declined", "what you want no e-mail about, from when until when", own(DeclinedPost)),
    Part(
        "changes",
        "what was changed about you: the deed, and the fields it touched",
        own(AuditEntry, (AuditEntry.actor_id == ME).label("by_you")),
    ),
)
