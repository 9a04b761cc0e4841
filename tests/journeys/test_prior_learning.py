from datetime import timedelta

import pytest
from playwright.sync_api import FilePayload, expect

from learning.clock import day_in_words, day_of, now
from learning.demo.claims import ACADEMY, a_pdf
from tests.journeys.conftest import Arrive
from tests.journeys.walker import Walker

pytestmark = pytest.mark.journey
TITLE = "Half a day with digital care plans"
PROOF = a_pdf((TITLE, "A made-up certificate"))


def file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def to_prior_learning(lead: Walker) -> None:
    lead.sign_in("lead@demo.example")
    lead.follow("People of Demo Council")
    lead.follow("of prior learning to decide", "Claims of prior learning in Demo Council")


def test_a_care_worker_claims_prior_learning_and_a_lead_reads_the_proof_and_accepts_it(
    walker: Walker, arrive: Arrive
) -> None:
    today = day_of(now())
    until = today + timedelta(days=365)
    walker.sign_in("care@demo.example")
    walker.visit("/record")
    walker.follow("What you learned elsewhere", "What I learned elsewhere")
    walker.follow("Claim something I learned elsewhere", "Claim something I learned elsewhere")
    main = walker.main
    main.get_by_label("What it was").fill(TITLE)
    main.get_by_label("Who issued it").fill("Moorside Care Training")
    walker.fill_date("shown_on", today - timedelta(days=12))
    main.get_by_label("Which skill it shows").select_option("digital-adult-care")
    main.get_by_label("Level 1, awareness").check()
    main.get_by_label("What you learned or did").fill("Writing care plans with the person.")
    proof = main.get_by_label("Your certificate or other proof")
    proof.set_input_files(file("certificate.docx", b"PK\x03\x04 not a PDF"))
    walker.press("Send my claim", "Claim something I learned elsewhere")
    expect(walker.page.get_by_role("alert")).to_contain_text("Save it as PDF")
    expect(main.get_by_label("What it was")).to_have_value(TITLE)
    expect(main.get_by_label("Level 1, awareness")).to_be_checked()
    expect(main.locator("#shown_on-year")).to_have_value(str((today - timedelta(days=12)).year))
    proof.set_input_files(file("certificate.pdf", PROOF))
    walker.press("Send my claim", TITLE)
    walker.sees("Your claim has been sent.")

    lead = arrive()
    to_prior_learning(lead)
    with lead.arriving("Claim of Callum"):
        lead.page.get_by_role("row", name=TITLE).get_by_role("link", name="Callum").first.click()
    lead.sees("Writing care plans with the person.")
    assert lead.download("Download certificate.pdf") == PROOF
    lead.main.get_by_label("Until a day", exact=True).check()
    lead.fill_date("expires_on", until)
    lead.press("Accept this claim", "Claims of prior learning in Demo Council")
    lead.sees("they are told")

    walker.visit("/told")
    walker.follow(f"Accepted: your claim “{TITLE}”", TITLE)
    walker.sees(f"counts until {day_in_words(until)}")
    walker.visit("/record")
    expect(walker.page.get_by_role("row", name=TITLE)).to_contain_text("level 1")


def test_a_lead_brings_completions_of_another_system_and_takes_back_the_rows_left_out(
    walker: Walker,
) -> None:
    day = day_of(now()) - timedelta(days=9)
    rows = (
        "person,course,issuer,completed_on",
        f"buyer@demo.example,Phishing and passwords for buyers,{ACADEMY},{day}",
        f"nobody@demo.example,Phishing and passwords for buyers,{ACADEMY},{day}",
    )
    walker.resize(320, 800)
    to_prior_learning(walker)
    walker.keeps_its_width()
    walker.follow("Completions from another learning system", "Completions from another")
    sent = file("completions.csv", "\n".join(rows).encode())
    walker.main.get_by_label("File", exact=True).set_input_files(sent)
    walker.press("Show me what it would do", "What the file would do")
    walker.sees("Nothing has been recorded yet.")
    walker.keeps_its_width()
    wrong = walker.page.get_by_role("row", name="nobody@demo.example")
    expect(wrong).to_contain_text("Nobody in your care has this address or code")
    walker.press("Record 1 skill", "What the file recorded")
    walker.sees("1 recorded on")
    left_out = walker.download("Download the rows that give nothing").decode("utf-8-sig")
    _, row = left_out.splitlines()
    assert "nobody@demo.example" in row
    assert "Nobody in your care" in row
