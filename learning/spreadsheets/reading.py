"""Reads CSV and Excel files, or says in plain English why it cannot."""

import csv
import io
from collections.abc import Iterator, Sequence

from learning.errors import Refusal, TooLarge
from learning.spreadsheets import excel
from learning.spreadsheets.table import MOST_BYTES, Table, table_of

BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = ",;\t"
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # the container of .xls files, and of .xlsx with a password


def read(content: bytes) -> Table:
    """The table of a file, whatever its name says: what it is shows in its first bytes."""
    if len(content) > MOST_BYTES:
        raise TooLarge(f"The file is larger than {MOST_BYTES // 1024**2} MB. Send it in parts")
    if not content.strip():
        raise Refusal("The file is empty")
    if content.startswith(OLD_OR_LOCKED):
        raise Refusal(
            "The file has a password, or comes from an old version of Excel. "
            "Take the password off, or save it as .xlsx or .csv"
        )
    if content.startswith(b"PK"):
        return table_of(excel.rows(content))
    return table_of(_comma_separated(_decoded(content)))


def _decoded(content: bytes) -> str:
    """UTF-8 or UTF-16 with a mark, UTF-8 without one, else what Windows writes."""
    try:
        if content.startswith(BYTE_ORDER_MARKS):
            return content.decode("utf-16")
        if b"\x00" in content:
            raise Refusal("This is no CSV or Excel file. Save it as .xlsx or .csv")
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("cp1252")
    except UnicodeDecodeError:
        raise Refusal("The letters cannot be read. Save it as “CSV UTF-8” or .xlsx") from None


def _comma_separated(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    delimiter, skipped = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, cells in enumerate(reader, 1):
            if number > skipped:
                yield number, cells
    except csv.Error:
        raise Refusal("A cell of the file is too long. Is this a CSV file?") from None


def _delimiter(text: str) -> tuple[str, int]:
    """What stands between cells, and how many rows only say so (Excel writes `sep=;`)."""
    first = text.lstrip("\r\n").split("\n", 1)[0].rstrip("\r")
    if first.casefold().startswith("sep=") and len(first) == 5:
        return first[4], 1
    outside = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=outside.count), 0
