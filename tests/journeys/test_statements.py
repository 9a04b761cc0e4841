import pytest
from playwright.sync_api import expect

from tests.journeys.walker import Walker

pytestmark = pytest.mark.journey
STATEMENTS = "/organisations/demo-council/statements"


def test_everybody_reads_what_is_public_and_leads_alone_what_a_lead_publishes_for_leads(
    walker: Walker,
) -> None:
    walker.visit(STATEMENTS, "Statements published by Demo Council")
    walker.follow("Statement 1, as at", "Statement 1: skills coverage as at")
    walker.sees("Marjorie Fennimore, Head of Democratic Services")
    group = walker.main.locator("details", has=walker.page.locator("table[data-lines=tier]")).first
    expect(group.locator("table")).not_to_be_visible()
    group.locator("summary").click()
    expect(group.locator("table")).to_be_visible()
    assert walker.download("Data file").startswith(b'{"actions_taken"')
    walker.sign_in("lead@demo.example")
    walker.visit(STATEMENTS)
    walker.follow("Publish figures", "Publish figures")
    walker.press("Look at what it will say", "Publish the figures as at")
    walker.sees("Only training leads of all of Demo Council can read it.")
    walker.press("Publish statement 2", "Publish the figures as at")
    walker.sees("Enter their post")
    walker.page.fill("#officer_name", "Marjorie Fennimore")
    walker.page.fill("#officer_post", "Head of Democratic Services")
    walker.press("Publish statement 2", "Statement 2: skills coverage as at")
    walker.sees("Statement 2 is published.")
    with walker.arriving():
        walker.page.get_by_role("button", name="Sign out").click()
    walker.visit(f"{STATEMENTS}/2", "Page not found")
