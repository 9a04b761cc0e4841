"""What a Word file needs for readers of all kinds and python-docx has no names for."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

EPOCH = (1980, 1, 1, 0, 0, 0)  # the day that files inside have when nobody says otherwise


def element(tag: str, **attributes: str) -> Any:
    """An element of WordprocessingML: `element("w:lang", val="en-GB")`."""
    from docx.oxml import OxmlElement  # noqa: PLC0415  # decision 9
    from docx.oxml.ns import qn  # noqa: PLC0415  # decision 9

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def cell(
    text: str, *, style: str, width: float, is_bold: bool, is_number: bool, is_followed: bool
) -> Any:
    """A cell of a table, built at once: the library takes a second for a table of a page.

    One that is followed stays on the page of the row after it.
    """
    made, shape, paragraph, run = (element(f"w:{tag}") for tag in ("tc", "tcPr", "p", "r"))
    shape.append(element("w:tcW", type="dxa", w=_twips(width)))
    looks = element("w:pPr")
    looks.append(element("w:pStyle", val=style))
    if is_followed:
        looks.append(element("w:keepNext"))
    looks.append(element("w:jc", val="right" if is_number else "left"))
    paragraph.append(looks)
    if is_bold:
        bold = element("w:rPr")
        bold.append(element("w:b"))
        run.append(bold)
    words = element("w:t")
    words.text = text
    run.append(words)
    paragraph.append(run)
    made.append(shape)
    made.append(paragraph)
    return made


def add_row(table: Any, cells: Sequence[Any], *, is_header: bool) -> None:
    """A row that no page ends within; a header row stands again on every page of its table."""
    row, shape = element("w:tr"), element("w:trPr")
    shape.append(element("w:cantSplit", val="true"))
    if is_header:
        shape.append(element("w:tblHeader", val="true"))
    row.append(shape)
    row.extend(cells)
    table._tbl.append(row)  # noqa: SLF001


def describe(table: Any, caption: str, widths: Sequence[float]) -> None:
    """A title that screen readers say, which cells are headers, and how wide columns are."""
    properties, grid = table._tbl.tblPr, table._tbl.tblGrid  # noqa: SLF001
    for look in properties.findall(f"{{{properties.nsmap['w']}}}tblLook"):
        properties.remove(look)
    shape = {"firstRow": "1", "firstColumn": "1", "noHBand": "0", "noVBand": "1", "val": "04A0"}
    properties.append(element("w:tblLook", **shape))
    properties.append(element("w:tblCaption", val=caption))
    for column, width in zip(grid, widths, strict=True):
        column.set(f"{{{properties.nsmap['w']}}}w", _twips(width))


def _twips(centimetres: float) -> str:
    return str(round(centimetres * 567))


def new_numbering(document: Any) -> str:
    """A numbering that begins at 1 again, in the manner of the style “List Number”."""
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element
    same = style.pPr.numPr.numId.val
    abstract = next(num.abstractNumId.val for num in numbering.num_lst if num.numId == same)
    made = numbering.add_num(abstract)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return str(made.numId)


def number(paragraph: Any, numbering: str) -> None:
    """Makes a paragraph the next point of a numbering."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = int(numbering)


def field(paragraph: Any, code: str) -> None:
    """A value that Word works out, such as the number of the page."""
    simple = element("w:fldSimple", instr=code)
    run, text = element("w:r"), element("w:t")
    text.text = "1"
    run.append(text)
    simple.append(run)
    paragraph._p.append(simple)  # noqa: SLF001


def dated(made: bytes) -> bytes:
    """The file with no trace of when it was drawn."""
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made)) as before,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for one in before.infolist():
            inside = zipfile.ZipInfo(one.filename, EPOCH)
            inside.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(inside, before.read(one.filename))
    return kept.getvalue()
