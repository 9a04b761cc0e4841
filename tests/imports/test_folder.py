import os
import threading
import time
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from learning.accounts.models import Invitation
from learning.clock import now
from learning.people.models import Person
from tests.builders import Town
from tests.imports.made import HEADER, counted, everything, new
from tests.spreadsheets.sheets import csv


def run(app: Flask, folder: Path, *more: str, settle: str = "0") -> Result:
    args = ["import-folder", "fernleigh", str(folder), "--settle", settle, *more]
    return app.test_cli_runner().invoke(args=args)


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []


def newcomers(app: Flask) -> int:
    return counted(app, Person, Person.name.startswith("Newcomer"))


def test_each_file_is_read_once_and_lies_with_its_result(
    app: Flask, ready_town: Town, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_bytes(csv(HEADER, new(1)))
    (tmp_path / "b.csv").write_bytes(csv(HEADER, new(2), new(3, roles="=Wizard")))
    (tmp_path / "c.xlsx").write_bytes(b"PK\x03\x04 nothing")
    (tmp_path / "notes.txt").write_text("not for us")
    found = run(app, tmp_path, "--apply")
    assert found.exit_code == 1
    assert "1 done, 2 failed" in found.output
    assert newcomers(app) == 1
    done, failed = names(tmp_path / "done"), names(tmp_path / "failed")
    assert [name[0] for name in done] == ["a", "a"]
    assert [name[0] for name in failed] == ["b", "b", "c", "c"]
    assert names(tmp_path) == ["done", "failed", "notes.txt", "reading"]
    results = {one.name[0]: one.read_text() for one in tmp_path.glob("*/*-result.csv")}
    assert ",new,P00001,Newcomer Number1," in results["a"]
    assert "“=Wizard” is no role here" in results["b"]
    assert "The file is damaged" in results["c"]
    before = everything(app)
    assert "0 done, 0 failed" in run(app, tmp_path, "--apply").output
    assert everything(app) == before


def test_without_apply_a_file_is_a_dry_run(app: Flask, ready_town: Town, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(csv(HEADER, new(1)))
    found = run(app, tmp_path)
    assert found.exit_code == 0
    assert "1 new, 0 changed, 0 leaving, 0 unchanged, 0 in error; nothing changed" in found.output
    assert newcomers(app) == 0


def test_a_file_that_is_still_being_written_is_read_the_next_time(
    app: Flask, ready_town: Town, tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(csv(HEADER, new(1)))
    writes = threading.Event()

    def write_on() -> None:
        with file.open("ab") as end:
            while not writes.is_set():
                end.write(b"\r\nP9,,Newcomer Number9,Councillor,,,")
                end.flush()
                time.sleep(0.02)

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        found = run(app, tmp_path, "--apply", settle="0.3")
    finally:
        writes.set()
        writer.join()
    assert "a.csv is still being written" in found.output
    assert newcomers(app) == 0
    assert file.exists()
    (tmp_path / "a.csv").write_bytes(csv(HEADER, new(1)))
    assert "1 done" in run(app, tmp_path, "--apply").output


def test_what_an_interrupted_run_left_behind_is_not_read_by_itself(
    app: Flask, ready_town: Town, tmp_path: Path
) -> None:
    reading = tmp_path / "reading"
    reading.mkdir()
    for name, hours in (("old.csv", 2), ("young.csv", 0)):
        (reading / name).write_bytes(csv(HEADER, new(1)))
        when = now().timestamp() - 3_600 * hours
        os.utime(reading / name, (when, when))
    run(app, tmp_path, "--apply")
    assert newcomers(app) == 0
    assert names(reading) == ["young.csv"]
    assert names(tmp_path / "failed") == ["old-result.csv", "old.csv"]


def test_two_runs_at_one_moment_read_a_file_once(
    app: Flask, ready_town: Town, tmp_path: Path
) -> None:
    for number in range(4):
        (tmp_path / f"{number}.csv").write_bytes(csv(HEADER, new(number)))
    runs = [threading.Thread(target=run, args=(app, tmp_path, "--apply")) for _ in range(2)]
    for one in runs:
        one.start()
    for one in runs:
        one.join()
    assert newcomers(app) == 4
    assert len(list((tmp_path / "done").glob("*-result.csv"))) == 4


def test_a_folder_may_leave_invitations_for_later(
    app: Flask, ready_town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.extensions["settings"].model_copy(update={"address": "https://here.example"})
    monkeypatch.setitem(app.extensions, "settings", settings)
    (tmp_path / "a.csv").write_bytes(csv(HEADER, new(1)))
    assert run(app, tmp_path, "--apply", "--no-invite").exit_code == 0
    assert (newcomers(app), counted(app, Invitation)) == (1, 0)
