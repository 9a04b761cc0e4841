"""Calls the API in every way its description allows and holds each answer to it.

Loaded only where it is used: its library prints no values of failing examples, of any test.
"""

from collections.abc import Mapping
from typing import Any

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = (
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)


def statuses_of(app: Flask, described: Mapping[str, Any], headers: Mapping[str, str]) -> set[int]:
    """The statuses of all the answers, each of which was as described."""
    schema = schemathesis.openapi.from_dict(dict(described))
    schema.app = app
    answered: set[int] = set()

    def call(case: schemathesis.Case) -> None:
        reply = case.call(headers={**headers, "Accept-Encoding": "identity"})
        case.validate_response(reply, checks=CHECKS)
        answered.add(reply.status_code)

    for found in schema.get_all_operations():
        quick = settings(
            max_examples=5,
            phases=[Phase.generate],
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        quick(given(found.ok().as_strategy())(call))()
    return answered
