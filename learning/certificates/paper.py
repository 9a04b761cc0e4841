"""A certificate on paper: one side of A4 with the address that verifies it."""

import io
from dataclasses import replace
from pathlib import Path

from learning.certificates.rules import Gift, Sheet, Standing
from learning.clock import day_in_words
from learning.shell.papers import CannotBeDrawn, paper

TEMPLATE = Path(__file__).parent / "paper.typ"
UNNAMED = "The holder does not show their name here."
NOT_IN_OUR_LETTERS = "The holder’s name is on the page at the address below, in its own letters."


def pdf(sheet: Sheet, *, address: str, service: str, is_public: bool) -> bytes:
    """The sheet as a tagged PDF file, made for the day it speaks of."""
    values = _values(sheet, address=address, service=service, is_public=is_public)
    try:
        return paper(TEMPLATE, values)
    except CannotBeDrawn:  # a name in letters that no font of ours has
        nameless = replace(sheet, name=None)
        values = _values(nameless, address=address, service=service, is_public=is_public)
        return paper(TEMPLATE, {**values, "unnamed": NOT_IN_OUR_LETTERS})


def _values(sheet: Sheet, *, address: str, service: str, is_public: bool) -> dict[str, object]:
    return {
        "service": service,
        "title": f"Certificate: {sheet.title}",
        "day": [sheet.as_at.year, sheet.as_at.month, sheet.as_at.day],
        "standing": _standing(sheet),
        "name": sheet.name or None,
        "unnamed": UNNAMED,
        "gifts": [_gift(gift, sheet) for gift in sheet.gifts],
        "lines": _lines(sheet),
        "verify": _verify(is_public=is_public),
        "address": address,
        "qr": _qr(address),
    }


def _standing(sheet: Sheet) -> str:
    if sheet.standing is Standing.WITHDRAWN and sheet.withdrawn_on:
        return f"Withdrawn: it no longer counts from {day_in_words(sheet.withdrawn_on)}."
    if sheet.standing is Standing.EXPIRED and sheet.expires_on:
        return f"Expired: it counted until {day_in_words(sheet.expires_on)}."
    return f"Valid on {day_in_words(sheet.as_at)}, when this paper was made."


def _gift(gift: Gift, sheet: Sheet) -> dict[str, object]:
    other = gift.expires_on is not None and gift.expires_on != sheet.expires_on
    return {
        "name": gift.name,
        "level": f"level {gift.level} ({gift.level_name})",
        "about": gift.about,
        "until": f"Counts until {day_in_words(gift.expires_on)}."
        if other and gift.expires_on
        else None,
    }


def _lines(sheet: Sheet) -> list[str]:
    until = f"until {day_in_words(sheet.expires_on)}" if sheet.expires_on else "for good"
    lines = [f"Check passed on {day_in_words(sheet.shown_on)}.", f"Counts {until}."]
    if sheet.minutes:
        lines.append(f"About {sheet.minutes} minutes of learning.")
    if sheet.organisation_name:
        lines.append(f"Awarded at {sheet.organisation_name}.")
    return lines


def _verify(*, is_public: bool) -> str:
    words = "A paper can be old or changed. What holds today is on this page:"
    if is_public:
        return words
    return f"{words} its holder has not agreed to show it, so it opens for the holder alone."


def _qr(address: str) -> str:
    import segno  # noqa: PLC0415  # decision 9

    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=2, scale=4)
    return drawn.getvalue().decode()
