"""The no-name view's primary step: rules 2 and 4 of coverage.md, without rule 3."""

from collections.abc import Collection, Sequence
from typing import Any

from tests.coverage.reference_pairs import Line
from tests.coverage.reference_rows import RoleHeld

THRESHOLD = 5
LISTS = {"skills": "skill", "roles": "role", "tiers": "tier", "services": "service"}
Key = tuple[str, str, str]


def primary(
    people: int,
    required: int,
    met: int,
    *,
    everyone_is_public: bool,
    threshold: int = THRESHOLD,
) -> tuple[bool, str | None]:
    """`suppressed` and `band`: 'under T people: hidden; from T to 2T - 1 (to 4T - 1 where ...)'."""
    if people < threshold:
        return (True, None)
    last_banded = 4 * threshold - 1 if everyone_is_public else 2 * threshold - 1
    if people > last_banded:
        return (False, None)
    if 2 * met < required:
        return (True, "fewer-than-half")
    return (True, "half-or-more")


def keys_of_public_lines(held: Sequence[RoleHeld], lines: Sequence[Line]) -> frozenset[Key]:
    """'where everyone in the line holds a role marked `public` in `roles.toml`'."""
    public_people = {row.person for row in held if row.public}
    keys = set()
    for line in lines:
        if {pair.person for pair in line.pairs} <= public_people:
            keys.add(line.key)
    return frozenset(keys)


def key_of(group: str, line: dict[str, Any]) -> Key:
    """The key of a line of the JSON; the skill lines have no name of their own."""
    if group == "overall":
        return ("overall", "", "")
    if group == "skill":
        return ("skill", "", line["skill"])
    return (group, line[group], line["skill"])


def without_names(
    group: str, line: dict[str, Any], public_lines: Collection[Key], threshold: int
) -> dict[str, Any]:
    """'A hidden line is present, null in all numbers, `suppressed` true'; a banded one likewise."""
    suppressed, band = primary(
        line["people"],
        line["required"],
        line["met"],
        everyone_is_public=key_of(group, line) in public_lines,
        threshold=threshold,
    )
    if not suppressed:
        return line
    nulled = {name: None if type(value) is int else value for name, value in line.items()}
    return {**nulled, "suppressed": True, "band": band}


def suppressed_last(group: str, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """'sorted last by slug': the exact lines, then the hidden and banded ones."""
    return sorted(lines, key=lambda line: (line["suppressed"], key_of(group, line)))


def no_name(
    report: dict[str, Any], public_lines: Collection[Key], *, threshold: int = THRESHOLD
) -> dict[str, Any]:
    """A report with its small lines hidden or banded; every list of it and the overall."""
    hidden = dict(report)
    hidden["overall"] = without_names("overall", report["overall"], public_lines, threshold)
    for name, group in LISTS.items():
        lines = [without_names(group, line, public_lines, threshold) for line in report[name]]
        hidden[name] = suppressed_last(group, lines)
    return hidden
