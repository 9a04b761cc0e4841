"""Builds the catalogue from its folder, or says every reason why it cannot."""

import hashlib
from dataclasses import replace
from pathlib import Path as Folder
from types import MappingProxyType

from learning.catalogue import changes, checks
from learning.catalogue.aids import GlossaryFile, PaperFront, Term
from learning.catalogue.changes import Change, ChangesFile
from learning.catalogue.content import (
    AssessmentPlan,
    CourseFile,
    LessonFront,
    LessonPlace,
    Question,
    QuestionsFile,
)
from learning.catalogue.files import Problem, Reading
from learning.catalogue.framework import (
    Content,
    PathFile,
    RegisterFile,
    RolesFile,
    ServicesFile,
    SkillsFile,
)
from learning.catalogue.published import Assessment, Catalogue, Course, Lesson, Paper, Path


class BadCatalogue(Exception):
    """The files cannot be served; `problems` says every reason."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


def load(root: Folder) -> Catalogue:
    """The catalogue in `root`; raises BadCatalogue with every problem of structure."""
    reading = Reading(root)
    catalogue = read(reading)
    if catalogue is None or reading.problems:
        raise BadCatalogue(reading.problems)
    register = reading.toml(root / "register.toml", RegisterFile)
    if register is not None:
        checks.check_structure(catalogue, register, reading)
    if reading.problems:
        raise BadCatalogue(reading.problems)
    return catalogue


def read(reading: Reading) -> Catalogue | None:
    """What the files say, with the problems of reading them noted; None without a framework."""
    root = reading.root
    skills = reading.toml(root / "skills.toml", SkillsFile)
    roles = reading.toml(root / "roles.toml", RolesFile)
    services = reading.toml(root / "services.toml", ServicesFile)
    courses = _courses(reading)
    paths = {
        file.stem: Path(file.stem, content)
        for file in sorted((root / "paths").glob("*.toml"))
        if (content := reading.toml(file, PathFile))
    }
    if skills is None or roles is None or services is None:
        return None
    checks.check_unique(reading, "skills.toml", "skill", [s.slug for s in skills.skills])
    checks.check_unique(reading, "skills.toml", "skill code", [s.code for s in skills.skills])
    checks.check_unique(reading, "roles.toml", "role", [r.slug for r in roles.roles])
    checks.check_unique(reading, "services.toml", "service", [s.slug for s in services.services])
    return Catalogue(
        groups=skills.groups,
        skills=MappingProxyType({skill.slug: skill for skill in skills.skills}),
        roles=MappingProxyType({role.slug: role for role in roles.roles}),
        services=MappingProxyType({service.slug: service for service in services.services}),
        courses=MappingProxyType(courses),
        paths=MappingProxyType(paths),
        terms=_terms(reading),
        framework_revision=revision_of(skills.model_dump_json(), roles.model_dump_json()),
    )


def _terms(reading: Reading) -> tuple[Term, ...]:
    file = reading.root / "glossary.toml"
    content = reading.toml(file, GlossaryFile) if file.exists() else None
    return content.terms if content else ()


def revision_of(*sources: str) -> str:
    """Sixteen hex digits that change when any of the sources does."""
    digest = hashlib.sha256("\x1e".join(sources).encode())
    return digest.hexdigest()[:16]


def _said(content: Content) -> str:
    """What a file says: a field added to the schema later changes no older revision."""
    return content.model_dump_json(exclude_defaults=True)


def _courses(reading: Reading) -> dict[str, Course]:
    folders = sorted(p for p in (reading.root / "library").glob("*") if p.is_dir())
    files = {
        f.name: content for f in folders if (content := reading.toml(f / "course.toml", CourseFile))
    }
    changed = {slug: _changes(reading, slug) for slug in files}
    own = {
        slug: {
            place.slug: _as_changed(lesson, changed[slug])
            for number, place in enumerate(file.lessons, start=1)
            if place.slug and (lesson := _lesson(reading, slug, place.slug, number))
        }
        for slug, file in files.items()
    }
    return {
        slug: replace(_course(reading, slug, file, own), changes=changed[slug])
        for slug, file in files.items()
    }


def _changes(reading: Reading, course: str) -> tuple[Change, ...]:
    file = reading.root / "library" / course / "changes.toml"
    content = reading.toml(file, ChangesFile) if file.exists() else None
    return content.changes if content else ()


def _as_changed(lesson: Lesson, made: tuple[Change, ...]) -> Lesson:
    law = changes.newest_law(made, lesson.slug)
    if law is None:
        return lesson
    return replace(lesson, law_changed=law, outdated=changes.replaced_until(made, law))


def _lesson(reading: Reading, course: str, slug: str, number: int) -> Lesson | None:
    path = reading.root / "library" / course / f"{number:02d}-{slug}.md"
    parts = reading.front_matter(path, LessonFront)
    if parts is None:
        return None
    front, body = parts
    return Lesson(course, slug, front, body, revision_of(_said(front), body))


def _course(
    reading: Reading, slug: str, file: CourseFile, own: dict[str, dict[str, Lesson]]
) -> Course:
    lessons = tuple(
        lesson for place in file.lessons if (lesson := _placed(reading, slug, place, own))
    )
    assessments = tuple(
        _assessment(reading, slug, plan, file.status != "in-preparation")
        for plan in file.assessments
    )
    revision = revision_of(
        _said(file),
        *(lesson.revision for lesson in lessons),
        *(assessment.revision for assessment in assessments),
    )
    return Course(
        slug,
        file,
        lessons,
        assessments,
        revision,
        papers=_papers(reading, slug),
        pictures=_pictures(reading, slug),
    )


def _papers(reading: Reading, course: str) -> tuple[Paper, ...]:
    files = sorted((reading.root / "library" / course).glob("paper-*.md"))
    return tuple(
        Paper(course, file.stem.removeprefix("paper-"), *parts)
        for file in files
        if (parts := reading.front_matter(file, PaperFront))
    )


def _pictures(reading: Reading, course: str) -> MappingProxyType[str, bytes]:
    files = sorted((reading.root / "library" / course / "pictures").glob("*.svg"))
    return MappingProxyType(
        {file.name: text.encode() for file in files if (text := reading.text(file)) is not None}
    )


def _placed(
    reading: Reading, course: str, place: LessonPlace, own: dict[str, dict[str, Lesson]]
) -> Lesson | None:
    if place.slug:
        return own[course].get(place.slug)
    home, _, slug = (place.borrowed or "").partition("/")
    lesson = own.get(home, {}).get(slug)
    if lesson is None:
        remedy = f"there is no lesson {place.borrowed}; correct the course or the lesson"
        reading.problem(f"library/{course}/course.toml", "lesson.from", remedy)
    return lesson


def _assessment(reading: Reading, course: str, plan: AssessmentPlan, needed: bool) -> Assessment:
    path = reading.root / "library" / course / plan.file
    questions: tuple[Question, ...] = ()
    if needed or path.exists():
        content = reading.toml(path, QuestionsFile)
        questions = content.questions if content else ()
    texts = (question_revision(question) for question in questions)
    return Assessment(course, plan, questions, revision_of(_said(plan), *texts))


def question_revision(question: Question) -> str:
    """The hash of one question's wording, options, feedback and key."""
    return revision_of(_said(question))
