"""Writes the e-mails that let people in, in English and Welsh, as plain text and as HTML."""

from dataclasses import dataclass
from html import escape

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

LANGUAGES = ("en", "cy")
# Stand in a text that is written once for many, until each one's own values take their place.
NAME, LINK = "NAME-OF-THE-PERSON", "LINK-OF-THE-PERSON"
_TEXTS = Environment(
    loader=PackageLoader("learning.accounts", "templates/accounts/letters"),
    autoescape=select_autoescape(("html",), default=False),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Service:
    """What this service is called and where people reach it: https://learning.council.example."""

    name: str
    address: str


@dataclass(frozen=True)
class Letter:
    """An e-mail's subject and text, twice."""

    subject: str
    plain: str
    html: str

    def to(self, *, name: str, link: str) -> "Letter":
        """The same letter to one person."""
        return Letter(
            self.subject,
            self.plain.replace(NAME, name).replace(LINK, link),
            self.html.replace(NAME, escape(name)).replace(LINK, escape(link)),
        )


def write(
    letter: str,
    language: str | None,
    *,
    service: Service,
    council: str = "",
    made_up: bool = False,
    address: str = "",
) -> Letter:
    """A letter for many; its first line is the subject. Other languages get English."""
    chosen = language if language in LANGUAGES else "en"
    values = {
        "service": service,
        "council": council,
        "made_up": made_up,
        "address": address,
        "name": NAME,
        "link": LINK,
    }
    subject, _, plain = _TEXTS.get_template(f"{letter}.{chosen}.txt").render(values).partition("\n")
    html = _TEXTS.get_template("letter.html").render(
        language=chosen,
        subject=subject,
        paragraphs=[part.strip() for part in plain.strip().split("\n\n")],
        link=LINK,
    )
    return Letter(subject, plain.strip() + "\n", html)
