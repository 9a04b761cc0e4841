"""Opens an attempt and keeps what it asks, in the words of today."""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learning.assessments import adjustments, queries, rules, timing
from learning.assessments.models import Attempt, AttemptQuestion, QuestionVersion
from learning.catalogue.content import AssessmentPlan
from learning.catalogue.framework import Nation
from learning.catalogue.loading import question_revision
from learning.catalogue.published import Course
from learning.clock import day_of
from learning.database import insert_of
from learning.people.actions.holding import hold_person

ID_BYTES = 12


def terms(course: Course, plan: AssessmentPlan) -> dict[str, Any]:
    """What the attempt is marked by, whatever the course says later."""
    return {
        "title": course.title,
        "gives": [gift.model_dump() for gift in plan.gives],
        "pass_mark": plan.pass_mark,
        "asks": plan.asks,
        "lasts_months": plan.lasts_months,
        "answers": plan.answers,
        "minutes": plan.minutes,
        "time_limit": plan.time_limit,
    }


@dataclass(frozen=True)
class Start:
    """A check and the form that starts it, which starts one attempt however often it is sent."""

    check: queries.Check
    form_key: str = ""  # of a form that goes on with an attempt, its id; empty: a new start

    @cached_property
    def attempt_id(self) -> str:
        """The id of the attempt that it starts: the same each time it is sent."""
        if not self.form_key:
            return secrets.token_urlsafe(ID_BYTES)
        said = repr((self.check, self.form_key)).encode()
        return urlsafe_b64encode(hashlib.sha256(said).digest()[:ID_BYTES]).decode()

    def made_before(self, session: Session) -> Attempt | None:
        """What it started before, or else the attempt still open."""
        return queries.started_by(session, self.check, self._ids)

    def goes_on_with(self, attempt: Attempt) -> bool:
        """Whether it starts nothing new beside the newest attempt."""
        return attempt.submitted_at is None or attempt.id in self._ids

    @property
    def _ids(self) -> tuple[str, str]:
        return self.attempt_id, self.form_key


@dataclass(frozen=True)
class Draw:
    """What was drawn for an attempt, for whose nation, by which seed."""

    nation: Nation
    seed: str
    questions: tuple[rules.Drawn, ...]


def begin(
    session: Session,
    start: Start,
    draw: Draw,
    terms: dict[str, Any],
    *,
    revision: str,
    at: datetime,
) -> Attempt:
    """A new attempt with its questions; or the one opened in another tab at the same moment."""
    check = start.check
    attempt = Attempt(
        id=start.attempt_id,
        person_id=check.person_id,
        course=check.course,
        assessment=check.assessment,
        use=check.use,
        revision=revision,
        nation=draw.nation,
        seed=draw.seed,
        terms=terms,
        started_at=at,
        closes_at=_closes_at(session, check.person_id, terms["time_limit"], at=at),
    )
    try:
        with session.begin_nested():
            session.add(attempt)
            session.flush()  # its questions point to it
    except IntegrityError:
        return start.made_before(session) or attempt
    _ask(session, attempt, draw.questions)
    return attempt


def _closes_at(
    session: Session, person_id: int, limit: int | None, *, at: datetime
) -> datetime | None:
    if limit is None:
        return None  # as almost everywhere: nothing to ask for
    hold_person(session, person_id)  # whoever grants time meanwhile waits
    return timing.closes_at(at, limit, adjustments.extras_of(session, person_id, on=day_of(at)))


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
    session.execute(insert_of(session)(QuestionVersion).on_conflict_do_nothing(), versions)
    for place, one in enumerate(drawn, start=1):
        session.add(
            AttemptQuestion(
                attempt_id=attempt.id,
                place=place,
                revision=question_revision(one.question),
                option_order=list(one.option_order),
            )
        )
