"""Starts proving what one knows: all the diagnostic questions of a course, once in 90 days."""

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from learning.assessments import opening, queries, rules
from learning.assessments.models import Attempt
from learning.catalogue.framework import Nation
from learning.catalogue.proving import proof_of, proving_checks
from learning.catalogue.published import Assessment, Course
from learning.clock import day_in_words, day_of
from learning.errors import NotFound, Refusal


def check_in(course: Course) -> Assessment:
    """The check that a full proof stands for; NotFound where the course has no questions for it."""
    checks = proving_checks(course)
    if not checks:
        raise NotFound
    return checks[0]


def newest(session: Session, course: Course, *, person_id: int) -> Attempt | None:
    """The person's attempt at proving the course that is open, or else the last one."""
    return queries.newest_attempt(session, _of(course, person_id))


def _of(course: Course, person_id: int) -> queries.Check:
    return queries.Check(person_id, course.slug, check_in(course).id, "diagnostic")


def start(
    session: Session,
    *,
    person_id: int,
    course: Course,
    nation: Nation,
    form_key: str = "",
    at: datetime,
) -> Attempt:
    """All the questions for the nation; or the attempt that is still open, or the form's own."""
    before = newest(session, course, person_id=person_id)
    opened = opening.Start(_of(course, person_id), form_key)
    if before is not None and opened.goes_on_with(before):
        return before  # of a course retired meanwhile too
    if not course.is_live:
        raise Refusal("This course cannot be started: it is not open.")
    proof = proof_of(course, nation)
    if proof is None:
        raise Refusal(f"This course has no version for {nation} yet.")
    _refuse_too_soon(before, at=at)
    seed = secrets.token_hex(16)
    # Every question counts: it is passed when everything is shown. The same questions come
    # again, so what was not shown is not given away.
    own = {"asks": proof.asks, "pass_mark": proof.asks, "answers": "after-passing"}
    own |= {"minutes": proof.minutes, "time_limit": proof.time_limit}
    terms = opening.terms(course, proof.check.plan) | own
    draw = opening.Draw(nation, seed, rules.draw_proof(proof, seed=seed))
    return opening.begin(session, opened, draw, terms, revision=course.revision, at=at)


def _refuse_too_soon(before: Attempt | None, *, at: datetime) -> None:
    if before is None or before.submitted_at is None:
        return
    again = rules.proves_again_on(before.submitted_at)
    if day_of(at) < again:
        raise Refusal(
            "The questions would be the same as last time. You can prove what you know again"
            f" from {day_in_words(again)}; until then the lessons and the check are the way."
        )
