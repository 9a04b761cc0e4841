import csv as csv_files
import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import Workbook

from learning.csvs import to_csv
from learning.errors import Refusal
from learning.spreadsheets.reading import read
from learning.spreadsheets.table import MOST_ROWS, Table, places
from tests.spreadsheets.sheets import csv, repacked, xlsx

HEADER = ("person", "course")
ROWS = (("zoë@people.example", "Cyber – for all"), ("ŵyn@people.example", "Data"))
CELLS = tuple(ROWS)


def cells(table: Table) -> tuple[tuple[str, ...], ...]:
    return tuple(row.cells for row in table.rows)


@pytest.mark.parametrize("between", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_whatever_stands_between_and_however_it_is_encoded(
    between: str, encoding: str
) -> None:
    table = read(csv(HEADER, *ROWS, between=between, encoding=encoding))
    assert (table.header, cells(table)) == (HEADER, CELLS)


def test_csv_as_windows_writes_it_is_read() -> None:
    rows = [("renée@people.example", "Cyber – “for all”")]
    assert cells(read(csv(HEADER, *rows, encoding="cp1252"))) == tuple(rows)


def test_excel_cells_are_read_as_they_are_shown() -> None:
    table = read(xlsx(("Who", "When", "Code"), ("Ada", date(2026, 12, 31), 45.0)))
    assert cells(table) == (("Ada", "2026-12-31", "45"),)
    at = datetime(2026, 12, 31, 10, 30)  # noqa: DTZ001  # as openpyxl gives it
    assert cells(read(xlsx(("Who", "When"), ("Ada", at)))) == (("Ada", "2026-12-31"),)


def test_a_formula_is_never_run_and_shows_nothing_where_nothing_was_kept() -> None:
    table = read(xlsx(("who", "what"), ("Ada", '=HYPERLINK("http://x.example","x")')))
    assert cells(table) == (("Ada", ""),)


def test_row_numbers_are_those_of_a_spreadsheet_and_blank_rows_are_left_out() -> None:
    rows = [("", ""), HEADER, ("", " "), ("a", "b\nc"), (), ("d",)]
    quoted = 'person,course\r\n\r\na,"b\nc"\r\n,\r\nd\r\n'
    assert [(row.number, row.cells) for row in read(quoted.encode()).rows] == [
        (3, ("a", "b c")),
        (5, ("d",)),
    ]
    assert [row.number for row in read(xlsx(*rows)).rows] == [4, 6]


def test_excel_s_own_line_about_what_stands_between_is_understood() -> None:
    assert cells(read(b"sep=;\r\nwho;what\r\na, b;c\r\n")) == (("a, b", "c"),)


def test_what_our_own_files_guard_against_formulas_comes_back_as_it_was() -> None:
    rows = [("=SUM(A1)", "-2"), ("'quoted'", "plain"), ("\n=2+3", "\n'=")]
    found = cells(read(to_csv(("who", "what"), rows).encode()))
    assert found == (("=SUM(A1)", "-2"), ("'quoted'", "plain"), ("=2+3", "'="))


@given(
    some.lists(
        some.tuples(some.text("abc,;\"'\n=é漢-", min_size=1), some.text("xyz |", max_size=9)),
        min_size=1,
        max_size=8,
    )
)
def test_whatever_we_write_is_read_back(rows: list[tuple[str, str]]) -> None:
    rows = [row for row in rows if row[0].strip()]
    # Nobody can tell an apostrophe of ours from one that stood there before.
    if rows and not any(cell.startswith("'") for row in rows for cell in row):
        found = cells(read(to_csv(HEADER, rows).encode()))
        expected = [tuple(" ".join(c.split("\n")).strip() for c in row) for row in rows]
        squeezed = [tuple(" ".join(c.split()) for c in row) for row in found]
        wanted = [tuple(" ".join(c.split()) for c in row) for row in expected]
        assert squeezed == [w for w in wanted if any(w)]


def with_macros() -> bytes:
    return repacked(xlsx(HEADER, ("a", "b")), {"xl/vbaProject.bin": b"macro"})


def zip_bomb() -> bytes:
    sheet = b"<worksheet><sheetData>" + b" " * 60_000_000 + b"</sheetData></worksheet>"
    return repacked(xlsx(HEADER, ("a", "b")), {"xl/worksheets/sheet1.xml": sheet}, level=9)


def entity_bomb() -> bytes:
    laughs = "".join(
        f'<!ENTITY l{n} "{"".join(f"&l{n - 1};" for _ in range(10))}">' for n in range(1, 10)
    )
    sheet = f"""<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "laugh">{laughs}]>
    <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
    <row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row></sheetData></worksheet>"""
    return repacked(xlsx(HEADER, ("a", "b")), {"xl/worksheets/sheet1.xml": sheet.encode()})


def hidden_first() -> bytes:
    book = Workbook()
    first, second = book.active, book.create_sheet("Staff")
    assert first is not None
    first.append(["not this"])
    first.sheet_state = "hidden"
    second.append(list(HEADER))
    second.append(["a", "b"])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def far_cells(rows: int) -> bytes:
    """Every row with a cell in the last column a sheet can have."""
    lines = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>a</t></is></c>'
        f'<c r="B{n}" t="inlineStr"><is><t>b</t></is></c>'
        f'<c r="XFD{n}" t="inlineStr"><is><t>far</t></is></c></row>'
        for n in range(1, rows + 1)
    )
    sheet = f"""<?xml version="1.0"?>
    <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
    {lines}</sheetData></worksheet>"""
    return repacked(xlsx(HEADER, ("a", "b")), {"xl/worksheets/sheet1.xml": sheet.encode()})


def zipped(name: str, *, flag: int = 0) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as new:
        new.writestr(name, b"<x/>")
    content = bytearray(kept.getvalue())
    content[content.rfind(b"PK\x01\x02") + 8] |= flag
    return bytes(content)


def test_the_first_sheet_that_shows_is_read_and_said() -> None:
    table = read(hidden_first())
    assert cells(table) == (("a", "b"),)
    assert table.said == ("The file has 2 sheets. Only “Staff” was read, not 1 hidden",)


def test_cells_far_to_the_right_cost_nothing_and_are_left_out() -> None:
    table = read(far_cells(3_000))
    assert len(table.rows) == 2_999
    assert table.rows[0].cells == ("a", "b")


def test_one_cell_far_below_does_not_make_the_file_too_long() -> None:
    sheet = """<?xml version="1.0"?>
    <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
    <row r="1"><c r="A1" t="inlineStr"><is><t>who</t></is></c></row>
    <row r="1048576"><c r="A1048576" t="inlineStr"><is><t>Ada</t></is></c></row>
    </sheetData></worksheet>"""
    content = repacked(xlsx(HEADER, ("a", "b")), {"xl/worksheets/sheet1.xml": sheet.encode()})
    assert [(row.number, row.cells) for row in read(content).rows] == [(1048576, ("Ada",))]


def test_lines_of_a_cell_are_kept_apart_where_they_are_wanted() -> None:
    content = b'who,what\r\nAda,"Councillor\r\nScrutiny\tmember"\r\n'
    assert cells(read(content, lines=True)) == (("Ada", "Councillor\nScrutiny member"),)
    assert cells(read(content)) == (("Ada", "Councillor Scrutiny member"),)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_read(encoding: str) -> None:
    assert cells(read(csv(HEADER, *ROWS[:1], encoding=encoding))) == CELLS[:1]


def test_a_cell_of_megabytes_is_cut_and_costs_nothing() -> None:
    table = read(xlsx(("who", "what"), ("x" * 32_000, "b")))
    assert len(table.rows[0].cells[0]) == 2_000


def cut_short() -> bytes:
    whole = xlsx(HEADER, ("a", "b"))
    return whole[: len(whole) // 2]


BAD = {
    "nothing": (lambda: b"", "empty"),
    "blank": (lambda: b" \r\n \r\n", "empty"),
    "only a header": (lambda: csv(HEADER), "no rows under"),
    "an old or locked file": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "password",
    ),
    "with a password": (
        lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
        "has a password. Open it in Excel",
    ),
    "OpenDocument": (lambda: zipped("content.xml"), "OpenDocument file"),
    "binary Excel": (lambda: zipped("xl/workbook.bin"), "binary Excel file"),
    "a zip with a password": (lambda: zipped("xl/workbook.xml", flag=1), "has a password"),
    "another kind of zip": (lambda: zipped("word/document.xml"), "no Excel file"),
    "NUL bytes": (lambda: b"who,what\r\na\x00b,c\r\n", "no CSV or Excel"),
    "macros": (with_macros, "macros"),
    "a zip bomb": (zip_bomb, "unpacks to far too much"),
    "an entity bomb": (entity_bomb, "damaged"),
    "cut short": (cut_short, "damaged"),
    "another zip": (lambda: b"PK\x03\x04" + b"x" * 50, "damaged"),
    "a program": (lambda: b"MZ\x90\x00\x03\x00\x00\x00", "no CSV or Excel"),
    "too many rows": (lambda: csv(HEADER, *[("a", "b")] * (MOST_ROWS + 1)), "more than 20,000"),
    "too large": (lambda: b"a" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    "half of UTF-16": (lambda: b"\xff\xfea", "letters cannot be read"),
    "UTF-32": (lambda: "who,what\r\na,b".encode("utf-32"), "letters cannot be read"),
    "no letters": (lambda: b"who,what\r\n\x81\x8d,\xff", "letters cannot be read"),
    "a very long cell": (lambda: b'who,what\r\n"' + b"x" * 200_000, "too long"),
    "a sheet of the wrong kind": (
        lambda: repacked(xlsx(HEADER, ("a", "b")), {"xl/worksheets/sheet1.xml": b"<html"}),
        "damaged",
    ),
    "a few kilobytes that are a million cells": (
        lambda: repacked(
            xlsx(HEADER, ("a", "b")),
            {"xl/worksheets/sheet1.xml": b"<row>" + b"<c/>" * 1_000_001},
        ),
        "far too many cells",
    ),
    "a few kilobytes that are a million strings": (
        lambda: repacked(
            xlsx(HEADER, ("a", "b")), {"xl/sharedStrings.xml": b"<sst>" + b"<si/>" * 1_000_001}
        ),
        "far too many cells",
    ),
    "a few kilobytes that are 60,000 formats": (
        lambda: repacked(
            xlsx(HEADER, ("a", "b")), {"xl/styles.xml": b"<styleSheet>" + b"<xf/>" * 60_001}
        ),
        "cells or formats",
    ),
    "a few kilobytes that are 60,000 names": (
        lambda: repacked(
            xlsx(HEADER, ("a", "b")), {"xl/workbook.xml": b"<workbook>" + b"<n/>" * 60_001}
        ),
        "cells or formats",
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_cannot_be_read_is_refused_in_plain_english(kind: str) -> None:
    content, words = BAD[kind]
    with pytest.raises(Refusal, match=words):
        read(content())


def test_a_long_cell_is_refused_whatever_limit_a_library_has_set() -> None:
    before = csv_files.field_size_limit(10_000_000)
    try:
        with pytest.raises(Refusal, match="too long"):
            read(b'who,what\r\n"' + b"x" * 200_000)
    finally:
        csv_files.field_size_limit(before)


def test_the_most_rows_are_read() -> None:
    assert len(read(csv(HEADER, *[("a", "b")] * MOST_ROWS)).rows) == MOST_ROWS


def test_columns_are_found_by_any_of_their_names() -> None:
    known = {"person": ("e-mail", "Email address"), "completed_on": ("completion date",)}
    assert places(("E_Mail", "Note", "Completion  DATE"), known) == {"person": 0, "completed_on": 2}
    assert places(("Completed on", "EMAIL ADDRESS"), known) == {"completed_on": 0, "person": 1}
    with pytest.raises(Refusal, match="“E-mail” and “Person” mean the same"):
        places(("E-mail", "Person"), known)
