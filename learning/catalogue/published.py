"""The catalogue as the service uses it: whole, frozen, and looked up by slug."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

from learning.catalogue.aids import PaperFront, Term
from learning.catalogue.changes import Change
from learning.catalogue.content import (
    AssessmentPlan,
    CourseFile,
    Gives,
    LessonFront,
    Question,
    QuestionUse,
)
from learning.catalogue.framework import (
    TIER_NAMES,
    Nation,
    PathFile,
    Role,
    Service,
    Skill,
    SkillGroup,
    Step,
)


@dataclass(frozen=True)
class Lesson:
    """A lesson where it was written; courses that borrow it point here."""

    course: str
    slug: str
    front: LessonFront
    body: str  # Markdown
    revision: str
    law_changed: Change | None = None  # the newest change of law; who read it before reads again
    outdated: frozenset[str] = frozenset()  # the revisions from before that

    @property
    def key(self) -> str:
        """The address of the lesson in the catalogue: read once, it counts everywhere."""
        return f"{self.course}/{self.slug}"

    @property
    def title(self) -> str:
        """The lesson's title."""
        return self.front.title

    @property
    def minutes(self) -> int:
        """How long it takes to read, in minutes."""
        return self.front.minutes


@dataclass(frozen=True)
class Assessment:
    """A check of a course with its questions."""

    course: str
    plan: AssessmentPlan
    questions: tuple[Question, ...]
    revision: str

    @property
    def id(self) -> str:
        """The check's id within its course."""
        return self.plan.id

    @property
    def refresher(self) -> "Assessment | None":
        """The short check that renews what this one showed: the same questions, fewer of them."""
        short = self.plan.refresher
        if short is None:
            return None
        title = f"{self.plan.title}: short refresher"
        own = {
            "title": title,
            "draw": short.draw,
            "pass_mark": short.pass_mark,
            "minutes": short.minutes,
        }
        return replace(self, plan=self.plan.model_copy(update=own))

    def pool(self, nation: Nation, *, use: QuestionUse = "final") -> tuple[Question, ...]:
        """The questions of a use that may be asked of somebody whose council is in `nation`."""
        return tuple(
            question
            for question in self.questions
            if question.use == use and (not question.nations or nation in question.nations)
        )


@dataclass(frozen=True)
class Paper:
    """A question card or checklist of a course, to print and take along."""

    course: str
    slug: str
    front: PaperFront
    body: str  # Markdown


@dataclass(frozen=True)
class Course:
    """A course with its lessons in order and its checks."""

    slug: str
    file: CourseFile
    lessons: tuple[Lesson, ...]
    assessments: tuple[Assessment, ...]
    revision: str
    papers: tuple[Paper, ...] = ()
    pictures: MappingProxyType[str, bytes] = field(  # SVG by file name
        default_factory=lambda: MappingProxyType({})
    )
    changes: tuple[Change, ...] = ()

    @property
    def title(self) -> str:
        """The course's title."""
        return self.file.title

    @property
    def is_live(self) -> bool:
        """Whether it can be started today."""
        return self.file.status == "live"

    @property
    def is_open_to_all(self) -> bool:
        """Whether its first lesson and a check may be tried without an account."""
        return self.is_live and self.file.open_to_all

    @property
    def minutes(self) -> int:
        """Lessons and checks together, in minutes."""
        return self.minutes_for()

    def lesson(self, slug: str) -> Lesson | None:
        """The lesson of this course with that slug, borrowed ones included."""
        return next((lesson for lesson in self.lessons if lesson.slug == slug), None)

    def paper(self, slug: str) -> Paper | None:
        """The question card or checklist with that slug."""
        return next((paper for paper in self.papers if paper.slug == slug), None)

    def assessment(self, assessment_id: str | None) -> Assessment | None:
        """The check with that id; the first where none is named."""
        if assessment_id is None:
            return self.assessments[0] if self.assessments else None
        return next((check for check in self.assessments if check.id == assessment_id), None)

    def checks_for(self, assessments: tuple[str, ...] = ()) -> tuple[Assessment, ...]:
        """The checks a step of a path wants: those named, or all."""
        return tuple(c for c in self.assessments if not assessments or c.id in assessments)

    def lessons_for(self, assessments: tuple[str, ...] = ()) -> tuple[Lesson, ...]:
        """The lessons a step wants: the first alone, where only the opening check is wanted."""
        wanted = self.checks_for(assessments)
        if assessments and len(self.assessments) > 1 and wanted == self.assessments[:1]:
            return self.lessons[:1]
        return self.lessons

    def minutes_for(self, assessments: tuple[str, ...] = ()) -> int:
        """How long a step takes, in minutes."""
        checks = sum(check.plan.minutes for check in self.checks_for(assessments))
        return sum(lesson.minutes for lesson in self.lessons_for(assessments)) + checks

    def gives(self, assessments: tuple[str, ...] = ()) -> tuple[Gives, ...]:
        """The highest level of each skill that its checks (those named, or all) show."""
        best: dict[str, Gives] = {}
        for plan in self.file.assessments:
            if assessments and plan.id not in assessments:
                continue
            for gift in plan.gives:
                if gift.skill not in best or best[gift.skill].level < gift.level:
                    best[gift.skill] = gift
        return tuple(best.values())


@dataclass(frozen=True)
class Path:
    """The courses that close the needs of its roles, in stages."""

    slug: str
    file: PathFile

    @property
    def title(self) -> str:
        """The path's title."""
        return self.file.title

    def steps_for(self, roles: frozenset[str] | None = None) -> tuple[Step, ...]:
        """Its steps in order; with `roles`, only the branches those roles take."""
        return tuple(
            step
            for stage in self.file.stages
            for step in stage.steps
            if roles is None or not step.roles or roles.intersection(step.roles)
        )


@dataclass(frozen=True)
class Catalogue:
    """Everything the files say, after every check of structure has passed."""

    groups: tuple[SkillGroup, ...]
    skills: MappingProxyType[str, Skill]
    roles: MappingProxyType[str, Role]
    services: MappingProxyType[str, Service]
    courses: MappingProxyType[str, Course]
    paths: MappingProxyType[str, Path]
    framework_revision: str
    terms: tuple[Term, ...] = ()

    def __repr__(self) -> str:
        """Short: a log or a failing test that prints it would print every course."""
        return f"<Catalogue {self.framework_revision} of {len(self.courses)} courses>"

    @cached_property
    def outdated(self) -> frozenset[tuple[str, str, str]]:
        """(course, lesson, revision) of what was read before the law changed."""
        return frozenset(
            (lesson.course, lesson.slug, revision)
            for course in self.courses.values()
            for lesson in course.lessons
            for revision in lesson.outdated
        )

    def courses_for(self, roles: Collection[str]) -> frozenset[str]:
        """The courses on the paths of these roles."""
        held = frozenset(roles)
        return frozenset(
            step.course
            for path in self.paths.values()
            if held.intersection(path.file.roles)
            for step in path.steps_for(held)
        )

    @property
    def names(self) -> dict[str, dict[str, str]]:
        """What to call each tier, role (in the plural), service and skill on a page."""
        return {
            "tier": {tier.value: name for tier, name in TIER_NAMES.items()},
            "role": {slug: role.plural for slug, role in self.roles.items()},
            "service": {slug: service.name for slug, service in self.services.items()},
            "skill": {slug: skill.name for slug, skill in self.skills.items()},
        }
