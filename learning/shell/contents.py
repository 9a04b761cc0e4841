"""The parts of a long page, found by their headings, so that a list at its top leads to each."""

import re
from dataclasses import dataclass

from markupsafe import Markup

_HEADING = re.compile(r"<h2\b(?P<marks>[^>]*)>(?P<words>.*?)</h2>", re.DOTALL)
_ID = re.compile(r'\bid="([^"]+)"')
_FOLDED = re.compile(r"<details\b.*?</details>", re.DOTALL)
_NO_LETTER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Part:
    """What stands under a heading of the second level, the heading included."""

    id: str
    words: str
    html: Markup

    @property
    def is_long(self) -> bool:
        """Whether a reader on a phone is lost in it: its tables are a screen for every few rows."""
        return "<table" in _FOLDED.sub("", self.html)


def in_parts(html: Markup) -> tuple[Markup, tuple[Part, ...]]:
    """(what stands before the first heading, the parts); a heading without an id is given one."""
    found = list(_HEADING.finditer(html))
    begins = [*(one.start() for one in found), len(html)]
    parts = tuple(_part(html, one, end) for one, end in zip(found, begins[1:], strict=True))
    return Markup(html[: begins[0]]), parts  # noqa: S704  # escaped before


def _part(html: Markup, heading: re.Match[str], end: int) -> Part:
    marks, words = heading["marks"], Markup(heading["words"]).striptags()  # noqa: S704  # the same
    given = _ID.search(marks)
    name = given[1] if given else _NO_LETTER.sub("-", words.lower()).strip("-")
    if given is None:
        marks = f'{marks} id="{name}"'
    text = f"<h2{marks}>{heading['words']}</h2>{html[heading.end() : end]}"
    return Part(name, words, Markup(text))  # noqa: S704  # the same
