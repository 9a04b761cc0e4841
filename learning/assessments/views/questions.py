"""What answers say about questions, for those who write them."""

from collections.abc import Iterable

from flask import Response, render_template, request

from learning.assessments import statistics
from learning.assessments.choices import FEWEST_ALIKE
from learning.assessments.figures import (
    FEWEST,
    AskedVersion,
    Flag,
    Wanted,
    wanted_of,
)
from learning.assessments.views.shared import blueprint
from learning.catalogue.loading import question_revision
from learning.catalogue.serving import served
from learning.csvs import to_csv
from learning.database import current_session
from learning.doors import for_administrators
from learning.errors import NotFound
from learning.shell.downloads import csv_file
from learning.shell.paging import page_number, pages_of

PAGE = 50
COLUMNS = (
    *("course", "checks", "question", "revision", "suppressed", "attempts", "unanswered"),
    *("facility", "discrimination", "median_seconds", "flags", "choices"),
)


@blueprint.get("/admin/questions")
@for_administrators
def asked_questions() -> str:
    """The figures of every question that was asked, fifty a page."""
    wanted = _wanted()
    versions = statistics.asked_versions(current_session(), course=wanted.course or None)
    found = wanted_of(versions, wanted)
    page = page_number()
    shown = found[(page - 1) * PAGE : page * PAGE]
    return render_template(
        "assessments/questions.html",
        versions=shown,
        current=_current(shown),
        total=len(found),
        page=page,
        pages=pages_of(len(found), PAGE),
        wanted=wanted,
        courses=_titles(),
        checks=sorted({check for one in versions for check in one.checks}),
        flags=Flag,
        fewest=FEWEST,
    )


def _wanted() -> Wanted:
    names = ("course", "check", "flag", "sort")
    return Wanted(**{name: request.args.get(name, "")[:80] for name in names})


def _titles() -> dict[str, str]:
    return {slug: course.title for slug, course in served().courses.items() if course.assessments}


def _current(versions: Iterable[AskedVersion]) -> frozenset[str]:
    """The revisions among these that a check would ask today."""
    courses = served().courses
    asked = {(one.course, one.question.id) for one in versions}
    return frozenset(
        question_revision(question)
        for slug in {course for course, _ in asked} & courses.keys()
        for check in courses[slug].assessments
        for question in check.questions
        if (slug, question.id) in asked
    )


@blueprint.get("/admin/questions.csv")
@for_administrators
def asked_questions_csv() -> Response:
    """The same as a table, with the counts of choices; filters and order as on the page."""
    wanted = _wanted()
    versions = statistics.asked_versions(current_session(), course=wanted.course or None)
    return csv_file("questions", to_csv(COLUMNS, map(_row, wanted_of(versions, wanted))))


def _row(one: AskedVersion) -> tuple[object, ...]:
    names = (one.course, " ".join(one.checks), one.question.id, one.revision)
    if one.figures is None:
        return (*names, "true", *[None] * (len(COLUMNS) - 5))
    found = one.figures
    return (
        *(*names, "false", found.attempts, found.unanswered, found.facility),
        *(found.discrimination, found.median_seconds, " ".join(found.flags)),
        "; ".join(
            f"{counts.of + ': ' if counts.of else ''}{count.id}={count.number}"
            for counts in found.choices
            for count in counts.counts
        ),
    )


@blueprint.get("/admin/questions/<revision>")
@for_administrators
def asked_question(revision: str) -> str:
    """One question in one wording, and how often what was chosen."""
    session = current_session()
    version = statistics.version_of(session, revision)
    if version is None:
        raise NotFound
    course, question = version
    found = statistics.asked_versions(session, revision=revision)
    asked = found[0] if found else AskedVersion(course, (), revision, question, None)
    return render_template(
        "assessments/asked_question.html",
        version=asked,
        is_current=revision in _current((asked,)),
        courses=_titles(),
        fewest=FEWEST,
        fewest_alike=FEWEST_ALIKE,
    )
