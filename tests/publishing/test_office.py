"""Opens the files in LibreOffice, where there is one, and finds the same figures in them."""

import csv
import io
import subprocess
from pathlib import Path

import openpyxl
import pytest

from learning.coverage.papers import as_xlsx
from learning.coverage.papers.blocks import Heading, Table
from learning.publishing.pack import pack, pack_word
from tests.coverage import contents
from tests.coverage.reading import words_of
from tests.publishing import office
from tests.publishing import statements_by_hand as by_hand

needs_office = pytest.mark.skipif(office.where() is None, reason=office.MISSING)
EVERY_SHEET_AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def converted(made: bytes, name: str, to: str, folder: Path) -> Path:
    """The folder with what the office made of a file."""
    (folder / name).write_bytes(made)
    command = [
        *(str(office.where()), "--headless", f"-env:UserInstallation=file://{folder}/profile"),
        *("--convert-to", to, "--outdir", str(folder / "made"), str(folder / name)),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603  # our own words
    return folder / "made"


@needs_office
def test_every_sheet_of_the_workbook_opens_with_the_same_cells(tmp_path: Path) -> None:
    made = as_xlsx(contents.a_report())
    folder = converted(made, "report.xlsx", EVERY_SHEET_AS_CSV, tmp_path)
    for sheet in openpyxl.load_workbook(io.BytesIO(made)):
        text = (folder / f"report-{sheet.title}.csv").read_text(encoding="utf-8")
        rows = [
            ["" if cell is None else str(cell) for cell in row]
            for row in sheet.iter_rows(values_only=True)
        ]
        assert list(csv.reader(io.StringIO(text))) == rows


@needs_office
def test_the_word_file_opens_with_the_same_headings_and_figures(tmp_path: Path) -> None:
    statement = by_hand.a_statement()
    folder = converted(pack_word(statement), "pack.docx", "pdf", tmp_path)
    text = words_of((folder / "pack.pdf").read_bytes())
    for block in pack(statement).blocks:
        if isinstance(block, Heading):
            assert block.text in text
        elif isinstance(block, Table):
            for row in block.rows:
                if len(row) == len(block.header):
                    assert " ".join(row) in text
