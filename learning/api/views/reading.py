"""What a token opens: figures without names, and what was published; each read is counted."""

from typing import Any

from flask import Response, request, url_for
from pydantic import BaseModel
from werkzeug.wrappers import Response as AnyResponse

from learning.api import content
from learning.api.views.blueprint import VERSION, blueprint
from learning.catalogue.serving import served
from learning.clock import now
from learning.coverage import answers, asking, exports
from learning.coverage.rules.figures import Filters
from learning.database import current_session
from learning.doors import ApiScope, for_tokens
from learning.errors import NotFound, Refusal
from learning.people.access import bearer
from learning.people.standing import OrganisationFacts
from learning.publishing import listings
from learning.publishing.listings import Listed
from learning.publishing.papers import EVERY_LANGUAGE
from learning.shell.addresses import from_outside
from learning.shell.moments import day_in

ALL = f"{VERSION}/organisations"
ONE = f"{ALL}/<organisation>"
FILTERS = ("role", "tier", "service", "skill")


@blueprint.get(ALL)
@for_tokens(None)
def organisations() -> Response:
    """What this token reads about, with where to go on."""
    council, views = bearer().organisation, {}
    if ApiScope.COVERAGE in bearer().scopes:
        views["coverage"] = _address("coverage", council)
    if ApiScope.STATEMENTS in bearer().scopes:
        views["statements"] = _address("statements", council)
    _only()
    one = content.Organisation(
        slug=council.slug,
        name=council.name,
        nation=council.nation,
        made_up=council.made_up,
        links=views,
    )
    return _answer(content.Organisations(organisations=(one,)))


@blueprint.get(f"{ONE}/coverage")
@for_tokens(ApiScope.COVERAGE)
def coverage(organisation: str) -> Response:
    """Skills coverage at a month end, without names."""
    _only("as_at", *FILTERS)
    council, at = bearer().organisation, now()
    filters = Filters(**{name: request.args.get(name) or None for name in FILTERS})
    answers.check_filters(filters, served(), None)
    as_at = answers.check_day(day_in(request.args.get("as_at"), field="as_at"), at=at)
    answer = asking.without_names(
        current_session(), council, filters=filters, as_at=as_at, at=at, catalogue=served()
    )
    said = exports.as_json(
        answer.report,
        owner={"organisation": organisation},
        as_at=answer.as_at,
        known_at=answer.known_at,
        filters=answer.filters,
    )
    given: dict[str, Any] = {**filters.given, "as_at": answer.as_at.isoformat()}
    links = {
        "here": _address("coverage", council, **given),
        "page": from_outside(url_for("coverage.coverage", organisation=organisation, **given)),
        "worked_out": from_outside(url_for("coverage.how")),
    }
    return _answer(content.Coverage.model_validate({**said, "links": links}))


@blueprint.get(f"{ONE}/statements")
@for_tokens(ApiScope.STATEMENTS)
def statements(organisation: str) -> Response:
    """The statements that are published for everybody, newest first."""
    _only("page")
    council, page = bearer().organisation, _page()
    found = listings.statements_of(current_session(), organisation, None, page=page)
    links = {"here": _address("statements", council, page=page)}
    if len(found) > listings.PAGE:
        links["next"] = _address("statements", council, page=page + 1)
    said = tuple(map(_listed, found[: listings.PAGE]))
    return _answer(content.Statements(organisation=organisation, statements=said, links=links))


@blueprint.get(f"{ONE}/statements/<int:number>")
@for_tokens(ApiScope.STATEMENTS)
def statement(organisation: str, number: int) -> AnyResponse:
    """All that one statement says, byte for byte as it was published."""
    _only()
    found = listings.statement_of(current_session(), organisation, number, None)
    kept = found and listings.file_of(current_session(), found.id, "json", [EVERY_LANGUAGE])
    if not kept:
        raise NotFound
    facts, data = kept
    reply = Response(data, content_type=facts.media_type)
    reply.set_etag(facts.sha256)
    reply.headers["Cache-Control"] = "private, no-cache, no-transform"
    return reply.make_conditional(request)


def _only(*names: str) -> None:
    """NotFound for a filter there is not: who misspells one must not take the whole for a part."""
    if set(request.args) - set(names):
        raise NotFound


def _page() -> int:
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= 100_000):
        raise Refusal("Write the page as a number from 1", field="page")
    return int(text[:9])


def _listed(one: Listed) -> content.Statement:
    names: dict[str, Any] = {"organisation": one.organisation.slug, "number": one.number}
    return content.Statement(
        number=one.number,
        as_at=one.as_at,
        known_at=one.known_at,
        published_at=one.published_at,
        officer_name=one.officer_name,
        officer_post=one.officer_post,
        restates=one.restates,
        restated_by=one.restated_by,
        links={
            "data": _address("statement", one.organisation, number=one.number),
            "page": from_outside(url_for("publishing.statement", **names)),
            "open_data": from_outside(url_for("publishing.open_data_of", **names)),
        },
    )


def _address(view: str, council: OrganisationFacts, **more: Any) -> str:
    return from_outside(url_for(f"api.{view}", organisation=council.slug, **more))


def _answer(said: BaseModel) -> Response:
    """What was not said is left out: bands of lines that are shown, for example."""
    return Response(said.model_dump_json(exclude_unset=True), content_type="application/json")
