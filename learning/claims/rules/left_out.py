"""The rows that gave nothing, as a file to mend and send again; and an example to begin with."""

from collections.abc import Iterator, Sequence

from learning.claims.rules.columns import COLUMNS
from learning.claims.rules.completions import Outcome, Plan

HEADER = ("row", *COLUMNS, "column_to_mend", "problem")
NO_RULE = "No acceptance rule of your council is for this course, issuer and day"
EXAMPLE: Sequence[Sequence[str]] = (
    ("ada@council.example", "Phishing basics", "Example Academy", "2026-03-27", "2027-03-27"),
    ("4f2a9c01b7de", "Phishing basics", "Example Academy", "31/03/2026", ""),
)


def rows(plan: Plan) -> Iterator[tuple[object, ...]]:
    """Each row with something wrong or without a rule, as it was sent, with the reason."""
    for line in plan.lines:
        if line.outcome in {Outcome.FAULT, Outcome.NO_RULE}:
            one = line.completion
            sent = (one.person, one.course, one.issuer, one.completed_on, one.expires_on)
            yield one.row, *sent, line.column, line.problem or NO_RULE
