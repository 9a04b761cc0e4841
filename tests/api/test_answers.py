"""What the API answers: the figures that a report viewer sees, as its description says."""

import json

import pytest
from flask import Flask

from learning.clock import day_of, now
from learning.database import transaction
from learning.doors import ApiScope, Door, marks_of
from learning.people.actions import tokens
from learning.people.actions.tokens import Wanted
from tests.builders import Town
from tests.page import Browser
from tests.publishing.conftest import (  # noqa: F401  # a council with figures and statements
    built_planners,
    built_statements,
    planners,
    stated,
    stated_twice,
)
from tests.publishing.press import top
from tests.statements import most_asked


@pytest.fixture
def bearer(app: Flask, town: Town, stated_twice: None) -> dict[str, str]:  # noqa: F811
    """A token of a council that has figures and statements: one for everybody, one for leads."""
    with app.app_context(), transaction() as session:
        until = day_of(now()).replace(day=1).replace(year=day_of(now()).year + 1)
        token = tokens.make(
            session,
            Wanted("A tool", frozenset(ApiScope), until),
            organisation_id=town.council,
            form_key="k",
            by=town.lead,
            at=now(),
        )
    return {"Authorization": f"Bearer {token}"}


def test_a_tool_reads_what_a_report_viewer_reads(
    app: Flask, town: Town, bearer: dict[str, str]
) -> None:
    tool, viewer = Browser(app), Browser(app).sign_in(town.reviewer)
    whole = json.loads(tool.get("/api/v1/organisations", headers=bearer).text)
    links = whole["organisations"][0]["links"]
    for query in ("", "?skill=cyber-security", "?tier=service-team", "?as_at=1990-01-01"):
        page = tool.get(f"{path_of(links['coverage'])}{query}", headers=bearer)
        assert page.status == 200
        assert most_asked(app, page) <= 10
        said = json.loads(page.text)
        assert said.pop("links")["here"].startswith("http://localhost/api/v1/")
        seen = viewer.client.get(f"/organisations/{town.slug}/coverage.json{query}").json
        assert said == seen
    (one,) = tool.client.get(path_of(links["statements"]), headers=bearer).json["statements"]
    assert one["number"] == 1
    data = tool.client.get(path_of(one["links"]["data"]), headers=bearer)
    assert data.data == tool.client.get(f"{top(town)}/1.json").data
    known = {**bearer, "If-None-Match": data.headers["ETag"]}
    assert tool.client.get(path_of(one["links"]["data"]), headers=known).status_code == 304
    of_leads = tool.client.get(path_of(one["links"]["data"])[:-1] + "2", headers=bearer)
    assert of_leads.status_code == 404


def path_of(address: str) -> str:
    return address.removeprefix("http://localhost")


def test_every_answer_is_as_described(app: Flask, town: Town, bearer: dict[str, str]) -> None:
    described = Browser(app).client.get("/api/v1/openapi.json").json
    assert described["openapi"] == "3.1.0"
    open_to_tokens = {
        rule.endpoint.removeprefix("api.")
        for rule in app.url_map.iter_rules()
        if marks_of(app.view_functions[rule.endpoint]).door is Door.TOKEN
    }
    operations = [path["get"] for path in described["paths"].values()]
    assert {one["operationId"] for one in operations} == open_to_tokens
    for one in operations:  # otherwise nearly every example is of a council there is not
        for parameter in one["parameters"]:
            if parameter["name"] == "organisation":
                parameter["schema"] = {"enum": [town.slug, "otmoor"]}
            if parameter["name"] == "number":
                parameter["schema"] = {"type": "integer", "minimum": 1, "maximum": 3}
    from tests.api.described import statuses_of  # noqa: PLC0415  # says there why only here

    answered = statuses_of(app, described, bearer)
    assert {200, 404} <= answered <= {200, 404, 422}
