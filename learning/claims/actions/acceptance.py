"""Adds and ends a council's acceptance rules."""

from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learning import audit
from learning.claims.models import AcceptanceRule
from learning.claims.rules.acceptance import ANY_ENDING, key
from learning.dated import amend, supersede
from learning.errors import Refusal

LONGEST_KEY = 400  # a few letters are written out longer where names are compared


def add_rule(
    session: Session,
    *,
    organisation_id: int,
    issuer: str,
    course: str,
    skill: str,
    level: int,
    lasts_months: int | None,
    starts_on: date,
    by: int | None,
    at: datetime,
) -> AcceptanceRule:
    """From a day on, a completed course shows a skill at a level, for so long."""
    if ANY_ENDING in course.rstrip(ANY_ENDING):
        raise Refusal("A * can only stand at the end", field="course")
    rule = AcceptanceRule(
        organisation_id=organisation_id,
        issuer=issuer,
        issuer_key=key(issuer)[:LONGEST_KEY],
        course=course,
        course_key=key(course)[:LONGEST_KEY],
        skill=skill,
        level=level,
        lasts_months=lasts_months,
        starts_on=starts_on,
        recorded_at=at,
        recorded_by=by,
    )
    try:
        with session.begin_nested():
            session.add(rule)
            session.flush()  # the database knows whether there is one
    except IntegrityError:
        raise Refusal(
            "There is a rule for this course and skill already. End it first", field="course"
        ) from None
    audit.write(
        session,
        "acceptance-rule.added",
        by=by,
        at=at,
        organisation_id=organisation_id,
        changes={
            "course": (None, f"{course}, {issuer}"),
            "skill": (None, skill),
            "level": (None, level),
            "lasts_months": (None, lasts_months),
            "starts_on": (None, starts_on),
        },
    )
    return rule


def end_rule(
    session: Session, rule: AcceptanceRule, *, ends_on: date, by: int, at: datetime
) -> AcceptanceRule | None:
    """What is completed from a day on is no longer accepted; a rule for no day leaves no row."""
    audit.write(
        session,
        "acceptance-rule.ended",
        by=by,
        at=at,
        organisation_id=rule.organisation_id,
        changes={"rule": (rule.id, rule.id), "ends_on": (rule.ends_on, ends_on)},
    )
    if ends_on <= rule.starts_on:
        supersede(session, rule, at=at)
        return None
    return amend(session, rule, {"ends_on": ends_on}, by=by, at=at)
