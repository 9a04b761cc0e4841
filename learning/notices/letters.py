"""Puts e-mails into words: plain text and HTML, in the language of whoever gets them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from itsdangerous import BadSignature, Signer, URLSafeSerializer
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from learning.config import Settings
from learning.notices.rules import words
from learning.notices.rules.digest import Digest, Waiting
from learning.notices.rules.kinds import kind_of
from learning.people.names import first_name

LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Dressed:
    """An e-mail in words."""

    language: str
    subject: str
    plain: str
    html: str


@dataclass(frozen=True)
class Button:
    """The one thing that an e-mail asks somebody to do."""

    words: str
    address: str


def digest(
    settings: Settings, found: Digest, *, person_id: int, name: str, language: str, base: str = ""
) -> Dressed:
    """The weekly e-mail; `base` is the address of the service where the settings say none."""
    address = settings.address or base
    return _dressed(
        "digest",
        language,
        digest=_with_keys(settings, found),
        first_name=first_name(name),
        service=settings.service_name,
        address=address,
        unsubscribe=unsubscribe_address(settings, person_id, base=base),
    )


def letter(
    settings: Settings,
    *,
    language: str,
    name: str,
    subject: str,
    paragraphs: Sequence[str],
    button: Button | None = None,
    after: Sequence[str] = (),
    why: str,
) -> Dressed:
    """An e-mail that goes at once: the words are the caller's, the furniture is ours.

    `after` are paragraphs below the button; `why` says why somebody gets it.
    """
    return _dressed(
        "letter",
        language,
        subject=subject,
        first_name=first_name(name),
        paragraphs=paragraphs,
        button=button,
        after=after,
        why=why,
        service=settings.service_name,
        address=settings.address or "",
    )


def unsubscribe_address(settings: Settings, person_id: int, *, base: str = "") -> str:
    """Where somebody stops optional e-mail without signing in; the signature is the key."""
    return f"{settings.address or base}/unsubscribe/{_signer(settings).dumps(person_id)}"


def who_unsubscribes(settings: Settings, token: str) -> int | None:
    """Whose signature that is; None where it is nobody's."""
    try:
        person_id = _signer(settings).loads(token)
    except BadSignature:
        return None
    return person_id if isinstance(person_id, int) else None


def key_of(settings: Settings, link: str) -> str:
    """What opens a link without signing in: it is worked out, and stands in the e-mail alone."""
    signer = Signer(settings.secret_key.get_secret_value(), salt="link", digest_method=sha256)
    return signer.get_signature(link).decode()


def is_key_of(settings: Settings, link: str, key: str) -> bool:
    """Whether this opens that link."""
    return compare_digest(key_of(settings, link).encode(), key.encode())


def _with_keys(settings: Settings, found: Digest) -> Digest:
    """The same e-mail; where a kind's link opens by itself, it has its key."""
    groups = tuple(
        replace(group, notices=tuple(_with_key(settings, one) for one in group.notices))
        for group in found.groups
    )
    return replace(found, groups=groups)


def _with_key(settings: Settings, notice: Waiting) -> Waiting:
    if notice.link is None or not kind_of(notice.kind).is_key:
        return notice
    return replace(notice, link=f"{notice.link}?key={key_of(settings, notice.link)}")


def _signer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_key.get_secret_value(), salt="unsubscribe")


def _dressed(name: str, language: str, **said: Any) -> Dressed:  # what its templates ask for
    spoken = words.language_of(language)
    here = {
        "language": spoken,
        "things": lambda number: words.things(number, spoken),
        "day": lambda moment: words.day(moment, spoken),
        "in_a_row": lambda several: words.in_a_row(several, spoken),
        **said,
    }
    subject = here.get("subject") or _render(f"{spoken}/{name}.subject.txt", here)
    here["subject"] = str(subject).strip()[:LONGEST_SUBJECT]
    return Dressed(
        language=spoken,
        subject=here["subject"],
        plain=_render(f"{spoken}/{name}.txt", here).strip() + "\n",
        html=_render(f"{spoken}/{name}.html", here).strip() + "\n",
    )


def _render(name: str, said: dict[str, Any]) -> str:
    return _environment().get_template(f"notices/mail/{name}").render(said)


@cache  # compiled once a process; without Flask, so that a sender needs no request
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("learning.notices"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
