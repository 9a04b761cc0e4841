"""What all views of checks share: their blueprint, and finding what an address names."""

from flask import Blueprint, url_for
from sqlalchemy.orm import Session

from learning.assessments import queries, rules
from learning.assessments.models import Attempt
from learning.catalogue.published import Assessment, Course
from learning.catalogue.serving import served
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


def way_on(session: Session, attempt: Attempt) -> str:
    """Where to go on with an attempt: the first question without an answer."""
    asked = queries.asked_in(session, attempt.id)
    place = next((one.place for one in asked if not one.chosen), 1)
    return url_for("assessments.question", attempt_id=attempt.id, place=place)
