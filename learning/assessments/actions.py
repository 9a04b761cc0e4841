"""Starts attempts, keeps answers, and submits."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from learning.assessments import opening, queries, rules, timing
from learning.assessments.asked import Asked
from learning.assessments.calibration import SURENESS
from learning.assessments.models import Answer, Attempt
from learning.catalogue import marking
from learning.catalogue.content import AssessmentPlan
from learning.catalogue.framework import Nation
from learning.catalogue.published import Assessment, Course
from learning.catalogue.serving import served
from learning.certificates import actions as certificates
from learning.certificates.models import Certificate
from learning.clock import day_of, moment_in_words
from learning.errors import Conflict, NotFound, Refusal
from learning.evidence import actions as evidence
from learning.evidence.models import Evidence
from learning.notices import actions as notices


class TimeIsUp(Conflict):
    """An answer came after the time of its check; those before it are kept."""


def start(
    session: Session,
    *,
    person_id: int,
    course: Course,
    assessment: Assessment,
    nation: Nation,
    form_key: str = "",
    at: datetime,
) -> Attempt:
    """A new attempt with questions of its own; or the one still open, so that twice is once.

    A form sent again after its attempt was submitted leads to that attempt.
    """
    check = queries.Check(person_id, course.slug, assessment.id)
    opened = opening.Start(check, form_key)
    before = opened.made_before(session)
    if before is not None:
        return before  # of a course retired meanwhile too: what was begun can be finished
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
    terms = opening.terms(course, assessment.plan)
    draw = opening.Draw(nation, seed, drawn)
    return opening.begin(session, opened, draw, terms, revision=course.revision, at=at)


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
    if timing.is_over(asked.closes_at, at, grace=timing.GRACE):
        raise TimeIsUp("The time for this check is up, so this answer is not kept.")
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
    """Mark the attempt and write what it shows; submitting again changes nothing.

    Past its time it counts as submitted when the time ended, with what was kept by then.
    """
    attempt = _own(session, attempt_id, person_id)
    if attempt.submitted_at is not None:
        return attempt
    asked = queries.asked_in(session, attempt_id)
    result = rules.mark([one.parts for one in asked], pass_mark=attempt.terms["pass_mark"])
    ended_at = timing.ended_at(attempt.closes_at, at)
    attempt.submitted_at = ended_at
    attempt.parts = result.parts
    attempt.passed = result.passed
    keep_shown(attempt, asked)
    if result.passed:
        give(session, attempt, shown_on=day_of(ended_at), at=at)
    return attempt


def keep_shown(attempt: Attempt, asked: Sequence[Asked]) -> None:
    """Of proving what one knows: which objectives were shown."""
    if attempt.use == "diagnostic":
        attempt.shown = rules.objectives_shown([(one.question, one.parts) for one in asked])


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
            summary=_how_it_was_shown(attempt),
            by=attempt.person_id,
            at=at,
        )
        for gift in attempt.terms["gives"]
    ]
    certificate = _certificate(session, attempt, pieces, at=at)
    title = attempt.terms["title"]
    told = f"You passed the check of {title}"
    if attempt.use == "diagnostic":
        told = f"You proved what {title} teaches"
    notices.tell(
        session,
        person_id=attempt.person_id,
        kind="check.passed",
        subject=told,
        body=f"{_counts(pieces, day_of(at))} Your certificate is here too; only you see it until"
        " you decide otherwise.",
        link=f"/certificates/{certificate.code}",
        at=at,
    )


def _counts(pieces: Sequence[Evidence], today: date) -> str:
    """Whether what was shown counts today: an old try that is marked again may have run out."""
    if any(piece.expires_on is None or piece.expires_on > today for piece in pieces):
        return "It now counts in your skills record and in every council you belong to."
    return "It stands in your skills record with its dates; it has run out since."


def _certificate(
    session: Session, attempt: Attempt, pieces: Sequence[Evidence], *, at: datetime
) -> Certificate:
    """Of a course; what was proved says so, and claims no minutes of learning."""
    catalogue = served()  # frozen at start, so not handed in by every way to a pass
    title, course = attempt.terms["title"], catalogue.courses.get(attempt.course)
    is_proof = attempt.use == "diagnostic"
    taken = course.minutes_for((attempt.assessment,)) if course and not is_proof else 0
    return certificates.award(
        session,
        title=f"{title} (proved without the course)" if is_proof else title,
        pieces=pieces,
        skills=catalogue.skills,
        minutes=taken,
        at=at,
    )


def _how_it_was_shown(attempt: Attempt) -> str:
    """In words for a record."""
    way = "Proved without the course" if attempt.use == "diagnostic" else "Check passed"
    return f"{way}: {attempt.terms['title']}"
