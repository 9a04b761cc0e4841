"""Holds the glossary, papers, pictures and links of the catalogue to their rules."""

import re
from collections.abc import Iterable

from learning.catalogue.aids import MOST_WORDS_OF_A_MEANING
from learning.catalogue.files import Reading
from learning.catalogue.published import Catalogue, Course

PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]*)[^)]*\)")
INNER_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([/#][^)\s]*)\)")
SHORTEST_ALTERNATIVE = 20  # characters: a picture that explains something takes some words
PAPER_WORDS = range(60, 701)
# What could run, reach out, or swell; our pictures are shapes and words.
_UNSAFE = re.compile(
    r"<script|<foreignobject|<iframe|<!entity|<!doctype|\bon\w+\s*=|javascript:"
    r"|(?:href|src)\s*=\s*[\"'](?!#)|url\(\s*[\"']?(?!#)|@import",
    re.IGNORECASE,
)


def check_aids(catalogue: Catalogue, reading: Reading) -> None:
    """Note every fault in what people use beside the lessons."""
    _check_terms(catalogue, reading)
    addresses = frozenset(_addresses(catalogue))
    for course in catalogue.courses.values():
        _check_papers(course, reading)
        _check_pictures(course, reading)
        for file, text in _texts(course):
            for link in INNER_LINK.findall(text):
                if link not in addresses:
                    reading.problem(file, f"link {link}", "leads nowhere here; correct it")


def _check_terms(catalogue: Catalogue, reading: Reading) -> None:
    file = "glossary.toml"
    owners: dict[str, str] = {}
    for term in catalogue.terms:
        for form in (term.term, *term.also):
            other = owners.setdefault(form.casefold(), term.slug)
            if other != term.slug:
                remedy = f"{form} stands for {other} already; keep one of them"
                reading.problem(file, f"term {term.slug}", remedy)
        for course in term.only_in:
            if course not in catalogue.courses:
                reading.problem(file, f"term {term.slug}", f"{course} is not a course; correct it")
        if len(term.meaning.split()) > MOST_WORDS_OF_A_MEANING:
            remedy = f"explains itself in more than {MOST_WORDS_OF_A_MEANING} words; cut it"
            reading.problem(file, f"term {term.slug}", remedy)
    slugs = [term.slug for term in catalogue.terms]
    for slug in sorted({slug for slug in slugs if slugs.count(slug) > 1}):
        reading.problem(file, f"term {slug}", "stands more than once; keep one")


def _check_papers(course: Course, reading: Reading) -> None:
    for paper in course.papers:
        file = f"library/{course.slug}/paper-{paper.slug}.md"
        words = len(paper.body.split())
        if words not in PAPER_WORDS:
            reading.problem(file, "", f"has {words} words; a paper to take along has 60 to 700")
        strange = [nation for nation in paper.front.nations if nation not in course.file.nations]
        if strange:
            reading.problem(file, "nations", f"{strange[0]} is not a nation of the course")


def _check_pictures(course: Course, reading: Reading) -> None:
    folder = f"library/{course.slug}/pictures"
    shown = set()
    for file, text in _texts(course):
        for alternative, name in PICTURE.findall(text):
            shown.add(name)
            if name not in course.pictures:
                remedy = "is not an SVG in the course's pictures folder; put it there"
                reading.problem(file, f"picture {name}", remedy)
            if len(alternative.strip()) < SHORTEST_ALTERNATIVE:
                remedy = "needs words between the square brackets that say what it shows"
                reading.problem(file, f"picture {name}", remedy)
    for name, content in course.pictures.items():
        text = content.decode()
        if name not in shown:
            reading.problem(f"{folder}/{name}", "", "no lesson shows it; show it or take it out")
        if not text.lstrip().startswith("<svg") or "viewBox=" not in text:
            remedy = "does not begin with <svg … viewBox=…>, so it cannot shrink to a phone"
            reading.problem(f"{folder}/{name}", "", remedy)
        unsafe = _UNSAFE.search(text)
        if unsafe:
            remedy = f"holds {unsafe[0].strip()!r}; keep to shapes and words"
            reading.problem(f"{folder}/{name}", "", remedy)


def _texts(course: Course) -> Iterable[tuple[str, str]]:
    """(file, Markdown) of a course's own lessons and papers."""
    for number, lesson in enumerate(course.lessons, start=1):
        if lesson.course == course.slug:
            yield f"library/{course.slug}/{number:02d}-{lesson.slug}.md", lesson.body
    for paper in course.papers:
        yield f"library/{course.slug}/paper-{paper.slug}.md", paper.body


def _addresses(catalogue: Catalogue) -> Iterable[str]:
    """Every address that a lesson may link to."""
    yield from ("/glossary", "/papers", "/courses")
    yield from (f"/glossary#{term.slug}" for term in catalogue.terms)
    yield from (f"/paths/{path}" for path in catalogue.paths)
    for course in catalogue.courses.values():
        home = f"/courses/{course.slug}"
        yield home
        yield from (f"{home}/lessons/{lesson.slug}" for lesson in course.lessons)
        yield from (f"{home}/papers/{paper.slug}" for paper in course.papers)
