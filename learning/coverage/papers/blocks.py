"""What a paper is made of, whatever it is drawn as: headings, text, lists, tables and charts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, zip_longest
from typing import ClassVar

MOST_ROWS_TOGETHER = 14
SHORT_CELL = 60  # characters
_POINT = re.compile(r"(?:(-)|\d+\.) ")


@dataclass(frozen=True)
class Heading:
    """A heading; the title of the paper is level 1, so these begin at 2."""

    kind: ClassVar = "heading"
    text: str
    level: int = 2


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    kind: ClassVar = "text"
    text: str
    is_lead: bool = False  # larger: the one sentence to remember
    is_quiet: bool = False  # a note


@dataclass(frozen=True)
class Prompt:
    """A place that somebody is to fill in, with a line saying what belongs there."""

    kind: ClassVar = "prompt"
    text: str


@dataclass(frozen=True)
class Bullets:
    """A list."""

    kind: ClassVar = "bullets"
    points: tuple[str, ...]
    is_numbered: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a header row; the first cell of each row is its header.

    A row shorter than the header ends with a cell that stands for all that are missing.
    """

    kind: ClassVar = "table"
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]  # parts of the whole, one for each column
    numeric: frozenset[int] = frozenset()  # columns, from 0
    is_named_above: bool = False  # the heading before it says what the caption says

    @property
    def keeps_together(self) -> bool:
        """Whether it surely fits on one page, so that none has to end within it."""
        cells = (cell for row in (self.header, *self.rows) for cell in row)
        return len(self.rows) <= MOST_ROWS_TOGETHER and max(map(len, cells)) <= SHORT_CELL


@dataclass(frozen=True)
class Chart:
    """A picture that a table beside it says in full."""

    kind: ClassVar = "chart"
    svg: str
    alt: str
    caption: str


Notes = Sequence[tuple[str, str]]  # (what, value) that a paper says beside its content
Block = Heading | Text | Prompt | Bullets | Table | Chart


@dataclass(frozen=True)
class Paper:
    """A paper in one language."""

    title: str
    about: str  # for whoever lists the file
    language: str
    day: date  # the day it speaks of: the file is of that day, whenever it is drawn
    foot: str
    page_of: str  # how pages are counted at the foot: {page} and {pages}
    blocks: tuple[Block, ...]

    @property
    def in_order(self) -> Iterator[tuple[Block, bool]]:
        """Each block, and whether it leads up to the next and so stays on a page with it."""
        for block, after in zip_longest(self.blocks, self.blocks[1:]):
            is_before_figures = isinstance(after, Table | Chart | Bullets)
            is_led_in = isinstance(block, Text) and is_before_figures
            yield block, isinstance(block, Heading) or is_led_in


def numbers_after_first(header: Sequence[str]) -> frozenset[int]:
    """All columns but the first hold numbers."""
    return frozenset(range(1, len(header)))


def written(text: str) -> tuple[Text | Bullets, ...]:
    """A text of which each line is a paragraph, or after `- ` or `1. ` a point of a list.

    Statements from before there were lists hold one line: that is a paragraph still.
    """
    blocks: list[Text | Bullets] = []
    for kind, lines in groupby(text.splitlines(), key=_kind):
        if kind == "paragraph":
            blocks += map(Text, lines)
        else:
            points = tuple(line.split(" ", 1)[1] for line in lines)
            blocks.append(Bullets(points, is_numbered=kind == "numbered"))
    return tuple(blocks)


def _kind(line: str) -> str:
    found = _POINT.match(line)
    return "paragraph" if found is None else "bullets" if found[1] else "numbered"
