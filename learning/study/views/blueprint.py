"""What the pages of courses share."""

from functools import lru_cache

from flask import Blueprint, url_for
from markupsafe import Markup

from learning.catalogue.aids import Term
from learning.catalogue.published import Course
from learning.catalogue.serving import served
from learning.errors import NotFound
from learning.markup import Words, render

blueprint = Blueprint("study", __name__, template_folder="../templates")


def course_at(slug: str) -> Course:
    """The course with that slug."""
    course = served().courses.get(slug)
    if course is None:
        raise NotFound
    return course


def dressed(text: str, course: str, *, under: str = "/courses") -> Markup:
    """A course's text with its pictures, and with its words led to their meanings."""
    words = _words(served().terms, course)
    return render(text, words=words, pictures=f"{under}/{course}/pictures")


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
