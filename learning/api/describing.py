"""The API described for programs (OpenAPI 3.1), from its views, their doors and their shapes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from learning.api.content import Coverage, Organisations, Problem, Statements
from learning.catalogue.published import Catalogue
from learning.doors import Door, marks_of
from learning.people.rules import MOST_READS
from learning.publishing.content import StatementContent
from learning.shell.problems import MEDIA_TYPE

REFERENCE = "#/components/schemas/{model}"
PROBLEMS = {
    "401": "No token that works",
    "403": "The token has not this scope",
    "404": "Nothing here that this token may read, or no such filter",
    "422": "What was asked cannot be understood, or not be answered",
    "429": f"The token has read {MOST_READS} times in a quarter of an hour",
}
Json = dict[str, Any]
RETRY_AFTER: Json = {
    "description": "Seconds until it may read again",
    "required": True,
    "schema": {"type": "integer", "minimum": 1},
}


@dataclass(frozen=True)
class Operation:
    """What a view answers, and which part of the query it reads."""

    answer: type[BaseModel]
    query: tuple[str, ...] = ()


OPERATIONS = {
    "api.organisations": Operation(Organisations),
    "api.coverage": Operation(Coverage, ("as_at", "role", "tier", "service", "skill")),
    "api.statements": Operation(Statements, ("page",)),
    "api.statement": Operation(StatementContent),
}


def describe(app: Flask, catalogue: Catalogue, *, title: str) -> Json:
    """`openapi.json`, of every view that opens to tokens."""
    query = _query(catalogue)
    views = [rule for rule in app.url_map.iter_rules() if _opens_to_tokens(app, rule.endpoint)]
    views.sort(key=lambda rule: rule.rule)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{title}: figures of skills",
            "version": "1",
            "description": "Skills coverage of a council without names: month ends, small groups "
            "left out. Tokens are made by the learning leads of the council. Reading changes "
            f"nothing. A token reads {MOST_READS} times in a quarter of an hour at most; the "
            "answer 429 then says in Retry-After for how many seconds to wait.",
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": {
            _path(rule.rule): {"get": _operation(app, rule.endpoint, sorted(rule.arguments), query)}
            for rule in views
        },
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "A token of a council"}
            },
            "schemas": _schemas(),
        },
    }


def _opens_to_tokens(app: Flask, endpoint: str) -> bool:
    return marks_of(app.view_functions[endpoint]).door is Door.TOKEN


def _path(rule: str) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule)


def _operation(app: Flask, endpoint: str, names: list[str], query: Mapping[str, Json]) -> Json:
    view, wanted = app.view_functions[endpoint], OPERATIONS[endpoint]
    scope = marks_of(view).scope
    return {
        "operationId": endpoint.rpartition(".")[2],
        "summary": (view.__doc__ or "").strip().splitlines()[0],
        "description": f"Scope of the token: {scope or 'any'}.",
        "parameters": [*map(_in_path, names), *(query[name] for name in wanted.query)],
        "responses": {
            "200": {
                "description": (wanted.answer.__doc__ or "").strip().splitlines()[0],
                "content": {"application/json": {"schema": _reference(wanted.answer)}},
            },
            **{status: _problem(status, words) for status, words in PROBLEMS.items()},
        },
    }


def _problem(status: str, words: str) -> Json:
    said = {"description": words, "content": {MEDIA_TYPE: {"schema": _reference(Problem)}}}
    return said | ({"headers": {"Retry-After": RETRY_AFTER}} if status == "429" else {})


def _in_path(name: str) -> Json:
    shape: Json = {"type": "string", "pattern": "^[a-z0-9-]+$"}
    if name == "number":
        shape = {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}
    return {"name": name, "in": "path", "required": True, "schema": shape}


def _query(catalogue: Catalogue) -> dict[str, Json]:
    """What the queries may hold; of role, tier and service, one at a time."""
    tiers = {role.tier.value for role in catalogue.roles.values()}
    known = {
        "role": catalogue.roles,
        "tier": tiers,
        "service": catalogue.services,
        "skill": catalogue.skills,
    }
    one_at_a_time = "Role, tier and service go one at a time."
    shapes: dict[str, tuple[str, Json]] = {
        "as_at": (
            "The day; the nearest month end at or before it is answered.",
            {"type": "string", "format": "date"},
        ),
        "page": ("The page of the list.", {"type": "integer", "minimum": 1, "maximum": 100_000}),
        **{
            name: (
                "Skill goes with any of the others." if name == "skill" else one_at_a_time,
                {"type": "string", "enum": sorted(slugs)},
            )
            for name, slugs in known.items()
        },
    }
    return {
        name: {"name": name, "in": "query", "description": says, "schema": shape}
        for name, (says, shape) in shapes.items()
    }


def _reference(model: type[BaseModel]) -> Json:
    return {"$ref": REFERENCE.format(model=model.__name__)}


def _schemas() -> Json:
    models: list[type[BaseModel]] = [Problem, *(one.answer for one in OPERATIONS.values())]
    _, found = models_json_schema(
        [(model, "validation") for model in models], ref_template=REFERENCE
    )
    schemas: Json = found["$defs"]
    return schemas
