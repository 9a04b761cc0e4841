"""What people read of a statement: lines by name, and whatever differs from the one before."""

import re

from flask import Flask

from learning.coverage.content import Rung
from learning.coverage.papers import tables
from learning.coverage.papers.blocks import Table, Text
from learning.coverage.papers.voice import Voice
from learning.publishing.content import Difference, StatementContent
from learning.publishing.pack import pack
from learning.publishing.papers import as_html
from tests.coverage.contents import a_report, hidden, hidden_overall, overall
from tests.publishing import statements_by_hand as by_hand


def html_of(app: Flask, statement: StatementContent) -> str:
    with app.app_context():
        return as_html(statement, "en")


def said_anew_of_everybody() -> StatementContent:
    """A restatement in which somebody less shows everything, and levels were added."""
    earlier, now = overall(met=270), overall()
    earlier = earlier.model_copy(update={"people_meeting_all": 22, "levels_held": 697})
    statement = by_hand.restated()
    assert statement.restatement is not None
    again = statement.restatement.model_copy(
        update={"differences": (Difference(earlier=earlier, now=now),)}
    )
    return statement.model_copy(update={"restatement": again})


def named_the_other_way_round() -> StatementContent:
    """A statement in which the order of names is not that of slugs."""
    statement = by_hand.a_statement()
    words = statement.report.words["en"]
    turned = {
        kind: {
            slug: f"{number:02} {name}"
            for number, (slug, name) in enumerate(sorted(getattr(words, kind).items())[::-1])
        }
        for kind in ("skills", "roles", "tiers", "services")
    }
    report = a_report(words={"en": words.model_copy(update=turned)})
    return statement.model_copy(update={"report": report})


def numbers(said: list[str]) -> list[int]:
    return [int(one[:2]) for one in said]


def test_lines_and_groups_stand_in_the_order_of_their_names(app: Flask) -> None:
    statement = named_the_other_way_round()
    html = html_of(app, statement)
    tables_in = re.findall(
        r'data-lines="([^"]+)" data-name="([^"]*)">(.*?)</table>', html, re.DOTALL
    )
    assert {kind for kind, _, _ in tables_in} == {"skill", "tier", "service", "role"}
    for _, _, table in tables_in:
        rows = re.findall(r'<th scope="row"[^>]*>([^<]+)</th><td([^>]*)>', table)
        shown = numbers([name for name, cell in rows if "colspan" not in cell])
        unseen = numbers([name for name, cell in rows if "colspan" in cell])
        assert numbers([name for name, _ in rows]) == sorted(shown) + sorted(unseen)
    words = statement.report.words["en"]
    for kind, names in (("role", words.roles), ("tier", words.tiers), ("service", words.services)):
        groups = numbers([names[name] for of, name, _ in tables_in if of == kind])
        assert groups == sorted(groups)


def test_a_restatement_of_everybody_says_what_stands_beside_too(app: Flask) -> None:
    statement = said_anew_of_everybody()
    wanted = [
        ("People who meet everything they need", "22 of 110", "21 of 110"),
        ("Levels shown of those needed", "697 of 980", "700 of 980"),
    ]
    (table,) = (
        block
        for block in pack(statement).blocks
        if isinstance(block, Table) and "Lines that differ" in block.caption
    )
    assert list(table.rows[1:]) == wanted
    html = html_of(app, statement)
    for name, was, now in wanted:
        assert re.search(rf"{name}</th><td[^>]*>{was}</td><td[^>]*>{now}</td>", html)


def test_what_stands_beside_is_not_said_anew_where_it_is_the_same(app: Flask) -> None:
    statement = said_anew_of_everybody()
    assert statement.restatement is not None
    same = Difference(earlier=overall(met=270), now=overall())
    again = statement.restatement.model_copy(update={"differences": (same,)})
    unchanged = statement.model_copy(update={"restatement": again})
    assert "People who meet everything they need" not in html_of(app, unchanged)


def test_the_ladder_has_a_row_for_each_skill_and_a_column_for_each_step() -> None:
    ladder = (
        Rung(step="taken-part", skill="digital-planning", people=3, of=104),
        Rung(step="knows", skill="digital-planning", people=7, of=104),
        Rung(step="uses", skill="digital-planning", people=6, of=12),
        Rung(step="taken-part", skill="cyber-security", people=20, of=110),
        Rung(step="uses", skill="cyber-security", people=None, of=None, suppressed=True),
    )
    table = tables.ladder(Voice.of(a_report(ladder=ladder), "en"))
    assert table.header == (
        "Skill", "Taken part", "Knows (passed a check)", "Uses (says so when asked)"
    )  # fmt: skip
    assert table.rows == (
        ("Cyber security", "20 of 110", "–", "Hidden"),
        ("Digital planning", "3 of 104", "7 of 104", "6 of 12"),
    )


def test_gaps_say_how_many_skills_may_be_greater_ones(app: Flask) -> None:
    first, *others = by_hand.a_statement().report.lines
    assert first.group == "skill"
    lines = (hidden("skill", first.name, first.name), *others)
    statement = by_hand.a_statement(a_report(lines=lines))
    said = f"1 of {sum(line.group == 'skill' for line in lines)} skills is not in this order"
    texts = [block.text for block in pack(statement).blocks if isinstance(block, Text)]
    assert any(text.startswith(said) for text in texts)
    assert said in " ".join(html_of(app, statement).split())
    leads = by_hand.of_leads()
    assert "not in this order" not in html_of(app, leads)
    assert not any("not in this order" in getattr(one, "text", "") for one in pack(leads).blocks)


def test_on_a_phone_a_month_takes_a_line_for_each_thing_told_of_it(app: Flask) -> None:
    statement = by_hand.a_statement()
    table = html_of(app, statement).partition("All skills together at each month end")[2]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table.partition("</table>")[0], re.DOTALL)[1:]
    assert len(rows) == len(statement.report.trend)
    for point, row in zip(statement.report.trend, rows, strict=True):
        told = {"Joined": point.joined, "Left": point.left}
        labels = ["Shown", *(name for name, people in told.items() if people is not None)]
        assert re.findall(r'data-label="([^"]+)"', row) == labels
        assert row.count('<td class="govuk-table__cell"></td>') == 3 - len(labels)


def test_on_a_phone_the_ladder_s_labels_are_one_word_or_two(app: Flask) -> None:
    table = html_of(app, by_hand.a_statement()).partition("Steps of the outcome ladder")[2]
    labels = set(re.findall(r'data-label="([^"]+)"', table.partition("</table>")[0]))
    assert labels == {"Taken part", "Knows", "Uses"}


def test_a_statement_says_that_the_frameworks_own_figure_is_hidden_where_there_is_one(
    app: Flask,
) -> None:
    said = "Under the framework’s own requirements: hidden to protect a small group."
    none, few = None, hidden("overall", "", None)
    for report, is_said in (
        (a_report(framework_overall=few), True),
        (a_report(framework_overall=few, overall=hidden_overall()), True),
        (a_report(framework_overall=none), False),
        (a_report(), False),
    ):
        assert (said in html_of(app, by_hand.a_statement(report))) is is_said
