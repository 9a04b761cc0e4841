"""Draws a paper as a Word file that an officer can edit: styles, header rows, alternative texts."""

import io
from typing import Any

from learning.coverage.papers.blocks import (
    Block,
    Bullets,
    Chart,
    Heading,
    Paper,
    Prompt,
    Table,
    Text,
)
from learning.coverage.papers.drawing import as_png
from learning.publishing.pack import ooxml
from learning.publishing.pack.word_styles import LEAD, PROMPT, QUIET, TABLE_TEXT, dress

WIDE = 17.0  # centimetres between the margins


def as_word(made: Paper) -> bytes:
    """The paper as a Word file: the same paper is always the same bytes."""
    # Slow to load, and only needed when somebody takes a Word file (decision 9).
    import docx  # noqa: PLC0415

    document = docx.Document()
    dress(document, made)
    document.add_heading(made.title, level=1)
    for block, leads_up in made.in_order:
        _draw(document, block)
        if leads_up:
            document.paragraphs[-1].paragraph_format.keep_with_next = True
    kept = io.BytesIO()
    document.save(kept)
    return ooxml.dated(kept.getvalue())


def _draw(document: Any, block: Block) -> None:
    match block:
        case Heading():
            document.add_heading(block.text, level=block.level)
        case Text():
            style = LEAD if block.is_lead else QUIET if block.is_quiet else None
            document.add_paragraph(block.text, style=style)
        case Prompt():
            document.add_paragraph(f"[{block.text}]", style=PROMPT)
        case Bullets():
            _list(document, block)
        case Table():
            _table(document, block)
        case Chart():
            _chart(document, block)


def _list(document: Any, block: Bullets) -> None:
    if not block.is_numbered:
        for point in block.points:
            document.add_paragraph(point, style="List Bullet")
        return
    number = ooxml.new_numbering(document)
    for point in block.points:
        ooxml.number(document.add_paragraph(point, style="List Number"), number)


def _table(document: Any, block: Table) -> None:
    if not block.is_named_above:
        _caption(document, block.caption)
    table = document.add_table(rows=0, cols=len(block.header), style="Table Grid")
    widths = [WIDE * part / sum(block.widths) for part in block.widths]
    ooxml.describe(table, block.caption, widths)
    for place, row in enumerate((block.header, *block.rows)):
        # Merged cells confuse screen readers: a word that stands for several cells fills each.
        whole = (*row, *[row[-1]] * (len(block.header) - len(row)))
        cells = [
            ooxml.cell(
                text,
                style=TABLE_TEXT,
                width=widths[column],
                is_bold=place == 0 or column == 0,
                is_number=column in block.numeric and len(row) == len(block.header),
                is_followed=block.keeps_together and place < len(block.rows),
            )
            for column, text in enumerate(whole)
        ]
        ooxml.add_row(table, cells, is_header=place == 0)
    document.add_paragraph(style=QUIET)


def _caption(document: Any, words: str) -> None:
    document.add_paragraph(words, style="Caption").paragraph_format.keep_with_next = True


def _chart(document: Any, block: Chart) -> None:
    from docx.shared import Cm  # noqa: PLC0415  # decision 9

    _caption(document, block.caption)
    shape = document.add_picture(io.BytesIO(as_png(block.svg)), width=Cm(WIDE))
    shape._inline.docPr.set("descr", block.alt)  # noqa: SLF001  # the library has no name for it
