"""The report as data: one shape for JSON, one for CSV, the same values in both."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from learning.coverage.rules.figures import Filters, Line, Report
from learning.csvs import to_csv

NUMBERS = ("people", "required", "met", "expiring", "below", "none")
COLUMNS = ("group", "name", "skill", *NUMBERS, "suppressed", "band")


def iso(moment: datetime) -> str:
    """2026-11-22T09:30:00Z, with fractions where there are any."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def numbers(line: Line) -> dict[str, Any]:
    """The counts of a line; all null where it is hidden or banded."""
    if line.suppressed:
        return dict.fromkeys(NUMBERS) | {"suppressed": True, "band": line.band}
    counts: dict[str, Any] = {name: getattr(line, name) for name in NUMBERS}
    return counts | {"suppressed": False}


def as_json(
    report: Report | None,
    *,
    owner: Mapping[str, str],
    as_at: date,
    known_at: datetime,
    filters: Filters,
) -> dict[str, Any]:
    """`coverage.json`; `owner` names the organisation or partnership."""
    whole: dict[str, Any] = {
        **owner,
        "as_at": as_at.isoformat(),
        "known_at": iso(known_at),
        "filters": filters.given,
    }
    if report is None:
        nothing = dict.fromkeys((*NUMBERS, "people_meeting_all", "levels_held", "levels_needed"))
        whole["no_figures"] = True
        whole["overall"] = nothing | {"suppressed": False}
        return whole | {"skills": [], "roles": [], "tiers": [], "services": []}
    return whole | {
        "overall": _overall(report),
        "skills": [{"skill": line.skill, **numbers(line)} for line in report.skills],
        "roles": _grouped("role", report.roles),
        "tiers": _grouped("tier", report.tiers),
        "services": _grouped("service", report.services),
    }


def _overall(report: Report) -> dict[str, Any]:
    line = report.overall
    hidden = line.suppressed
    return numbers(line) | {
        "people_meeting_all": None if hidden else report.people_meeting_all,
        "levels_held": None if hidden else line.levels_held,
        "levels_needed": None if hidden else line.levels_needed,
    }


def _grouped(group: str, lines: Iterable[Line]) -> list[dict[str, Any]]:
    return [{group: line.name, "skill": line.skill, **numbers(line)} for line in lines]


def as_csv(report: Report | None) -> str:
    """`coverage.csv`: every line of the report, the overall first."""
    return to_csv(COLUMNS, [_row(line) for line in report.lines] if report else [])


def _row(line: Line) -> tuple[object, ...]:
    counts = numbers(line)
    return (
        line.group,
        line.name,
        line.skill,
        *(counts[name] for name in NUMBERS),
        "true" if line.suppressed else "false",
        counts.get("band"),
    )
