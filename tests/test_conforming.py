"""The judge of every page has to be able to say no."""

import pytest

from tests.conforming import conforming

PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title></head>'
    "<body><h1>A page</h1>{}</body></html>"
)


@pytest.mark.parametrize(
    "text",
    [
        "<p>one</p><ul><li>two</li></ul>",
        '<p><a href="?a=1&amp;b=2">Fish &amp; chips</a></p>',
        '<table><caption>A</caption><tbody><tr><th scope="row">a</th></tr></tbody></table>',
        '<img src="a.svg" alt="">',
    ],
)
def test_a_sound_page_passes(text: str) -> None:
    assert conforming(PAGE.format(text)).find("body/h1").text == "A page"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<div><p>one</p>", id="never closed"),
        pytest.param("<p>one</p></div>", id="never opened"),
        pytest.param("<p>one<div>two</div></p>", id="a block within a paragraph"),
        pytest.param("<b><i>one</b></i>", id="closed in the wrong order"),
        pytest.param("<table><p>one</p></table>", id="outside the cells of a table"),
        pytest.param("<ul><li>one</ul></li>", id="a list closed before its item"),
        pytest.param('<p class="a" class="b">one</p>', id="an attribute twice"),
        pytest.param('<p id="a">one</p><p id="a">two</p>', id="an id twice"),
        pytest.param('<a href=a"b>one</a>', id="a quote astray"),
        pytest.param('<a href="a"title="b">one</a>', id="attributes that touch"),
        pytest.param('<a href="?a=1&b=2">one</a>', id="an address not escaped"),
        pytest.param("<p>Fish & chips</p>", id="text not escaped"),
        pytest.param("<p>&nothing;</p>", id="an entity that is none"),
        pytest.param("<p>\0</p>", id="no character"),
        pytest.param('<img src="a.svg">', id="a picture without a text"),
        pytest.param('<p role="nonsense">one</p>', id="a role that is none"),
        pytest.param("<a href='a'><a href='b'>one</a></a>", id="a link within a link"),
        pytest.param("<form><form></form></form>", id="a form within a form"),
        pytest.param("<center>one</center>", id="obsolete"),
        pytest.param("<h2></h2>", id="an empty heading"),
    ],
)
def test_a_fault_is_told(text: str) -> None:
    with pytest.raises(AssertionError, match="not valid HTML"):
        conforming(PAGE.format(text))


def test_without_doctype_or_title_it_is_no_page() -> None:
    whole = PAGE.format("<p>one</p>")
    for part in ("<!doctype html>", "<title>A page</title>", ' lang="en"'):
        with pytest.raises(AssertionError):
            conforming(whole.replace(part, ""))
