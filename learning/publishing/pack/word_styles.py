"""How a Word file looks and what it says of itself: language, title, styles, page numbers."""

from datetime import UTC, datetime, time
from typing import Any

from learning.coverage.papers.blocks import Paper
from learning.publishing.pack import ooxml

TAGS = {"en": "en-GB", "cy": "cy-GB"}
FONT = "Arial"  # on every council's machine, and what officers write reports in
INK, QUIET_INK, RULE = "1D1D1F", "46464C", "8A8D93"
LEAD, PROMPT, QUIET, TABLE_TEXT = "Lead", "To be written", "Note", "Cell"
SIZES = {"Normal": 11, "Heading 1": 20, "Heading 2": 15, "Heading 3": 12, "Caption": 10}
ADDED = {LEAD: 13, PROMPT: 11, QUIET: 9.5, TABLE_TEXT: 9.5}
THEME = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")


def dress(document: Any, made: Paper) -> None:
    """Makes an empty document ready to be written in."""
    _properties(document, made)
    _page(document, made)
    for name, size in ADDED.items():
        style = document.styles.add_style(name, 1)  # of a paragraph
        style.base_style = document.styles["Normal"]
        style.quick_style = True
        _shape(style, size)
    for name, size in SIZES.items():
        _shape(document.styles[name], size)
    _distances(document)
    _language(document, TAGS[made.language])
    _newest_word(document)


def _properties(document: Any, made: Paper) -> None:
    said = document.core_properties
    said.title, said.subject, said.language = made.title, made.about, TAGS[made.language]
    said.author = said.last_modified_by = said.comments = said.keywords = ""
    said.created = said.modified = datetime.combine(made.day, time(), UTC)


def _page(document: Any, made: Paper) -> None:
    from docx.shared import Cm  # noqa: PLC0415  # decision 9

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    foot = section.footer.paragraphs[0]
    before, middle, after = made.page_of.replace("{pages}", "{page}").split("{page}")
    foot.add_run(f"{made.foot}. {before}")
    ooxml.field(foot, "PAGE")
    foot.add_run(middle)
    ooxml.field(foot, "NUMPAGES")
    foot.add_run(after)


def _shape(style: Any, size: float) -> None:
    from docx.shared import Pt, RGBColor  # noqa: PLC0415  # decision 9

    style.font.name, style.font.size = FONT, Pt(size)
    style.font.color.rgb = RGBColor.from_string(QUIET_INK if style.name in {QUIET, PROMPT} else INK)
    fonts = style.element.rPr.rFonts
    for name in THEME:  # a font of the theme would come before the one that is named
        fonts.attrib.pop(f"{{{fonts.nsmap['w']}}}{name}", None)


def _distances(document: Any) -> None:
    from docx.shared import Pt  # noqa: PLC0415  # decision 9

    for name, before, after in (
        ("Normal", 0, 8),
        ("Heading 1", 0, 12),
        ("Heading 2", 20, 8),
        ("Heading 3", 14, 6),
        ("Caption", 6, 4),
        (TABLE_TEXT, 2, 2),
    ):
        shape = document.styles[name].paragraph_format
        shape.space_before, shape.space_after = Pt(before), Pt(after)
    document.styles["Caption"].font.bold = True
    prompt = document.styles[PROMPT].element.get_or_add_pPr()
    border = ooxml.element("w:pBdr")
    border.append(ooxml.element("w:left", val="single", sz="18", space="8", color=RULE))
    prompt.append(border)
    _rules_of_tables(document.styles["Table Grid"].element)


def _rules_of_tables(style: Any) -> None:
    """Thin lines between rows, none between columns."""
    name = f"{{{style.nsmap['w']}}}"
    for side in style.iter(f"{name}tblBorders"):
        for line in side:
            is_across = line.tag.removeprefix(name) in {"top", "bottom", "insideH"}
            line.set(f"{name}val", "single" if is_across else "nil")
            line.set(f"{name}color", RULE)


def _language(document: Any, tag: str) -> None:
    name = f"{{{document.styles.element.nsmap['w']}}}"
    for language in document.styles.element.iter(f"{name}lang"):
        language.set(f"{name}val", tag)


def _newest_word(document: Any) -> None:
    """Word would open the file in a mode for old files otherwise."""
    settings = document.settings.element
    name = f"{{{settings.nsmap['w']}}}"
    compat = settings.find(f"{name}compat")
    uri = "http://schemas.microsoft.com/office/word"
    compat.append(ooxml.element("w:compatSetting", name="compatibilityMode", uri=uri, val="15"))
