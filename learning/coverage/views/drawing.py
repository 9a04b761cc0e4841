"""What every view of a report shares: its filters, and its answer as page, JSON or CSV."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import Response, jsonify, make_response, render_template, request
from werkzeug.datastructures import MultiDict

from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.coverage import answers, exports
from learning.coverage.rules.chart import chart
from learning.coverage.rules.figures import Filters, Line, Report
from learning.coverage.rules.heatmap import EVERYONE, LOWEST, ORDERS, Heatmap, heatmap
from learning.coverage.rules.months import month_end_before
from learning.coverage.rules.no_name import THRESHOLD
from learning.coverage.rules.trend import since_the_month_end_before
from learning.coverage.views import waiting
from learning.coverage.views.addresses import addresses
from learning.errors import NotFound, Refusal
from learning.evidence.rules import EXPIRES_SOON
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
    report = answer.report
    since = waiting.closed_on(owner, answer)
    return render_template(
        "coverage/report.html",
        owner=owner,
        answer=answer,
        report=report,
        kind=kind,
        lines=_by_name(_lines(report, kind), kind),
        self_assessed=_by_name(answer.self_assessed or (), "skill"),
        heatmap=_heatmap(report, kind),
        chart=chart(answer.trend),
        change=since_the_month_end_before(answer.trend),
        today=day_of(now()),
        runs_out_by=answer.as_at + EXPIRES_SOON,
        running_out=_running_out(report),
        compare_from=month_end_before(answer.as_at - timedelta(days=1)) if report else None,
        coming_since=since,
        standstill=waiting.standstill_of(since, answer.trend_to_come),
        next_figures=waiting.next_figures(owner),
        **_words(),
        catalogue=catalogue,
        **more,
    )


def asked_again(
    owner: OrganisationFacts | PartnershipFacts, refusal: Refusal, **more: Any
) -> Response:
    """What was asked, to be mended: nothing of it is lost."""
    page = render_template(
        "coverage/asked_again.html", owner=owner, refusal=refusal, **_words(), **more
    )
    response = make_response(page)
    response.status_code = 422
    return response


def _words() -> dict[str, Any]:
    return {"names": served().names, "addresses": addresses(), "threshold": THRESHOLD}


def _running_out(report: Report | None) -> list[Line]:
    """The skills of which something runs out, the one with most first."""
    lines = [one for one in report.skills if not one.suppressed] if report else []
    return sorted((one for one in lines if one.expiring), key=lambda o: (-o.expiring, o.name))


def _kind() -> str:
    """Which kind of group stands beside each other."""
    kind = request.args.get("by") or KINDS[0]
    if kind not in KINDS:
        raise NotFound
    return kind


def _heatmap(report: Report | None, kind: str) -> Heatmap | None:
    order = request.args.get("order") or LOWEST
    if order not in ORDERS:
        raise NotFound
    if report is None:
        return None
    lines = () if kind == "skill" else _lines(report, kind)
    sort = request.args.get("sort") or EVERYONE
    found = heatmap(lines, report.skills, served().names["skill"], sort=sort, order=order)
    if found is None:
        if sort in served().names.get(kind, {}):  # a group that is there on other days
            return heatmap(lines, report.skills, served().names["skill"])
        raise NotFound
    return found


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


def _by_name(lines: Sequence[Line], kind: str) -> list[Line]:
    """As people look for them: groups by name, in each the skills by name, hidden ones last."""
    names = served().names

    def order(line: Line) -> tuple[str, bool, str]:
        group = "" if kind == "skill" else names[kind].get(line.name, line.name)
        skill = line.skill or ""
        return (group, line.suppressed, names["skill"].get(skill, skill))

    return sorted(lines, key=order)


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
