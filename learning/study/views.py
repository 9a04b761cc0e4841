"""Paths, courses and lessons."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from learning.catalogue.published import Course
from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import signed_in
from learning.errors import NotFound, Refusal
from learning.evidence.queries import evidence_of
from learning.evidence.rules import held_levels
from learning.people.access import visitor
from learning.study import actions, queries, rules

blueprint = Blueprint("study", __name__, template_folder="templates")


def _course(slug: str) -> Course:
    course = served().courses.get(slug)
    if course is None:
        raise NotFound
    return course


@blueprint.get("/paths/<path>")
@signed_in
def look_at_path(path: str) -> str:
    """A path's courses in stages, with how far one is."""
    found = served().paths.get(path)
    if found is None:
        raise NotFound
    who = visitor()
    shown = evidence_of(current_session(), who.person_id)
    held = held_levels(shown, day_of(now()))
    activity = queries.activity_of(current_session(), who.person_id)
    courses = served().courses
    stages = [
        (
            stage,
            [
                (step, rules.progress(courses[step.course], activity, held, step.assessments))
                for step in stage.steps
            ],
        )
        for stage in found.file.stages
    ]
    return render_template("study/path.html", path=found, stages=stages, catalogue=served())


@blueprint.get("/courses")
@signed_in
def all_courses() -> str:
    """Every course, those in preparation too."""
    return render_template("study/courses.html", catalogue=served())


@blueprint.get("/courses/<course>")
@signed_in
def look_at_course(course: str) -> str:
    """Deciding to start, or to skip."""
    found = _course(course)
    who = visitor()
    homes = {lesson.course for lesson in found.lessons} | {found.slug}
    activity = queries.activity_of(current_session(), who.person_id, courses=homes)
    shown = evidence_of(current_session(), who.person_id)
    held = held_levels(shown, day_of(now()))
    return render_template(
        "study/course.html",
        course=found,
        progress=rules.progress(found, activity, held),
        activity=activity,
        held=held,
        skills=served().skills,
        is_shown=rules.is_shown,
    )


@blueprint.get("/courses/<course>/lessons/<lesson>")
@signed_in
def take_lesson(course: str, lesson: str) -> str:
    """Reading in peace."""
    found = _course(course)
    page = found.lesson(lesson)
    if page is None or not found.lessons:
        raise NotFound
    activity = queries.activity_of(current_session(), visitor().person_id, courses={page.course})
    number = found.lessons.index(page) + 1
    return render_template(
        "study/lesson.html",
        course=found,
        lesson=page,
        number=number,
        previous=found.lessons[number - 2] if number > 1 else None,
        following=found.lessons[number] if number < len(found.lessons) else None,
        is_read=page.key in activity.read,
        today=day_of(now()),
    )


@blueprint.post("/courses/<course>/lessons/<lesson>/read")
@signed_in
def mark_as_read(course: str, lesson: str) -> Response:
    """Marks the lesson and goes on to the next, or back to the course."""
    found = _course(course)
    page = found.lesson(lesson)
    if page is None:
        raise NotFound
    if not found.is_live:
        raise Refusal("This course is not open, so its lessons cannot be marked as read.")
    with transaction() as session:
        actions.mark_as_read(session, page, person_id=visitor().person_id, at=now())
    number = found.lessons.index(page) + 1
    if number < len(found.lessons):
        onward = found.lessons[number].slug
        return redirect(url_for("study.take_lesson", course=course, lesson=onward), code=303)
    return redirect(url_for("study.look_at_course", course=course), code=303)
