"""Markdown → safe HTML in GOV.UK classes."""

import re
from functools import lru_cache
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
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
    "div": {"class", "role", "tabindex", "aria-label"},
}
_RAW = re.compile(r"<(?=[A-Za-z/!?])")


@lru_cache(maxsize=2048)  # a pure function of its text: the cache is by content
def render(text: str) -> Markup:
    """Safe HTML; raw HTML in the text is shown as text."""
    converter = Markdown(
        extensions=["tables", "sane_lists", "admonition", "toc", _GovUk()],
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
    """Adds the classes after every other treatment."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the library's name
        md.treeprocessors.register(_Classes(md), "govuk", -10)


class _Classes(Treeprocessor):
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
        if element.tag == "th":
            element.set("scope", "col")
        element.attrib.pop("style", None)

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
