"""Reads CSV and Excel files, or says in plain English why it cannot."""

import csv
import io
from collections.abc import Iterator, Sequence

from learning.errors import Refusal, TooLarge
from learning.spreadsheets import excel
from learning.spreadsheets.table import MOST_BYTES, Table, table_of

BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = ",;\t"
SAID_DELIMITERS = (*DELIMITERS, "|", ":")  # what the first line may say stands between cells
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # the container of .xls files, and of .xlsx with a password
LOCKED = "EncryptedPackage".encode("utf-16-le")  # in the container of one with a password
LONGEST_READ = 100_000  # letters of a cell: below csv's own limit, which any library may raise
TOO_LONG = "A cell of the file is too long, or a quotation mark is missing. Is this a CSV file?"
UNREAD = "The letters cannot be read. Save it as “CSV UTF-8” or .xlsx"
SEEN = 400  # bytes that show whether every second one is NUL: UTF-16 without a mark


def read(content: bytes, *, lines: bool = False) -> Table:
    """The table of a file, whatever its name says: what it is shows in its first bytes.

    Cells come on one line each, or with their own `lines` apart.
    """
    if len(content) > MOST_BYTES:
        raise TooLarge(f"The file is larger than {MOST_BYTES // 1024**2} MB. Send it in parts")
    if not content.strip():
        raise Refusal("The file is empty")
    if content.startswith(OLD_OR_LOCKED):
        raise Refusal(_old_or_locked(content))
    if content.startswith(b"PK"):
        sheet = excel.first_sheet(content)
        return table_of(sheet.rows, lines=lines, said=sheet.said)
    return table_of(_comma_separated(_decoded(content)), lines=lines)


def _old_or_locked(content: bytes) -> str:
    if LOCKED in content:
        return "The file has a password. Open it in Excel, take the password off, and save it again"
    return (
        "The file comes from an old version of Excel (.xls), or has a password. "
        "Open it, and save it without a password as .xlsx or .csv"
    )


def _decoded(content: bytes) -> str:
    """UTF-8 or UTF-16 with a mark, UTF-8 without one, else what Windows writes."""
    try:
        if content.startswith(BYTE_ORDER_MARKS):
            text = content.decode("utf-16")
            if "\x00" in text:  # UTF-32, whose mark begins like this one
                raise Refusal(UNREAD)
            return text
        if unmarked := _utf_16_without_a_mark(content):
            return content.decode(unmarked)
        if b"\x00" in content:
            raise Refusal("This is no CSV or Excel file. Save it as .xlsx or .csv")
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("cp1252")
    except UnicodeDecodeError:
        raise Refusal(UNREAD) from None


def _utf_16_without_a_mark(content: bytes) -> str | None:
    """The order of the bytes where every second one is NUL: plain letters in UTF-16."""
    seen = content[:SEEN]
    for order, zeros in (("utf-16-le", seen[1::2]), ("utf-16-be", seen[::2])):
        others = seen[::2] if order == "utf-16-le" else seen[1::2]
        if len(zeros) > 3 and zeros.count(0) > 0.9 * len(zeros) and 0 not in others:
            return order
    return None


def _comma_separated(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    delimiter, skipped = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, cells in enumerate(reader, 1):
            _check_lengths(cells)
            if number > skipped:
                yield number, cells
    except csv.Error:
        raise Refusal(TOO_LONG) from None


def _check_lengths(cells: Sequence[str]) -> None:
    if max(map(len, cells), default=0) > LONGEST_READ:
        raise Refusal(TOO_LONG)


def _delimiter(text: str) -> tuple[str, int]:
    """What stands between cells, and how many rows only say so (Excel writes `sep=;`)."""
    first = text.lstrip("\r\n").split("\n", 1)[0].rstrip("\r")
    if first.casefold().startswith("sep=") and first[4:] in SAID_DELIMITERS:
        return first[4], 1
    outside = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=outside.count), 0
