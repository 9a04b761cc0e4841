"""What a stranger does with the three exports: works every figure out again, from the files alone.

Imports nothing of the service.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

COUNTED = {"assessment", "prior-learning", "observed"}
SOON = timedelta(days=90)
Row = dict[str, str]


def rows_of(text: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(text)))


def holds(starts: str, ends: str, day: date) -> bool:
    return date.fromisoformat(starts) <= day and (not ends or date.fromisoformat(ends) > day)


def population(people: Iterable[Row], day: date) -> list[Row]:
    return [
        row
        for row in people
        if holds(row["starts_on"], row["ends_on"], day)
        and holds(row["role_starts_on"], row["role_ends_on"], day)
        and not (row["paused_from"] and holds(row["paused_from"], row["paused_until"], day))
    ]


def levels(evidence: Iterable[Row], day: date, later: date) -> dict[tuple[str, str], int]:
    """(person, skill) → highest level live on `day` that has not run out by `later`."""
    best: dict[tuple[str, str], int] = defaultdict(int)
    for row in evidence:
        withdrawn = row["withdrawn_on"] and date.fromisoformat(row["withdrawn_on"]) <= day
        lives = holds(row["shown_on"], row["expires_on"], day)
        lasts = not row["expires_on"] or date.fromisoformat(row["expires_on"]) > later
        if row["source"] in COUNTED and lives and lasts and not withdrawn:
            key = (row["person"], row["skill"])
            best[key] = max(best[key], int(row["level"]))
    return best


def figures(people: str, evidence: str, requirements: str, day: date) -> dict[str, Any]:
    """The report's lines, in the shape of coverage.json."""
    here = population(rows_of(people), day)
    asked = [row for row in rows_of(requirements) if holds(row["from"], row["until"], day)]
    of_role: dict[str, dict[str, int]] = defaultdict(dict)
    for row in asked:
        of_role[row["role"]][row["skill"]] = int(row["level"])
    pairs: dict[tuple[str, str], int] = defaultdict(int)
    for row in here:
        for skill, level in of_role[row["role"]].items():
            if level:
                pairs[row["person"], skill] = max(level, pairs[row["person"], skill])
    shown = rows_of(evidence)
    held, kept = levels(shown, day, day), levels(shown, day, day + SOON)
    statuses = {pair: (need, held.get(pair, 0), kept.get(pair, 0)) for pair, need in pairs.items()}
    return {
        "overall": overall(statuses),
        "skills": lines("skill", statuses, None),
        "roles": lines("role", statuses, groups(here, "role")),
        "tiers": lines("tier", statuses, groups(here, "tier")),
        "services": lines("service", statuses, groups(here, "service")),
    }


def groups(here: Iterable[Row], column: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in here:
        if row[column]:
            found[row[column]].add(row["person"])
    return found


Statuses = dict[tuple[str, str], tuple[int, int, int]]


def count(statuses: Statuses, wanted: Callable[[tuple[str, str]], bool]) -> dict[str, Any]:
    chosen = {pair: status for pair, status in statuses.items() if wanted(pair)}
    met = [status for status in chosen.values() if status[1] >= status[0]]
    return {
        "people": len({person for person, _ in chosen}),
        "required": len(chosen),
        "met": len(met),
        "expiring": sum(kept < need for need, _, kept in met),
        "below": sum(0 < held < need for need, held, _ in chosen.values()),
        "none": sum(held == 0 for _, held, _ in chosen.values()),
        "suppressed": False,
    }


def overall(statuses: Statuses) -> dict[str, Any]:
    short = {person for (person, _), (need, held, _) in statuses.items() if held < need}
    return count(statuses, lambda _: True) | {
        "people_meeting_all": len({person for person, _ in statuses} - short),
        "levels_held": sum(min(held, need) for need, held, _ in statuses.values()),
        "levels_needed": sum(need for need, _, _ in statuses.values()),
    }


def lines(
    group: str, statuses: Statuses, members: dict[str, set[str]] | None
) -> list[dict[str, Any]]:
    found = []
    skills = sorted({skill for _, skill in statuses})
    for name in sorted(members) if members is not None else [""]:
        for skill in skills:
            inside = members[name] if members is not None else None
            line = count(
                statuses,
                lambda pair, skill=skill, inside=inside: (  # type: ignore[misc]
                    pair[1] == skill and (inside is None or pair[0] in inside)
                ),
            )
            if line["required"]:
                head = {} if members is None else {group: name}
                found.append(head | {"skill": skill} | line)
    return found
