"""Reads the first sheet of an Excel file: what its cells show, never what their formulas say."""

import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from learning.errors import Refusal
from learning.spreadsheets.table import MOST_COLUMNS, MOST_SHEET_ROWS

MOST_PARTS = 500
MOST_UNPACKED = 40 * 1024 * 1024  # 20,000 rows of ten columns unpack to about 10 MB
# Of cells, strings and whatever else: 20,000 rows of ten columns have some 800,000. A file of few
# kilobytes could otherwise unpack to millions, and each takes some 300 bytes while it is read.
MOST_TAGS = 1_000_000
# What the reader goes through before any cell, ten times as slowly: a file of 80 kilobytes could
# otherwise keep it for 20 seconds. Excel itself writes some hundred; 65,000 formats are its most.
BESIDE = frozenset(
    {
        *("[content_types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"),
        *("xl/styles.xml", "docprops/core.xml", "docprops/custom.xml"),
    }
)
MOST_BESIDE = 60_000
MACROS = "vbaproject.bin"
LOCKED = 0x1  # the flag of a part with a password


@dataclass(frozen=True)
class Sheet:
    """(number, cells as text) of each row, and what whoever sent the file should know."""

    rows: list[tuple[int, Sequence[str]]]
    said: tuple[str, ...]


def first_sheet(content: bytes) -> Sheet:
    """The first sheet that is not hidden."""
    _look_inside(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a sheet has beside its cells is of no interest
        try:
            _count_tags(content)
            return _sheet(content)
        except Refusal:
            raise
        except Exception:  # noqa: BLE001  # the reader raises whatever its parsers raise
            raise Refusal(
                "The spreadsheet is damaged. Open it, save it again as .xlsx, and send that"
            ) from None


def _look_inside(content: bytes) -> None:
    """Refuses what is no spreadsheet, holds macros, or unpacks to more than it should."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except Exception:  # noqa: BLE001  # bytes that are no zip raise whatever they come upon
        raise Refusal("The file is damaged, or no spreadsheet. Save it again as .xlsx") from None
    names = {part.filename.casefold() for part in parts}
    if any(part.flag_bits & LOCKED for part in parts):
        raise Refusal("The file has a password. Take the password off, and save it again")
    if "xl/workbook.xml" not in names:
        raise Refusal(_no_excel(names))
    if any(name.endswith(MACROS) for name in names):
        raise Refusal("The file holds macros. Save it as .xlsx, which has none")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refusal("The file unpacks to far too much. Copy the rows to a new file")


def _no_excel(names: set[str]) -> str:
    if "content.xml" in names:
        return "This is an OpenDocument file (.ods). Save it as .xlsx or .csv"
    if any(name.endswith("workbook.bin") for name in names):
        return "This is a binary Excel file (.xlsb). Save it as .xlsx or .csv"
    return "This is no Excel file. Save it as .xlsx or .csv"


def _count_tags(content: bytes) -> None:
    """Refuses more cells and strings than anybody sends: reading them takes memory and time."""
    tags = beside = 0
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for part in book.infolist():
            unpacked = book.read(part)
            found = unpacked.count(b"<") - unpacked.count(b"</")
            tags += found
            beside += found if part.filename.casefold() in BESIDE else 0
            if tags > MOST_TAGS or beside > MOST_BESIDE:
                raise Refusal(
                    "The file has far too many cells or formats. Copy the rows to a new file"
                )


def _sheet(content: bytes) -> Sheet:
    # Slow to load, and only needed when somebody sends a spreadsheet (decision 9).
    from openpyxl import load_workbook  # noqa: PLC0415

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        shown = [one for one in book.worksheets if one.sheet_state == "visible"]
        if not shown:
            raise Refusal("The file has no sheet with rows")
        sheet = shown[0]
        sheet.reset_dimensions()  # files say wrong sizes
        # A cell far to the right would otherwise make every row as wide: seconds for nothing.
        read = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)
        rows = list(_filled(islice(read, MOST_SHEET_ROWS)))
        return Sheet(_as_text(rows), _said(sheet.title, len(shown), len(book.worksheets)))
    finally:
        book.close()


def _filled(read: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Rows with something in them, and their numbers; a gap of a million costs next to nothing."""
    blank: tuple[Any, ...] | None = None  # the reader gives one and the same for a whole gap
    for number, row in enumerate(read, 1):
        if row is blank:
            continue
        if any(cell is not None for cell in row):
            yield number, row
        else:
            blank = row


def _as_text(rows: list[tuple[int, tuple[Any, ...]]]) -> list[tuple[int, Sequence[str]]]:
    """The cells as text, each row as wide as the first one with something in it, or wider."""
    found: list[tuple[int, Sequence[str]]] = []
    for number, row in rows:
        texts = [text(cell) for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        width = len(found[0][1]) if found else 0
        found.append((number, texts + [""] * (width - len(texts))))
    return found


def _said(title: str, shown: int, there: int) -> tuple[str, ...]:
    """Which sheet was read, where there was a choice."""
    if there == 1:
        return ()
    hidden = there - shown
    others = f"{hidden} hidden" if hidden == there - 1 else "the others"
    return (f"The file has {there} sheets. Only “{title}” was read, not {others}",)


def text(cell: Any) -> str:
    """What a cell shows: days as YYYY-MM-DD, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
