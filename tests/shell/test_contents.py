"""The parts of a long page and the list that leads to them."""

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from learning.shell.contents import in_parts

PAGE = Markup(
    '<p>Before</p><h2 class="m">Figures, in full</h2><table></table>'
    '<h2 class="m" id="use">Use <b>it</b> &amp; go</h2><details><table></table></details>'
)


def test_parts_begin_at_headings_of_the_second_level_and_each_can_be_linked_to() -> None:
    before, (figures, use) = in_parts(PAGE)
    assert before == "<p>Before</p>"
    assert (figures.id, figures.words) == ("figures-in-full", "Figures, in full")
    assert figures.html == '<h2 class="m" id="figures-in-full">Figures, in full</h2><table></table>'
    assert (use.id, use.words) == ("use", "Use it & go")
    assert use.html in PAGE


def test_a_part_is_long_where_a_table_stands_open() -> None:
    assert [one.is_long for one in in_parts(PAGE)[1]] == [True, False]


def test_a_page_without_headings_has_no_parts() -> None:
    assert in_parts(Markup("<p>x</p>")) == ("<p>x</p>", ())


@given(st.lists(st.text()))
def test_nothing_is_lost_or_added_but_ids(texts: list[str]) -> None:
    page = Markup("").join(Markup('<h2 id="x{}">{}</h2>{}').format(n, t, t)
                           for n, t in enumerate(texts))  # fmt: skip
    before, parts = in_parts(Markup("<p>a</p>") + page)
    assert before + Markup("").join(one.html for one in parts) == Markup("<p>a</p>") + page
