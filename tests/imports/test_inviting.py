"""People whom a file brings are invited after it, some at a time, whoever dies meanwhile."""

import pytest
from flask import Flask

from learning.accounts import delivery
from learning.accounts.models import Invitation, InvitationDue
from learning.audit import AuditDetail
from learning.catalogue.published import Catalogue
from learning.database import transaction
from learning.imports import files, working
from learning.imports.models import PeopleImport
from tests.builders import Town
from tests.databases import settings_for
from tests.imports.made import address_of, apply, counted, dry_run, new, person_named, row
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
        settings_for("sqlite://").model_copy(update={"address": "https://learning.example"}),
    )
    for _ in range(2):
        done = app.test_cli_runner().invoke(args=["run-timed", "invite"])
        assert done.exit_code == 0, done.output
    assert counted(app, Invitation) == MANY
    assert counted(app, InvitationDue) == 0


def test_a_dry_run_says_that_those_who_are_new_are_invited_and_where_it_shows_who_came_in(
    app: Flask, lead: Browser, ready_town: Town
) -> None:
    words = "everybody who is new and has an e-mail address is sent an invitation"
    assert words not in dry_run(lead, row("77", email="samina.haque@people.example")).words
    page = dry_run(lead, new(1), new(2, starts="2090-05-10"))
    assert words in page.words
    applied = lead.get(apply(lead, page).location or "")
    assert words not in applied.words
    assert "Nothing was left out." in applied.words
    week = lead.get(f"/organisations/{ready_town.slug}/oversight")
    for shows in (applied, week):
        assert f'href="/organisations/{ready_town.slug}/people?status=not-in"' in shows.text
    waiting = lead.get(f"/organisations/{ready_town.slug}/people?status=not-in").words
    assert "Newcomer Number1" in waiting
    assert "Newcomer Number2, from 10 May 2090" in waiting
    with app.app_context(), transaction() as session:
        for name in ("Newcomer Number1", "Newcomer Number2"):
            person_named(session, name).password_hash = "set"
    assert (
        "Nobody matches"
        in lead.get(f"/organisations/{ready_town.slug}/people?status=not-in&q=newcomer").words
    )


def test_a_lead_chooses_not_to_invite_yet_and_invites_later_from_their_page(
    app: Flask, lead: Browser, ready_town: Town
) -> None:
    page = dry_run(lead, new(1), new(2), new(3, email=""))
    assert "2 at most" in page.words
    assert 'value="now" checked' in " ".join(page.text.split())
    done = lead.get(apply(lead, page, invite="later").location or "")
    assert "nobody was invited" in done.words
    assert counted(app, Invitation) == counted(app, InvitationDue) == 0
    later = f"/organisations/{ready_town.slug}/invitations"
    assert f'href="{later}"' in done.text
    assert counted(app, AuditDetail, AuditDetail.field == "not_invited", AuditDetail.after == "2")
    audit = lead.get(f"/organisations/{ready_town.slug}/audit").words
    assert "Not invited: 2" in audit
    assert "were never invited" in lead.get(later).words
    lead.post(later)
    newcomers = Invitation.address.startswith("new")
    assert counted(app, Invitation, newcomers) == 2


def test_the_worker_keeps_the_choice_of_a_large_file(
    app: Flask, lead: Browser, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "SMALL", 0)
    settings = app.extensions["settings"].model_copy(update={"address": "https://here.example"})
    monkeypatch.setitem(app.extensions, "settings", settings)

    def work() -> None:
        with app.app_context():
            working.work(catalogue)

    page = dry_run(lead, new(1))
    work()
    here = lead.get(address_of(page))
    waits = lead.get(apply(lead, here, invite="later").location or "")
    assert "Nobody is invited by it" in waits.words
    work()
    assert "nobody was invited" in lead.get(address_of(page)).words
    assert counted(app, PeopleImport, PeopleImport.invites.is_(False)) == 1
    assert counted(app, Invitation) == counted(app, InvitationDue) == 0


def test_the_choice_outlasts_a_dry_run_that_has_to_be_made_again(
    app: Flask, lead: Browser, ready_town: Town
) -> None:
    page = dry_run(lead, new(1), new(2))
    apply(lead, dry_run(lead, new(1)))
    again = apply(lead, page, invite="later")
    assert again.status == 409
    assert 'value="later" checked' in " ".join(again.text.split())


def test_who_only_has_another_address_is_asked_about_and_who_has_not_is_not(
    lead: Browser,
) -> None:
    apply(lead, dry_run(lead, new(1)), invite="later")
    choice = 'name="invite"'
    assert choice in dry_run(lead, new(1, email="another@staff.example")).text
    assert choice not in dry_run(lead, new(1, roles="Scrutiny member")).text
