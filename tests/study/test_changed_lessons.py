"""After a change of law a lesson is read anew; after any other change, what was read stays read."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.catalogue.changes import Change
from learning.catalogue.published import Lesson
from learning.study.actions import mark_as_read
from learning.study.models import LessonRead
from learning.study.queries import activity_of
from learning.study.rules import Activity
from tests.builders import a_person
from tests.courses_by_hand import SLUG, a_catalogue, a_course, a_lesson

AT = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
BEFORE = replace(a_lesson(SLUG, "one"), revision="before")
KEY = BEFORE.key
LAW = Change(
    id="new-act",
    on=date(2026, 12, 1),
    kind="new-law",
    lesson="one",
    replaces="0123456789abcdef",
    note="The new act counts days differently.",
)
AFTER = replace(BEFORE, revision="after", law_changed=LAW, outdated=frozenset({"before"}))
EDITED = replace(BEFORE, revision="edited")


@pytest.fixture
def ada(session: Session) -> int:
    return a_person(session)


def read(session: Session, person: int, *lessons: Lesson) -> int:
    for hours, lesson in enumerate(lessons):
        mark_as_read(session, lesson, person_id=person, at=AT + timedelta(hours=hours))
    return session.scalar(select(func.count()).select_from(LessonRead)) or 0


def activity(session: Session, person: int, lesson: Lesson) -> Activity:
    catalogue = a_catalogue(a_course(lessons=(lesson,)))
    return activity_of(session, person, outdated=catalogue.outdated)


def test_a_lesson_is_read_once_whatever_its_wording_becomes(session: Session, ada: int) -> None:
    assert read(session, ada, BEFORE, BEFORE, EDITED) == 1
    found = activity(session, ada, EDITED)
    assert (found.read, found.changed) == ({KEY}, frozenset())


def test_what_was_read_before_the_law_changed_is_to_be_read_again(
    session: Session, ada: int
) -> None:
    read(session, ada, BEFORE)
    found = activity(session, ada, AFTER)
    assert (found.read, found.changed) == (frozenset(), {KEY})


def test_read_again_it_counts_and_the_first_reading_is_kept(session: Session, ada: int) -> None:
    assert read(session, ada, BEFORE, AFTER, AFTER) == 2
    found = activity(session, ada, AFTER)
    assert (found.read, found.changed) == ({KEY}, frozenset())


def test_who_never_read_it_has_nothing_to_read_again(session: Session, ada: int) -> None:
    found = activity(session, ada, AFTER)
    assert (found.read, found.changed) == (frozenset(), frozenset())
