"""The phrases of papers: one file for each language, in which a translator can work."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from learning.clock import day_in_words, knowledge_in_words


class Wording:
    """Phrases by key, filled with values as people read them."""

    def __init__(self, phrases: Mapping[str, Any], language: str) -> None:
        self.phrases = phrases
        self.language = language

    def __call__(self, key: str, /, **values: object) -> str:
        """The phrase; where it has forms for one and for other numbers, by the value `count`."""
        found = self._at(key)
        if isinstance(found, Mapping):
            found = found["one" if values["count"] == 1 else "other"]
        return str(found).format(**{name: _read(value) for name, value in values.items()})

    def points(self, key: str, /, **values: object) -> tuple[str, ...]:
        """A list of phrases."""
        read = {name: _read(value) for name, value in values.items()}
        return tuple(str(one).format(**read) for one in self._at(key))

    def _at(self, key: str) -> Any:
        found: Any = self.phrases
        for part in key.split("."):
            found = found[part]
        return found


@cache
def wording(folder: Path, language: str) -> Wording:
    """The phrases of a language; each language has a file of its own, whole or not at all."""
    text = (folder / f"wording.{language}.toml").read_text(encoding="utf-8")
    return Wording(tomllib.loads(text), language)


def _read(value: object) -> str:
    if isinstance(value, datetime):
        return knowledge_in_words(value)  # papers say no other moment than what they knew by
    if isinstance(value, date):
        return day_in_words(value)
    return f"{value:,}" if isinstance(value, int) else str(value)
