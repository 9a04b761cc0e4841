"""A plain spreadsheet and a plain PDF of a report, until the drawn ones take their place."""

import io
from pathlib import Path

from learning.coverage.content import Figures, ReportContent
from learning.shell.papers import paper

TEMPLATE = Path(__file__).parent / "plain.typ"
HEADINGS = ("group", "name", "skill", "people", "required", "met", "expiring", "below", "none")


def as_xlsx(content: ReportContent) -> bytes:
    """Every line on one sheet, with every number a number."""
    import xlsxwriter  # noqa: PLC0415  # decision 9

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": _title(content), "created": content.known_at})
    sheet = book.add_worksheet("Lines")
    sheet.write_row(0, 0, (*HEADINGS, "suppressed", "band"))
    for place, line in enumerate((content.overall, *content.lines), start=1):
        sheet.write_row(place, 0, [*_cells(line), line.suppressed, line.band])
    book.close()
    return made.getvalue()


def as_pdf(content: ReportContent) -> bytes:
    """Every line in one table."""
    rows = [
        ["" if cell is None else str(cell) for cell in (*_cells(line), line.band)]
        for line in (content.overall, *content.lines)
    ]
    values: dict[str, object] = {
        "title": _title(content),
        "day": [content.as_at.year, content.as_at.month, content.as_at.day],
        "headings": [*HEADINGS, "band"],
        "rows": rows,
    }
    return paper(TEMPLATE, values)


def _title(content: ReportContent) -> str:
    return f"Skills coverage, {content.owner.name}, {content.as_at.isoformat()}"


def _cells(line: Figures) -> list[object]:
    return [getattr(line, name) for name in HEADINGS]
