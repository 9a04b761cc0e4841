"""Starts attempts, keeps answers, and submits."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learning.assessments import queries, rules
from learning.assessments.calibration import SURENESS
from learning.assessments.models import Answer, Attempt, AttemptQuestion, QuestionVersion
from learning.catalogue import marking
from learning.catalogue.content import AssessmentPlan
from learning.catalogue.framework import Nation
from learning.catalogue.loading import question_revision
from learning.catalogue.published import Assessment, Course
from learning.catalogue.serving import served
from learning.certificates import actions as certificates
from learning.clock import day_of, moment_in_words
from learning.database import insert_of
from learning.errors import Conflict, NotFound, Refusal
from learning.evidence import actions as evidence
from learning.notices import actions as notices


def start(
    session: Session,
    *,
    person_id: int,
    course: Course,
    assessment: Assessment,
    nation: Nation,
    at: datetime,
) -> Attempt:
    """A new attempt with questions of its own; or the one still open, so that twice is once."""
    check = queries.Check(person_id, course.slug, assessment.id)
    still_open = queries.open_attempt(session, check)
    if still_open is not None:
        return still_open  # of a course retired meanwhile too: what was begun can be finished
    if not course.is_live:
        raise Refusal("This course cannot be started: it is not open.")
    if nation not in course.file.nations:
        raise Refusal(f"This check has no version for {nation} yet.")
    _refuse_while_cooling_off(session, check, assessment.plan, at=at)
    seed = secrets.token_hex(16)
    seen = queries.questions_before(session, check)
    try:
        drawn = rules.draw(assessment, nation, seed=seed, seen=seen)
    except rules.NoVersionForNation:
        raise Refusal(f"This check has no version for {nation} yet.") from None
    attempt = Attempt(
        id=secrets.token_urlsafe(12),
        person_id=person_id,
        course=course.slug,
        assessment=assessment.id,
        revision=course.revision,
        nation=nation,
        seed=seed,
        terms=_terms(course, assessment.plan),
        started_at=at,
    )
    try:
        with session.begin_nested():
            session.add(attempt)
            session.flush()  # its questions point to it
    except IntegrityError:  # started in another tab at the same moment: that one is open
        return queries.open_attempt(session, check) or attempt
    _ask(session, attempt, drawn)
    return attempt


def _terms(course: Course, plan: AssessmentPlan) -> dict[str, Any]:
    """What the attempt is marked by, whatever the course says later."""
    return {
        "title": course.title,
        "gives": [gift.model_dump() for gift in plan.gives],
        "pass_mark": plan.pass_mark,
        "asks": plan.asks,
        "lasts_months": plan.lasts_months,
        "answers": plan.answers,
        "minutes": plan.minutes,
    }


def _refuse_while_cooling_off(
    session: Session, check: queries.Check, plan: AssessmentPlan, *, at: datetime
) -> None:
    if plan.cool_off is None:
        return
    until = rules.waits_until(plan, queries.failures_since_pass(session, check))
    if until is not None and at < until:
        raise Refusal(
            f"You can try this check again from {moment_in_words(until)}."
            " Until then, read again what your last result names."
        )


def _ask(session: Session, attempt: Attempt, drawn: Sequence[rules.Drawn]) -> None:
    versions = [
        {
            "revision": question_revision(one.question),
            "course": attempt.course,
            "question": one.question.id,
            "wording": one.question.model_dump(mode="json", by_alias=True),
        }
        for one in drawn
    ]
    # Each version is stored once; in one order for everyone, so that people who start at
    # the same moment queue for them and never wait for each other in a ring.
    versions.sort(key=lambda version: str(version["revision"]))
    stored = insert_of(session)(QuestionVersion).values(versions)
    session.execute(stored.on_conflict_do_nothing())
    for place, one in enumerate(drawn, start=1):
        session.add(
            AttemptQuestion(
                attempt_id=attempt.id,
                place=place,
                revision=question_revision(one.question),
                option_order=list(one.option_order),
            )
        )


def answer(
    session: Session,
    *,
    attempt_id: str,
    person_id: int,
    place: int,
    chosen: Sequence[str],
    sure: str = "",
    at: datetime,
) -> int:
    """Keep an answer at once; the newest one holds until the attempt is submitted.

    With it, how sure the person is, if they want to be asked and said.
    Returns how many questions the attempt asks.
    """
    asked = queries.to_answer(session, attempt_id, person_id=person_id, place=place)
    if asked is None:
        raise NotFound
    if asked.is_submitted:
        raise Conflict("This check has been submitted, so its answers can no longer change.")
    fault = marking.fault(asked.question, chosen)
    if fault:
        raise Refusal(fault, field="answer")
    kept = {
        "chosen": marking.kept(asked.question, chosen),
        "answered_at": at,
        "sure": _sureness(sure) if asked.asks_how_sure else None,
    }
    session.execute(insert(Answer), {"attempt_question_id": asked.id} | kept)
    return asked_by(asked)


def _sureness(said: str) -> int | None:
    """1 to 3; None where nothing was said."""
    if not said:
        return None
    found = {str(sure): sure for sure in SURENESS}.get(said)
    if found is None:
        raise Refusal("Choose how sure you are from this page, or leave it empty", field="sure")
    return found


def asked_by(attempt: Attempt | queries.ToAnswer) -> int:
    """How many questions an attempt asks."""
    number: int = attempt.terms["asks"]
    return number


def submit(session: Session, *, attempt_id: str, person_id: int, at: datetime) -> Attempt:
    """Mark the attempt and write what it shows; submitting again changes nothing."""
    attempt = _own(session, attempt_id, person_id)
    if attempt.submitted_at is not None:
        return attempt
    asked = queries.asked_in(session, attempt_id)
    result = rules.mark([one.parts for one in asked], pass_mark=attempt.terms["pass_mark"])
    attempt.submitted_at = at
    attempt.parts = result.parts
    attempt.passed = result.passed
    if result.passed:
        give(session, attempt, shown_on=day_of(at), at=at)
    return attempt


def _own(session: Session, attempt_id: str, person_id: int) -> Attempt:
    """The person's own attempt, held so that two submissions at one moment queue."""
    attempt = session.scalar(
        select(Attempt)
        .where(Attempt.id == attempt_id, Attempt.person_id == person_id)
        .with_for_update()
    )
    if attempt is None:
        raise NotFound
    return attempt


def give(session: Session, attempt: Attempt, *, shown_on: date, at: datetime) -> None:
    """Everything that passing gives: evidence, a certificate, and a notice."""
    pieces = [
        evidence.record(
            session,
            person_id=attempt.person_id,
            skill=gift["skill"],
            level=gift["level"],
            source="assessment",
            shown_on=shown_on,
            lasts_months=attempt.terms["lasts_months"],
            reference=attempt.id,
            summary=f"Check passed: {attempt.terms['title']}",
            by=attempt.person_id,
            at=at,
        )
        for gift in attempt.terms["gives"]
    ]
    catalogue = served()  # frozen at start, so not handed in by every way to a pass
    course = catalogue.courses.get(attempt.course)
    certificate = certificates.award(
        session,
        title=attempt.terms["title"],
        pieces=pieces,
        skills=catalogue.skills,
        minutes=course.minutes_for((attempt.assessment,)) if course else 0,
        at=at,
    )
    notices.tell(
        session,
        person_id=attempt.person_id,
        kind="check.passed",
        subject=f"You passed the check of {attempt.terms['title']}",
        body="It now counts in your skills record and in every council you belong to."
        " Your certificate is here too; only you see it until you decide otherwise.",
        link=f"/certificates/{certificate.code}",
        at=at,
    )
