import csv as csv_module
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from learning.audit import AuditEntry
from learning.catalogue.published import Catalogue
from learning.claims.models import CompletionUpload
from learning.clock import now
from learning.database import current_session, transaction
from learning.evidence import actions as evidence
from learning.evidence.models import Evidence
from learning.housekeeping.retention import apply_periods
from learning.notices.models import Notice
from learning.people.actions import places
from learning.people.models import Membership, Organisation
from tests.builders import Town, a_member
from tests.claims.made import (
    ADA,
    COURSE,
    HEADER,
    ISSUER,
    PDF,
    SKILL,
    TOMOS,
    another_lead,
    counted,
    post_files,
    row,
    ruled,
)
from tests.page import Browser, Page
from tests.spreadsheets.sheets import csv, xlsx
from tests.statements import most_asked

TOP = "/organisations/fernleigh/completions"


@pytest.fixture
def lead(app: Flask, browser: Browser, town: Town) -> Browser:
    ruled(app, town)
    return browser.sign_in(town.lead)


def send(lead: Browser, content: bytes, *, name: str = "rows.csv", **changed: str) -> Page:
    lead.get(TOP)
    given = {"file": (BytesIO(content), name), "issuer": "", "order": "day"}
    return post_files(lead, TOP, given | changed)


def dry_run(lead: Browser, *rows: tuple[str, ...]) -> Page:
    page = send(lead, csv(HEADER, *rows))
    assert page.status == 303, page.words
    return lead.get(page.location)


def numbers(page: Page) -> dict[str, int]:
    words = page.words
    return {
        name: int(words.split(f" {said}")[0].rsplit(" ", 1)[-1].replace(",", ""))
        for name, said in (
            ("new", "to record"),
            ("already", "recorded already"),
            ("fault", "with something wrong"),
            ("no rule", "without a rule"),
        )
    }


def apply(lead: Browser, page: Page, **changed: str) -> Page:
    address = page.text.split('action="')[-1].split('"')[0]
    return lead.post(address, {"fingerprint": page.hidden("fingerprint")} | changed)


def test_nothing_is_recorded_before_somebody_says_so(app: Flask, lead: Browser) -> None:
    page = dry_run(lead, row(ADA), row("x@people.example"), row(TOMOS, course="Knitting"))
    assert numbers(page) == {"new": 1, "already": 0, "fault": 1, "no rule": 1}
    assert "Nothing has been recorded yet" in page.words
    assert "Ada Merriweather" in page.words
    assert "level 1, shown on 1 March 2026, until 1 March 2027" in page.words
    assert "By the rule for “Phishing basics”" in page.words
    assert "person “x@people.example”: Nobody in your care has this address" in page.words
    assert "No rule is for this course, issuer and day" in page.words
    assert (counted(app, Evidence), counted(app, Notice)) == (0, 0)


def test_applied_rows_are_evidence_at_their_true_date_told_and_audited(
    app: Flask, lead: Browser, town: Town
) -> None:
    page = dry_run(lead, row(ADA), row(TOMOS), row(ADA, completed_on="2025-02-01"))
    done = apply(lead, page)
    assert done.status == 303
    after = lead.get(done.location)
    assert after.h1 == "What the file recorded"
    assert numbers(after) == {"new": 0, "already": 3, "fault": 0, "no rule": 0}
    with app.app_context():
        pieces = current_session().scalars(select(Evidence).order_by(Evidence.shown_on)).all()
    assert [piece.shown_on.isoformat() for piece in pieces] == ["2025-02-01", *["2026-03-01"] * 2]
    assert {(piece.source, piece.level, piece.recorded_by) for piece in pieces} == {
        ("prior-learning", 1, town.lead)
    }
    assert counted(app, Notice) == 2  # one for each person, however many rows
    assert counted(app, AuditEntry, AuditEntry.action == "completions.imported") == 1
    words = Browser(app).sign_in(town.councillor).get("/record").words
    assert "Phishing basics, Example Academy, level 1, 1 March 2026" in words


def test_coverage_knows_them_at_their_date_from_their_recording(app: Flask, lead: Browser) -> None:
    before = now()
    apply(lead, dry_run(lead, row(ADA)))

    def held(as_at: str, known_at: str) -> int:
        address = f"/organisations/fernleigh/coverage.json?as_at={as_at}&skill={SKILL}"
        found = lead.client.get(f"{address}&known_at={known_at}").get_json()["overall"]
        return found["met"] + found["below"]

    at = [moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ") for moment in (before, now())]
    assert [held("2026-03-01", moment) for moment in at] == [0, 1]
    assert held("2026-02-28", at[1]) == 0


def test_applying_twice_and_sending_the_file_again_change_nothing(
    app: Flask, lead: Browser
) -> None:
    page = dry_run(lead, row(ADA), row(TOMOS))
    assert [apply(lead, page).status for _ in range(2)] == [303, 303]
    again = dry_run(lead, row(TOMOS), row(ADA))
    assert numbers(again)["already"] == 2
    assert "fingerprint" not in again.text
    assert (counted(app, Evidence), counted(app, Notice)) == (2, 2)
    assert counted(app, AuditEntry, AuditEntry.action == "completions.imported") == 1


def test_applying_from_two_tabs_at_one_moment_records_once(app: Flask, lead: Browser) -> None:
    page = dry_run(lead, row(ADA), row(TOMOS))
    address = page.text.split('action="')[-1].split('"')[0]
    cookie, token = lead.client.get_cookie("session"), lead.last_token
    assert cookie
    given = {"fingerprint": page.hidden("fingerprint"), "csrf_token": token}

    def post(_: int) -> int:
        client = app.test_client()
        client.set_cookie("session", cookie.value)
        return client.post(address, data=given).status_code

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(post, range(4))) == {303}
    assert (counted(app, Evidence), counted(app, Notice)) == (2, 2)


def test_the_same_rows_from_two_files_at_one_moment_are_recorded_and_told_once(
    app: Flask, lead: Browser, town: Town
) -> None:
    pages = [dry_run(lead, row(ADA)) for _ in range(2)]
    leads = [Browser(app).sign_in(town.lead) for _ in pages]
    for one in leads:
        one.get("/organisations/fernleigh/completions")  # a page with a form gives the token
    with ThreadPoolExecutor(2) as threads:
        sent = threads.map(lambda lead, page: apply(lead, page).status, leads, pages)
        assert sorted(sent) == [303, 409]
    assert (counted(app, Evidence), counted(app, Notice)) == (1, 1)


def test_only_what_was_shown_is_recorded(app: Flask, lead: Browser, town: Town) -> None:
    page = dry_run(lead, row(ADA), row(TOMOS, course="Phishing in depth"))
    ruled(app, town, course="Phishing in*", level=3)
    refused = apply(lead, page)
    assert refused.status == 409
    assert "Something has changed since you looked" in refused.words
    assert counted(app, Evidence) == 0
    assert apply(lead, lead.get(page_address(page))).status == 303
    assert counted(app, Evidence) == 2
    assert lead.post(f"{page_address(page)}/apply", {}).status == 422


def page_address(page: Page) -> str:
    return page.text.split('action="')[-1].split('"')[0].removesuffix("/apply")


def test_what_was_withdrawn_is_not_recorded_again(app: Flask, lead: Browser, town: Town) -> None:
    apply(lead, dry_run(lead, row(ADA)))
    with app.app_context(), transaction() as session:
        piece = session.scalars(select(Evidence)).one()
        evidence.withdraw(
            session,
            piece,
            effective_on=date(2026, 3, 1),
            reason="Not theirs",
            by=town.lead,
            at=now(),
        )
    assert numbers(dry_run(lead, row(ADA)))["already"] == 1


def test_excel_files_and_codes_are_understood(app: Flask, lead: Browser, town: Town) -> None:
    with app.app_context():
        code = current_session().scalar(
            select(Membership.person_code).where(Membership.person_id == town.planner)
        )
    rows = xlsx(
        ("User email", "Course title", "Provider", "Completion date", "Valid until"),
        (ADA.upper(), COURSE, ISSUER, date(2026, 3, 1), date(2026, 12, 31)),
        (code, COURSE, ISSUER, "1 March 2026", None),
    )
    page = lead.get(send(lead, rows, name="export.xlsx").location)
    assert numbers(page)["new"] == 2
    assert "until 31 December 2026" in page.words
    assert "Samina Haque" in page.words
    assert "export.xlsx" in page.words


def test_the_order_of_dates_and_one_issuer_are_asked_with_the_file(lead: Browser) -> None:
    content = csv(("person", "course", "date"), (ADA, COURSE, "03/04/2026"))
    assert "There is no column “issuer”" in send(lead, content).words
    for order, said in (("day", "3 April 2026"), ("month", "4 March 2026")):
        page = send(lead, content, issuer=ISSUER, order=order)
        assert f"shown on {said}" in lead.get(page.location).words


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"", 422, "Choose a file"),
        (PDF, 422, "no"),
        (b"MZ\x90\x00", 422, "This is no CSV or Excel file"),
        (b"a" * (10 * 1024 * 1024 + 1), 413, "larger than 10 MB"),
        (csv(("Name", "Date"), ("a", "b")), 422, "There is no column “person” and “course”"),
    ],
    ids=["nothing", "pdf", "program", "large", "columns"],
)
def test_a_file_that_cannot_be_read_says_why_in_the_form(
    app: Flask, lead: Browser, content: bytes, status: int, words: str
) -> None:
    page = send(lead, content, name="rows.csv" if content else "", issuer="Example")
    assert page.status == status
    assert words in page.words.split("There is a problem")[1].split("Completions from")[0]
    assert 'value="Example"' in page.text
    assert counted(app, CompletionUpload) == 0


def test_the_rows_left_out_are_a_file_that_can_be_mended_and_sent(lead: Browser) -> None:
    page = dry_run(lead, row("=cmd|' /C calc'!A0"), row(ADA), row(TOMOS, course="Knitting"))
    text = lead.client.get(f"{page_address(page)}/left-out.csv").text
    rows = list(csv_module.DictReader(io.StringIO(text)))
    assert [found["row"] for found in rows] == ["2", "4"]
    assert rows[0]["person"].startswith("'=cmd")  # no spreadsheet runs it
    assert rows[0]["column_to_mend"] == "person"
    assert "Nobody in your care" in rows[0]["problem"]
    assert "No acceptance rule" in rows[1]["problem"]
    again = send(lead, text.replace("Knitting", COURSE).encode())
    assert numbers(lead.get(again.location)) == {"new": 1, "already": 0, "fault": 1, "no rule": 0}


def test_the_example_file_is_understood(lead: Browser) -> None:
    text = lead.client.get(f"{TOP}/example.csv").text
    assert numbers(lead.get(send(lead, text.encode()).location))["fault"] == 2


def test_each_outcome_can_be_looked_at_by_itself(lead: Browser) -> None:
    page = dry_run(lead, row(ADA), row("x"), row(TOMOS, course="Knitting"))
    address = page_address(page)
    only = lead.get(f"{address}?show=fault").words
    assert "Nobody in your care" in only
    assert "Ada Merriweather" not in only
    assert "No row is like that" in lead.get(f"{address}?show=already").words
    assert "Ada Merriweather" in lead.get(f"{address}?show=nonsense&page=x").words


def test_nobody_out_of_a_lead_s_care_is_written_for(
    app: Flask, lead: Browser, town: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        chief = session.query(Membership).filter_by(person_id=town.chief).one()
        places.restrict(session, chief, lead_id=None, by=None, at=now())
        codes = dict(session.execute(select(Membership.person_id, Membership.person_code)).all())
    outside = [
        row("grace.okonjo@people.example"),  # restricted to nobody
        row("wilfred.doyle@people.example"),  # of another council
        row(codes[town.stranger]),
        row("lowri.bevan@people.example"),  # the lead's own
    ]
    assert numbers(dry_run(lead, *outside))["fault"] == 4
    theirs = another_lead(app, town, tiers=["councillor"])
    page = dry_run(theirs, row(ADA), row("samina.haque@people.example"))
    assert numbers(page) == {"new": 1, "already": 0, "fault": 1, "no rule": 0}
    assert "Samina Haque" not in page.words


def test_a_twin_hatter_s_evidence_here_is_not_told_to_the_other_council(
    app: Flask, lead: Browser, town: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        there = session.scalars(select(Organisation).where(Organisation.slug == "otmoor")).one()
        a_member(session, catalogue, there, town.councillor, "councillor")
        there_id = there.id
    ruled(app, town, organisation=there_id, level=2)
    apply(lead, dry_run(lead, row(ADA)))
    other = Browser(app).sign_in(town.other_lead)
    address = TOP.replace("fernleigh", "otmoor")
    other.get(address)
    sent = post_files(
        other, address, {"file": (BytesIO(csv(HEADER, row(ADA))), "a.csv"), "order": "day"}
    )
    assert numbers(other.get(sent.location)) == {"new": 1, "already": 0, "fault": 0, "no rule": 0}


def test_an_upload_is_for_whoever_sent_it(app: Flask, lead: Browser, town: Town) -> None:
    page = dry_run(lead, row(ADA))
    address = page_address(page)
    there = Browser(app).sign_in(town.other_lead)
    otherwise = address.replace("fernleigh", "otmoor")
    for other, top in ((another_lead(app, town), address), (there, otherwise)):
        assert other.get(top).status == 404
        assert other.get(f"{top}/left-out.csv").status == 404
        sent = {"fingerprint": page.hidden("fingerprint")}
        assert other.post(f"{top}/apply", sent).status == 404
    assert counted(app, Evidence) == 0


def test_rows_are_let_go_after_a_month(app: Flask, lead: Browser) -> None:
    page = dry_run(lead, row(ADA))
    with app.app_context():
        apply_periods(at=now() + timedelta(days=32))
    assert "The rows of this file are no longer kept" in lead.get(page_address(page)).words
    assert "rows.csv" in lead.get(TOP).words


def test_six_hundred_rows_take_as_many_statements_as_two(
    app: Flask, lead: Browser, town: Town
) -> None:
    few = dry_run(lead, row(ADA), row(TOMOS))
    start = date(2020, 1, 1)
    rows = [
        row(ADA, completed_on=(start + timedelta(days=number)).isoformat()) for number in range(600)
    ]
    many = dry_run(lead, *rows)
    assert many.statements == few.statements
    assert most_asked(app, many, lead.get(TOP)) <= 8
    assert numbers(many)["new"] == 600
    assert "Page 1 of 12" in many.words
    done = apply(lead, many)
    assert done.status == 303
    assert counted(app, Evidence) == 600
    assert numbers(lead.get(done.location))["already"] == 600
