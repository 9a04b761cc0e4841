"""What a file that people bring becomes: a header and rows of text, and columns found by name."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from learning.csvs import FORMULA
from learning.errors import Refusal
from learning.texts import NEVER, is_seen

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 60
MOST_SHEET_ROWS = 1_048_576  # as many as a sheet can have, blank ones included
LONGEST_CELL = 2_000
_CONTROLS = re.compile(rf"[\x00-\x1f\x7f-\x9f{NEVER}]+")
_CONTROLS_BUT_LINES = re.compile(rf"[\x00-\x09\x0b-\x1f\x7f-\x84\x86-\x9f{NEVER}]+")
_LINE_ENDS = re.compile(r"\r\n?|\x85|\u2028|\u2029")


@dataclass(frozen=True)
class Row:
    """A row that is not blank; `number` is what a spreadsheet shows beside it."""

    number: int
    cells: tuple[str, ...]

    def cell(self, place: int | None) -> str:
        """The text at a place; empty where the row or the column ends before."""
        return self.cells[place] if place is not None and place < len(self.cells) else ""


@dataclass(frozen=True)
class Table:
    """The first row that is not blank, and those after it; `said` is what to tell its reader."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    said: tuple[str, ...] = ()


def text_of(cell: str, *, lines: bool = False) -> str:
    """The text of a cell in composed form, on one line or with its `lines` apart.

    The apostrophe that a file of ours puts before what a spreadsheet would run is taken away.
    """
    # No more than could ever be kept is looked at: cells of megabytes cost nothing.
    cell = cell[: 2 * LONGEST_CELL]
    if cell[:1] == "'" and cell[1:].startswith(FORMULA):
        cell = cell[1:]
    if lines:
        cell = _CONTROLS_BUT_LINES.sub(" ", _LINE_ENDS.sub("\n", cell))
    else:
        cell = _CONTROLS.sub(" ", cell)
    kept = unicodedata.normalize("NFC", cell).strip()[:LONGEST_CELL]
    return kept if kept.isascii() or is_seen(kept) else ""


def table_of(
    numbered: Iterable[tuple[int, Sequence[str]]],
    *,
    lines: bool = False,
    said: tuple[str, ...] = (),
) -> Table:
    """A table from rows with their numbers; blank ones are left out, too many are refused."""
    rows: list[Row] = []
    for number, cells in numbered:
        texts = tuple(text_of(cell, lines=lines) for cell in cells[:MOST_COLUMNS])
        if any(texts):
            rows.append(Row(number, texts))
        if len(rows) > MOST_ROWS + 1 or number > MOST_SHEET_ROWS:
            raise Refusal(
                f"The file has more than {MOST_ROWS:,} rows. Take it apart and send the parts."
            )
    if len(rows) < 2:
        raise Refusal("The file has no rows under a row of column names.")
    return Table(rows[0].cells, tuple(rows[1:]), said)


def folded(name: str) -> str:
    """How column names are compared: letters and digits alone, small."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def places(header: Sequence[str], known: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """At which place each known column stands; what is not in the file is left out.

    `known` names each column and what people call it. Two columns of one meaning are refused:
    nobody can say which one counts.
    """
    meanings = {folded(word): name for name, words in known.items() for word in (name, *words)}
    found: dict[str, int] = {}
    for place, written in enumerate(header):
        name = meanings.get(folded(written))
        if name is None:
            continue
        if name in found:
            raise Refusal(
                f"The columns “{header[found[name]]}” and “{written}” mean the same. "
                "Take one of them out."
            )
        found[name] = place
    return found
