from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from learning.accounts.models import Invitation
from learning.clock import now
from learning.database import current_session, transaction
from learning.imports import files
from learning.imports.models import PeopleImport
from learning.people.actions import places
from learning.people.models import Membership, Person
from tests.builders import Town
from tests.imports.made import HEADER, counted, everything, new, row, stays
from tests.spreadsheets.sheets import csv, xlsx

SAMINA = "samina.haque@people.example"


def run(app: Flask, folder: Path, content: bytes, *more: str, name: str = "people.csv") -> Result:
    file = folder / name
    file.write_bytes(content)
    return app.test_cli_runner().invoke(args=["import-people", "fernleigh", str(file), *more])


def test_it_says_what_would_change_and_changes_nothing(
    app: Flask, ready_town: Town, tmp_path: Path
) -> None:
    before = everything(app)
    found = run(app, tmp_path, csv(HEADER, new(1), row("77", email=SAMINA)))
    assert found.exit_code == 0, found.output
    for words in ("1 new", "1 changed", "0 leaving", "0 unchanged", "0 in error"):
        assert words in found.output
    assert "this was a dry run" in found.output
    assert everything(app) == before
    assert counted(app, PeopleImport) == 0


def test_a_dry_run_says_that_those_who_are_new_would_be_invited(
    app: Flask, ready_town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "everybody who is new and has an e-mail address is sent an invitation"
    assert words not in run(app, tmp_path, csv(HEADER, new(1))).output
    settings = app.extensions["settings"].model_copy(update={"address": "https://here.example"})
    monkeypatch.setitem(app.extensions, "settings", settings)
    assert words in run(app, tmp_path, csv(HEADER, new(1))).output
    assert words not in run(app, tmp_path, csv(HEADER, row("77", email=SAMINA))).output


def test_after_many_came_the_database_counts_anew_once_before_they_are_invited(
    app: Flask, ready_town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setattr(files, "count_anew", lambda written: done.append(f"{written} counted"))
    monkeypatch.setattr(files, "invite_all", lambda: done.append("invited"))
    assert run(app, tmp_path, csv(HEADER, new(1), new(2)), "--apply").exit_code == 0
    assert done == ["2 counted", "invited"]


def test_it_applies_and_a_second_time_changes_nothing(
    app: Flask, ready_town: Town, tmp_path: Path
) -> None:
    content = xlsx(HEADER, new(1), new(2))
    first = run(app, tmp_path, content, "--apply", name="p.xlsx").output
    assert "Applied." in first
    assert "no e-mail can be written until LEARNING_ADDRESS" in first  # they come in all the same
    before = everything(app)
    again = run(app, tmp_path, content, "--apply", name="p.xlsx")
    assert "2 unchanged" in again.output
    assert again.exit_code == 0
    assert everything(app) == before


def test_with_a_row_in_error_nothing_is_applied_unless_the_good_rows_are_wanted(
    app: Flask, ready_town: Town, tmp_path: Path
) -> None:
    content = csv(HEADER, new(1), new(2, roles="Wizard"))
    found = run(app, tmp_path, content, "--apply")
    assert found.exit_code == 1
    assert "Row 3, roles: “Wizard” is no role here" in found.output
    assert "Nothing has been changed: mend the rows" in found.output
    assert counted(app, Person, Person.name.startswith("Newcomer")) == 0
    good = run(app, tmp_path, content, "--apply", "--good-rows")
    assert good.exit_code == 1
    assert counted(app, Person, Person.name.startswith("Newcomer")) == 1


def test_who_a_full_file_leaves_out_is_named_and_ended_only_with_a_last_day(
    app: Flask, ready_town: Town, tmp_path: Path
) -> None:
    content = csv(HEADER, row("77", email=SAMINA))
    found = run(app, tmp_path, content, "--apply", "--full")
    assert "5 of those leaving are only not in the file" in found.output
    with app.app_context():
        ends = [days[-1][1] for days in stays(current_session(), ready_town.council).values()]
    assert set(ends) == {None}
    run(app, tmp_path, content, "--apply", "--full", "--end-missing", "2026-10-31")
    with app.app_context():
        ends = [days[-1][1] for days in stays(current_session(), ready_town.council).values()]
    assert sorted(str(end) for end in ends) == ["2026-11-01"] * 5 + ["None"]


def test_days_that_can_be_read_two_ways_need_a_word(
    app: Flask, ready_town: Town, tmp_path: Path
) -> None:
    content = csv(HEADER, new(1, starts="03/04/2026"))
    found = run(app, tmp_path, content)
    assert found.exit_code == 1
    assert "Say --day-first or --month-first" in found.output
    assert "1 new" in run(app, tmp_path, content, "--day-first").output
    assert "1 new" in run(app, tmp_path, content, "--month-first").output


def test_whoever_runs_the_installation_changes_restricted_people_too(
    app: Flask, ready_town: Town, tmp_path: Path
) -> None:
    with app.app_context(), transaction() as session:
        chief = session.query(Membership).filter_by(person_id=ready_town.chief).one()
        places.restrict(session, chief, lead_id=None, by=None, at=now())
    content = csv(HEADER, row("C1", email="grace.okonjo@people.example", roles="Chief executive"))
    assert "1 changed" in run(app, tmp_path, content).output


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "The file is empty"), (csv(("a", "b"), ("c", "d")), "no column")]
)
def test_a_file_that_cannot_be_read_is_refused(
    app: Flask, ready_town: Town, tmp_path: Path, content: bytes, words: str
) -> None:
    found = run(app, tmp_path, content, "--apply")
    assert found.exit_code == 1
    assert words in found.output


def test_without_a_council_or_its_purpose_nothing_is_read(
    app: Flask, town: Town, tmp_path: Path
) -> None:
    found = run(app, tmp_path, csv(HEADER, new(1)), "--apply")
    assert found.exit_code == 1
    assert "adopts a statement of what the results are for" in found.output
    assert counted(app, Person, Person.name.startswith("Newcomer")) == 0


def test_a_command_may_leave_invitations_for_later(
    app: Flask, ready_town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.extensions["settings"].model_copy(update={"address": "https://here.example"})
    monkeypatch.setitem(app.extensions, "settings", settings)
    for more in ((), ("--apply",)):
        found = run(app, tmp_path, csv(HEADER, new(1)), "--no-invite", *more)
        assert "Nobody is invited by this, as you chose" in found.output
    assert counted(app, Person, Person.name.startswith("Newcomer")) == 1
    assert counted(app, Invitation) == 0
    assert run(app, tmp_path, csv(HEADER, new(2)), "--apply").exit_code == 0
    assert counted(app, Invitation) == 1
