"""Spreadsheets for tests, made in memory."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook


def xlsx(*rows: Sequence[Any]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def repacked(content: bytes, changes: dict[str, bytes], *, level: int = 6) -> bytes:
    """The same file with some parts changed or added."""
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as new,
    ):
        for name in {**dict.fromkeys(old.namelist()), **changes}:
            new.writestr(name, changes[name] if name in changes else old.read(name))
    return kept.getvalue()


def csv(*rows: Iterable[str], between: str = ",", encoding: str = "utf-8") -> bytes:
    return "\r\n".join(between.join(row) for row in rows).encode(encoding)
