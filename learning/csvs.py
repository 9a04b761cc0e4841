"""CSV files that open safely in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

# What a spreadsheet may take for the beginning of a formula, or skip before one (ASVS 5.0, 1.2.10).
# Spreadsheets set up for East Asian scripts take the wide forms for the plain ones.
_WIDE = ("\uff1d", "\uff0b", "\uff0d", "\uff20")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", *_WIDE)


def to_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """UTF-8 text with CRLF line ends (RFC 4180); dates as YYYY-MM-DD, empty for none."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: object) -> object:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
