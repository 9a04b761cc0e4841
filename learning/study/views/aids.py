"""What helps beside lessons: the glossary, papers to print, pictures."""

from flask import make_response, render_template
from werkzeug.wrappers import Response

from learning.catalogue.published import Course
from learning.catalogue.serving import served
from learning.doors import public, signed_in
from learning.errors import NotFound
from learning.study.views.blueprint import blueprint, course_at, dressed


@blueprint.get("/glossary")
@public
def glossary() -> str:
    """What the words of the courses mean; who tries a lesson without an account may ask too."""
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
    found = course_at(course)
    page = found.paper(paper)
    if page is None:
        raise NotFound
    body = dressed(page.body, found.slug)
    return render_template("study/paper.html", course=found, paper=page, body=body)


@blueprint.get("/courses/<course>/pictures/<name>")
@signed_in
def picture(course: str, name: str) -> Response:
    """A picture of a course."""
    return drawn(course_at(course), name)


def drawn(course: Course, name: str) -> Response:
    """A picture of a course, by its file's name."""
    content = course.pictures.get(name)
    if content is None:
        raise NotFound
    reply = make_response(content, {"Content-Type": "image/svg+xml"})
    reply.headers["Cache-Control"] = "private, max-age=86400"
    return reply
