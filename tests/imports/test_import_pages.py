import csv as csv_module
import io
import re
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learning.accounts.models import Invitation
from learning.audit import AuditDetail, AuditEntry
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.imports.models import ImportLine, PeopleImport
from learning.people.actions import places
from learning.people.models import Address, Membership, Particulars, Person
from tests.builders import Town, appoint_lead
from tests.claims.made import another_lead
from tests.imports.made import (
    HEADER,
    TOP,
    address_of,
    apply,
    counted,
    counts,
    dry_run,
    everything,
    new,
    person_named,
    roles_of,
    row,
    send,
    stays,
)
from tests.page import Browser
from tests.spreadsheets.sheets import csv, xlsx
from tests.statements import most_asked

TODAY = day_of(now())
SAMINA = "samina.haque@people.example"


def test_nothing_changes_before_somebody_says_so(app: Flask, lead: Browser) -> None:
    before = everything(app)
    page = dry_run(lead, new(1), new(2, roles="Wizard"), row("77", email=SAMINA))
    assert page.h1 == "What the file would change"
    assert counts(page) == {"in error": 1, "changed": 1, "new": 1, "leaving": 0, "unchanged": 0}
    assert "Nothing has been changed yet" in page.words
    assert "“Wizard” is no role here" in page.words
    assert everything(app) == before


def test_new_people_come_in_with_their_roles_and_no_password(
    app: Flask, lead: Browser, ready_town: Town
) -> None:
    page = dry_run(lead, new(1, starts="2026-05-01"), new(2, roles="Scrutiny member"))
    assert "Role: Planning officer, from 1 May 2026" in page.words
    assert apply(lead, page).status == 303
    with app.app_context():
        session = current_session()
        one = person_named(session, "Newcomer Number1")
        assert one.password_hash is None
        assert roles_of(session, one.id, ready_town.council) == {
            ("planning-officer", "planning", date(2026, 5, 1), None),
            ("all-staff", "planning", date(2026, 5, 1), None),
        }
        two = person_named(session, "Newcomer Number2")
        assert {role[0] for role in roles_of(session, two.id, ready_town.council)} == {
            "scrutiny-member",
            "councillor",
        }
        assert stays(session, ready_town.council)["Newcomer Number1"] == [(date(2026, 5, 1), None)]
        said = session.scalars(select(Particulars).where(Particulars.person_id == one.id)).one()
        assert (said.reference, said.address) == ("P00001", "new1@staff.example")
        assert session.scalars(select(Address).where(Address.person_id == one.id)).all() == []


def test_everything_is_audited_for_the_import_and_for_each_person(
    app: Flask, lead: Browser, ready_town: Town
) -> None:
    apply(lead, dry_run(lead, new(1), row("77", email=SAMINA)))
    with app.app_context():
        session = current_session()
        whole = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "people.imported")
        ).one()
        assert (whole.actor_id, whole.organisation_id) == (ready_town.lead, ready_town.council)
        details = select(AuditDetail.field, AuditDetail.after).where(
            AuditDetail.entry_id == whole.id
        )
        told = dict(tuple(one) for one in session.execute(details))
        assert told == {
            "file": "people.csv",
            "new": "1",
            "changed": "1",
            "left": "0",
            "returned": "0",
        }
        changed = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "person.import-changed")
        ).one()
        assert (changed.person_id, changed.fields) == (ready_town.planner, "reference address")
        rows = session.execute(
            select(AuditDetail.field, AuditDetail.before, AuditDetail.after).where(
                AuditDetail.entry_id == changed.id
            )
        )
        assert {tuple(one) for one in rows} == {
            ("reference", None, "77"),
            ("address", None, SAMINA),
        }
        fields = session.scalar(
            select(AuditEntry.fields).where(AuditEntry.action == "person.imported")
        )
        assert fields == "name reference address starts_on role"


def test_the_same_file_a_second_time_changes_nothing(app: Flask, lead: Browser) -> None:
    rows = (new(1), new(2, ends="2099-03-31"), row("77", email=SAMINA, roles="Planning manager"))
    apply(lead, dry_run(lead, *rows))
    before = everything(app)
    page = dry_run(lead, *rows)
    assert counts(page) == {"in error": 0, "changed": 0, "new": 0, "leaving": 0, "unchanged": 3}
    assert "There is nothing to apply" in page.words
    assert "fingerprint" not in page.text
    assert everything(app) == before


def test_applying_twice_and_the_form_sent_twice_are_one_import(app: Flask, lead: Browser) -> None:
    page = dry_run(lead, new(1), form_key="one key")
    again = send(lead, csv(HEADER, new(1)), form_key="one key")
    assert again.location.endswith(address_of(page).rsplit("/", 1)[1])
    assert [apply(lead, page).status for _ in range(2)] == [303, 303]
    assert counted(app, PeopleImport) == 1
    assert counted(app, Person, Person.name == "Newcomer Number1") == 1
    assert "What the file changed" in lead.get(address_of(page)).words


def test_rows_in_error_come_back_as_a_file_that_can_be_mended_and_sent(
    app: Flask, lead: Browser
) -> None:
    page = dry_run(lead, new(1), new(2, starts="soon"), new(3, name="=HYPERLINK(1)", roles="x"))
    assert "Apply the 1 good row" in page.words
    file = lead.get(f"{address_of(page)}/errors.csv")
    found = list(csv_module.reader(io.StringIO(file.text.lstrip("\ufeff"))))
    assert found[0] == [*HEADER, "What is wrong and how to mend it"]
    assert [one[0] for one in found[1:]] == ["P00002", "P00003"]
    assert found[1][-1].startswith("starts: “soon” is no day")
    assert found[2][2] == "'=HYPERLINK(1)"  # never run by whatever opens it
    mended = file.text.replace("soon", "2026-05-01").replace(",x,", ",Councillor,")
    sent = send(lead, mended.encode())
    again = lead.get(sent.location)
    assert counts(again)["new"] == 2
    assert "not read" not in again.words  # our own column of reasons is no surprise
    assert "=HYPERLINK(1)" in again.words


def test_all_or_nothing_unless_the_good_rows_are_wanted(app: Flask, lead: Browser) -> None:
    page = dry_run(lead, new(1), new(2, roles="Wizard"))
    refused = apply(lead, page, good_rows="")
    assert refused.status == 422
    assert counted(app, Person, Person.name.startswith("Newcomer")) == 0
    assert apply(lead, page).status == 303
    assert counted(app, Person, Person.name.startswith("Newcomer")) == 1


def test_people_who_changed_since_the_dry_run_are_a_conflict_and_a_fresh_dry_run(
    app: Flask, lead: Browser, ready_town: Town
) -> None:
    page = dry_run(lead, new(1), row("77", email=SAMINA, roles="Planning manager"))
    with app.app_context(), transaction() as session:
        planner = session.query(Membership).filter_by(person_id=ready_town.planner).one()
        places.change_membership_days(
            session,
            planner,
            starts_on=date(2024, 6, 3),
            ends_on=TODAY + timedelta(days=30),
            by=None,
            at=now(),
        )
    before = everything(app)
    refused = apply(lead, page)
    assert refused.status == 409
    assert "People changed since the dry run" in refused.words
    assert everything(app) == before
    assert apply(lead, refused).status == 303
    assert counted(app, Person, Person.name == "Newcomer Number1") == 1


def test_a_change_elsewhere_that_alters_nothing_shown_is_no_conflict(
    app: Flask, lead: Browser, ready_town: Town
) -> None:
    page = dry_run(lead, new(1))
    with app.app_context(), transaction() as session:
        chief = session.query(Membership).filter_by(person_id=ready_town.chief).one()
        places.pause(session, chief, paused_from=TODAY, paused_until=None, by=None, at=now())
    assert apply(lead, page).status == 303


def test_cancelling_keeps_nothing_of_the_file(app: Flask, lead: Browser) -> None:
    page = dry_run(lead, new(1))
    before = everything(app)
    assert lead.post(f"{address_of(page)}/cancel").status == 303
    assert "Nothing was changed" in lead.get(address_of(page)).words
    assert counted(app, ImportLine) == 0
    assert counted(app, PeopleImport, PeopleImport.rows.is_not(None)) == 0
    assert everything(app) == before
    assert apply(lead, page).status == 422


def test_who_is_missing_from_a_full_file_leaves_only_if_ticked(
    app: Flask, lead: Browser, ready_town: Town
) -> None:
    rows = [row("77", email=SAMINA)]
    page = dry_run(lead, *rows, whole="yes")
    assert counts(page)["leaving"] == 5
    apply(lead, page)
    with app.app_context():
        ended = [
            days for stay in stays(current_session(), ready_town.council).values() for days in stay
        ]
    assert {end for _, end in ended} == {None}
    lead_page = dry_run(lead, *rows, whole="yes")
    page = lead.get(f"{address_of(lead_page)}?show=leaving")
    assert "They leave only if you tick them: 0 are ticked" in page.words
    code = page.choices("leaver")[0]
    last = TODAY - timedelta(days=3)
    given = {
        "shown": page.choices("shown"),
        "leaver": code,
        "last_day": last.isoformat(),
    }
    kept = lead.get(lead.post(f"{address_of(page)}/leavers", given).location)
    assert "1 is ticked" in kept.words
    assert f"Last day: {last.day} {last:%B %Y}" in kept.words
    assert apply(lead, kept).status == 303
    with app.app_context():
        left = [
            days for stay in stays(current_session(), ready_town.council).values() for days in stay
        ]
    assert sorted(end for _, end in left if end) == [last + timedelta(days=1)]


def test_everybody_missing_can_be_ticked_at_once_and_unticked(lead: Browser) -> None:
    page = lead.get(
        f"{address_of(dry_run(lead, row('77', email=SAMINA), whole='yes'))}?show=leaving"
    )
    day = TODAY.isoformat()
    all_of_them = lead.post(f"{address_of(page)}/leavers", {"everyone": "yes", "last_day": day})
    assert "5 are ticked" in lead.get(all_of_them.location).words
    nobody = lead.post(f"{address_of(page)}/leavers", {"nobody": "yes", "last_day": day})
    assert "0 are ticked" in lead.get(nobody.location).words
    assert lead.post(f"{address_of(page)}/leavers", {"everyone": "yes"}).status == 422


def test_a_council_without_a_purpose_statement_imports_nobody(
    app: Flask, town: Town, browser: Browser
) -> None:
    browser.sign_in(town.lead)
    page = browser.get(TOP)
    assert 'href="/organisations/fernleigh/decisions/purpose"' in page.text
    assert browser.get("/organisations/fernleigh/decisions/purpose").status == 200
    assert "form_key" not in page.text
    refused = send(browser, csv(HEADER, new(1)))
    assert refused.status == 422
    assert counted(app, PeopleImport) == 0


def test_an_import_is_its_sender_s_alone(app: Flask, lead: Browser, ready_town: Town) -> None:
    page = dry_run(lead, new(1))
    other = another_lead(app, ready_town)
    for ending in ("", "/errors.csv"):
        assert other.get(address_of(page) + ending).status == 404
    for ending in ("/apply", "/cancel", "/again", "/leavers", "/order"):
        given = {"fingerprint": "x", "everyone": "yes", "last_day": "2026-01-01"}
        assert other.post(address_of(page) + ending, given).status == 404


def test_days_that_can_be_read_two_ways_are_asked_about(app: Flask, lead: Browser) -> None:
    rows = [new(1, starts="03/04/2026"), new(2, starts="05/06/2026")]
    asked = dry_run(lead, *rows)
    assert asked.h1 == "Which comes first, the day or the month?"
    assert re.search("03/04/2026 *3 April 2026 *4 March 2026", asked.words)
    assert counted(app, ImportLine) == 0
    assert lead.post(f"{address_of(asked)}/order", {}).status == 422
    page = lead.get(lead.post(f"{address_of(asked)}/order", {"order": "month"}).location)
    assert "First day: 4 March 2026" in page.words
    assert "with the month first, as you said" in page.words


def test_a_file_that_shows_its_order_is_not_asked_about(lead: Browser) -> None:
    page = dry_run(lead, new(1, starts="03/04/2026"), new(2, starts="31/12/2025"))
    assert "First day: 3 April 2026" in page.words
    assert "with the day first: 31/12/2025 shows it" in page.words
    page = dry_run(lead, new(1, starts="03/04/2026"), new(2, starts="12/31/2025"))
    assert "First day: 4 March 2026" in page.words


def test_the_sender_reads_what_was_ignored_and_which_sheet_was_read(lead: Browser) -> None:
    sent = send(lead, xlsx((*HEADER, "Shoe size"), (*new(1), "44")), name="Staff list.xlsx")
    page = lead.get(sent.location)
    assert "Columns that are not read: “Shoe size”" in page.words
    assert "Staff list.xlsx" in page.words


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"", 422, "The file is empty"),
        (csv(("a", "b"), ("c", "d")), 422, "There is no column “reference”"),
        (csv(("E-mail", "Email address"), ("c", "d")), 422, "“E-mail” and “Email address”"),
        (b"x" * (10 * 1024 * 1024 + 1), 413, "larger than 10 MB"),
        (csv(HEADER, *[new(1)] * 20_001), 422, "more than 20,000 rows"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, 422, "old version of Excel"),
    ],
)
def test_what_cannot_be_read_is_said_on_the_form_and_nothing_is_kept(
    app: Flask, lead: Browser, content: bytes, status: int, words: str
) -> None:
    page = send(lead, content)
    assert page.status == status
    assert words in page.words
    assert counted(app, PeopleImport) == 0


def test_a_file_has_to_be_chosen_and_a_day_near(lead: Browser) -> None:
    assert "Choose a file" in send(lead, b"", name="").words
    far = send(lead, csv(HEADER, new(1)), day="1999-01-01")
    assert "Enter a day within two years of today" in far.words


def test_lists_are_paged_and_ask_the_database_as_much_for_few_as_for_many(
    app: Flask, lead: Browser
) -> None:
    few = dry_run(lead, new(1), new(2))
    many = dry_run(lead, *[new(number) for number in range(1, 121)])
    assert "Page 1 of 3" in many.words
    third = lead.get(f"{address_of(many)}?show=new&page=3")
    assert third.text.count("<tr") == 21
    assert most_asked(app, few, many, third) <= 8


def test_the_templates_can_be_sent_as_they_are(app: Flask, lead: Browser) -> None:
    for ending in ("csv", "xlsx"):
        reply = lead.client.get(f"{TOP}/template.{ending}")
        assert reply.status_code == 200
        page = lead.get(send(lead, reply.data, name=f"t.{ending}").location)
        assert counts(page)["new"] == 2, page.words


def test_new_people_are_invited_once_and_nobody_else(
    app: Flask, lead: Browser, ready_town: Town
) -> None:
    rows = (new(1), new(2, email=""), row("77", email=SAMINA))
    apply(lead, dry_run(lead, *rows))
    with app.app_context():
        session = current_session()
        sent = session.scalars(select(Invitation.address)).all()
    assert sorted(sent) == ["new1@staff.example", SAMINA]  # Samina has no password yet either
    apply(lead, dry_run(lead, *rows, new(3)))
    assert counted(app, Invitation) == 3


def test_a_dry_run_says_who_leaves_and_stays_lead_or_report_viewer(
    app: Flask, lead: Browser, ready_town: Town
) -> None:
    with app.app_context(), transaction() as session:
        appoint_lead(session, ready_town.council, ready_town.planner, since=TODAY)
    stays = "They stay training lead here: leaving ends no appointment"
    assert stays in dry_run(lead, row("", email=SAMINA, ends="2026-01-31")).words
    whole = dry_run(lead, new(1), whole="yes")
    assert stays in lead.get(f"{address_of(whole)}?show=leaving").words
    assert stays not in dry_run(lead, row("77", email=SAMINA)).words
