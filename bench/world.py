"""A small council with a learner and a training lead, made by the real actions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

from flask import Flask
from sqlalchemy.orm import Session

from learning.assessments import actions as assessments
from learning.assessments.queries import asked_in
from learning.catalogue import actions as framework
from learning.catalogue.framework import Nation
from learning.catalogue.published import Catalogue, Course
from learning.clock import day_of, now, start_of
from learning.database import transaction
from learning.people import passwords
from learning.people.actions import identity, organisations, places
from learning.people.standing import Kind
from learning.study import actions as study

PASSWORD = "a long enough password"  # noqa: S105  # of made-up people


TAKERS = 8  # people who take a check at once; an attempt is one person's


@dataclass(frozen=True)
class Taker:
    """A learner who has begun a check: their cookie, and a question with one of its answers."""

    cookie: str
    question: str  # address
    asked_id: int
    answer: str


@dataclass(frozen=True)
class World:
    """What the measurements ask for."""

    organisation_id: int
    lead_id: int
    lead: str  # cookie
    takers: tuple[Taker, ...]
    lesson: str  # address
    course: str
    lesson_slug: str

    @property
    def learner(self) -> str:
        """The cookie of one of the learners."""
        return self.takers[0].cookie

    @property
    def question(self) -> str:
        """The address of that learner's question."""
        return self.takers[0].question


def build(app: Flask) -> World:
    """Commits the world to an empty database."""
    catalogue: Catalogue = app.extensions["catalogue"]
    course = next(one for one in catalogue.courses.values() if one.is_live and one.assessments)
    at = now()
    first = day_of(at) - timedelta(days=760)
    began = start_of(first)
    with app.app_context(), transaction() as session:
        framework.sync_framework(session, catalogue, in_force_from=first, by=None, at=began)
        council = organisations.open_organisation(
            session,
            slug="bench",
            name="Bench",
            nation="England",
            starts_on=first,
            by=None,
            at=began,
        )
        people = {}
        learners = [f"learner{number}" for number in range(TAKERS)]
        roles = [(name, "councillor") for name in learners]
        for name, slug in (*roles, ("lead", "learning-lead")):
            address = f"{name}@bench.example"
            person = identity.add_person(session, name=name, address=address, by=None, at=began)
            people[name] = person.id
            membership = places.join(
                session,
                person_id=person.id,
                organisation_id=council.id,
                starts_on=first,
                by=None,
                at=began,
            )
            role = catalogue.roles[slug]
            base = catalogue.roles[role.base] if role.base else None
            places.give_role(
                session, membership, role, base=base, starts_on=first, by=None, at=began
            )
        organisations.appoint(
            session,
            person_id=people["lead"],
            kind=Kind.LEARNING_LEAD,
            organisation_id=council.id,
            starts_on=first,
            by=None,
            at=began,
        )
        hashed = passwords.hash_password(PASSWORD)
        identity.set_password_hash(
            session, person_id=people["learner0"], password_hash=hashed, by=None, at=began
        )
        lesson = _middling(course)
        return World(
            organisation_id=council.id,
            lead_id=people["lead"],
            lead=_cookie(app, identity.sign_in(session, person_id=people["lead"], at=at)),
            takers=tuple(_taker(app, session, course, people[name], at) for name in learners),
            lesson=f"/courses/{course.slug}/lessons/{lesson}",
            course=course.slug,
            lesson_slug=lesson,
        )


def _taker(app: Flask, session: Session, course: Course, person_id: int, at: datetime) -> Taker:
    for lesson in course.lessons[:2]:
        study.mark_as_read(session, lesson, person_id=person_id, at=at)
    attempt = assessments.start(
        session,
        person_id=person_id,
        course=course,
        assessment=course.assessments[0],
        nation=Nation.ENGLAND,
        at=at,
    )
    session.flush()  # its questions are read back
    asked = next(one for one in asked_in(session, attempt.id) if one.question.type == "single")
    return Taker(
        cookie=_cookie(app, identity.sign_in(session, person_id=person_id, at=at)),
        question=f"/attempts/{attempt.id}/questions/{asked.place}",
        asked_id=asked.id,
        answer=asked.options[0].id,
    )


def _middling(course: Course) -> str:
    """The lesson of middling length."""
    lessons = sorted(course.lessons, key=lambda one: len(one.body))
    return lessons[len(lessons) // 2].slug


def _cookie(app: Flask, token: str) -> str:
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # Flask's own has it
    return (
        f"session={signer.dumps({'_user_id': token, '_fresh': True, 'csrf_token': token_hex(20)})}"
    )
