"""HTML read as a browser reads it, and held to the standard."""

import re

from markupever import HtmlOptions, Parser
from turbohtml import conformance, parse
from turbohtml.etree import ElementView, document_fromstring

# The standard lets it pass; here it is text that nobody escaped.
BARE = re.compile(r"&(?!#?\w+;)[^\n]{0,30}")


def conforming(text: str) -> ElementView:
    """The tree of a page; where it departs from the standard, an AssertionError tells how.

    What the one parser lets pass the other tells: html5ever knows every error of building the
    tree, turbohtml those within a tag and what the standard asks of authors beside the syntax.
    """
    page = parse(text)
    faults = [
        *Parser(HtmlOptions(full_document=True)).process(text).finish().errors(),
        *page.errors,
        *conformance.check(page).messages,
        *BARE.findall(text),
    ]
    assert not faults, f"not valid HTML: {faults} in {text[:2000]}"
    return document_fromstring(text)
