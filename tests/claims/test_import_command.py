from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from learning.audit import AuditEntry
from learning.clock import now
from learning.database import current_session, transaction
from learning.evidence.models import Evidence
from learning.people.actions import places
from learning.people.models import Membership
from tests.builders import Town
from tests.claims.made import ADA, COURSE, HEADER, ISSUER, TOMOS, counted, row, ruled
from tests.spreadsheets.sheets import csv, xlsx


@pytest.fixture
def ruled_town(app: Flask, town: Town) -> Town:
    ruled(app, town)
    return town


def run(app: Flask, folder: Path, content: bytes, *more: str, name: str = "rows.csv") -> Result:
    file = folder / name
    file.write_bytes(content)
    return app.test_cli_runner().invoke(args=["import-completions", "fernleigh", str(file), *more])


def test_it_says_what_would_be_recorded_and_records_nothing(
    app: Flask, ruled_town: Town, tmp_path: Path
) -> None:
    found = run(app, tmp_path, csv(HEADER, row(ADA), row(TOMOS, course="Knitting")))
    assert found.exit_code == 0
    for words in ("1 to record", "0 recorded already", "1 without a rule", "0 in error"):
        assert words in found.output
    assert "this was a dry run" in found.output
    assert counted(app, Evidence) == 0


def test_it_records_with_apply_and_once_only(app: Flask, ruled_town: Town, tmp_path: Path) -> None:
    content = xlsx(HEADER, row(ADA), row(TOMOS))
    assert "2 to record" in run(app, tmp_path, content, "--apply", name="rows.xlsx").output
    again = run(app, tmp_path, content, "--apply", name="rows.xlsx")
    assert "0 to record" in again.output
    assert "2 recorded already" in again.output
    assert again.exit_code == 0
    assert counted(app, Evidence) == 2
    with app.app_context():
        by = current_session().scalars(
            select(AuditEntry.actor_id).where(AuditEntry.action == "completions.imported")
        )
        assert by.all() == [None]  # the second time there was nothing to do


def test_rows_in_error_are_named_and_the_rest_is_recorded(
    app: Flask, ruled_town: Town, tmp_path: Path
) -> None:
    content = csv(HEADER, row(ADA), row("x@people.example"), row(TOMOS, completed_on="soon"))
    found = run(app, tmp_path, content, "--apply")
    assert found.exit_code == 1
    assert "Row 3, person: Nobody in your care has this address or code" in found.output
    assert "Row 4, completed_on: This is no real day" in found.output
    assert counted(app, Evidence) == 1


def test_whoever_runs_the_installation_records_for_restricted_people_and_leads_too(
    app: Flask, ruled_town: Town, tmp_path: Path
) -> None:
    with app.app_context(), transaction() as session:
        chief = session.query(Membership).filter_by(person_id=ruled_town.chief).one()
        places.restrict(session, chief, lead_id=None, by=None, at=now())
    rows = row("grace.okonjo@people.example"), row("lowri.bevan@people.example")
    assert "2 to record" in run(app, tmp_path, csv(HEADER, *rows)).output


def test_issuer_and_order_of_dates_are_options(
    app: Flask, ruled_town: Town, tmp_path: Path
) -> None:
    content = csv(("person", "course", "date"), (ADA, COURSE, "12/31/2025"))
    said = ("--issuer", ISSUER)
    assert "1 in error" in run(app, tmp_path, content, *said).output
    assert "1 to record" in run(app, tmp_path, content, *said, "--month-first").output


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "The file is empty"), (csv(("a", "b"), ("c", "d")), "no column")]
)
def test_a_file_that_cannot_be_read_is_refused(
    app: Flask, ruled_town: Town, tmp_path: Path, content: bytes, words: str
) -> None:
    found = run(app, tmp_path, content, "--apply")
    assert found.exit_code == 1
    assert words in found.output


def test_an_unknown_organisation_is_refused(app: Flask, tmp_path: Path) -> None:
    found = run(app, tmp_path, csv(HEADER, row(ADA)))
    assert found.exit_code == 1
    assert "There is no organisation with the short name fernleigh" in found.output
