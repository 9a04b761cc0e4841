"""The committee pack: fit for every reader, in a committee's order, figures of the statement."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from learning.coverage.papers.blocks import Bullets, Heading, Paper, Table, Text
from learning.publishing.content import Officer, StatementContent
from learning.publishing.pack import (
    foi,
    governance,
    pack,
    pack_pdf,
    pack_word,
    statement_pdf,
    statement_xlsx,
)
from learning.publishing.pack.speaking import points_between
from learning.publishing.pack.word import as_word
from tests.coverage.contents import a_line, hidden
from tests.coverage.reading import assert_fit, sheets_of, words_of
from tests.publishing import statements_by_hand as by_hand

Of = Callable[[], StatementContent]
SECTIONS = [
    "Purpose of the report",
    "Recommendations",
    "Findings",
    "What was done about the gaps of the last statement",
    "Questions a member might ask",
    "Legal implications",
    "Financial implications",
    "Equality implications",
    "Definitions and limits",
]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.mark.parametrize("of", by_hand.EVERY_KIND)
def test_an_independent_judge_finds_the_pack_fit_for_screen_readers_and_archives(
    of: Of, tmp_path: Path
) -> None:
    assert_fit(pack_pdf(of()), tmp_path)


@pytest.mark.parametrize("of", by_hand.EVERY_KIND)
def test_it_stands_in_the_order_in_which_committees_read(of: Of) -> None:
    assert [one.text for one in headings(pack(of())) if one.level == 2] == SECTIONS


def headings(made: Paper) -> list[Heading]:
    return [block for block in made.blocks if isinstance(block, Heading)]


def test_findings_say_what_matters_what_runs_out_and_what_changed() -> None:
    text = words_of(pack_pdf(by_hand.a_statement()))
    places = [text.index(section) for section in SECTIONS]
    assert places == sorted(places)
    for said in (
        "Of the 440 things 110 people need to be able to do, 272 (62%) are shown.",
        "Digital planning: 57 of 104 people are short of the level they need.",
        "The path that helps the most people: “Maps and plans”, 95 minutes each.",
        "18 of the things shown on 31 October 2026 run out within 90 days of it",
        "Cyber security 54%: 60 of 112 74%: 81 of 110 up 20 points",
        "Data literacy 72%: 72 of 100 60%: 64 of 107 down 12 points",
        "Responsible AI Hidden 30%: 30 of 101 –",
        "Planners were given a morning each.",
        "Digital planning 57 of 104 57 of 104",
        "Statement 3 was published on 9 November 2026 by Lowri Bevan, Head of Democratic Services.",
        "They must not be used for discipline, capability, pay, redundancy or selection.",
    ):
        assert said in text


def test_a_restatement_says_what_it_replaces_why_and_which_lines_differ() -> None:
    text = words_of(pack_pdf(by_hand.restated()))
    assert "It takes the place of statement 2" in text
    assert "A team had been entered twice." in text
    assert "within the pre-election period that began on 25 October 2026" in text
    assert "Councillors: Data literacy Hidden" in text


def test_the_first_statement_has_nothing_before_it_and_says_so() -> None:
    text = words_of(pack_pdf(by_hand.first()))
    assert "There is no earlier statement" in text
    assert "What has changed since" not in text
    done = by_hand.a_statement(earlier=None, actions_taken="Members took a course together.")
    assert Text("Members took a course together.") in pack(done).blocks


def test_gaps_of_the_last_statement_are_followed_up_one_by_one() -> None:
    earlier = by_hand.earlier()
    gaps = (*earlier.gaps, earlier.gaps[0].model_copy(update={"skill": "responsible-ai"}))
    gaps += (earlier.gaps[0].model_copy(update={"skill": "gone"}),)
    lines = (
        hidden("skill", "responsible-ai", "responsible-ai"),
        a_line("skill", "digital-planning", "digital-planning", 104, 104),
    )
    report = by_hand.a_report(lines=lines)
    said = by_hand.a_statement(report, earlier=earlier.model_copy(update={"gaps": gaps}))
    (table,) = (o for o in pack(said).blocks if isinstance(o, Table) and "Each gap" in o.caption)
    now = {row[0]: row[2] for row in table.rows}
    assert now == {
        "Digital planning": "None: 104 of 104 show it",
        "Data literacy": "Not needed any more",
        "Responsible AI": "Hidden",
        "gone": "Not needed any more",
    }


@pytest.mark.parametrize(
    ("before", "now", "points"),
    [((604, 1000), (606, 1000), 0), ((60, 100), (65, 100), 5), ((2, 3), (1, 3), -33)],
)
def test_a_change_is_worked_out_from_exact_fractions(
    before: tuple[int, int], now: tuple[int, int], points: int
) -> None:
    lines = [a_line("skill", "x", "x", people, met) for met, people in (before, now)]
    assert points_between(*lines) == points
    assert points_between(lines[0], hidden("skill", "x", "x")) is None


@pytest.mark.parametrize("of", by_hand.EVERY_KIND)
def test_five_to_eight_questions_are_asked_and_none_is_about_a_person_or_a_group(of: Of) -> None:
    statement = of()
    asked = questions_in(pack(statement))
    assert 5 <= len(asked) == len(set(asked)) <= 8
    names = statement.report.words["en"]
    for question in asked:
        assert question.endswith("?")
        assert "{" not in question
        assert statement.published_by.name not in question
        for name in (*names.tiers.values(), *names.services.values(), *names.roles.values()):
            assert name not in question


def questions_in(made: Paper) -> tuple[str, ...]:
    blocks = list(made.blocks)
    place = next(
        n for n, one in enumerate(blocks) if one == Heading("Questions a member might ask")
    )
    return next(one for one in blocks[place:] if isinstance(one, Bullets)).points


@pytest.mark.parametrize("of", by_hand.EVERY_KIND)
def test_the_word_file_holds_the_same_words_in_real_headings_lists_and_tables(of: Of) -> None:
    made, document = pack(of()), docx.Document(io.BytesIO(pack_word(of())))
    styled = [(p.style.name, p.text) for p in document.paragraphs]
    assert [text for name, text in styled if name == "Heading 1"] == [made.title]
    for level in (2, 3):
        assert [text for name, text in styled if name == f"Heading {level}"] == [
            one.text for one in headings(made) if one.level == level
        ]
    assert [text for name, text in styled if name in {"List Bullet", "List Number"}] == [
        point for block in made.blocks if isinstance(block, Bullets) for point in block.points
    ]
    tables = [block for block in made.blocks if isinstance(block, Table)]
    assert [rows_of(table) for table in document.tables] == [
        [block.header, *(filled(row, len(block.header)) for row in block.rows)] for block in tables
    ]


def rows_of(table: Any) -> list[tuple[str, ...]]:
    return [
        tuple("".join(text.text or "" for text in cell.iter(f"{W}t")) for cell in row.tc_lst)
        for row in table._tbl.tr_lst
    ]


def filled(row: tuple[str, ...], length: int) -> tuple[str, ...]:
    return (*row, *[row[-1]] * (length - len(row)))


def test_the_word_file_can_be_read_by_everybody() -> None:
    made = pack_word(by_hand.a_statement())
    document = docx.Document(io.BytesIO(made))
    said = document.core_properties
    assert said.title == "Digital skills in Fernleigh Council: report on statement 3"
    assert (said.language, said.author) == ("en-GB", "")
    with zipfile.ZipFile(io.BytesIO(made)) as inside:
        parts = {name: inside.read(name).decode(errors="replace") for name in inside.namelist()}
    assert set(re.findall(r'<w:lang [^>]*w:val="([^"]+)"', parts["word/styles.xml"])) == {"en-GB"}
    body = parts["word/document.xml"]
    assert 'descr="Line chart of the share shown: 29% on 28 October 2024' in body
    assert body.count("<w:tblHeader") == body.count("<w:tbl>") == body.count("<w:tblCaption")
    assert "gridSpan" not in body
    assert "vMerge" not in body
    assert 'w:name="compatibilityMode"' in parts["word/settings.xml"]


def test_each_numbered_list_of_the_word_file_begins_at_one() -> None:
    document = docx.Document(io.BytesIO(pack_word(by_hand.a_statement())))
    numbered = [p for p in document.paragraphs if p.style.name == "List Number"]
    lists = {p._p.pPr.numPr.numId.val for p in numbered}
    numbering = document.part.numbering_part.element
    starts = [
        one.lvlOverride_lst[0].startOverride.val for one in numbering.num_lst if one.numId in lists
    ]
    assert starts == [1, 1, 1]


@pytest.mark.parametrize("draw", [pack_pdf, pack_word, statement_pdf, statement_xlsx])
def test_the_same_statement_is_always_the_same_bytes(
    draw: Callable[[StatementContent], bytes],
) -> None:
    statement = by_hand.a_statement()
    again = StatementContent.model_validate_json(statement.model_dump_json())
    assert draw(statement) == draw(again)


def test_the_files_of_a_statement_say_which_statement_they_are() -> None:
    statement = by_hand.restated()
    about = dict(sheets_of(statement_xlsx(statement))["About"])
    assert about["Statement"] == (
        "3, published on 9 November 2026 by Lowri Bevan, Head of Democratic Services"
    )
    assert about["Takes the place of"] == "Statement 2. Why: A team had been entered twice."
    assert "Statement: 3, published on 9 November 2026" in words_of(statement_pdf(statement))


def test_an_officer_whose_name_was_erased_is_not_named_and_leaves_no_hole() -> None:
    nobody = Officer(name="", post="Head of Democratic Services")
    statement = by_hand.a_statement(published_by=nobody)
    text = words_of(pack_pdf(statement))
    assert "Statement 3 was published on 9 November 2026. The figures" in text
    about = dict(sheets_of(statement_xlsx(statement))["About"])
    assert about["Statement"] == "3, published on 9 November 2026"


def test_the_pack_of_leads_says_that_it_is_not_for_a_public_meeting() -> None:
    assert "for a public meeting use the pack of a statement without names" in words_of(
        pack_pdf(by_hand.of_leads())
    )


@pytest.mark.parametrize("draw", [pack, foi, governance])
@pytest.mark.parametrize("of", by_hand.EVERY_KIND)
def test_headings_of_every_paper_go_down_one_step_at_a_time_and_nothing_is_left_unfilled(
    draw: Callable[[StatementContent], Paper], of: Of
) -> None:
    made = draw(of())
    level = 1
    for one in headings(made):
        assert one.level <= level + 1
        level = one.level
    assert not re.search(r"\{[a-z_]|=None", str(made.blocks))
    for block in made.blocks:
        if isinstance(block, Table):
            assert len(block.widths) == len(block.header)
            assert all(0 < len(row) <= len(block.header) for row in block.rows)


def test_markup_in_names_stays_text_in_the_word_file() -> None:
    made = Paper("<b>&", "", "en", by_hand.PUBLISHED_AT.date(), "", "{page} {pages}", ())
    document = docx.Document(io.BytesIO(as_word(made)))
    assert document.paragraphs[0].text == "<b>&"
