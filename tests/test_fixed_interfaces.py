"""The addresses and commands that others build against stay where they are."""

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

COUNCIL = "/organisations/any"
PAGES = f"""
/ /sign-in /learning /paths/p /courses/c /courses/c/lessons/l /courses/c/assessment
/courses/c/assessment/a /attempts/1 /attempts/1/questions/2 /attempts/1/check /record
/certificates/code /certificates/code.pdf /certificates/code.json
{COUNCIL}/people {COUNCIL}/people/import {COUNCIL}/assignments {COUNCIL}/rules
{COUNCIL}/requirements {COUNCIL}/audit {COUNCIL}/coverage {COUNCIL}/coverage.json
{COUNCIL}/coverage.csv {COUNCIL}/coverage.xlsx {COUNCIL}/coverage.pdf
{COUNCIL}/people.csv {COUNCIL}/evidence.csv {COUNCIL}/requirements.csv
/partnerships/p/coverage /admin /health/live /health/ready /metrics
"""
FORMS = """
/sign-in /sign-out /courses/c/lessons/l/read /courses/c/assessment
/attempts/1/questions/2 /attempts/1/submit
"""
COMMANDS = """
seed check-courses sync-framework import-people add-administrator recompute-coverage send-notices
"""


@pytest.mark.parametrize(
    ("method", "address"),
    [("GET", one) for one in PAGES.split()] + [("POST", one) for one in FORMS.split()],
)
def test_an_address_leads_to_a_view(app: Flask, method: str, address: str) -> None:
    try:
        app.url_map.bind("localhost").match(address, method=method)
    except HTTPException as refused:
        pytest.fail(f"{method} {address}: {refused}")


@pytest.mark.parametrize("command", COMMANDS.split())
def test_a_command_says_what_it_does(app: Flask, command: str) -> None:
    done = app.test_cli_runner().invoke(args=[command, "--help"])
    assert done.exit_code == 0
    assert f"{command} [OPTIONS]" in done.output
