"""Addresses within a report: whoever follows a link keeps the day, the filters and the order."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from learning.coverage.rules.figures import Line

GROUPS = ("tier", "role", "service")
FILTERS = (*GROUPS, "skill")
DATES = ("as_at", "known_at")
VIEW = ("by", "sort", "order")


@dataclass(frozen=True)
class Addresses:
    """The addresses that a report's page leads to."""

    page: str
    given: dict[str, str]

    def this(self, **changes: str | None) -> str:
        """The page with some of its questions asked otherwise; None leaves one out."""
        return self._at(self.page, (*FILTERS, *DATES, *VIEW), changes)

    def file(self, ending: str) -> str:
        """The same figures as a file."""
        return self._at(f"{self.page}.{ending}", (*FILTERS, *DATES), {})

    def people(self, **changes: str | None) -> str:
        """The people behind a cell: leads alone can open it."""
        return self._at(f"{self.page}/people", (*FILTERS, *DATES, "status"), changes)

    def asking(self, skill: str, path: str) -> str:
        """The form that asks everybody short of a skill today to take a path: leads alone."""
        changes: dict[str, str | None] = {"skill": skill, "status": "short", "path": path}
        return self._at(f"{self.page}/people/ask", (*FILTERS, "status", "path"), changes)

    def running_out(self) -> str:
        """The same line by the month in which what is shown runs out: leads alone can open it."""
        return self._at(f"{self.page}/runs-out", (*FILTERS, *DATES), {})

    def people_of(self, line: Line, status: str) -> str:
        """The people of a line who stand like this."""
        group = {} if line.group in ("overall", "skill") else {line.group: line.name}
        return self.people(**group, skill=line.skill, status=status)

    def within(self, kind: str, name: str, *, alone: bool) -> str:
        """The page about one group; `alone` where filters of several kinds are not to be had."""
        others: dict[str, str | None] = dict.fromkeys(GROUPS) if alone else {}
        return self.this(**(others | {kind: name}))

    def _at(self, path: str, names: tuple[str, ...], changes: dict[str, str | None]) -> str:
        asked = {name: changes.get(name, self.given.get(name)) for name in names}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{path}?{query}" if query else path


def addresses() -> Addresses:
    """Of the report that is asked for."""
    return Addresses(request.path, request.args.to_dict())
