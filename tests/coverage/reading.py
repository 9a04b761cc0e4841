"""Reads papers back, and holds PDF files to an independent judge."""

import io
import re
from pathlib import Path

import openpyxl
import page
from pypdf import PdfReader

Rows = list[tuple[object, ...]]
LENGTHS = "STREAM-LENGTH"
# The judge takes a carriage return at the end of compressed data for part of the line end after it.
ENDS_IN_A_RETURN = re.compile(rb"(\d+) 0 obj\s*<<[^>]*?/Length (\d+)[^>]*>>\s*stream\r?\n")


def sheets_of(made: bytes) -> dict[str, Rows]:
    """The rows of each sheet under its header."""
    book = openpyxl.load_workbook(io.BytesIO(made))
    return {
        sheet.title: [tuple(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
        for sheet in book
    }


def words_of(made: bytes) -> str:
    """The text of a PDF in the order of reading, its spaces single."""
    reader = PdfReader(io.BytesIO(made))
    return " ".join(" ".join(sheet.extract_text() for sheet in reader.pages).split())


def assert_fit(made: bytes, folder: Path) -> None:
    """A PDF that screen readers and archives can take (PDF/UA-1, PDF/A-3a)."""
    path = folder / "paper.pdf"
    path.write_bytes(made)
    for profile in ("ua1", "3a"):
        report = page.validate_pdf(str(path), profile=profile)
        faults = [line for line in str(report).splitlines() if line.startswith("[")]
        faults = [
            line for line in faults if LENGTHS not in line or not _length_is_right(made, line)
        ]
        assert not faults, faults
        assert report.is_compliant or LENGTHS in str(report), report


def _length_is_right(made: bytes, fault: str) -> bool:
    number = re.search(r"object (\d+)", fault)
    assert number, fault
    for found in ENDS_IN_A_RETURN.finditer(made):
        if found[1].decode() == number[1]:
            end = found.end() + int(found[2])
            return made[end - 1 : end] == b"\r" and made[end:].startswith(b"\nendstream")
    return False
