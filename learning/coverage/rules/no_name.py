"""Decides which lines the no-name view hides or shows only as a band.

What is hidden depends on who is in a line and what they need, never on what they hold.
"""

from collections.abc import Sequence
from dataclasses import replace

from learning.coverage.rules.figures import Line, Report

THRESHOLD = 5  # people; a setting may raise it and never goes below 3
FEWER = "fewer-than-half"
MORE = "half-or-more"


def hide(report: Report, *, threshold: int = THRESHOLD) -> Report:
    """The report with small lines hidden or banded, hidden and banded ones last, by slug."""
    return Report(
        overall=hide_line(report.overall, threshold=threshold),
        people_meeting_all=report.people_meeting_all,
        skills=_hide_all(report.skills, threshold),
        roles=_hide_all(report.roles, threshold),
        tiers=_hide_all(report.tiers, threshold),
        services=_hide_all(report.services, threshold),
    )


def hide_line(line: Line, *, threshold: int) -> Line:
    """Hidden under the threshold of people; banded up to twice it, four times for public roles."""
    if line.people < threshold:
        return replace(line, suppressed=True)
    if line.people < threshold * (4 if line.public else 2):
        return replace(line, suppressed=True, band=FEWER if 2 * line.met < line.required else MORE)
    return line


def _hide_all(lines: Sequence[Line], threshold: int) -> tuple[Line, ...]:
    hidden = [hide_line(line, threshold=threshold) for line in lines]
    return tuple(sorted(hidden, key=lambda line: (line.suppressed, line.name, line.skill or "")))
