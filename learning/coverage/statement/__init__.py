"""The statement that counts, by profile, what people show of each skill they need.

Built once for each kind of question: building takes longer than a small council's answer.
"""

from functools import cache

from learning.coverage.statement.asked import Kind, asked_of
from learning.coverage.statement.held import pairs
from learning.coverage.statement.needed import needed
from learning.coverage.statement.population import chosen_people, population, profiles
from learning.coverage.statement.results import results
from learning.database import AnySelect

__all__ = [
    "Kind",
    "asked_of",
    "chosen_people",
    "needed",
    "pairs",
    "population",
    "profiles",
    "statement",
]


@cache
def statement(kind: Kind) -> AnySelect:
    """Rows of four kinds; see `results`."""
    asked = asked_of(kind)
    chosen = chosen_people(kind, asked)
    everyone = population(kind, asked, chosen).cte("everyone")
    profile, sizes = profiles(asked, everyone)
    asks = needed(kind, asked, everyone, sizes)
    return results(asked, sizes, asks, pairs(asked, chosen, profile, asks))
