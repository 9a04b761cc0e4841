"""What was done before and is to be looked at again: the law changed, or it runs out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from learning.assessments.renewing import as_taken
from learning.catalogue.published import Assessment, Catalogue, Course, Lesson
from learning.evidence.rules import Shown
from learning.study.rules import Activity, Progress, Way, way_to_show


@dataclass(frozen=True)
class Again:
    """A lesson to read again, or a check that renews what it showed."""

    course: Course
    lesson: Lesson | None = None
    check: Assessment | None = None
    pieces: tuple[Shown, ...] = ()  # what the check renews

    @property
    def minutes(self) -> int:
        """How long it takes."""
        if self.lesson is not None:
            return self.lesson.minutes
        return self.check.plan.minutes if self.check is not None else 0

    @property
    def until(self) -> date | None:
        """The first day on which something of it no longer counts."""
        return min((p.expires_on for p in self.pieces if p.expires_on), default=None)


def changed_lessons(done: Iterable[Progress]) -> tuple[Again, ...]:
    """The lessons of finished courses that a new law changed since; each once."""
    found = {lesson.key: Again(one.course, lesson=lesson) for one in done for lesson in one.changed}
    return tuple(found.values())


def renewals(
    catalogue: Catalogue,
    activity: Activity,
    shown: tuple[Shown, ...],
    expiring: Iterable[Shown],
    *,
    roles: Collection[str],
    nation: str,
    today: date,
) -> tuple[Again, ...]:
    """The checks that renew what runs out, in the order in which it does; each once."""
    pieces: dict[tuple[str, str], list[Shown]] = {}
    ways: dict[tuple[str, str], Way] = {}
    for piece in expiring:
        way = _same_check(catalogue, activity, piece, nation) or way_to_show(
            catalogue, piece.skill, piece.level, nation, roles=roles
        )
        if way is not None:
            key = (way.course.slug, way.assessment.id)
            ways[key] = way
            pieces.setdefault(key, []).append(piece)
    return tuple(
        Again(way.course, check=as_taken(way.assessment, shown, today), pieces=tuple(pieces[key]))
        for key, way in ways.items()
    )


def _same_check(catalogue: Catalogue, activity: Activity, piece: Shown, nation: str) -> Way | None:
    """The check that gave the piece, where it can still be taken."""
    for one in activity.tries:
        course = catalogue.courses.get(one.course) if one.id == piece.reference else None
        check = course.assessment(one.assessment) if course else None
        if course and check and course.is_live and nation in course.file.nations:
            return Way(course, check)
    return None
