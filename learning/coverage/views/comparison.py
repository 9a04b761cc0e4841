"""Two days of one council compared: page, JSON and CSV."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, jsonify, render_template, request, url_for

from learning.catalogue.serving import served
from learning.clock import now
from learning.coverage import comparison, comparison_data, month_ends
from learning.coverage.compared import Comparison, Point, change
from learning.coverage.rules.changes import Part
from learning.coverage.rules.figures import Line
from learning.coverage.rules.moves import Sum, Sums
from learning.coverage.rules.no_name import THRESHOLD
from learning.coverage.rules.waterfall import bars
from learning.coverage.views.between import asked_by_lead, days_asked, no_moments
from learning.coverage.views.blueprint import blueprint
from learning.coverage.views.drawing import asked_filters
from learning.coverage.views.waiting import standstill_of
from learning.database import current_session
from learning.doors import for_coverage_readers
from learning.errors import Refusal
from learning.people.access import visitor
from learning.people.queries import as_known
from learning.people.standing import OrganisationFacts
from learning.shell.downloads import csv_file

ASKED = ("role", "tier", "service", "skill", "from", "to", "known_at", "from_known_at")


@dataclass(frozen=True)
class Row:
    """One line of the comparison, as the page draws it."""

    skill: str | None
    before: Line | None
    after: Line | None
    points: int | None
    parts: dict[Part, Sum]

    @property
    def order(self) -> tuple[bool, int, str]:
        """Hidden lines last; of the others, those in which most changed first; by name."""
        hidden = any(line is not None and line.suppressed for line in (self.before, self.after))
        name = served().names["skill"].get(self.skill or "", self.skill or "")
        return hidden, -sum(part.pairs for part in self.parts.values()), name


@blueprint.get("/organisations/<organisation>/coverage/compare")
@for_coverage_readers
def compare(organisation: str) -> str | tuple[str, int]:
    """What changed between two days, and for leads why."""
    council, scope = visitor().reads_coverage_of(organisation)
    filters = asked_filters(scope)
    shared: dict[str, Any] = {
        "organisation": council,
        "is_lead": scope is not None,
        "catalogue": served(),
        "names": served().names,
        "threshold": THRESHOLD,
        "typed": {name: request.args.get(name, "").strip() for name in ASKED},
        "filters": filters.given,
        "address": request.path,
        "query": f"?{request.query_string.decode()}" if request.query_string else "",
        "Part": Part,
    }
    try:
        found = _found(council, at=now())
    except Refusal as refusal:
        is_here = refusal.field in {"from", "to"} or scope is not None
        errors = {refusal.field if is_here else "from": refusal.message}
        return render_template("coverage/compare.html", found=None, errors=errors, **shared), 422
    overall, *skills = _rows(found)
    shared["organisation"] = as_known(current_session(), council, found.after.when.known_at)
    return render_template(
        "coverage/compare.html",
        found=found,
        errors={},
        overall=overall,
        skills=sorted(skills, key=lambda row: row.order),
        bars=bars(overall.before.met, overall.parts) if overall.before and overall.parts else {},
        behind=_behind(council, found),
        standstill=standstill_of(found.before.coming, found.after.coming),
        reports=[_report(council, found, point) for point in (found.before, found.after)],
        **shared,
    )


@blueprint.get("/organisations/<organisation>/coverage/compare.json")
@for_coverage_readers
def compare_json(organisation: str) -> Response:
    """The comparison as data."""
    council, _ = visitor().reads_coverage_of(organisation)
    found = _found(council, at=now())
    return jsonify(comparison_data.as_json(found, organisation=council.slug))


@blueprint.get("/organisations/<organisation>/coverage/compare.csv")
@for_coverage_readers
def compare_csv(organisation: str) -> Response:
    """The comparison as a table."""
    council, _ = visitor().reads_coverage_of(organisation)
    found = _found(council, at=now())
    days = (found.before.when.as_at.isoformat(), found.after.when.as_at.isoformat())
    name = f"{council.slug}-coverage-{days[0]}-to-{days[1]}"
    return csv_file(name, comparison_data.as_csv(found))


def _found(council: OrganisationFacts, *, at: datetime) -> Comparison:
    _, scope = visitor().reads_coverage_of(council.slug)
    filters, session = asked_filters(scope), current_session()
    if scope is not None:
        wanted = asked_by_lead(council, scope, visitor().person_id, filters, at=at)
        return comparison.for_lead(session, wanted, served())
    no_moments()
    days = days_asked(at=at)
    return month_ends.without_names(
        session,
        council,
        filters=filters,
        days=(days.first, days.last),
        at=at,
        catalogue=served(),
    )


def _behind(council: OrganisationFacts, found: Comparison) -> Callable[[Part, str | None], str]:
    """Where the people behind a part of a line are listed."""
    days = {
        "from": found.before.when.as_at.isoformat(),
        "to": found.after.when.as_at.isoformat(),
        "known_at": request.args.get("known_at") or None,
        "from_known_at": request.args.get("from_known_at") or None,
    }

    def address(part: Part, skill: str | None) -> str:
        chosen = found.filters.given | ({"skill": skill} if skill else {}) | days
        where = {"organisation": council.slug, "reason": part.value}
        return url_for("coverage.people_behind", **where, **chosen)  # type: ignore[arg-type]

    return address


def _report(council: OrganisationFacts, found: Comparison, point: Point) -> str:
    """The report of one of the two days, under the same filters."""
    moment = "from_known_at" if point is found.before else "known_at"
    known_at = request.args.get(moment) or request.args.get("known_at") or None
    return url_for(
        "coverage.coverage",
        organisation=council.slug,
        as_at=point.when.as_at.isoformat(),
        known_at=known_at,
        **found.filters.given,  # type: ignore[arg-type]
    )


def _rows(found: Comparison) -> list[Row]:
    parts: Sums = found.parts or {}
    return [
        Row(
            skill,
            before,
            after,
            change(before, after),
            {part: parts[skill, part] for part in Part if (skill, part) in parts},
        )
        for skill, before, after in found.lines()
    ]
