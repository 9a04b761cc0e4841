"""The paragraph for the governance statement, and answers to freedom-of-information requests."""

import csv
import io
from collections.abc import Callable

import pytest

from learning.coverage.papers.blocks import Table, Text
from learning.publishing.content import StatementContent
from learning.publishing.pack import foi, foi_csv, paragraph
from tests.coverage import contents
from tests.publishing import statements_by_hand as by_hand

Of = Callable[[], StatementContent]


@pytest.mark.parametrize("of", by_hand.EVERY_KIND)
def test_the_governance_paragraph_has_120_to_180_words_of_plain_text(of: Of) -> None:
    said = paragraph(of())
    assert 120 <= len(said.split()) <= 180
    assert "\n" not in said
    assert "score" not in said
    assert said.endswith(".")


def test_the_governance_paragraph_says_the_figures_and_what_is_done() -> None:
    said = paragraph(by_hand.a_statement())
    assert "272 of the 440 things that 110 people need to be able to do were shown (62%)" in said
    assert "Scrutinise digital (85 of 98), Responsible AI (71 of 101) and Digital" in said
    assert "For one of these a course that helps is open" in said
    assert "not to judge people" in said
    assert "no overall figure" in paragraph(by_hand.all_hidden())
    banded = contents.a_report(overall=contents.hidden_overall("half-or-more"))
    assert "half or more of the things" in paragraph(by_hand.a_statement(banded))


@pytest.mark.parametrize("of", [by_hand.a_statement, by_hand.all_hidden, by_hand.restated])
def test_answers_hold_the_lines_of_the_statement_and_nothing_else(of: Of) -> None:
    statement = of()
    rows = list(csv.DictReader(io.StringIO(foi_csv(statement))))
    report, names = statement.report, statement.report.words["en"]
    expected = [
        (line.group, names.skills[line.skill or ""], names.tiers.get(line.name, ""), line)
        for line in report.lines
        if line.group in {"skill", "tier"}
    ]
    given = {(r["answer"], r["item"], r["group"]): r for r in rows if r["answer"].startswith("by-")}
    for group, item, name, line in expected:
        row = given["by-item" if group == "skill" else "by-group", item, name]
        assert row["hidden"] == ((line.band or "hidden") if line.suppressed else "")
        assert row["expected"] == ("" if line.suppressed else str(line.required))
        assert row["shown"] == ("" if line.suppressed else str(line.met))
    assert sum(row["answer"] in {"by-item", "by-group"} for row in rows) == len(expected)


def test_answers_say_what_is_offered_for_whom_and_how_long_it_takes() -> None:
    offered = next(one for one in foi(by_hand.a_statement()).blocks if isinstance(one, Table))
    assert offered.rows == (
        ("AI for everyone", "Councillors", "Part of it in preparation", "140"),
        ("First steps", "Councillors", "Open", "90"),
        ("Maps and plans", "Planning officers", "Open", "310"),
    )


def test_answers_by_year_are_of_the_ends_of_financial_years_and_the_day_itself() -> None:
    tables = [one for one in foi(by_hand.a_statement()).blocks if isinstance(one, Table)]
    assert tables[-1].rows == (
        ("28 March 2025", "Hidden"),
        ("28 March 2026", "420", "222", "53%"),
        ("31 October 2026", "440", "272", "62%"),
    )


def test_a_covering_text_is_offered_for_what_is_public_and_refused_for_what_is_not() -> None:
    public = " ".join(
        one.text for one in foi(by_hand.a_statement()).blocks if isinstance(one, Text)
    )
    assert "fewer than 5 people are withheld" in public
    assert "the exemption for personal information" in public
    leads = " ".join(one.text for one in foi(by_hand.of_leads()).blocks if isinstance(one, Text))
    assert "Do not answer requests from it." in leads
    assert "Thank you for your request" not in leads
