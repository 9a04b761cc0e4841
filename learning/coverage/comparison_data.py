"""A comparison of two days as data: one shape for JSON, one for CSV, the same values in both."""

from typing import Any

from learning.coverage.compared import Comparison, Point, change
from learning.coverage.exports import NUMBERS, iso, numbers
from learning.coverage.rules.changes import Part
from learning.coverage.rules.figures import Line
from learning.coverage.rules.moves import Sum, Sums
from learning.csvs import to_csv

COLUMNS = (
    "skill",
    *(f"{name}_before" for name in (*NUMBERS, "suppressed", "band")),
    *(f"{name}_after" for name in (*NUMBERS, "suppressed", "band")),
    "points",
    *(f"{part.value}_{name}" for part in Part for name in ("pairs", "met", "required")),
)
NOTHING = Sum()


def as_json(found: Comparison, *, organisation: str) -> dict[str, Any]:
    """Both days, the change of every line in percentage points, and for leads what explains it."""
    (_, before, after), *skills = found.lines()
    return {
        "organisation": organisation,
        "from": _point(found.before),
        "to": _point(found.after),
        "filters": found.filters.given,
        "overall": _line(None, before, after, found),
        "skills": [{"skill": s, **_line(s, b, a, found)} for s, b, a in skills],
        "people": _people(found),
        "requirements_changed": [
            {"role": one.role, "skill": one.skill, "before": one.before, "after": one.after}
            for one in found.asked
        ],
    }


def as_csv(found: Comparison) -> str:
    """A row for the overall (without a skill) and one for each skill."""
    return to_csv(COLUMNS, [_row(*line, found) for line in found.lines()])


def _point(point: Point) -> dict[str, Any]:
    said = {"as_at": point.when.as_at.isoformat(), "known_at": iso(point.when.known_at)}
    return said | ({"no_figures": True} if point.lines is None else {})


def _line(
    skill: str | None, before: Line | None, after: Line | None, found: Comparison
) -> dict[str, Any]:
    """Where nobody needs the skill on a day, that day has no line."""
    return {
        "before": numbers(before) if before else None,
        "after": numbers(after) if after else None,
        "points": change(before, after),
        "parts": _parts(skill, found.parts),
        "corrected": _parts(skill, found.corrections),
    }


def _parts(skill: str | None, parts: Sums | None) -> list[dict[str, Any]] | None:
    if parts is None:
        return None
    return [
        {"reason": part.value, "pairs": one.pairs, "met": one.met, "required": one.required}
        for part in Part
        if (one := parts.get((skill, part))) is not None
    ]


def _people(found: Comparison) -> dict[str, Any] | None:
    """Who joined and left; for leads, by where they were or are."""
    if found.people is None:
        return None
    said: dict[str, Any] = {}
    for part in (Part.JOINED, Part.LEFT):
        each = {where.value: n for (one, where), n in found.people.items() if one is part}
        said[part.value] = sum(each.values()) if found.is_no_name else each
    return said


def _row(
    skill: str | None, before: Line | None, after: Line | None, found: Comparison
) -> tuple[object, ...]:
    cells: list[object] = [skill]
    for line in (before, after):
        said = numbers(line) if line else {}
        cells += [said.get(name) for name in NUMBERS]
        cells += [str(said["suppressed"]).lower() if said else None, said.get("band")]
    cells.append(change(before, after))
    for part in Part:
        one = None if found.parts is None else found.parts.get((skill, part), NOTHING)
        cells += [one.pairs, one.met, one.required] if one else [None, None, None]
    return tuple(cells)
