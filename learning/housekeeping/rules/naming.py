"""Says whether kept JSON names somebody, however a file writes a name; pure.

It would rather forget a row too many: the files that it searches are kept for a time only.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_WORDS = re.compile(r"\w+")
_APART = re.compile(r"""[\s<>()\[\],;:"'“”]+""")
# People are greeted by these, and files have a column for them.
_TITLES = "cllr councillor mr mrs ms miss mx dr prof professor rev sir dame lord lady"
TITLES = frozenset(_TITLES.split())


@dataclass(frozen=True)
class Called:
    """What some people are called."""

    cells: frozenset[str]  # found where one stands alone: addresses, references, single words
    names: Mapping[str, frozenset[str]]  # last word → first words that may stand anywhere beside it

    def is_named_in(self, text: str) -> bool:
        """Whether any row of this JSON names any of them; other text is one row."""
        return any(self._is_in(cells) for cells in _rows(text))

    def _is_in(self, cells: Collection[str]) -> bool:
        folded = [_folded(cell) for cell in cells]
        if not self.cells.isdisjoint(folded):
            return True
        if any(not self.cells.isdisjoint(_APART.split(cell)) for cell in folded if "@" in cell):
            return True
        words = {word for cell in folded for word in _WORDS.findall(cell)}
        return any(not words.isdisjoint(self.names[last]) for last in words & self.names.keys())


def called(said: Collection[str]) -> Called:
    """`said` are names, addresses and references.

    A name of several words is looked for by its first and its last: they may stand in two cells,
    turned round, with a title before or another name between them.
    """
    names: dict[str, set[str]] = defaultdict(set)
    for text in said:
        words = [word for word in _WORDS.findall(_folded(text)) if word not in TITLES]
        if "@" not in text and len(words) > 1 and not any(map(str.isdigit, words)):
            names[words[-1]].add(words[0])
    return Called(
        cells=frozenset(map(_folded, said)),
        names={last: frozenset(firsts) for last, firsts in names.items()},
    )


def _folded(text: str) -> str:
    """Without case, accents or spaces too many: files lose them."""
    apart = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(plain.casefold().split())


def _rows(text: str) -> Iterator[list[str]]:
    """The cells of each row of a kept file; of anything else, all of it as one row."""
    try:
        said = json.loads(text)
    except json.JSONDecodeError:
        said = text
    rows = said.pop("rows", ()) if isinstance(said, dict) else ()
    yield list(_texts(said))
    for row in rows:
        yield list(_texts(row))


def _texts(said: Any) -> Iterator[str]:
    if isinstance(said, str):
        yield said
    elif isinstance(said, dict | list):
        for one in said.values() if isinstance(said, dict) else said:
            yield from _texts(one)
