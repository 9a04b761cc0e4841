"""The people behind a line, and behind a part of a comparison, as CSV files for leads."""

from collections.abc import Iterable

from learning.coverage.behind import Behind
from learning.coverage.rules.moves import Differing
from learning.csvs import to_csv

BEHIND = (
    "person",
    "name",
    "roles",
    "skill",
    "needed",
    "asked_by",
    "held",
    "status",
    "source",
    "shown_on",
    "expires_on",
    "runs_out_on",
)
DIFFERING = (
    "person",
    "name",
    "skill",
    "reason",
    "needed_before",
    "held_before",
    "needed_after",
    "held_after",
)


def behind_csv(found: Iterable[Behind]) -> str:
    """A row for each pair; roles as role/service, with spaces between."""
    return to_csv(BEHIND, map(_behind, found))


def differing_csv(found: Iterable[Differing]) -> str:
    """A row for each pair that stands in the part; 0 where it is not needed on that day."""
    return to_csv(
        DIFFERING,
        (
            (
                one.move.code,
                one.move.name,
                one.skill,
                one.part.value,
                one.asked.before,
                one.shown.before,
                one.asked.after,
                one.shown.after,
            )
            for one in found
        ),
    )


def _behind(one: Behind) -> tuple[object, ...]:
    pair, piece = one.pair, one.holding
    return (
        pair.code,
        pair.name,
        " ".join(f"{role}/{service}" if service else role for role, service in one.roles),
        pair.skill,
        pair.level,
        " ".join(one.asked_by),
        pair.held,
        pair.status,
        piece.source if piece else None,
        piece.shown_on if piece else None,
        piece.expires_on if piece else None,
        pair.runs_out_on,
    )
