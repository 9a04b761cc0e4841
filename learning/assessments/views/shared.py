"""What all views of checks share: their blueprint, and finding what an address names."""

import secrets
from datetime import datetime, timedelta

from flask import Blueprint, request, url_for
from sqlalchemy.orm import Session

from learning.assessments import actions, adjustments, queries, rules, timing
from learning.assessments.models import Attempt
from learning.catalogue.published import Assessment, Course
from learning.catalogue.serving import served
from learning.clock import day_of
from learning.database import current_session
from learning.errors import NotFound
from learning.people.access import visitor

blueprint = Blueprint("assessments", __name__, template_folder="../templates")
blueprint.add_app_template_filter(rules.points, "points")


def course_of(course: str) -> Course:
    """The course, or NotFound."""
    found = served().courses.get(course)
    if found is None:
        raise NotFound
    return found


def check_of(course: str, assessment: str | None) -> tuple[Course, Assessment]:
    """The course and its check (the first, where none is named), or NotFound."""
    found = course_of(course)
    check = found.assessment(assessment)
    if check is None:
        raise NotFound
    return found, check


def own_attempt(attempt_id: str) -> Attempt:
    """The visitor's own attempt, or NotFound."""
    attempt = queries.attempt_of(current_session(), attempt_id, person_id=visitor().person_id)
    if attempt is None:
        raise NotFound
    return attempt


def own_time(limit: int | None, *, person_id: int, at: datetime) -> timedelta | None:
    """The time somebody has where a check has this limit, with their extra time; None for any."""
    if limit is None:
        return None
    extras = adjustments.extras_of(current_session(), person_id, on=day_of(at))
    return timing.time_for(limit, extras)


def has_ended(attempt: Attempt, at: datetime) -> bool:
    """Whether it takes no more answers: submitted, or past its time."""
    return attempt.submitted_at is not None or timing.is_over(attempt.closes_at, at)


def key_for(still_open: Attempt | None) -> str:
    """What the form that starts a check carries: sent twice, it starts one attempt."""
    return secrets.token_urlsafe(16) if still_open is None else still_open.id


def sent_key() -> str:
    """That key; whoever starts without a form of ours may leave it out."""
    return request.form.get("form_key", "")[:40]


def begun(session: Session, attempt: Attempt, at: datetime) -> str:
    """Where starting leads: on with the attempt; one past its time is closed, to its result."""
    if not has_ended(attempt, at):
        return way_on(session, attempt)
    actions.submit(session, attempt_id=attempt.id, person_id=attempt.person_id, at=at)
    return url_for("assessments.result", attempt_id=attempt.id)


def way_on(session: Session, attempt: Attempt) -> str:
    """Where to go on with an attempt: the first question without an answer."""
    asked = queries.asked_in(session, attempt.id)
    place = next((one.place for one in asked if not one.chosen), 1)
    return url_for("assessments.question", attempt_id=attempt.id, place=place)
