"""The shape of a decision about a table: what erasing somebody does to each of its columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

# Columns that name somebody who did something for others: a number, which names nobody once
# that person is erased. They stay wherever they are.
ACTORS = frozenset(
    {
        *("recorded_by", "actor_id", "assigned_by", "decided_by", "uploaded_by"),
        *("invited_by", "marked_by", "printed_by", "made_by", "published_by", "revoked_by"),
        *("lead_id", "officer_id", "told_id", "proposed_by"),
        *("drawn_by", "started_by", "undone_by"),
    }
)


class Rows(StrEnum):
    """What becomes of a person's rows."""

    GO = "go"
    STAY = "stay"  # with some columns emptied, perhaps
    OF_NOBODY = "of nobody"  # the table is not about people


class By(StrEnum):
    """How rows are found that no key leads to."""

    MENTION = "its JSON names them"
    ASKED_ALONE = "it asked nobody else"


OWN_NUMBER = "its own number, in words that say so"
MOMENT = "the moment of the erasure"


@dataclass(frozen=True)
class Decision:
    """What erasure does to one table."""

    table: str
    rows: Rows
    because: str
    by: str = ""  # the columns that lead to the person, with spaces; or one of By
    stays: frozenset[str] = frozenset()
    empties: Mapping[str, object] = field(default_factory=dict)  # column → what stands there then
    of_council: bool = False  # what a council said: goes too where only that council lets go
    council: str = "organisation_id"  # the column that leads to the council
    searched: str = ""  # of rows found by a mention: the column that holds the JSON

    @property
    def is_by_key(self) -> bool:
        """Whether a key leads from its rows to the person."""
        return self.rows is not Rows.OF_NOBODY and self.by not in set(By)


def gone(
    table: str,
    by: str,
    because: str,
    *,
    of_council: bool = False,
    council: str = "organisation_id",
    searched: str = "",
) -> Decision:
    """Its rows go, whatever columns they have."""
    return Decision(
        table, Rows.GO, because, by, of_council=of_council, council=council, searched=searched
    )


def kept(
    table: str,
    by: str,
    because: str,
    stays: str,
    empties: Mapping[str, object] | None = None,
    *,
    of_council: bool = False,
    searched: str = "",
) -> Decision:
    """Its rows stay, for figures or because they say what was done; their words go."""
    kept = frozenset(stays.split())
    return Decision(
        table, Rows.STAY, because, by, kept, empties or {}, of_council, searched=searched
    )


def nobodys(table: str, because: str, words: str = "") -> Decision:
    """Not about people; `words` names the columns in which somebody types freely."""
    return Decision(table, Rows.OF_NOBODY, because, stays=frozenset(words.split()))
