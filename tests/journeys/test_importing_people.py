import csv
import io

import pytest
from playwright.sync_api import FilePayload, expect

from tests.journeys.walker import PHONE, Walker

pytestmark = pytest.mark.journey
HEADER = "Payroll no,E-mail,Forename,Surname,Job title,Start date,Shoe size"
ROWS = (
    "90001,nia.f@people.demo.example,Nia,Fairhurst,Planning officer,2026-09-01,5",
    "90002,kit.l@people.demo.example,Kit,Lathom,Wizard,2026-09-01,6",
    "90003,sol.p@people.demo.example,Sol,Penhale,Councillor,soon,7",
)


def file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def to_import(lead: Walker) -> None:
    lead.sign_in("lead@demo.example")
    lead.follow("People of Demo Council")
    lead.follow("Import people", "Import people")


def send(lead: Walker, name: str, content: bytes) -> None:
    lead.main.get_by_label("File", exact=True).set_input_files(file(name, content))
    lead.press("Show me what it would change", "What the file would change")


def mended(content: bytes) -> bytes:
    """The same file with the role and the day put right; the column of reasons stays."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0][-1] == "What is wrong and how to mend it"
    for row in rows[1:]:
        assert row[-1]
        row[4], row[5] = "Councillor", "2026-10-01"
    kept = io.StringIO()
    csv.writer(kept).writerows(rows)
    return kept.getvalue().encode()


def test_a_lead_mends_the_rows_with_errors_and_sends_them_again(walker: Walker) -> None:
    to_import(walker)
    walker.resize(PHONE, 800)
    walker.keeps_its_width()
    send(walker, "starters.csv", "\r\n".join((HEADER, *ROWS)).encode())
    walker.keeps_its_width()
    walker.sees("Nothing has been changed yet")
    walker.sees("“Wizard” is no role here")
    walker.sees("Columns that are not read: “Shoe size”")
    wrong = walker.download("Download the rows with errors")
    walker.press("Apply the 1 good row", "What the file changed")
    walker.sees("1 person")
    walker.follow("Import people", "Import people")
    send(walker, "starters, mended.csv", mended(wrong))
    expect(walker.main.get_by_role("row", name="Kit Lathom")).to_contain_text("1 October 2026")
    walker.press("Apply 2 rows", "What the file changed")
    walker.visit("/organisations/demo-council/people?q=Penhale")
    walker.sees("Sol Penhale")


def test_a_lead_says_who_has_left_and_how_days_are_written(walker: Walker) -> None:
    to_import(walker)
    walker.main.get_by_label("Yes: show me who is missing").check()
    row = "90009,ivo.k@people.demo.example,Ivo,Kestle,Councillor,03/04/2026,5"
    walker.main.get_by_label("File", exact=True).set_input_files(
        file("everybody.csv", f"{HEADER}\n{row}".encode())
    )
    walker.press("Show me what it would change", "Which comes first, the day or the month?")
    walker.main.get_by_label("The month").check()
    walker.press("Show me what it would change", "What the file would change")
    walker.sees("First day: 4 March 2026")
    walker.follow("leaving", "What the file would change")
    walker.sees("They leave only if you tick them: 0 are ticked")
    walker.main.get_by_label("Has left").first.check()
    walker.press("Keep these ticks", "What the file would change")
    walker.sees("1 is ticked")
    walker.press("Cancel, nothing has changed", "Import people")
    walker.sees("Nothing has been changed")
