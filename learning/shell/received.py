"""Makes what a browser sends fit to use: text without control characters, numbers of a size."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from flask import Flask, Request
from gunicorn.http.errors import NoMoreData, ParseException
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import BadRequest
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter

from learning.texts import NEVER, is_seen

LARGEST_NUMBER = 2**31 - 1  # the largest key of a row
# Line ends and tabs are text; the others come from pasting, or from somebody who tries things.
_CONTROLS = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{NEVER}]")


def clean(text: str) -> str:
    """The text without control characters: no page can show them, nor PostgreSQL keep NUL.

    Of what nobody can see nothing is left: it would do for a name that has to be there.
    """
    kept = _CONTROLS.sub("", text)
    return kept if kept.isascii() or is_seen(kept) else ""


def whole(text: str | None) -> int | None:
    """The number that digits alone say; None for anything else, or where no key is so large."""
    text = (text or "").strip()
    is_plain = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_NUMBER))
    return int(text) if is_plain and int(text) <= LARGEST_NUMBER else None


def _clean_all(pairs: Iterable[tuple[str, str]]) -> ImmutableMultiDict[str, str]:
    return ImmutableMultiDict([(clean(name), clean(value)) for name, value in pairs])


class CleanRequest(Request):
    """A request whose query and form hold clean text.

    The query composed, too: names are kept so, and whoever looks for one may type it either way.
    """

    @property
    def args(self) -> MultiDict[str, str]:
        """The query, clean."""
        if "_clean_args" not in self.__dict__:
            composed = (
                (name, unicodedata.normalize("NFC", value))
                for name, value in super().args.items(multi=True)
            )
            self.__dict__["_clean_args"] = _clean_all(composed)
        found: MultiDict[str, str] = self.__dict__["_clean_args"]
        return found

    def _load_form_data(self) -> None:
        try:
            super()._load_form_data()
        except (ParseException, NoMoreData) as error:  # of a body that comes in pieces
            raise BadRequest from error
        self.__dict__["form"] = _clean_all(self.__dict__["form"].items(multi=True))


class _Word(UnicodeConverter):
    """A part of an address: no control character is part of any name."""

    def __init__(self, map: Map, **more: Any) -> None:  # noqa: A002  # the library's name
        super().__init__(map, **more)
        self.regex = r"[^/\x00-\x1f\x7f-\x9f]+"


class _Number(IntegerConverter):
    """A number in an address: what is larger than any key is not found."""

    def __init__(self, map: Map, **more: Any) -> None:  # noqa: A002  # the library's name
        super().__init__(map, **{"max": LARGEST_NUMBER, **more})


def init_app(app: Flask) -> None:
    """Holds for every route that is added from here on."""
    app.request_class = CleanRequest
    app.url_map.converters |= {"default": _Word, "int": _Number}
