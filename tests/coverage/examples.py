"""The twelve worked examples of coverage.md and further ones, as questions and answers."""

from tests.coverage.examples_form import Example, Question, answer_of
from tests.coverage.examples_further import FURTHER
from tests.coverage.examples_groups import (
    CHANGES,
    GROUPS,
    OVER_TIME,
    PARTNERSHIP,
    PERCENTAGES,
    PRIORITY,
    ROUNDING,
)
from tests.coverage.examples_no_name import BESIDE, CLOSINGS, DIFFERENCING, PRIMARY, SECONDARY
from tests.coverage.examples_people import BACKDATED, EDGES, LATE_LEAVER, MOMENTS, STATUSES

__all__ = [
    "BESIDE",
    "CHANGES",
    "CLOSINGS",
    "EXAMPLES",
    "FURTHER",
    "MOMENTS",
    "PERCENTAGES",
    "Example",
    "Question",
    "answer_of",
]

EXAMPLES: tuple[Example, ...] = (
    STATUSES,
    EDGES,
    BACKDATED,
    LATE_LEAVER,
    OVER_TIME,
    GROUPS,
    PARTNERSHIP,
    ROUNDING,
    PRIORITY,
    PRIMARY,
    SECONDARY,
    DIFFERENCING,
)
