"""Puts e-mails into words: plain text and HTML, in the language of whoever gets them."""

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


def digest(
    settings: Settings, found: Digest, *, person_id: int, name: str, language: str, base: str = ""
) -> Dressed:
    """The weekly e-mail; `base` is the address of the service where the settings say none."""
    spoken = words.language_of(language)
    said = {
        "language": spoken,
        "things": lambda number: words.things(number, spoken),
        "day": lambda moment: words.day(moment, spoken),
        "in_a_row": lambda several: words.in_a_row(several, spoken),
        "digest": _with_keys(settings, found),
        "first_name": first_name(name),
        "service": settings.service_name,
        "address": settings.address or base,
        "unsubscribe": unsubscribe_address(settings, person_id, base=base),
    }
    subject = _render(f"{spoken}/digest.subject.txt", said).strip()[:LONGEST_SUBJECT]
    return Dressed(
        language=spoken,
        subject=subject,
        plain=_render(f"{spoken}/digest.txt", said).strip() + "\n",
        html=_render(f"{spoken}/digest.html", {**said, "subject": subject}).strip() + "\n",
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
