"""Puts declared changes of courses into effect: what changes for whom, and what they are told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.assessments.models import AppliedChange, Remarking
from learning.assessments.remarking import Corrected, correct
from learning.assessments.statistics import version_of
from learning.catalogue.changes import Change, replaced_until
from learning.catalogue.content import Question
from learning.catalogue.published import Catalogue, Course
from learning.notices import actions as notices
from learning.study.models import LessonRead


@dataclass(frozen=True)
class Effect:
    """What one change does, to whom."""

    course: Course
    change: Change
    readers: tuple[int, ...] = ()  # people who had read the lesson as it was
    remarked: tuple[Remarking, ...] = ()

    @property
    def passed(self) -> int:
        """How many attempts pass that had not."""
        return sum(not one.passed_before and one.passed_after for one in self.remarked)


def release(session: Session, catalogue: Catalogue, *, at: datetime) -> tuple[Effect, ...]:
    """Every declared change that is not yet in effect here; releasing again changes nothing.

    Corrections of questions are looked through each time: an attempt that was being submitted
    during the last release is not forgotten.
    """
    applied = set(session.scalars(select(AppliedChange.change)))
    effects = []
    for course in catalogue.courses.values():
        for change in course.changes:
            name = f"{course.slug}/{change.id}"
            effect = _effect(session, course, change, is_new=name not in applied, at=at)
            if name not in applied:
                session.add(AppliedChange(change=name, applied_at=at))
                effects.append(effect)
            elif effect.remarked:
                effects.append(effect)
    return tuple(effects)


def _effect(
    session: Session, course: Course, change: Change, *, is_new: bool, at: datetime
) -> Effect:
    if change.question is not None and change.kind == "correction":
        question = _corrected(session, course, change)
        if question is None:
            return Effect(course, change)
        made = Corrected(
            course=course.slug,
            change=change.id,
            question=question,
            replaced=replaced_until(course.changes, change),
            note=change.note,
        )
        return Effect(course, change, remarked=correct(session, made, at=at))
    if change.lesson is not None and change.kind != "editorial" and is_new:
        readers = _readers(session, course, change)
        if readers:
            _tell(session, course, change, readers, at=at)
        return Effect(course, change, readers=tuple(readers))
    return Effect(course, change)


def _corrected(session: Session, course: Course, change: Change) -> Question | None:
    """The question as it reads now, or as it read until a new law or another correction.

    Nobody is marked by a later law, and each correction is told with what it led to. None where
    nobody here was ever asked it as it read then: its words are not known, nor needed.
    """
    later = course.changes[course.changes.index(change) + 1 :]
    of_it = (one for one in later if one.question == change.question)
    after = next((one for one in of_it if one.kind != "editorial"), None)
    if after is None:
        return _question(course, change.question or "")
    found = version_of(session, after.replaces)
    return found[1] if found else None


def _question(course: Course, name: str) -> Question:
    return next(
        question
        for check in course.assessments
        for question in check.questions
        if question.id == name
    )


def _readers(session: Session, course: Course, change: Change) -> Sequence[int]:
    """Who read the lesson as it was, and not yet as it is."""
    of_lesson = (LessonRead.course == course.slug, LessonRead.lesson == change.lesson)
    replaced = replaced_until(course.changes, change)
    since = select(LessonRead.person_id).where(*of_lesson, LessonRead.revision.not_in(replaced))
    return session.scalars(
        select(LessonRead.person_id)
        .where(*of_lesson, LessonRead.revision.in_(replaced), LessonRead.person_id.not_in(since))
        .distinct()
        .order_by(LessonRead.person_id)
    ).all()


def _tell(
    session: Session, course: Course, change: Change, readers: Sequence[int], *, at: datetime
) -> None:
    lesson = course.lesson(change.lesson or "")
    title, minutes = (lesson.title, lesson.minutes) if lesson else (course.title, 0)
    if change.kind == "new-law":
        subject = f"The law changed: please read “{title}” again"
        body = f"{change.note} It takes {minutes} minutes. What you have shown still counts."
    else:
        subject = f"A lesson you read was corrected: “{title}”"
        body = f"{change.note} You need not do anything: what you read stays read."
    notices.tell_all(
        session,
        readers,
        kind=f"course.{change.kind}",
        subject=subject[:200],
        body=body,
        link=f"/courses/{course.slug}/lessons/{change.lesson}",
        at=at,
    )


def in_words(effect: Effect) -> Iterator[str]:
    """What a change does, for whoever releases it."""
    what = (
        f"lesson {effect.change.lesson}"
        if effect.change.lesson
        else (f"question {effect.change.question}")
    )
    yield f"{effect.course.slug}/{effect.change.id} ({effect.change.kind}, {what})"
    if effect.remarked:
        more = len(effect.remarked) - effect.passed
        yield f"  {effect.passed} attempts: not passed → passed, and what the check gives is given"
        yield f"  {more} attempts: more points, the result as it was"
    elif effect.readers and effect.change.kind == "new-law":
        yield f"  {len(effect.readers)} people: lesson read → to read again; what was shown stays"
    elif effect.readers:
        yield f"  {len(effect.readers)} people are told; the lesson stays read"
    else:
        yield "  nobody's state changes"
