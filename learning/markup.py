"""Markdown → safe HTML in GOV.UK classes."""

import re
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from markupsafe import Markup

CLASSES = {
    "h2": "govuk-heading-m",
    "h3": "govuk-heading-s",
    "h4": "govuk-heading-s",
    "p": "govuk-body",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "a": "govuk-link",
    "table": "govuk-table",
    "tr": "govuk-table__row",
    "th": "govuk-table__header",
    "td": "govuk-table__cell",
}
CALLOUTS = {"inset": "govuk-inset-text", "warning": "app-example", "example": "app-example"}
TAGS = set(CLASSES) | {
    "img",
    "thead",
    "tbody",
    "div",
    "strong",
    "em",
    "code",
    "pre",
    "li",
    "br",
    "blockquote",
    "hr",
}
ATTRIBUTES = {tag: {"class"} for tag in TAGS} | {
    "a": {"class", "href"},
    "th": {"class", "scope"},
    "img": {"class", "src", "alt"},
    "div": {"class", "role", "tabindex", "aria-label"},
}
_PICTURE = re.compile(r"[a-z0-9-]+\.svg")
_RAW = re.compile(r"<(?=[A-Za-z/!?])")


@dataclass(frozen=True)
class Words:
    """Words that are explained elsewhere: each form, as written, to the address of its meaning."""

    addresses: tuple[tuple[str, str], ...] = ()  # (form, address)


NONE = Words()


@lru_cache(maxsize=2048)  # a pure function of its values: the cache is by content
def render(text: str, *, words: Words = NONE, pictures: str | None = None) -> Markup:
    """Safe HTML; raw HTML in the text is shown as text.

    The first use of each of `words` leads to its meaning. Pictures come from the address
    `pictures` and from nowhere else; without one there are none.
    """
    converter = Markdown(
        extensions=["tables", "sane_lists", "admonition", "toc", _GovUk(words, pictures)],
        extension_configs={"toc": {"baselevel": 2 if re.match(r"#\s", text) else 1}},
        output_format="html",
    )
    html = converter.convert(_RAW.sub("&lt;", text))
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"https", "mailto", "tel"},
        link_rel=None,  # links open in the same window, and the policy on referrers is a header
    )
    return Markup(clean)  # noqa: S704  # cleaned on the line before


class _GovUk(Extension):
    """Leads to meanings, places pictures, and adds the classes after every other treatment."""

    def __init__(self, words: Words, pictures: str | None) -> None:
        super().__init__()
        self.words, self.pictures = words, pictures

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the library's name
        if self.words.addresses:
            md.inlinePatterns.register(_Meanings(self.words), "meanings", 5)
        md.treeprocessors.register(_Classes(md, self.pictures), "govuk", -10)


class _Meanings(InlineProcessor):
    """The first use of a word in the running text becomes a link."""

    ANCESTOR_EXCLUDES = ("a", "h1", "h2", "h3", "h4", "th", "code")

    def __init__(self, words: Words) -> None:
        self.addresses = {form.casefold(): address for form, address in words.addresses}
        longest_first = sorted(self.addresses, key=len, reverse=True)
        forms = "|".join(map(re.escape, longest_first))
        super().__init__(rf"(?i)(?<!\w)({forms})s?(?!\w)")  # the plural leads there too
        self.used: set[str] = set()

    def handleMatch(  # type: ignore[override]  # noqa: N802  # the library's name
        self, m: re.Match[str], _data: str
    ) -> tuple[Element | str, int, int]:
        """A link; the words as they are where their meaning was linked before."""
        address = self.addresses[m[1].casefold()]
        if address in self.used:
            return m[0], m.start(0), m.end(0)
        self.used.add(address)
        link = Element("a", {"href": address})
        link.text = AtomicString(m[0])
        return link, m.start(0), m.end(0)


class _Classes(Treeprocessor):
    def __init__(self, md: Markdown, pictures: str | None) -> None:
        super().__init__(md)
        self.pictures = pictures

    def run(self, root: Element) -> None:
        for element in list(root.iter()):
            self._dress(element)
        self._wrap_tables(root)

    def _dress(self, element: Element) -> None:
        classes = element.get("class", "").split()
        if "admonition" in classes:
            kind = next((name for name in classes if name in CALLOUTS), "example")
            element.set("class", CALLOUTS[kind])
        elif "admonition-title" in classes:
            element.set("class", "govuk-body app-example__title")
        elif element.tag in CLASSES:
            element.set("class", CLASSES[element.tag])
        if element.tag == "img":
            self._place(element)
        if element.tag == "th":
            element.set("scope", "col")
        element.attrib.pop("style", None)

    def _place(self, picture: Element) -> None:
        """From the course's own pictures, or not at all."""
        name = picture.get("src", "")
        if self.pictures is None or not _PICTURE.fullmatch(name):
            picture.tag = "span"
            picture.attrib.clear()
            return
        picture.set("src", f"{self.pictures}/{name}")
        picture.set("class", "app-picture")

    def _wrap_tables(self, parent: Element) -> None:
        """A wide table scrolls by itself, by keyboard too."""
        for place, child in enumerate(list(parent)):
            if child.tag != "table":
                self._wrap_tables(child)
                continue
            heads = [" ".join(th.itertext()).strip() for th in child.iter("th")]
            box = Element("div", {"class": "app-scroll", "role": "region", "tabindex": "0"})
            box.set("aria-label", "Table: " + ", ".join(filter(None, heads))[:120])
            parent.remove(child)
            box.append(child)
            parent.insert(place, box)
