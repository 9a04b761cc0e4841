"""People whom a file brings are invited after it, some at a time, whoever dies meanwhile."""

import pytest
from flask import Flask

from learning.accounts import delivery
from learning.accounts.models import Invitation, InvitationDue
from learning.imports import files
from tests.databases import settings_for
from tests.imports.made import apply, counted, dry_run, new
from tests.page import Browser

MANY = 7


@pytest.fixture(autouse=True)
def _a_few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "AT_ONCE", 3)


def applied(lead: Browser) -> None:
    page = apply(lead, dry_run(lead, *(new(number) for number in range(MANY))))
    assert page.status == 303


def test_everybody_is_invited_in_turns(app: Flask, lead: Browser) -> None:
    applied(lead)
    assert counted(app, Invitation, Invitation.used_at.is_(None)) == MANY
    assert counted(app, InvitationDue) == 0


def test_whom_a_killed_process_left_waiting_the_worker_invites_once(
    app: Flask, lead: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "invite_all", lambda: None)
    applied(lead)
    assert counted(app, InvitationDue) == MANY
    monkeypatch.setitem(
        app.extensions,
        "settings",
        settings_for("").model_copy(update={"address": "https://learning.example"}),
    )
    for _ in range(2):
        done = app.test_cli_runner().invoke(args=["run-timed", "invite"])
        assert done.exit_code == 0, done.output
    assert counted(app, Invitation) == MANY
    assert counted(app, InvitationDue) == 0
