"""Keeps `revisions.toml`: what was released, so that no change goes by undeclared."""

from collections.abc import Iterator
from pathlib import Path as Folder

import tomli

from learning.catalogue.files import Problem
from learning.catalogue.loading import question_revision
from learning.catalogue.published import Catalogue, Course

FILE = "revisions.toml"
HEAD = """# The revision of every lesson and question of an open course, as last released.
# Made by `flask check-courses --register`; a change is declared in the course's changes.toml.
"""


def revisions(course: Course) -> Iterator[tuple[str, str, str]]:
    """("lesson" or "question", its id, its revision) of everything of a course's own."""
    for lesson in course.lessons:
        if lesson.course == course.slug:
            yield "lesson", lesson.slug, lesson.revision
    for check in course.assessments:
        for question in check.questions:
            yield "question", question.id, question_revision(question)


def undeclared(catalogue: Catalogue, root: Folder) -> list[Problem]:
    """Everything that says something else than was released, without saying what became of it."""
    kept = _read(root)
    problems = []
    for course in _open(catalogue):
        for kind, name, revision in revisions(course):
            before = kept.get(f"{kind}:{course.slug}/{name}", revision)
            if before != revision and not _is_declared(course, kind, name, before):
                remedy = (
                    "has changed since its release; declare that in changes.toml with"
                    f' {kind} = "{name}", replaces = "{before}" and kind = "editorial",'
                    ' "correction" or "new-law"'
                )
                problems.append(Problem(f"library/{course.slug}", f"{kind} {name}", remedy))
    return problems


def keep(catalogue: Catalogue, root: Folder) -> None:
    """What is there now is what was released; of what is gone, the last revision stays."""
    kept = _read(root)
    for course in _open(catalogue):
        for kind, name, revision in revisions(course):
            kept[f"{kind}:{course.slug}/{name}"] = revision
    lines = [f'"{name}" = "{revision}"' for name, revision in sorted(kept.items())]
    (root / FILE).write_text("\n".join([HEAD, *lines]) + "\n", "utf-8")


def _open(catalogue: Catalogue) -> list[Course]:
    return [course for course in catalogue.courses.values() if course.is_live]


def _is_declared(course: Course, kind: str, name: str, before: str) -> bool:
    changes = [c for c in course.changes if (c.lesson if kind == "lesson" else c.question) == name]
    return bool(changes) and changes[-1].replaces == before


def _read(root: Folder) -> dict[str, str]:
    path = root / FILE
    return dict(tomli.loads(path.read_text("utf-8"))) if path.exists() else {}
