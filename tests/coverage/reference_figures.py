"""The numbers of each line and the lists of coverage.json that they stand in."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from tests.coverage.reference_pairs import Filters, Line, Pair, lines_of, pairs_of, roles_held
from tests.coverage.world import World


def counts(pairs: Sequence[Pair]) -> dict[str, Any]:
    """F of coverage.json: 'distinct people with a requirement pair in the line', then pairs."""
    return {
        "people": len({pair.person for pair in pairs}),
        "required": len(pairs),
        "met": len([pair for pair in pairs if pair.is_met]),
        "expiring": len([pair for pair in pairs if pair.is_expiring]),
        "below": len([pair for pair in pairs if pair.is_below]),
        "none": len([pair for pair in pairs if pair.is_none]),
        "suppressed": False,
    }


def overall(pairs: Sequence[Pair]) -> dict[str, Any]:
    """'people who meet everything they need'; 'sum of min(held, required) / sum of required'."""
    people = {pair.person for pair in pairs}
    people_short = {pair.person for pair in pairs if not pair.is_met}
    return {
        **counts(pairs),
        "people_meeting_all": len(people - people_short),
        "levels_held": sum(min(pair.held, pair.required) for pair in pairs),
        "levels_needed": sum(pair.required for pair in pairs),
    }


def as_json(line: Line) -> dict[str, Any]:
    """One line of the lists of coverage.json."""
    named = {} if line.group == "skill" else {line.group: line.name}
    return {**named, "skill": line.skill, **counts(line.pairs)}


def stated(moment: datetime) -> str:
    """'ISO 8601 in UTC', with Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def figures(
    world: World, councils: Sequence[str], as_at: date, known_at: datetime, filters: Filters
) -> dict[str, Any]:
    """What a report of one council and of a partnership have in common."""
    held = roles_held(world, councils, as_at, known_at)
    pairs = pairs_of(world, held, as_at, known_at, filters)
    lines = lines_of(held, pairs)
    return {
        "as_at": as_at.isoformat(),
        "known_at": stated(known_at),
        "filters": filters.given(),
        "overall": overall(pairs),
        "skills": [as_json(line) for line in lines if line.group == "skill"],
        "roles": [as_json(line) for line in lines if line.group == "role"],
        "tiers": [as_json(line) for line in lines if line.group == "tier"],
        "services": [as_json(line) for line in lines if line.group == "service"],
    }
