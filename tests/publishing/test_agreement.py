"""Page, CSV, Excel file, PDF and data file of one statement say the same, cell by cell."""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pypdf
import pytest
from flask import Flask
from turbohtml.etree import ElementView, document_fromstring

from tests.builders import Town
from tests.coverage.reading import sheets_of
from tests.page import Browser
from tests.publishing.press import top

NUMBERS = ("people", "required", "met", "expiring", "below", "none")
SAID_ON_PAPER = tuple(name for name in NUMBERS if name != "required")  # of one skill: people
BANDS = {"Fewer than half shown": "fewer-than-half", "Half or more shown": "half-or-more"}
Key = tuple[str, str, str]  # (group, name, skill)
Cells = dict[Key, dict[str, int] | str | None]  # the numbers, the band, or nothing: hidden


def in_data(said: Mapping[str, Any]) -> Cells:
    report = said["report"]
    return {
        (line["group"], line["name"], line["skill"] or ""): line["band"]
        if line["suppressed"]
        else {name: line[name] for name in NUMBERS}
        for line in (report["overall"], *report["lines"])
    }


def of_rows(rows: list[dict[str, Any]]) -> Cells:
    """Of files with the columns of `coverage.csv`."""
    return {
        (row["group"], row["name"] or "", row["skill"] or ""): row["band"] or None
        if str(row["suppressed"]).lower() == "true"
        else {name: int(row[name]) for name in NUMBERS}
        for row in rows
    }


def in_csv(content: bytes) -> Cells:
    return of_rows(list(csv.DictReader(io.StringIO(content.decode()))))


def in_excel(content: bytes) -> Cells:
    """Of the sheets of the kinds of lines; the overall stands on the sheet before them."""
    about, summary, *kinds = sheets_of(content).values()
    assert about
    of_summary = [value for _, value in summary]
    found: Cells = {("overall", "", ""): _numbers(of_summary[:7])}
    for kind, rows in zip(("skill", "role", "tier", "service"), kinds, strict=False):
        for row in rows:
            name = "" if kind == "skill" else str(row[-2])
            skill = str(row[-1])
            numbers = row[1:8] if kind == "skill" else row[2:9]
            found[kind, name or skill, skill] = _numbers(numbers)
    return found


def _numbers(cells: Sequence[Any]) -> dict[str, int] | str | None:
    people, required, met, _, expiring, below, none = cells
    if not isinstance(met, int):
        return BANDS.get(f"{met} shown")
    return dict(zip(NUMBERS, (people, required, met, expiring, below, none), strict=True))


def words_of(element: ElementView) -> str:
    return " ".join("".join(element.itertext()).split())


def number(text: str) -> int:
    return int(text.replace(",", ""))


def in_page(content: bytes, said: Mapping[str, Any]) -> Cells:
    """Every line of every table, and the overall from its sentence."""
    tree = document_fromstring(content.decode())
    skills = {name: slug for slug, name in said["report"]["words"]["en"]["skills"].items()}
    found: Cells = {("overall", "", ""): _sentence(words_of(tree))}
    for table in (one for one in tree.iter("table") if one.get("data-lines")):
        kind, name = str(table.get("data-lines")), str(table.get("data-name"))
        for row in table.findall("tbody/tr"):
            skill = skills[words_of(row.find("th"))]  # type: ignore[arg-type]
            cells = [words_of(cell) for cell in row.iter("td")]
            found[kind, name or skill, skill] = _row(cells)
    return found


def _row(cells: list[str]) -> dict[str, int] | str | None:
    if len(cells) == 1:
        return BANDS.get(cells[0])
    people, met, expiring, below, none = (number(cell.split(" ")[0]) for cell in cells)
    return {
        "people": people,
        "required": people,  # of one skill, everybody in the line needs it once
        "met": met,
        "expiring": expiring,
        "below": below,
        "none": none,
    }


def _sentence(text: str) -> dict[str, int] | str | None:
    found = re.search(
        r"Of the ([\d,]+) things ([\d,]+) people need to be able to do, ([\d,]+) \(\d+%\) are"
        r" shown;"
        r" ([\d,]+) of those run out within 90 days\. ([\d,]+) are part way, ([\d,]+) not yet",
        text,
    )
    if not found:
        return next((band for band in BANDS.values() if band.replace("-", " ") in text), None)
    required, people, met, expiring, below, none = map(number, found.groups())
    return dict(zip(NUMBERS, (people, required, met, expiring, below, none), strict=True))


def in_pdf(content: bytes) -> list[str]:
    """The words of the paper, in the order of reading."""
    return [
        word
        for page in pypdf.PdfReader(io.BytesIO(content)).pages
        for word in page.extract_text().split()
    ]


def numbers_in_order(lines: Cells, kind: str, words: Mapping[str, Any]) -> list[str]:
    """What a paper says of the lines of a kind: groups by name, in each the skills by name."""
    names = words["skills"] if kind == "skill" else words[f"{kind}s"]
    order = sorted(
        (names[name], name, words["skills"][skill], [cells[number] for number in SAID_ON_PAPER])
        for (group, name, skill), cells in lines.items()
        if group == kind and isinstance(cells, dict)
    )
    return [f"{number}" for *_, numbers in order for number in numbers]


def are_in(wanted: list[str], words: list[str]) -> bool:
    """Whether the words come in this order, with whatever between them."""
    left = iter(word.replace(",", "") for word in words)
    return all(word in left for word in wanted)


@pytest.mark.usefixtures("stated_twice")
@pytest.mark.parametrize("number", [1, 2])  # for everybody, and for leads
def test_every_format_says_the_same_of_every_line(app: Flask, town: Town, number: int) -> None:
    lead, address = Browser(app).sign_in(town.lead), f"{top(town)}/{number}"
    kept: Callable[[str], bytes] = lambda kind: lead.client.get(f"{address}.{kind}").data  # noqa: E731
    said = lead.client.get(f"{address}.json").json
    lines = in_data(said)
    assert len(lines) > 10
    assert in_csv(kept("csv")) == lines
    assert in_excel(kept("xlsx")) == lines
    assert in_page(kept("html"), said) == lines
    assert in_page(lead.client.get(address).data, said) == lines
    words = in_pdf(kept("pdf"))
    for kind in ("skill", "role", "tier", "service"):
        assert are_in(numbers_in_order(lines, kind, said["report"]["words"]["en"]), words), kind
