"""Paths, courses and lessons, for learners."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from learning.assessments.renewing import as_taken, renewal_due
from learning.catalogue.framework import Nation
from learning.catalogue.proving import proof_of
from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import signed_in
from learning.errors import NotFound, Refusal
from learning.evidence.queries import evidence_of
from learning.evidence.rules import held_levels
from learning.people.access import visitor
from learning.study import actions, queries, rules
from learning.study.views.blueprint import blueprint, course_at, dressed


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
    activity = queries.activity_of(current_session(), who.person_id, outdated=served().outdated)
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
    found = course_at(course)
    who = visitor()
    homes = {lesson.course for lesson in found.lessons} | {found.slug}
    activity = queries.activity_of(
        current_session(), who.person_id, outdated=served().outdated, courses=homes
    )
    shown = evidence_of(current_session(), who.person_id)
    today = day_of(now())
    held = held_levels(shown, today)
    return render_template(
        "study/course.html",
        course=found,
        shows=rules.shows(found),
        progress=rules.progress(found, activity, held),
        activity=activity,
        held=held,
        skills=served().skills,
        is_shown=rules.is_shown,
        proof=proof_of(found, Nation(who.nation)),
        proving=activity.proving(found.slug),
        shown=activity.shown(found.slug),
        not_needed=activity.not_needed(found),
        renewals=[
            (as_taken(check, shown, today), ends)
            for check in found.assessments
            if (ends := renewal_due(check, shown, today))
        ],
    )


@blueprint.get("/courses/<course>/lessons/<lesson>")
@signed_in
def take_lesson(course: str, lesson: str) -> str:
    """Reading in peace."""
    found = course_at(course)
    page = found.lesson(lesson)
    if page is None or not found.lessons:
        raise NotFound
    activity = queries.activity_of(
        current_session(),
        visitor().person_id,
        outdated=served().outdated,
        courses={page.course},
    )
    number = found.lessons.index(page) + 1
    return render_template(
        "study/lesson.html",
        course=found,
        lesson=page,
        number=number,
        previous=found.lessons[number - 2] if number > 1 else None,
        following=found.lessons[number] if number < len(found.lessons) else None,
        body=dressed(page.body, page.course),
        is_read=page.key in activity.read,
        has_changed=page.key in activity.changed,
        today=day_of(now()),
    )


@blueprint.post("/courses/<course>/lessons/<lesson>/read")
@signed_in
def mark_as_read(course: str, lesson: str) -> Response:
    """Marks the lesson and goes on to the next that is needed, or back to the course."""
    found = course_at(course)
    page = found.lesson(lesson)
    if page is None:
        raise NotFound
    if not found.is_live:
        raise Refusal("This course is not open, so its lessons cannot be marked as read.")
    with transaction() as session:
        actions.mark_as_read(session, page, person_id=visitor().person_id, at=now())
        activity = queries.activity_of(
            session, visitor().person_id, outdated=served().outdated, courses={found.slug}
        )
    onward = activity.after(page, found)
    if onward is None:
        return redirect(url_for("study.look_at_course", course=course), code=303)
    address = url_for("study.take_lesson", course=course, lesson=onward.slug)
    return redirect(address, code=303)
