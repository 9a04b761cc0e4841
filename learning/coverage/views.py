"""The skills coverage report in its clothes: page, JSON and CSV."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, render_template, request
from werkzeug.datastructures import MultiDict

from learning.catalogue.serving import served
from learning.clock import now
from learning.coverage import answers, asking, exports
from learning.coverage import partnership as together
from learning.coverage.rules.figures import Filters, Line, Report
from learning.coverage.rules.heatmap import heatmap
from learning.coverage.rules.no_name import THRESHOLD
from learning.database import current_session
from learning.doors import for_coverage_readers, for_partnership_reviewers, signed_in
from learning.errors import NotFound, Refusal
from learning.people.access import visitor
from learning.people.standing import OrganisationFacts, PartnershipFacts, Scope
from learning.shell.downloads import csv_file
from learning.shell.moments import day_in, moment_in

blueprint = Blueprint("coverage", __name__, template_folder="templates")
KINDS = ("tier", "role", "service", "skill")


def _filters(scope: Scope | None) -> Filters:
    args: MultiDict[str, str] = request.args
    values = {name: args.get(name) or None for name in ("role", "tier", "service", "skill")}
    filters = Filters(**values)
    answers.check_filters(filters, served(), scope)
    return filters


def _answer(slug: str) -> tuple[OrganisationFacts, Scope | None, answers.Answer]:
    council, scope = visitor().reads_coverage_of(slug)
    at = now()
    filters = _filters(scope)
    as_at = answers.check_day(day_in(request.args.get("as_at"), field="as_at"), at=at)
    known_at = moment_in(request.args.get("known_at"), field="known_at")
    session, catalogue = current_session(), served()
    if scope is None:
        if known_at is not None:
            raise Refusal("Only training leads can choose what was known when", field="known_at")
        return (
            council,
            scope,
            asking.without_names(
                session, council, filters=filters, as_at=as_at, at=at, catalogue=catalogue
            ),
        )
    return (
        council,
        scope,
        asking.for_lead(
            session,
            council,
            scope,
            lead_id=visitor().person_id,
            filters=filters,
            as_at=as_at,
            known_at=known_at or at,
            catalogue=catalogue,
        ),
    )


def _page(owner: OrganisationFacts | PartnershipFacts, answer: answers.Answer, **more: Any) -> str:
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


@blueprint.get("/organisations/<organisation>/coverage")
@for_coverage_readers
def coverage(organisation: str) -> str:
    """The report to read."""
    council, scope, answer = _answer(organisation)
    return _page(council, answer, organisation=council, scope=scope, is_lead=scope is not None)


@blueprint.get("/organisations/<organisation>/coverage.json")
@for_coverage_readers
def coverage_json(organisation: str) -> Response:
    """The report as data."""
    council, _, answer = _answer(organisation)
    return _json({"organisation": council.slug}, answer)


@blueprint.get("/organisations/<organisation>/coverage.csv")
@for_coverage_readers
def coverage_csv(organisation: str) -> Response:
    """The report as a table."""
    council, _, answer = _answer(organisation)
    return _csv(council.slug, answer)


@blueprint.get("/partnerships/<partnership>/coverage")
@for_partnership_reviewers
def partnership_coverage(partnership: str) -> str:
    """Several councils together; no council by itself."""
    found, answer = _partnership(partnership)
    return _page(found, answer, organisation=None, scope=None, is_lead=False)


@blueprint.get("/partnerships/<partnership>/coverage.json")
@for_partnership_reviewers
def partnership_json(partnership: str) -> Response:
    """The partnership's report as data."""
    found, answer = _partnership(partnership)
    return _json({"partnership": found.slug}, answer)


@blueprint.get("/partnerships/<partnership>/coverage.csv")
@for_partnership_reviewers
def partnership_csv(partnership: str) -> Response:
    """The partnership's report as a table."""
    found, answer = _partnership(partnership)
    return _csv(found.slug, answer)


def _partnership(slug: str) -> tuple[PartnershipFacts, answers.Answer]:
    found = visitor().reviews(slug)
    at = now()
    answer = together.for_partnership(
        current_session(),
        found,
        filters=_filters(None),
        as_at=answers.check_day(day_in(request.args.get("as_at"), field="as_at"), at=at),
        at=at,
        catalogue=served(),
    )
    return found, answer


def _json(owner: dict[str, str], answer: answers.Answer) -> Response:
    body = exports.as_json(
        answer.report,
        owner=owner,
        as_at=answer.as_at,
        known_at=answer.known_at,
        filters=answer.filters,
    )
    return jsonify(body)


def _csv(slug: str, answer: answers.Answer) -> Response:
    name = f"{slug}-coverage-{answer.as_at.isoformat()}"
    return csv_file(name, exports.as_csv(answer.report))


@blueprint.get("/coverage/how-this-is-worked-out")
@signed_in
def how() -> str:
    """What every figure means, in words."""
    return render_template("coverage/how.html", threshold=THRESHOLD)
