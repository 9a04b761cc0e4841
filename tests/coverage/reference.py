"""The slow, plain, obviously right skills coverage report that the fast one is held against."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from tests.coverage.reference_arithmetic import beside_others, change_in_points, percentage
from tests.coverage.reference_figures import figures
from tests.coverage.reference_months import closes_at, london_day, newest_month_end
from tests.coverage.reference_no_name import (
    THRESHOLD,
    keys_of_public_lines,
    no_name,
    primary,
)
from tests.coverage.reference_pairs import Filters, Pair, lines_of, pairs_of, roles_held
from tests.coverage.reference_rows import gives_no_figures, holds, known
from tests.coverage.world import World

__all__ = [
    "NoFigures",
    "beside_others",
    "change_in_points",
    "closes_at",
    "framework_overall",
    "gaps_without_priority",
    "gives_no_figures",
    "london_day",
    "newest_month_end",
    "no_name",
    "partnership_report",
    "percentage",
    "primary",
    "primary_no_name",
    "primary_no_name_partnership",
    "priorities",
    "report",
    "sharing_councils",
]


class NoFigures(LookupError):
    """The organisation did not exist on that day."""


def report(
    world: World,
    organisation: str,
    as_at: date,
    known_at: datetime,
    *,
    role: str | None = None,
    tier: str | None = None,
    service: str | None = None,
    skill: str | None = None,
) -> dict[str, Any]:
    """coverage.json for a lead of the whole; NoFigures outside the organisation's days."""
    if gives_no_figures(world, organisation, as_at):
        raise NoFigures(organisation)
    filters = Filters(role, tier, service, skill)
    return {
        "organisation": organisation,
        **figures(world, [organisation], as_at, known_at, filters),
    }


def framework_overall(
    world: World, organisation: str, as_at: date, known_at: datetime
) -> dict[str, Any]:
    """'the overall under the framework's own requirements': as if nothing had been set."""
    nothing_set = replace(world, settings=())
    found: dict[str, Any] = report(nothing_set, organisation, as_at, known_at)["overall"]
    return found


def shares(
    world: World, partnership: str, organisation: str, day: date, known_at: datetime
) -> bool:
    """Whether, as known then, the organisation shares in the partnership on the day."""
    for row in known(world.sharings, known_at):
        is_theirs = (row.partnership, row.organisation) == (partnership, organisation)
        if is_theirs and holds(row.starts_on, row.ends_on, day):
            return True
    return False


def sharing_councils(
    world: World,
    partnership: str,
    as_at: date,
    known_at: datetime,
    *,
    asked_at: datetime | None = None,
) -> list[str]:
    """'the councils that share at D and whose agreement is in force when asked' (K by default)."""
    asked = known_at if asked_at is None else asked_at
    found = []
    for organisation in world.organisations:
        slug = organisation.slug
        shares_then = shares(world, partnership, slug, as_at, known_at)
        shares_now = shares(world, partnership, slug, london_day(asked), asked)
        if shares_then and shares_now and not gives_no_figures(world, slug, as_at):
            found.append(slug)
    return sorted(found)


def partnership_report(
    world: World,
    partnership: str,
    as_at: date,
    known_at: datetime,
    *,
    role: str | None = None,
    tier: str | None = None,
    service: str | None = None,
    skill: str | None = None,
    asked_at: datetime | None = None,
) -> dict[str, Any]:
    """'A person stands once for each skill, with the highest level any of these requires'."""
    councils = sharing_councils(world, partnership, as_at, known_at, asked_at=asked_at)
    filters = Filters(role, tier, service, skill)
    return {"partnership": partnership, **figures(world, councils, as_at, known_at, filters)}


def short_of(pairs: Sequence[Pair], skill: str) -> list[Pair]:
    """The pairs of a skill that are not met."""
    return [pair for pair in pairs if pair.skill == skill and not pair.is_met]


def priorities(
    world: World, organisation: str, as_at: date, known_at: datetime
) -> list[tuple[str, int, int]]:
    """(skill, priority, people short): 'sum over pairs not met of (required - held) x weight'."""
    held = roles_held(world, [organisation], as_at, known_at)
    pairs = pairs_of(world, held, as_at, known_at, Filters())
    found = []
    for skill in sorted({pair.skill for pair in pairs if not pair.is_met}):
        short = short_of(pairs, skill)
        priority = sum((pair.required - pair.held) * pair.weight for pair in short)
        found.append((skill, priority, len(short)))
    return sorted(found, key=lambda gap: (-gap[1], -gap[2], gap[0]))


def gaps_without_priority(gaps: Collection[tuple[str, int, int]]) -> list[tuple[str, int]]:
    """(skill, people short): in the no-name view 'gaps are ordered by people short'."""
    return sorted(((skill, short) for skill, _, short in gaps), key=lambda gap: (-gap[1], gap[0]))


def public_lines(
    world: World, councils: Sequence[str], as_at: date, known_at: datetime, filters: Filters
) -> frozenset[tuple[str, str, str]]:
    """The keys of the lines in which everyone holds a public role."""
    held = roles_held(world, councils, as_at, known_at)
    return keys_of_public_lines(
        held, lines_of(held, pairs_of(world, held, as_at, known_at, filters))
    )


def primary_no_name(
    world: World,
    organisation: str,
    as_at: date,
    known_at: datetime,
    *,
    role: str | None = None,
    tier: str | None = None,
    service: str | None = None,
    skill: str | None = None,
    threshold: int = THRESHOLD,
) -> dict[str, Any]:
    """The report with rules 2 and 4 of the no-name view applied, and rule 3 not."""
    named = report(
        world, organisation, as_at, known_at, role=role, tier=tier, service=service, skill=skill
    )
    filters = Filters(role, tier, service, skill)
    public = public_lines(world, [organisation], as_at, known_at, filters)
    return no_name(named, public, threshold=threshold)


def primary_no_name_partnership(
    world: World,
    partnership: str,
    as_at: date,
    known_at: datetime,
    *,
    role: str | None = None,
    tier: str | None = None,
    service: str | None = None,
    skill: str | None = None,
    asked_at: datetime | None = None,
    threshold: int = THRESHOLD,
) -> dict[str, Any]:
    """The partnership's report with rules 2 and 4 applied, and rule 3 not."""
    named = partnership_report(
        world, partnership, as_at, known_at, asked_at=asked_at,
        role=role, tier=tier, service=service, skill=skill,
    )  # fmt: skip
    filters = Filters(role, tier, service, skill)
    councils = sharing_councils(world, partnership, as_at, known_at, asked_at=asked_at)
    public = public_lines(world, councils, as_at, known_at, filters)
    return no_name(named, public, threshold=threshold)
