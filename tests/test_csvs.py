import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.csvs import FORMULA, to_csv


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    "begins", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"]
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(begins: str) -> None:
    cell = f"{begins}cmd|' /C calc'!A0"
    assert read(to_csv(["name"], [[cell]]))[1] == [f"'{cell}"]


def test_dates_numbers_and_nothing_are_themselves() -> None:
    row = [date(2026, 3, 1), -5, 2.5, None, "", "O'Hara"]
    assert read(to_csv(["a"] * 6, [row]))[1] == ["2026-03-01", "-5", "2.5", "", "", "O'Hara"]


def test_lines_end_as_the_standard_says() -> None:
    assert to_csv(["a", "b"], [["1", "2"]]) == "a,b\r\n1,2\r\n"


@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2))
)
def test_every_text_comes_back_and_none_is_a_formula(rows: list[list[str]]) -> None:
    back = read(to_csv(["a", "b"], rows))[1:]
    for row, found in zip(rows, back, strict=True):
        for before, after in zip(row, found, strict=True):
            assert after in {before, f"'{before}"}
            assert not after.startswith(FORMULA)
