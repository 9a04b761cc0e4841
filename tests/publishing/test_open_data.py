"""Open data: an independent judge finds it valid, and it says what the statement says."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import frictionless
import pytest
from flask import Flask

from learning.publishing.content import StatementContent
from learning.publishing.open_data import TABLES, bundle
from tests.builders import Town
from tests.page import Browser
from tests.publishing import statements_by_hand as by_hand
from tests.publishing.press import top
from tests.statements import most_asked

ADDRESS = "https://learning.example/organisations/demo-council/statements/3"
KINDS = (by_hand.a_statement, by_hand.restated, by_hand.all_hidden, by_hand.without_gaps)
TYPES = {
    "string": str,
    "integer": int,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": str,
}


def read(files: dict[str, bytes], name: str) -> list[dict[str, object]]:
    """The rows of a file with values of the types that the package says."""
    package = json.loads(files["datapackage.json"])
    found = next(one for one in package["resources"] if one["name"] == name)
    types = {field["name"]: TYPES[field["type"]] for field in found["schema"]["fields"]}
    rows = csv.DictReader(io.StringIO(files[f"{name}.csv"].decode()))
    return [{key: types[key](cell) if cell else None for key, cell in row.items()} for row in rows]


@pytest.mark.parametrize("made", KINDS)
def test_the_package_is_valid_and_says_what_the_data_file_says(
    made: Callable[[], StatementContent], tmp_path: Path
) -> None:
    said = made()
    files = dict(bundle(said, ADDRESS).files)
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    judged = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert judged.valid, judged.flatten(["title", "message"])[:5]
    assert len(judged.tasks) == len(TABLES)

    data = said.model_dump(mode="json")["report"]
    lines = [data["overall"], *data["lines"]]
    assert [{**row, "name": row["name"] or ""} for row in read(files, "figures")] == [
        {key: line[key] for key in read_header(files, "figures")} for line in lines
    ]
    gaps = [{**gap, "place": at} for at, gap in enumerate(data["gaps"], start=1)]
    assert read(files, "gaps") == [
        {key: gap[key] for key in read_header(files, "gaps")} for gap in gaps
    ]
    days = [{**p["line"], **{k: p[k] for k in ("as_at", "joined", "left")}} for p in data["trend"]]
    assert read(files, "trend") == [
        {key: day[key] for key in read_header(files, "trend")} for day in days
    ]
    framework = data["framework_overall"]
    for name, said_so in (
        ("framework", [framework] if framework else []),
        ("self_assessed", data["self_assessed"]),
        ("ladder", data["ladder"]),
    ):
        assert read(files, name) == [
            {key: one[key] for key in read_header(files, name)} for one in said_so
        ]
    assert read(files, "requirements") == data["requirements"]
    assert {row["skill"]: row["name"] for row in read(files, "skills")} == data["words"]["en"][
        "skills"
    ]
    roles = {row["code"]: row["name"] for row in read(files, "names") if row["kind"] == "role"}
    assert roles == data["words"]["en"]["roles"]


def read_header(files: dict[str, bytes], name: str) -> list[str]:
    return next(csv.reader(io.StringIO(files[f"{name}.csv"].decode())))


def test_a_judge_finds_what_is_wrong(tmp_path: Path) -> None:
    for name, content in bundle(by_hand.a_statement(), ADDRESS).files.items():
        changed = content.replace(b"\r\nskill,", b"\r\nshoe size,", 1)
        (tmp_path / name).write_bytes(changed if name == "figures.csv" else content)
    found = frictionless.validate(str(tmp_path / "datapackage.json")).flatten(["type"])
    assert {kind for (kind,) in found} >= {"constraint-error", "hash-count"}


def test_both_descriptions_are_of_the_same_columns() -> None:
    said = by_hand.a_statement()
    files = bundle(said, ADDRESS).files
    package, csvw = (json.loads(files[f"{n}.json"]) for n in ("datapackage", "csv-metadata"))
    assert {
        one["path"]: [field["name"] for field in one["schema"]["fields"]]
        for one in package["resources"]
    } == {
        one["url"]: [column["name"] for column in one["tableSchema"]["columns"]]
        for one in csvw["tables"]
    }
    assert package["version"] == str(said.number)
    assert package["licenses"][0]["name"] == "OGL-UK-3.0"
    assert "made up" in package["description"] or not said.owner.made_up


def test_before_anything_is_published_there_is_nothing_to_take_away(browser: Browser) -> None:
    assert "None has published figures yet" in browser.get("/open-data").words


@pytest.mark.usefixtures("stated_twice")
def test_everybody_takes_away_what_is_published_for_everybody(app: Flask, town: Town) -> None:
    lead, anybody = Browser(app).sign_in(town.lead), Browser(app)
    pages = [anybody.get("/open-data"), anybody.get(f"{top(town)}/1/open-data/")]
    assert [page.status for page in pages] == [200, 200]
    assert most_asked(app, *pages) <= 4
    assert f'href="{top(town)}/1/open-data/"' in pages[0].text
    for page in pages:
        assert "Open Government Licence" in page.words

    client = anybody.client
    figures = client.get(f"{top(town)}/1/open-data/figures.csv")
    assert figures.data == client.get(f"{top(town)}/1.csv").data
    assert figures.headers["Access-Control-Allow-Origin"] == "*"
    assert figures.cache_control.public
    again = client.get(figures.request.path, headers={"If-None-Match": figures.headers["ETag"]})
    assert again.status_code == 304
    whole = client.get(f"{top(town)}/1/open-data/package.zip").data
    assert whole == client.get(f"{top(town)}/1/open-data/package.zip").data
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        for name in archive.namelist():
            assert archive.read(name) == client.get(f"{top(town)}/1/open-data/{name}").data
    for number in (2, 3):  # of leads, even for a lead; and none
        for ending in ("", "figures.csv", "datapackage.json", "package.zip"):
            address = f"{top(town)}/{number}/open-data/{ending}"
            assert lead.client.get(address).status_code == 404
