"""Counts what the ladder of a month end is made of, as at the day and as known when it closed."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.clock import add_months, end_of
from learning.dated import holds, known
from learning.evidence.models import Evidence, Withdrawal
from learning.outcomes.models import (
    CaseVersion,
    Confirmation,
    OutcomeAnswer,
    OutcomeQuestion,
    ResultCase,
)
from learning.outcomes.rules.answering import Answer, Seen
from learning.outcomes.rules.cases import State
from learning.outcomes.rules.ladder import ASKED_WITHIN, Facts, OwnWord
from learning.people.models import HeldRole, Membership, MembershipPeriod, Pause
from learning.people.requirements import needs_in_force
from learning.study.models import LessonRead

AT_ONCE = 5000  # rows of lessons read that are held in memory
People = Mapping[str, set[int]]


def facts_of(
    session: Session,
    organisation_id: int,
    *,
    month_end: date,
    known_at: datetime,
    catalogue: Catalogue,
) -> Facts:
    """Who needs, took part in, knows and uses what, and the cases there are."""
    roles = _roles(session, organisation_id, month_end, known_at)
    need = _need(session, organisation_id, roles, month_end, known_at)
    return Facts(
        need=need,
        took_part=_took_part(session, organisation_id, _last_moment(month_end), catalogue),
        know=who_knows(session, organisation_id, on=month_end, known_at=known_at),
        own_words=tuple(_own_words(session, organisation_id, month_end)),
        cases=_cases(session, organisation_id, _last_moment(month_end)),
        public={
            person
            for person, held in roles.items()
            if any(role in catalogue.roles and catalogue.roles[role].public for role in held)
        },
    )


def _last_moment(day: date) -> datetime:
    return end_of(day) - timedelta(microseconds=1)


def _roles(
    session: Session, organisation_id: int, on: date, known_at: datetime
) -> dict[int, set[str]]:
    """Person → the roles they hold on the day; who is on leave holds none."""
    paused = exists().where(
        Pause.membership_id == Membership.id,
        known(Pause, known_at),
        Pause.paused_from <= on,
        or_(Pause.paused_until.is_(None), Pause.paused_until > on),
    )
    rows = session.execute(
        select(Membership.person_id, HeldRole.role)
        .join(HeldRole, HeldRole.membership_id == Membership.id)
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .where(
            Membership.organisation_id == organisation_id,
            *(known(table, known_at) for table in (HeldRole, MembershipPeriod)),
            *(holds(table, on) for table in (HeldRole, MembershipPeriod)),
            ~paused,
        )
    )
    found: dict[int, set[str]] = defaultdict(set)
    for person, role in rows:
        found[person].add(role)
    return found


def _need(
    session: Session,
    organisation_id: int,
    roles: Mapping[int, set[str]],
    on: date,
    known_at: datetime,
) -> People:
    """Skill → who needs it on the day."""
    of_role: dict[str, set[str]] = defaultdict(set)
    for _, role, skill in needs_in_force(
        session, [organisation_id], on=on, known_at=known_at
    ).levels:
        of_role[role].add(skill)
    found: dict[str, set[int]] = defaultdict(set)
    for person, held in roles.items():
        for role in held:
            for skill in of_role[role]:
                found[skill].add(person)
    return found


def _here(organisation_id: int) -> Select[int]:
    """Everybody who ever belonged here."""
    return select(Membership.person_id).where(Membership.organisation_id == organisation_id)


def who_needs(session: Session, organisation_id: int, *, on: date, known_at: datetime) -> People:
    """Skill → who needs it on the day."""
    roles = _roles(session, organisation_id, on, known_at)
    return _need(session, organisation_id, roles, on, known_at)


def who_knows(
    session: Session,
    organisation_id: int,
    *,
    on: date,
    known_at: datetime,
    people: Collection[int] | None = None,
) -> People:
    """Skill → who shows it by a check that counts on the day; of these people, or of everybody."""
    withdrawn = exists().where(
        Withdrawal.evidence_id == Evidence.piece(),
        known(Withdrawal, known_at),
        Withdrawal.effective_on <= on,
    )
    rows = session.execute(
        select(Evidence.skill, Evidence.person_id)
        .where(
            Evidence.person_id.in_(_here(organisation_id) if people is None else people),
            Evidence.source == "assessment",
            known(Evidence, known_at),
            Evidence.shown_on <= on,
            or_(Evidence.expires_on.is_(None), Evidence.expires_on > on),
            ~withdrawn,
        )
        .distinct()
    )
    found: dict[str, set[int]] = defaultdict(set)
    for skill, person in rows:
        found[skill].add(person)
    return found


def _took_part(
    session: Session, organisation_id: int, until: datetime, catalogue: Catalogue
) -> People:
    """Skill → who has read all lessons of a course that shows it; rows come a few at a time."""
    courses = [course for course in catalogue.courses.values() if course.lessons]
    lessons = {one.slug: {lesson.key for lesson in one.lessons} for one in courses}
    gives = {one.slug: {gift.skill for gift in one.gives()} for one in courses}
    found: dict[str, set[int]] = defaultdict(set)
    rows = session.execute(
        select(LessonRead.person_id, LessonRead.course, LessonRead.lesson)
        .where(LessonRead.read_at <= until)
        .where(LessonRead.person_id.in_(_here(organisation_id)))
        .order_by(LessonRead.person_id)
        .execution_options(yield_per=AT_ONCE)
    )
    for person, read in groupby(rows, key=itemgetter(0)):
        keys = {f"{course}/{lesson}" for _, course, lesson in read}
        for course, needed in lessons.items():
            if needed <= keys:
                for skill in gives[course]:
                    found[skill].add(person)
    return found


def _own_words(session: Session, organisation_id: int, on: date) -> Iterator[OwnWord]:
    """What everybody whom the council asked in the months before the day said by its end."""
    until = _last_moment(on)
    rows = session.execute(
        select(
            OutcomeQuestion.person_id,
            OutcomeQuestion.skill,
            OutcomeAnswer.answer,
            Confirmation.id.label("confirmed"),
        )
        .outerjoin(
            OutcomeAnswer,
            and_(OutcomeAnswer.question_id == OutcomeQuestion.id, known(OutcomeAnswer, until)),
        )
        .outerjoin(
            Confirmation,
            and_(
                Confirmation.question_id == OutcomeQuestion.id,
                Confirmation.answer == Seen.SAW.value,
                Confirmation.answered_at <= until,
                _not_ended(until),
            ),
        )
        .where(
            OutcomeQuestion.organisation_id == organisation_id,
            OutcomeQuestion.asked_on <= on,
            OutcomeQuestion.asked_on > add_months(on, -ASKED_WITHIN),
        )
    )
    for row in rows:
        is_used = row.answer == Answer.YES
        yield OwnWord(
            row.person_id,
            row.skill,
            is_answered=row.answer is not None,
            is_used=is_used,
            is_confirmed=is_used and row.confirmed is not None,
        )


def _not_ended(until: datetime) -> ColumnElement[bool]:
    return or_(Confirmation.ended_at.is_(None), Confirmation.ended_at > until)


def _cases(session: Session, organisation_id: int, until: datetime) -> dict[str, int]:
    """Skill → how many published cases name it."""
    rows = session.scalars(
        select(CaseVersion.skills)
        .join(ResultCase, ResultCase.id == CaseVersion.case_id)
        .where(
            ResultCase.organisation_id == organisation_id,
            CaseVersion.state == State.PUBLISHED.value,
            known(CaseVersion, until),
        )
    )
    found: dict[str, int] = defaultdict(int)
    for skills in rows:
        for skill in skills.split():
            found[skill] += 1
    return found
