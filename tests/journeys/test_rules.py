"""A training lead makes a rule, decides its exceptions, and those it asks read why."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from learning.clock import day_of, now
from tests.journeys.conftest import Arrive
from tests.journeys.walker import Walker

pytestmark = pytest.mark.journey
COUNCIL = "/organisations/demo-council"
REASON = "The new case system starts in spring, and every practitioner will work in it."


def test_a_rule_is_looked_at_decided_saved_and_read_by_those_it_asks(
    walker: Walker, arrive: Arrive
) -> None:
    walker.sign_in("lead@demo.example")
    walker.visit(f"{COUNCIL}/assignments")
    walker.follow("Rules: what is asked", "Rules of Demo Council")
    walker.follow("Make a rule", "Make a rule")
    walker.press("See what it would do")
    expect(walker.page.get_by_role("alert")).to_contain_text("Choose a role")
    walker.page.select_option("#role", "adult-care-practitioner")
    walker.page.select_option("#path", "adult-care-team")
    walker.page.get_by_label("So many days after each starts in the role").check()
    walker.page.fill("#within_days", "60")
    walker.fill_date("starts_on", day_of(now()) - timedelta(days=90))
    walker.page.fill("#reason", REASON)
    walker.press("See what it would do", "What this rule would do")
    walker.sees(
        "Everyone who becomes an adult social care practitioner takes Adult social care team"
    )
    walker.sees("Their last day is past already")
    walker.page.fill("#past_days", "soon")
    walker.press("Save the rule", "What this rule would do")
    expect(walker.page.get_by_role("alert").first).to_contain_text("Enter a number of days")
    walker.page.fill("#past_days", "90")
    past = walker.main.locator("section[aria-labelledby=heading-past]")
    if not past.locator("tbody").is_visible():
        past.locator("summary").click()
    expect(past.locator("tbody tr").first).to_be_visible()
    first = past.locator("tbody tr").first
    left_out = first.get_by_role("link").inner_text()
    first.locator("select").select_option("out")
    walker.resize(320, 700)
    walker.keeps_its_width()
    walker.resize(1280, 900)
    walker.press("Save the rule", "Everyone who becomes an adult social care practitioner")
    walker.sees("Rule in force")
    walker.sees(REASON)
    walker.follow("Everyone it asks", "Adult social care team")
    expect(walker.main).not_to_contain_text(left_out)
    theirs = arrive()
    theirs.sign_in("care@demo.example")
    theirs.visit("/told")
    theirs.visit("/learning", "this week")
    theirs.sees("Asked by")


def test_a_rule_is_made_and_ended_with_the_keyboard_alone(walker: Walker) -> None:
    walker.sign_in("lead@demo.example")
    query = "role=procurement-officer&path=procurement-and-contracts-team&due=within"
    query += f"&within_days=700&starts_on={day_of(now()).isoformat()}&reason=We+buy+software."
    walker.visit(f"{COUNCIL}/rules/preview?{query}", "What this rule would do")
    walker.main.get_by_role("button", name="Save the rule").focus()
    with walker.arriving("Everyone who becomes a procurement officer"):
        walker.page.keyboard.press("Enter")
    walker.page.get_by_role("link", name="End the rule").focus()
    with walker.arriving("End a rule"):
        walker.page.keyboard.press("Enter")
    walker.main.get_by_role("button", name="End the rule").focus()
    with walker.arriving("Everyone who becomes a procurement officer"):
        walker.page.keyboard.press("Enter")
    walker.sees("Rule that has ended")
