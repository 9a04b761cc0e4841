"""The report on paper: fit for screen readers, the same figures as its content, bytes for ever."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from learning.coverage.content import Audience, Figures, ReportContent
from learning.coverage.papers import NoFigures, as_pdf, as_xlsx, no_figures_pdf, no_figures_xlsx
from learning.coverage.papers.chart import marks, trend_svg
from learning.coverage.papers.voice import Voice, percent_of
from tests.coverage import contents
from tests.coverage.reading import assert_fit, sheets_of, words_of

CONTENTS = [
    contents.a_report,
    contents.all_hidden,
    contents.long_names,
    contents.of_leads,
    contents.of_partnership,
    contents.narrowed,
]
SHEETS = [
    *("About", "Summary", "Skills", "Roles", "Groups", "Services", "Gaps", "Trend"),
    *("Self-assessment", "Requirements"),
]
COUNTS = ("people", "required", "met", "expiring", "below", "none")
NOTHING = NoFigures(contents.OWNER, Audience.NO_NAME, contents.a_report().as_at, contents.KNOWN_AT)


@pytest.mark.parametrize("of", CONTENTS)
def test_an_independent_judge_finds_the_paper_fit_for_screen_readers_and_archives(
    of: Callable[[], ReportContent], tmp_path: Path
) -> None:
    assert_fit(as_pdf(of()), tmp_path)


def test_a_day_without_figures_is_a_fit_paper_too_that_says_so(tmp_path: Path) -> None:
    made = no_figures_pdf(NOTHING)
    assert_fit(made, tmp_path)
    assert "There are no figures for 31 October 2026" in words_of(made)
    assert "There are no figures" in str(sheets_of(no_figures_xlsx(NOTHING))["About"])


def test_who_has_not_yet_shown_it_is_called_so_on_paper() -> None:
    words = words_of(as_pdf(contents.a_report()))
    assert re.search(r"Part\s+way\s+Not\s+yet\s+shown", words), words
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(contents.a_report())))
    headings = [str(cell.value) for row in book["Skills"].iter_rows() for cell in row]
    assert "Not yet shown" in headings
    assert "Not yet" not in headings


@pytest.mark.parametrize("of", CONTENTS)
def test_the_workbook_holds_every_figure_as_a_number_and_hidden_ones_as_words(
    of: Callable[[], ReportContent],
) -> None:
    content = of()
    sheets = sheets_of(as_xlsx(content))
    assert list(sheets) == SHEETS
    for kind, name in {"skill": 2, "role": 3, "tier": 4, "service": 5}.items():
        lines = [line for line in content.lines if line.group == kind]
        rows = sheets[SHEETS[name]]
        assert len(rows) == max(1, len(lines))
        first = 1 if kind == "skill" else 2
        for line, row in zip(lines, rows, strict=False):
            assert row[-1] == (line.skill or line.name)
            assert row[first : first + 7] == said(line)


def said(line: Figures) -> tuple[object, ...]:
    """What the seven cells of a line hold."""
    if not line.suppressed:
        counts = [getattr(line, name) for name in COUNTS]
        return (*counts[:3], percent_of(line), *counts[3:])
    bands = {None: "Hidden", "fewer-than-half": "Fewer than half", "half-or-more": "Half or more"}
    return ("Hidden", "Hidden", bands[line.band], "Hidden", "Hidden", "Hidden", "Hidden")


def test_every_sheet_is_a_table_with_a_header_row_that_stays() -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(contents.a_report())))
    for sheet in book:
        assert len(sheet.tables) == 1
        assert sheet.freeze_panes == "B2"
        assert sheet.print_title_rows == "$1:$1"
    assert book.properties.title == "Skills coverage, Fernleigh Council, as at 31 October 2026"
    assert {one.name: one.value for one in book.custom_doc_props.props} == {"Language": "en-GB"}


def test_text_is_never_a_formula() -> None:
    words = contents.words('=HYPERLINK("https://evil.example")+')
    made = as_xlsx(contents.a_report(words={"en": words}))
    for sheet in openpyxl.load_workbook(io.BytesIO(made)):
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        assert not list(sheet._hyperlinks)


@pytest.mark.parametrize("of", CONTENTS[:3])
def test_the_paper_holds_every_figure_in_words(of: Callable[[], ReportContent]) -> None:
    content = of()
    text, names = words_of(as_pdf(content)), content.words["en"]
    assert "as at 31 October 2026" in text
    for line in content.lines:
        name = names.skills[line.skill or ""]
        if line.suppressed:
            words = {None: "Hidden", "fewer-than-half": "Fewer than half shown"}
            cells = words.get(line.band, "Half or more shown")
        else:
            counts = f"{line.expiring} {line.below} {line.none}"
            cells = f"{line.people} {line.met} ({percent_of(line)}%) {counts}"
        assert f"{name} {cells}" in text
    for point in content.trend:
        if not point.line.suppressed:
            line = point.line
            assert f"{percent_of(line)}%: {line.met} of {line.required} {line.people}" in text


def test_the_paper_has_a_title_a_language_headings_in_order_and_a_picture_said_in_words() -> None:
    reader = PdfReader(io.BytesIO(as_pdf(contents.a_report())))
    assert reader.metadata is not None
    assert reader.metadata.title == "Skills coverage, Fernleigh Council, as at 31 October 2026"
    assert reader.root_object["/Lang"] == "en-GB"
    tags = list(structure(reader.root_object["/StructTreeRoot"]))
    levels = [int(tag[2:]) for tag, _ in tags if tag in {"/H1", "/H2", "/H3", "/H4"}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    kinds = [tag for tag, _ in tags]
    assert kinds.count("/Table") == 14
    assert kinds.count("/TH") >= 60
    (alt,) = [alt for tag, alt in tags if tag == "/Figure"]
    assert "29% on 28 October 2024 and 63% on 28 October 2026, lowest 29% and highest" in str(alt)


def structure(node: object) -> list[tuple[str, object]]:
    """(tag, text in place of a picture) of all that is under a node, in order."""
    found = []
    one = node.get_object()  # type: ignore[attr-defined]
    if isinstance(one, dict):
        if "/S" in one:
            found.append((one["/S"], one.get("/Alt")))
        kids = one.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            found += structure(kid) if not isinstance(kid, int) else []
    return found


@pytest.mark.parametrize("draw", [as_pdf, as_xlsx])
def test_the_same_content_is_always_the_same_bytes(draw: Callable[[ReportContent], bytes]) -> None:
    content = contents.a_report()
    again = ReportContent.model_validate_json(content.model_dump_json())
    assert draw(content) == draw(again)
    other = contents.a_report(known_at=contents.KNOWN_AT + timedelta(hours=1))
    assert draw(content) != draw(other)


def test_the_paper_of_no_names_says_what_is_hidden_and_the_paper_of_leads_what_is_not() -> None:
    viewers = words_of(as_pdf(contents.a_report()))
    assert "Hidden: fewer than 5 people" in viewers
    leads = words_of(as_pdf(contents.of_leads()))
    assert "no figure is hidden. Not to be passed on" in leads
    assert "takes 54 of them to the level they need, 95 minutes each" in leads
    assert "it lifts" not in viewers


def test_the_frameworks_own_figure_is_said_to_be_hidden_where_there_is_one() -> None:
    """Else it reads as if the council had set no level of its own."""
    start = "Under the framework’s own requirements: "
    for report, hidden in ((contents.all_hidden(), True), (contents.of_partnership(), False)):
        told = Voice.of(report, "en").beside()
        assert (f"{start}hidden to protect a small group." in told) is hidden
    few = contents.hidden("overall", "", None).model_copy(update={"band": "half-or-more"})
    banded = Voice.of(contents.a_report(framework_overall=few), "en").beside()
    assert f"{start}half or more are shown." in banded


def test_a_day_that_is_hidden_interrupts_the_line_of_the_chart() -> None:
    points = contents.usual_trend()
    drawn = trend_svg(points, label="a & b")
    assert drawn is not None
    assert drawn.count("<polyline") == 2
    assert drawn.count("<circle") == len(marks(points)) == 24
    assert 'aria-label="a &amp; b"' in drawn
    assert trend_svg(points[:1], label="") is None
    assert trend_svg(contents.all_hidden().trend, label="") is None
