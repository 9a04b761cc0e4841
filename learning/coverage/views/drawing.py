"""What every view of a report shares: its filters, and its answer as page, JSON or CSV."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Response, jsonify, render_template, request
from werkzeug.datastructures import MultiDict

from learning.catalogue.serving import served
from learning.coverage import answers, exports
from learning.coverage.rules.figures import Filters, Line, Report
from learning.coverage.rules.heatmap import heatmap
from learning.coverage.rules.no_name import THRESHOLD
from learning.errors import NotFound
from learning.people.standing import OrganisationFacts, PartnershipFacts, Scope
from learning.shell.downloads import csv_file

KINDS = ("tier", "role", "service", "skill")


def asked_filters(scope: Scope | None) -> Filters:
    """The filters in the address; NotFound for a value there is not."""
    args: MultiDict[str, str] = request.args
    values = {name: args.get(name) or None for name in ("role", "tier", "service", "skill")}
    filters = Filters(**values)
    answers.check_filters(filters, served(), scope)
    return filters


def as_page(
    owner: OrganisationFacts | PartnershipFacts, answer: answers.Answer, **more: Any
) -> str:
    """The report to read."""
    catalogue = served()
    kind = _kind()
    return render_template(
        "coverage/report.html",
        kind=kind,
        kinds={one: _address(by=one) for one in KINDS},
        lines=_lines(answer.report, kind),
        owner=owner,
        answer=answer,
        report=answer.report,
        heatmap=heatmap(answer.report.tiers, answer.report.skills) if answer.report else None,
        catalogue=catalogue,
        threshold=THRESHOLD,
        names=catalogue.names,
        address=request.path,
        query=f"?{request.query_string.decode()}" if request.query_string else "",
        **more,
    )


def _address(*, by: str) -> str:
    """The address of this page with another kind of group in full."""
    return f"{request.path}?{urlencode(request.args.to_dict() | {'by': by})}"


def _kind() -> str:
    """Which kind of group's lines are drawn in full: one at a time keeps the page light."""
    kind = request.args.get("by") or KINDS[0]
    if kind not in KINDS:
        raise NotFound
    return kind


def _lines(report: Report | None, kind: str) -> Sequence[Line]:
    if report is None:
        return ()
    by_kind = {
        "tier": report.tiers,
        "role": report.roles,
        "service": report.services,
        "skill": report.skills,
    }
    return by_kind[kind]


def as_json(owner: dict[str, str], answer: answers.Answer) -> Response:
    """The report as data; `owner` names the organisation or partnership."""
    body = exports.as_json(
        answer.report,
        owner=owner,
        as_at=answer.as_at,
        known_at=answer.known_at,
        filters=answer.filters,
    )
    return jsonify(body)


def as_csv(slug: str, answer: answers.Answer) -> Response:
    """The report as a table."""
    name = f"{slug}-coverage-{answer.as_at.isoformat()}"
    return csv_file(name, exports.as_csv(answer.report))
