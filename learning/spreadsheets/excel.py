"""Reads the first sheet of an Excel file: what its cells show, never what their formulas say."""

import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
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
MACROS = "vbaproject.bin"


def rows(content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    """(number, cells as text) of each row of the first sheet."""
    _look_inside(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a sheet has beside its cells is of no interest
        try:
            _count_tags(content)
            read = _cells(content)
        except Refusal:
            raise
        except Exception:  # noqa: BLE001  # the reader raises whatever its parsers raise
            raise Refusal(
                "The spreadsheet is damaged. Open it, save it again as .xlsx, and send that"
            ) from None
    yield from enumerate(read, 1)


def _look_inside(content: bytes) -> None:
    """Refuses what is no spreadsheet, holds macros, or unpacks to more than it should."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise Refusal("The file is damaged, or no spreadsheet. Save it again as .xlsx") from None
    names = {part.filename.casefold() for part in parts}
    if "xl/workbook.xml" not in names:
        raise Refusal("This is no Excel file. Save it as .xlsx or .csv")
    if any(name.endswith(MACROS) for name in names):
        raise Refusal("The file holds macros. Save it as .xlsx, which has none")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refusal("The file unpacks to far too much. Copy the rows to a new file")


def _count_tags(content: bytes) -> None:
    """Refuses more cells and strings than anybody sends: reading them takes memory and time."""
    tags = 0
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for part in book.infolist():
            unpacked = book.read(part)
            tags += unpacked.count(b"<") - unpacked.count(b"</")
            if tags > MOST_TAGS:
                raise Refusal("The file has far too many cells. Copy the rows to a new file")


def _cells(content: bytes) -> list[list[str]]:
    # Slow to load, and only needed when somebody sends a spreadsheet (decision 9).
    from openpyxl import load_workbook  # noqa: PLC0415

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        if not book.worksheets:
            raise Refusal("The file has no sheet with rows")
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # files say wrong sizes
        shown = islice(sheet.iter_rows(values_only=True), MOST_SHEET_ROWS + 1)
        return [[text(cell) for cell in row[:MOST_COLUMNS]] for row in shown]
    finally:
        book.close()


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
