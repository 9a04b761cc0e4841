"""Decides which lines the no-name view hides or shows only as a band.

What is hidden depends on who is in a line and what they need, never on what they hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from learning.coverage.rules.figures import Filters, Line, Report
from learning.coverage.rules.table import ALL_BUT, AllBut, Hidden, Name, name_of, text_of

THRESHOLD = 5  # people
FEWER = "fewer-than-half"
MORE = "half-or-more"


@dataclass(frozen=True)
class Hiding:
    """What hides lines: how few people are too few, and which lines give others away."""

    further: Hidden = frozenset()
    threshold: int = THRESHOLD

    @property
    def names(self) -> frozenset[Name]:
        """The further lines by name, of a council's own view: it never hides all but some."""
        if isinstance(self.further, AllBut):
            raise TypeError("councils together may hide all but some lines; no council does")
        return self.further

    def hide(self, report: Report, filters: Filters) -> Report:
        """The report without what is hidden; hidden and banded lines last, by slug."""
        return Report(
            overall=self.line(report.overall, filters),
            people_meeting_all=report.people_meeting_all,
            skills=self.lines(report.skills, filters),
            roles=self.lines(report.roles, filters),
            tiers=self.lines(report.tiers, filters),
            services=self.lines(report.services, filters),
        )

    def line(self, line: Line, filters: Filters) -> Line:
        """The line of a report under these filters, as it may be shown."""
        if name_of(line, filters) in self.further:
            return line._replace(suppressed=True)
        return hide_line(line, threshold=self.threshold)

    def as_published(self, overall: Line, filters: Filters) -> Line:
        """The overall under the framework's own requirements, as it may be shown."""
        if name_of(overall, filters).as_published in self.further:
            return overall._replace(suppressed=True)
        return hide_line(overall, threshold=self.threshold)

    def lines(self, lines: Sequence[Line], filters: Filters) -> tuple[Line, ...]:
        """Lines of a report under these filters, hidden and banded ones last, by slug."""
        hidden = [self.line(line, filters) for line in lines]
        return tuple(sorted(hidden, key=lambda o: (o.suppressed, o.name, o.skill or "")))


def shown_by(texts: Sequence[str], line: Line, filters: Filters) -> Line:
    """A line as it may be shown by a decision as it was kept, not read whole for one line."""
    name = name_of(line, filters)
    is_hidden = (text_of(name) in texts) != (texts[:1] == [ALL_BUT])
    return Hiding(frozenset({name} if is_hidden else ())).line(line, filters)


def hide_line(line: Line, *, threshold: int) -> Line:
    """Hidden under the threshold of people; banded up to twice it, four times for public roles."""
    if line.people < threshold:
        return line._replace(suppressed=True)
    if line.people < threshold * (4 if line.public else 2):
        return line._replace(suppressed=True, band=FEWER if 2 * line.met < line.required else MORE)
    return line
