from datetime import timedelta

import pytest
from playwright.sync_api import expect

from learning.clock import day_in_words, day_of, now
from tests.journeys.walker import Walker

pytestmark = pytest.mark.journey
COUNCIL = "/organisations/demo-council"


def test_a_training_lead_exempts_somebody_notes_time_away_and_ends_a_seat_on_a_committee(
    walker: Walker,
) -> None:
    today = day_of(now())
    until = today + timedelta(days=200)
    walker.sign_in("lead@demo.example")
    walker.visit(f"{COUNCIL}/people?role=planning-committee-member", "People of Demo Council")
    name = walker.main.locator("tbody th a").last.inner_text()
    walker.resize(320, 800)
    walker.follow(name, name)
    walker.keeps_its_width()

    walker.follow("Exempt from a path", "Exempt from a path")
    walker.press("Exempt them")
    expect(walker.page.get_by_role("alert")).to_contain_text("Choose a path")
    walker.page.select_option("#path", "new-councillor")
    walker.page.fill("#authority", "Democratic Services Committee")
    walker.page.fill("#reason", "Served on another council for eight years.")
    walker.fill_date("ends_on", until)
    walker.keeps_its_width()
    walker.press("Exempt them", name)
    walker.sees("They are exempt, and are told.")
    walker.sees(f"until {day_in_words(until)}, allowed by Democratic Services Committee")

    walker.follow("Time away", "Time away")
    walker.sees("We do not ask or keep why.")
    walker.fill_date("starts_on", today)
    walker.press("Save the time away", name)
    walker.sees(f"Away from {day_in_words(today)}")
    walker.follow("They are back", "They are back")
    walker.press("Save the day", name)
    expect(walker.main).not_to_contain_text("is asked nothing")

    seat = walker.main.locator(".govuk-summary-list__row", has_text="Planning committee member")
    with walker.arriving("End a role: Planning committee member"):
        seat.get_by_role("link", name="End").click()
    walker.keeps_its_width()
    walker.press("End this role", name)
    expect(seat).to_contain_text("(ended)")
    expect(seat.get_by_role("link", name="End")).to_have_count(0)
    councillor = walker.main.locator(".govuk-summary-list__row", has_text="Councillor")
    expect(councillor).not_to_contain_text("(ended)")

    walker.visit(f"{COUNCIL}/exemptions", "Exemptions in Demo Council")
    walker.keeps_its_width()
    expect(walker.page.get_by_role("row", name=name)).to_contain_text("Democratic Services")
