import pytest
from turbohtml.etree import document_fromstring

from learning.markup import Words, render

HOSTILE = [
    "<script>alert(1)</script>",
    "<iframe src=https://evil.example></iframe>",
    "<img src=x onerror=alert(1)>",
    "<b onmouseover=alert(1)>bold</b>",
    "[link](javascript:alert(1))",
    "[link](JaVaScRiPt:alert(1))",
    "[link](java&#115;cript:alert(1))",
    "[link](data:text/html,<script>alert(1)</script>)",
    "[link](vbscript:x)",
    "<javascript:alert(1)>",
    "![picture](https://evil.example/track.png)",
    "<svg/onload=alert(1)>",
    "<!-- --><script>alert(1)</script>",
    "<style>body{display:none}</style>",
    "<form action=https://evil.example><input></form>",
    "<a href='https://x' style='position:fixed'>x</a>",
    '!!! "><script>alert(1)</script>\n    text',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "# h <script>alert(1)</script>",
    "| <script>a</script> |\n| --- |\n| <iframe> |",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](https://a.example "onclick=alert(1)")',
    "<<script>script>alert(1)<</script>/script>",
    "<scr\x00ipt>alert(1)</script>",
    "`<script>`\n\n    <script>alert(1)</script>",
]
ALLOWED = {
    "html", "head", "body", "p", "a", "h2", "h3", "h4", "ul", "ol", "li", "table", "thead",
    "tbody", "tr", "th", "td", "div", "strong", "em", "code", "pre", "br", "blockquote", "hr",
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_raw_html_never_passes(text: str) -> None:
    shown = render(text)
    assert "<!" not in shown  # nor does a comment pass
    for element in document_fromstring(shown).iter():
        assert element.tag in ALLOWED, element.tag
        for name, value in element.attrib.items():
            assert not name.startswith("on"), name
            assert name not in {"style", "src", "action", "srcdoc"}, name
            if name == "href":
                assert value.startswith(("https:", "mailto:", "tel:", "#", "/")), value


def test_raw_html_is_shown_as_text() -> None:
    assert "&lt;b&gt;not bold" in render("<b>not bold")


def test_a_comparison_stays_a_comparison() -> None:
    assert "3 &lt; 5" in render("3 < 5")


def test_everything_wears_its_govuk_class() -> None:
    shown = render(
        "## Heading\n\nText with [a link](https://www.gov.uk).\n\n- one\n- two\n\n1. first"
    )
    assert '<h2 class="govuk-heading-m"' in shown
    assert '<p class="govuk-body">' in shown
    assert 'class="govuk-link"' in shown
    assert 'class="govuk-list govuk-list--bullet"' in shown
    assert 'class="govuk-list govuk-list--number"' in shown
    assert "target" not in shown  # nor does the page opened learn where from: a header says so


def test_a_text_never_brings_a_second_h1() -> None:
    for text in ("# One\n\n## Two", "## Two\n\n### Three", "# One\n\n# Again"):
        assert "<h1" not in render(text)


def test_a_wide_table_scrolls_by_keyboard_and_says_what_it_is() -> None:
    shown = render("| Rate | Cases |\n| --- | ---: |\n| 1 | 2 |")
    assert (
        '<div class="app-scroll" role="region" tabindex="0" aria-label="Table: Rate, Cases">'
        in (shown.replace("aria-label", "aria-label"))
        or 'aria-label="Table: Rate, Cases"' in shown
    )
    assert 'scope="col"' in shown
    assert "style=" not in shown


def test_long_nested_text_is_rendered_in_the_end() -> None:
    for text in ("*" * 3000, "[" * 3000, "> " * 200 + "x", "`" * 3000, "<" * 3000):
        assert "<script" not in render(text)


BREACH = Words((("data breach", "/glossary#breach"), ("data breaches", "/glossary#breach")))
APP = Words((("agenda app", "/glossary#agenda-app"),))


def test_a_plural_leads_to_the_meaning() -> None:
    assert ">agenda apps</a>" in render("Open your agenda apps.", words=APP)


def test_the_first_use_in_running_text_leads_to_the_meaning() -> None:
    shown = render(
        "## A data breach\n\nSee `data breach`, [a data breach](https://a.example).\n\n"
        "Data breaches happen. A data breach is one.",
        words=BREACH,
    )
    assert shown.count("/glossary#breach") == 1
    assert '<a class="govuk-link" href="/glossary#breach">Data breaches</a> happen' in shown


@pytest.mark.parametrize("text", ["mydata breach", "data breached", "a data-breach"])
def test_a_part_of_a_word_leads_nowhere(text: str) -> None:
    assert "glossary" not in render(text, words=BREACH)


def test_pictures_come_from_where_they_may_and_from_nowhere_else() -> None:
    assert 'src="/pictures/a-b.svg"' in render("![What it shows](a-b.svg)", pictures="/pictures")
    for source in ("https://evil.example/a.svg", "../a.svg", "a.png", "//a.svg", "data:image/svg"):
        assert "<img" not in render(f"![What it shows]({source})", pictures="/pictures")
    assert "<img" not in render("![What it shows](a-b.svg)")
