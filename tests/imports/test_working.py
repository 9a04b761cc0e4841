"""What is large waits for a worker, which may die at any moment."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.housekeeping.erasing import erase
from learning.housekeeping.retention import apply_periods
from learning.housekeeping.whose import Whom
from learning.imports import working
from learning.imports.actions import uploads
from learning.imports.files import plan_of
from learning.imports.models import ImportLine, PeopleImport, Status
from learning.people.models import Appointment, Person
from learning.policies.actions import decide
from learning.policies.rules import Retention
from tests.builders import LONG_AGO, Town
from tests.imports.made import address_of, apply, counted, counts, dry_run, new
from tests.page import Browser
from tests.worker.standing import worker_looked


@pytest.fixture(autouse=True)
def _everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "SMALL", 0)


def work(app: Flask, catalogue: Catalogue) -> int:
    with app.app_context():
        return working.work(catalogue)


def change(app: Flask, **values: object) -> None:
    with app.app_context(), transaction() as session:
        session.execute(update(PeopleImport).values(**values))


def test_a_large_file_is_read_and_applied_by_a_worker_and_its_page_looks_again(
    app: Flask, lead: Browser, catalogue: Catalogue
) -> None:
    page = dry_run(lead, new(1), new(2, roles="Wizard"))
    assert page.h1 == "Your file is being read"
    assert page.headers["Refresh"] == "3"
    assert "It waits for its turn" in page.words
    assert "tell whoever runs the platform" in lead.get(address_of(page)).words
    worker_looked(app, now())
    assert "background work" not in lead.get(address_of(page)).words
    assert work(app, catalogue) == 1
    ready = lead.get(address_of(page))
    assert "Refresh" not in ready.headers
    assert counts(ready)["new"] == 1
    applying = lead.get(apply(lead, ready).location)
    assert applying.h1 == "Your file is being applied"
    assert counted(app, Person, Person.name.startswith("Newcomer")) == 0
    assert app.test_cli_runner().invoke(args=["work-imports"]).output == "1 done.\n"
    assert lead.get(address_of(page)).h1 == "What the file changed"
    assert counted(app, Person, Person.name.startswith("Newcomer")) == 1
    assert work(app, catalogue) == 0


def test_two_workers_do_not_take_up_the_same_import(
    app: Flask, lead: Browser, catalogue: Catalogue
) -> None:
    dry_run(lead, new(1))
    change(app, lease="another", leased_until=now() + timedelta(minutes=1), done=1)
    page = lead.get("/organisations/fernleigh/people/import")
    assert "is being read" in page.words
    assert work(app, catalogue) == 0


def test_a_worker_that_was_killed_is_followed_by_another(
    app: Flask, lead: Browser, catalogue: Catalogue
) -> None:
    page = dry_run(lead, new(1))
    change(app, lease="killed", leased_until=now() - timedelta(seconds=1), tries=1)
    assert work(app, catalogue) == 1
    ready = lead.get(address_of(page))
    apply(lead, ready)
    change(app, lease="killed", leased_until=now() - timedelta(seconds=1), tries=2)
    assert work(app, catalogue) == 1
    assert counted(app, Person, Person.name == "Newcomer Number1") == 1


def test_a_worker_thought_dead_cannot_write_after_another_took_over(
    app: Flask, lead: Browser, catalogue: Catalogue
) -> None:
    page = dry_run(lead, new(1))
    work(app, catalogue)
    apply(lead, lead.get(address_of(page)))
    with app.app_context():
        with transaction() as session:
            number = session.query(PeopleImport).one().id
            uploads.claim(session, number, at=now() - timedelta(hours=1))
        slow = working._task(number)
        with transaction() as session:
            uploads.claim(session, number, at=now())
        planned = plan_of(current_session(), working.file_of(current_session(), slow), catalogue)
        with transaction() as session:
            assert not uploads.keep_plan(session, slow, planned, at=now())


def test_what_kills_every_worker_is_given_up_and_said(
    app: Flask, lead: Browser, catalogue: Catalogue
) -> None:
    page = dry_run(lead, new(1))
    change(app, tries=3)
    work(app, catalogue)
    failed = lead.get(address_of(page))
    assert "This could not be worked out. Nothing has been changed" in failed.words
    lead.post(f"{address_of(page)}/again")
    work(app, catalogue)
    assert counts(lead.get(address_of(page)))["new"] == 1


def test_people_who_changed_before_the_worker_came_get_a_fresh_dry_run(
    app: Flask, lead: Browser, catalogue: Catalogue
) -> None:
    page = dry_run(lead, new(1, roles="Councillor"))
    work(app, catalogue)
    other = dry_run(lead, new(1))
    work(app, catalogue)
    for one in (other, page):
        apply(lead, lead.get(address_of(one)))
    work(app, catalogue)
    fresh = lead.get(address_of(other))  # the first one was applied first
    assert "People changed since the dry run" in fresh.words
    assert counts(fresh)["changed"] == 1


def test_a_lead_no_more_imports_nobody(
    app: Flask, lead: Browser, ready_town: Town, catalogue: Catalogue
) -> None:
    dry_run(lead, new(1))
    with app.app_context(), transaction() as session:
        mine = Appointment.person_id == ready_town.lead
        session.execute(update(Appointment).where(mine).values(superseded_at=now()))
    assert work(app, catalogue) == 1
    assert counted(app, PeopleImport, PeopleImport.status == Status.FAILED) == 1


def test_uploads_are_emptied_when_the_council_s_retention_says_so(
    app: Flask, lead: Browser, ready_town: Town, catalogue: Catalogue
) -> None:
    dry_run(lead, new(1))
    work(app, catalogue)

    def forget(days: int) -> bool:
        with app.app_context():
            apply_periods(at=now() + timedelta(days=days))
        return counted(app, PeopleImport, PeopleImport.rows.is_not(None)) == 0

    assert not forget(27)
    with app.app_context(), transaction() as session:
        decide(
            session,
            Retention(uploads=2),
            organisation_id=ready_town.council,
            authority="x",
            starts_on=day_of(LONG_AGO),
            by=None,
            at=LONG_AGO,
        )
    assert not forget(40)
    assert counted(app, ImportLine) == 1
    assert forget(70)
    assert counted(app, ImportLine) == 0
    assert counted(app, PeopleImport) == 1


def test_an_import_that_names_somebody_forgets_them_when_they_are_erased(
    app: Flask, lead: Browser, ready_town: Town, catalogue: Catalogue
) -> None:
    samina = ("77", "samina.haque@people.example", "Samina Haque", "Planning officer", "", "", "")
    page = dry_run(lead, samina, new(1))
    work(app, catalogue)
    with app.app_context(), transaction() as session:
        erase(session, Whom((ready_town.planner,)), at=now())
    assert counted(app, PeopleImport, PeopleImport.rows.is_not(None)) == 0
    assert counted(app, ImportLine, ImportLine.shown.contains("Samina")) == 0
    assert "Samina" not in lead.get(address_of(page)).text
