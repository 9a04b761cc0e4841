"""The report as an Excel file: plain cells in tables, and nothing that is worked out in it."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import wrap
from typing import Any

from learning.coverage.content import ReportContent
from learning.coverage.papers.blocks import Notes
from learning.coverage.papers.sheets import Row, Sheet, sheets
from learning.coverage.papers.voice import Voice

WIDEST, NARROWEST = 70, 11  # characters
LINE = 15.5  # points
STYLE = "Table Style Light 1"
TEXT = {"text_wrap": True, "valign": "top", "align": "left", "indent": 1}
NUMBER = TEXT | {"num_format": "#,##0", "align": "right"}
FORMATS = {"text": TEXT, "number": NUMBER}
FORMATS |= {f"{name}_header": shape | {"bold": True} for name, shape in FORMATS.items()}
LANGUAGE_TAGS = {"en": "en-GB", "cy": "cy-GB"}


@dataclass(frozen=True)
class Label:
    """What the file says of itself."""

    title: str
    about: str
    language: str
    made_at: datetime  # of the content: the same content is always the same bytes


def as_xlsx(
    content: ReportContent,
    language: str = "en",
    *,
    notes: Notes = (),
    priorities: Mapping[str, int] | None = None,
) -> bytes:
    """The report as an Excel file: the same content is always the same bytes."""
    voice = Voice.of(content, language)
    names = {"owner": content.owner.name, "day": content.as_at}
    label = Label(
        title=voice.say("title.report", **names),
        about=voice.say("title.about", known_at=content.known_at, **names),
        language=language,
        made_at=content.known_at,
    )
    return workbook(label, sheets(voice, notes, priorities))


def workbook(label: Label, drawn: Sequence[Sheet]) -> bytes:
    """The sheets as a file in which no text is ever a formula or a link."""
    # Slow to load, and only needed when somebody takes a spreadsheet (decision 9).
    from xlsxwriter import Workbook  # noqa: PLC0415

    kept = io.BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    book = Workbook(kept, safe)
    created = label.made_at.replace(tzinfo=None, microsecond=0)
    book.set_properties({"title": label.title, "comments": label.about, "created": created})
    book.set_custom_property("Language", LANGUAGE_TAGS[label.language])
    formats = {name: book.add_format(shape) for name, shape in FORMATS.items()}
    for place, sheet in enumerate(drawn, 1):
        _draw(book.add_worksheet(sheet.name), sheet, formats, f"table_{place}")
    book.close()
    return kept.getvalue()


def _draw(page: Any, sheet: Sheet, formats: dict[str, Any], name: str) -> None:
    rows, widths = sheet.rows or ((sheet.if_empty,),), _widths(sheet)
    numeric = _numeric(sheet)
    kinds = ("number" if place in numeric else "text" for place in range(len(sheet.header)))
    columns = [
        {"header": header, "header_format": formats[f"{kind}_header"]}
        for header, kind in zip(sheet.header, kinds, strict=True)
    ]
    shape = {"name": name, "title": sheet.name, "style": STYLE, "first_column": True}
    page.add_table(0, 0, len(rows), len(sheet.header) - 1, shape | {"columns": columns})
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            if isinstance(value, int):
                page.write_number(number, place, value, formats["number"])
            elif value is not None:
                page.write_string(number, place, value, formats["text"])
        page.set_row(number, LINE * _lines(row, widths))
    page.set_row(0, LINE * max(map(_lines_of, sheet.header, widths)))
    for place, width in enumerate(widths):
        page.set_column(place, place, width)
    page.freeze_panes(1, 1)
    _for_printing(page, sheet)


def _numeric(sheet: Sheet) -> set[int]:
    """The columns that hold a number somewhere."""
    return {n for row in sheet.rows for n, value in enumerate(row) if isinstance(value, int)}


def _widths(sheet: Sheet) -> list[int]:
    """As wide as the longest cell, within what can be read; headers may break between words."""
    widths = [max(map(len, header.split())) + 4 for header in sheet.header]
    for row in sheet.rows:
        for place, value in enumerate(row):
            widths[place] = max(widths[place], len(str(value)) + 4)
    return [min(WIDEST, max(NARROWEST, width)) for width in widths]


def _lines(row: Row, widths: Sequence[int]) -> int:
    """How many lines the tallest cell of a row takes; not every program works that out itself."""
    return max(_lines_of(str(value), width) for value, width in zip(row, widths, strict=False))


def _lines_of(text: str, width: int) -> int:
    return sum(len(wrap(line, width - 4)) or 1 for line in text.splitlines()) or 1


def _for_printing(page: Any, sheet: Sheet) -> None:
    page.set_paper(9)  # A4
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer(f"&L{sheet.name}&R&P / &N")
