"""Paths, courses and lessons."""

from functools import lru_cache

from flask import Blueprint, make_response, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from learning.assessments.renewing import as_taken, renewal_due
from learning.catalogue.aids import Term
from learning.catalogue.framework import Nation
from learning.catalogue.proving import proof_of
from learning.catalogue.published import Course
from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import signed_in
from learning.errors import NotFound, Refusal
from learning.evidence.queries import evidence_of
from learning.evidence.rules import held_levels
from learning.markup import Words, render
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
    found = _course(course)
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
    found = _course(course)
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
        body=_dressed(page.body, page.course),
        is_read=page.key in activity.read,
        has_changed=page.key in activity.changed,
        today=day_of(now()),
    )


@blueprint.post("/courses/<course>/lessons/<lesson>/read")
@signed_in
def mark_as_read(course: str, lesson: str) -> Response:
    """Marks the lesson and goes on to the next that is needed, or back to the course."""
    found = _course(course)
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


def _dressed(text: str, course: str) -> Markup:
    """A course's text with its pictures, and with its words led to their meanings."""
    words = _words(served().terms, course)
    return render(text, words=words, pictures=f"/courses/{course}/pictures")


@lru_cache(maxsize=128)
def _words(terms: tuple[Term, ...], course: str) -> Words:
    return Words(
        tuple(
            (form, url_for("study.glossary", _anchor=term.slug))
            for term in terms
            if not term.only_in or course in term.only_in
            for form in (term.term, *term.also)
        )
    )


@blueprint.get("/glossary")
@signed_in
def glossary() -> str:
    """What the words of the courses mean."""
    terms = sorted(served().terms, key=lambda term: term.term.casefold())
    return render_template("study/glossary.html", terms=terms)


@blueprint.get("/papers")
@signed_in
def papers() -> str:
    """Everything to print and take along."""
    found = [
        (course, paper)
        for course in served().courses.values()
        if course.is_live
        for paper in course.papers
    ]
    kinds = [
        (heading, [one for one in found if one[1].front.kind == kind])
        for heading, kind in (("Question cards", "question-card"), ("Checklists", "checklist"))
    ]
    return render_template("study/papers.html", kinds=kinds)


@blueprint.get("/courses/<course>/papers/<paper>")
@signed_in
def take_paper(course: str, paper: str) -> str:
    """A question card or checklist, one page to print."""
    found = _course(course)
    page = found.paper(paper)
    if page is None:
        raise NotFound
    body = _dressed(page.body, found.slug)
    return render_template("study/paper.html", course=found, paper=page, body=body)


@blueprint.get("/courses/<course>/pictures/<name>")
@signed_in
def picture(course: str, name: str) -> Response:
    """A picture of a course."""
    content = _course(course).pictures.get(name)
    if content is None:
        raise NotFound
    reply = make_response(content, {"Content-Type": "image/svg+xml"})
    reply.headers["Cache-Control"] = "private, max-age=86400"
    return reply
