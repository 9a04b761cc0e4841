"""Small courses made by hand, so that tests know every question and its key."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from flask import Flask

from learning.catalogue.content import (
    AssessmentPlan,
    CourseFile,
    LessonFront,
    Option,
    Question,
)
from learning.catalogue.framework import Nation, PathFile
from learning.catalogue.published import Assessment, Catalogue, Course, Lesson, Path

EVERYWHERE = tuple(Nation)
SLUG = "harbour-lights"
PASS_MARK = 3


def a_question(name: str, objective: str = "see", **more: Any) -> Question:
    """One right answer of three; of `type="multiple"`, two of four. The ids say which is right."""
    kind = more.pop("type", "single")
    ids = ("right-1", "wrong-1", "wrong-2") if kind == "single" else ("right-1", "right-2")
    ids = ids if kind == "single" else (*ids, "wrong-1", "wrong-2")
    fields = {"lesson": "one", "use": "final", "text": f"Fog comes in.\n\nWhat now, {name}?"}
    return Question(
        id=name,
        type=kind,
        objective=objective,
        option=[
            Option(
                id=one,
                text=f"Option {one} of {name}",
                right=one.startswith("right"),
                feedback=f"Because {one} of {name}",
            )
            for one in ids
        ],
        **(fields | more),
    )


def _of_type(kind: str, name: str, options: list[Option], **more: Any) -> Question:
    fields = {"objective": "see", "lesson": "one", "use": "final", "text": "Fog.\n\nWhat now?"}
    return Question(id=name, type=kind, option=options, **(fields | more))


def an_ordering(steps: int = 4, name: str = "in-order", **more: Any) -> Question:
    """Steps whose ids say their places; the file has them backwards."""
    options = [
        Option(id=f"step-{n}", text=f"Step {n}", place=n, feedback=f"Because of {n}")
        for n in range(steps, 0, -1)
    ]
    return _of_type("ordering", name, options, **more)


def a_matching(belongs: str = "abc", name: str = "matched", **more: Any) -> Question:
    """One line for each letter: what the line belongs to."""
    options = [
        Option(id=f"line-{n}", text=f"Line {n}", match=f"Thing {thing}", feedback=f"So {thing}")
        for n, thing in enumerate(belongs, start=1)
    ]
    return _of_type("matching", name, options, **more)


def a_number(number: str = "14", tolerance: str = "0", name: str = "reckoned", **more: Any):
    more = {"number": number, "tolerance": tolerance, "feedback": "Two times seven."} | more
    return _of_type("number", name, [], **more)


def a_judgement(judged: str = "bap", name: str = "judged", **more: Any) -> Question:
    """One option for each letter: best, acceptable, poor."""
    words = {"b": "best", "a": "acceptable", "p": "poor"}
    options = [
        Option(id=f"{words[one]}-{n}", text=f"Way {n}", judgement=words[one], feedback=f"Since {n}")
        for n, one in enumerate(judged, start=1)
    ]
    return _of_type("judgement", name, options, **more)


def key(question: Question) -> list[str]:
    return [option.id for option in question.options if option.right]


def a_lesson(course: str, slug: str, minutes: int = 7) -> Lesson:
    front = LessonFront(
        title=f"Lesson {slug}",
        minutes=minutes,
        nations=EVERYWHERE,
        reviewed=date(2026, 1, 5),
        review_by=date(2100, 1, 5),
        source=[
            {
                "title": "Tide tables",
                "publisher": "Harbour office",
                "address": "https://harbour.example/tides",
                "date": "no date seen",
            }
        ],
    )
    return Lesson(course, slug, front, f"## {slug}\n\nWords of {course}.", f"{course}-{slug}"[:16])


def a_check(course: str = SLUG, **more: Any) -> Assessment:
    """Asks four of ten questions: three of `see`, one of `say`, which wants several answers."""
    questions = more.pop("questions", None) or (
        *(a_question(f"see-{n}") for n in range(7)),
        *(a_question(f"say-{n}", "say", type="multiple") for n in range(3)),
        a_question("known-before", use="diagnostic"),
    )
    fields = {
        "id": "awareness",
        "title": "Check: harbour lights",
        "file": "assessment.toml",
        "gives": [{"skill": "cyber-security", "level": 1}],
        "minutes": 5,
        "pass_mark": PASS_MARK,
        "draw": {"see": 3, "say": 1},
        "lasts": "12 months",
    }
    return Assessment(course, AssessmentPlan(**(fields | more)), tuple(questions), "r1")


def a_course(
    slug: str = SLUG,
    *,
    lessons: tuple[Lesson, ...] | None = None,
    checks: tuple[Assessment, ...] | None = None,
    **more: Any,
) -> Course:
    checks = (a_check(slug),) if checks is None else checks
    fields = {
        "title": slug.replace("-", " ").capitalize(),
        "summary": "After this you can read the lights.",
        "status": "live",
        "nations": EVERYWHERE,
        "assessment": [check.plan for check in checks],
        "reviewer": [{"role": "harbour master"}],
    }
    if lessons is None:
        lessons = (a_lesson(slug, "one"), a_lesson(slug, "two"))
    return Course(slug, CourseFile(**(fields | more)), lessons, checks, "r1")


def a_provable_course(slug: str = SLUG, **more: Any) -> Course:
    """Three objectives with three diagnostic questions each, and an opening lesson besides.

    Lesson one teaches `see`; lesson two teaches `say` (questions of two right answers) and `steer`.
    """
    asked = (("see", "one", "single"), ("say", "two", "multiple"), ("steer", "two", "single"))
    questions = tuple(
        a_question(f"prove-{objective}-{n}", objective, lesson=lesson, type=kind, use="diagnostic")
        for objective, lesson, kind in asked
        for n in range(3)
    )
    final = a_check(slug).questions[:-1]
    lessons = tuple(a_lesson(slug, name) for name in ("opening", "one", "two"))
    objectives = [{"id": name, "text": f"Learn to {name}"} for name, _, _ in asked]
    fields = {
        "lessons": lessons,
        "checks": (a_check(slug, questions=(*final, *questions)),),
        "objective": objectives,
    }
    return a_course(slug, **(fields | more))


def a_path(slug: str, *steps: str | dict[str, Any], roles: tuple[str, ...] = ("councillor",)):
    told = [
        {"course": step, "why": "It is dark."} if isinstance(step, str) else step for step in steps
    ]
    stage = {"slug": "first", "title": "First", "within_days": 30, "step": told}
    title = slug.replace("-", " ").capitalize()
    return Path(slug, PathFile(title=title, summary="In order.", roles=roles, stage=[stage]))


def with_status(course: Course, status: str) -> Course:
    return replace(course, file=course.file.model_copy(update={"status": status}))


def a_catalogue(
    *courses: Course, paths: tuple[Path, ...] = (), base: Catalogue | None = None
) -> Catalogue:
    """These courses and paths: alone, or beside those of `base`."""
    own = {course.slug: course for course in courses}
    roads = {path.slug: path for path in paths}
    if base is not None:
        return replace(
            base,
            courses=MappingProxyType({**base.courses, **own}),
            paths=MappingProxyType({**base.paths, **roads}),
        )
    nothing: MappingProxyType[str, Any] = MappingProxyType({})
    return Catalogue(
        groups=(),
        skills=nothing,
        roles=nothing,
        services=nothing,
        courses=MappingProxyType(own),
        paths=MappingProxyType(roads),
        framework_revision="r1",
    )


@contextmanager
def published(app: Flask, *courses: Course, paths: tuple[Path, ...] = ()) -> Iterator[None]:
    """These courses stand in the catalogue of the app, as after a start with other files."""
    before: Catalogue = app.extensions["catalogue"]
    app.extensions["catalogue"] = a_catalogue(*courses, paths=paths, base=before)
    try:
        yield
    finally:
        app.extensions["catalogue"] = before
