"""How this is worked out, in words: lists where there are several things, on every paper alike."""

import io
from typing import Any

import docx
import pytest
from markupsafe import escape

from learning.coverage.content import Words
from learning.coverage.definitions import definitions
from learning.coverage.papers import as_xlsx
from learning.coverage.papers.blocks import Bullets, Text, written
from learning.coverage.papers.report import report
from learning.publishing.pack import pack, pack_word
from tests.builders import Town
from tests.coverage import contents
from tests.coverage.reading import sheets_of
from tests.page import Browser
from tests.publishing import statements_by_hand as by_hand

LONGEST_LEAD = 25  # words
CHANGE = "What explains a change"
REASONS = (
    *("People joined, or people left", "What is asked changed", "Newly shown"),
    *("Ran out, or withdrawn", "What is asked changed, in every other case"),
)


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("One line, as it was.", (Text("One line, as it was."),)),
        ("Lead:\n- a\n- b\nEnd.", (Text("Lead:"), Bullets(("a", "b")), Text("End."))),
        ("1. a\n2. b", (Bullets(("a", "b"), is_numbered=True),)),
        ("- a\n1. b", (Bullets(("a",)), Bullets(("b",), is_numbered=True))),
        ("In 19. place\n-none", (Text("In 19. place"), Text("-none"))),
    ],
)
def test_a_line_is_a_paragraph_or_a_point_of_a_list(
    text: str, blocks: tuple[Text | Bullets, ...]
) -> None:
    assert written(text) == blocks


def test_reasons_for_a_change_are_a_short_sentence_and_a_list_in_their_order() -> None:
    lead, reasons, *_ = written(dict(definitions(5))[CHANGE])
    assert isinstance(lead, Text)
    assert len(lead.text.split()) <= LONGEST_LEAD
    assert isinstance(reasons, Bullets)
    assert reasons.is_numbered
    assert tuple(point.partition(":")[0] for point in reasons.points) == REASONS


def test_no_line_of_a_paragraph_is_taken_for_a_point_of_a_list() -> None:
    found = [block for _, text in definitions(5) for block in written(text)]
    assert [len(one.points) for one in found if isinstance(one, Bullets)] == [4, 5]


def test_paper_pack_and_word_file_draw_the_same_lists() -> None:
    blocks = written(dict(definitions(5))[CHANGE])
    reasons = next(one for one in blocks if isinstance(one, Bullets))
    assert reasons in report(contents.a_report()).blocks
    assert reasons in pack(by_hand.a_statement()).blocks
    word: Any = docx.Document(io.BytesIO(pack_word(by_hand.a_statement())))
    numbered = [one.text for one in word.paragraphs if one.style.name == "List Number"]
    assert set(reasons.points) <= set(numbered)


def test_the_workbook_numbers_the_reasons_line_by_line() -> None:
    rows = sheets_of(as_xlsx(contents.a_report()))["About"]
    (cell,) = (str(row[1]) for row in rows if row[0] == CHANGE)
    assert [line[:2] for line in cell.splitlines()][1:6] == ["1.", "2.", "3.", "4.", "5."]


def test_a_statement_from_before_there_were_lists_is_drawn_as_it_was() -> None:
    said = contents.a_report()
    old = said.words["en"].model_copy(update={"definitions": ((CHANGE, "One. Long. Text."),)})
    made = pack(by_hand.a_statement(said.model_copy(update={"words": {"en": old}})))
    assert Text("One. Long. Text.") in made.blocks
    assert Words.model_validate_json(old.model_dump_json()) == old


def test_the_page_draws_each_text_whole_and_each_heading_can_be_linked_to(
    browser: Browser, town: Town
) -> None:
    page = browser.sign_in(town.reviewer).get("/coverage/how-this-is-worked-out")
    assert 'id="what-explains-a-change"' in page.text
    assert f"<li>{escape('Not yet shown: nothing counts today.')}</li>" in page.text
    for _, text in definitions(5):
        for block in written(text):
            points = block.points if isinstance(block, Bullets) else (block.text,)
            assert all(str(escape(point)) in page.text for point in points)
