"""Whatever bytes are sent: a table or a refusal, and never a fault."""

from contextlib import suppress

from hypothesis import example, given, settings
from hypothesis import strategies as some

from learning.errors import Refusal
from learning.imports.rules.columns import layout
from learning.imports.rules.said import order_in
from learning.spreadsheets.reading import read
from tests.imports.planned import HEADER, known, planned
from tests.spreadsheets.sheets import repacked, xlsx

WHOLE = xlsx(HEADER, ("R1", "a@b.example", "Ada", "Councillor", "", "2026-01-02", ""))


def read_whole(content: bytes) -> None:
    with suppress(Refusal):
        table = read(content, lines=True)
        found = layout(table.header)
        order_in(table.rows, found)
        rows = [row.cells for row in table.rows]
        planned(*rows, header=table.header, people=(known(),))


@given(some.binary(max_size=300))
@example(b'sep="\nreference\n')
@example(b"\xff\xfe\x00\xd8,")
@example(b"r\x00e\x00f\x00\n\x00R\x001\x00")
def test_any_bytes(content: bytes) -> None:
    read_whole(content)


@given(some.binary(max_size=200))
def test_any_cells_under_a_good_header(content: bytes) -> None:
    read_whole(",".join(HEADER).encode() + b"\n" + content)


@settings(max_examples=60)
@given(some.integers(0, len(WHOLE) - 1), some.binary(min_size=1, max_size=8))
def test_any_damage_to_an_excel_file(place: int, damage: bytes) -> None:
    read_whole(WHOLE[:place] + damage + WHOLE[place + len(damage) :])


@settings(max_examples=60)
@given(
    some.sampled_from(
        ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml")
    ),
    some.binary(max_size=60),
)
def test_any_part_of_an_excel_file(part: str, content: bytes) -> None:
    read_whole(repacked(WHOLE, {part: content}))


@given(some.lists(some.text(max_size=20), min_size=7, max_size=7))
def test_any_words_in_a_row(cells: list[str]) -> None:
    for line in planned(tuple(cells), people=(known(),)).lines:
        assert all(one.problem for one in line.faults)
