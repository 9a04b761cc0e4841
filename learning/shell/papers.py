"""Makes papers: tagged PDF files that a screen reader reads (PDF/UA-1 and PDF/A-3a)."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"
PIXELS = 200.0  # to an inch, of pictures


class CannotBeDrawn(Exception):
    """There is a letter in the text that none of our fonts has."""


def paper(template: Path, values: Mapping[str, object]) -> bytes:
    """The template with these values, which reach it as data: nothing in them is markup."""
    return _compiled(template, values, pdf_standards=["ua-1", "a-3a"])


def picture(template: Path, values: Mapping[str, object]) -> bytes:
    """The first page of the template with these values, as PNG."""
    return _compiled(template, values, format="png", ppi=PIXELS)


def _compiled(template: Path, values: Mapping[str, object], **form: Any) -> bytes:
    import typst  # noqa: PLC0415  # decision 9

    try:
        made: bytes = typst.compile(
            str(template),
            root=str(template.parent),
            font_paths=_fonts(),
            sys_inputs={"values": json.dumps(values)},
            **form,
        )
    except typst.TypstError as error:
        if "could not be displayed with font" in str(error):
            raise CannotBeDrawn from error
        raise
    return made


@cache
def _fonts() -> Any:
    """Read once for each process: about a tenth of the time that a paper takes."""
    import typst  # noqa: PLC0415  # decision 9

    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


def in_our_letters(value: Any) -> Any:
    """The values with a question mark for each letter outside those that our fonts surely have."""
    if isinstance(value, str):
        return "".join(one if _is_ours(one) else "?" for one in value)
    if isinstance(value, Mapping):
        return {name: in_our_letters(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [in_our_letters(one) for one in value]
    return value


def _is_ours(letter: str) -> bool:
    """Latin letters with their accents, and what stands between words."""
    return ord(letter) < 0x250 or "‐" <= letter <= "…" or letter in "€−"
