from datetime import timedelta

import pytest
from playwright.sync_api import expect

from learning.clock import day_in_words, day_of, now
from tests.journeys.walker import Walker

pytestmark = pytest.mark.journey
COUNCIL = "/organisations/demo-council"


def test_a_training_lead_asks_a_role_to_take_a_path_and_finds_who_is_overdue(
    walker: Walker,
) -> None:
    walker.sign_in("lead@demo.example")
    walker.follow("Paths asked for in Demo Council")
    walker.follow("Ask people to take a path", "Ask people to take a path")
    walker.press("Ask them")
    expect(walker.page.get_by_role("alert")).to_contain_text("Choose a path")
    walker.page.select_option("#path", "new-councillor")
    walker.page.get_by_label("Everyone with a role today").check()
    walker.page.select_option("#role", "councillor")
    last_day = day_of(now()) + timedelta(days=60)
    walker.fill_date("due_on", last_day)
    walker.page.fill("#reason", "So that nobody is left behind after the election.")
    walker.press("Ask them", "New councillor")
    walker.sees(f"Asked of Councillors, by {day_in_words(last_day)}")
    counts = [int(text) for text in walker.main.locator(".app-numbers strong").all_inner_texts()]
    people = int(walker.main.locator("caption").inner_text().split()[0])
    assert sum(counts[:3]) == people > 40
    assert counts[3] == 0, "nobody is overdue on the day they are asked"
    walker.follow("Paths asked for")
    row = walker.page.get_by_role("row", name="(past)").first
    with walker.arriving():
        row.get_by_role("link").click()
    walker.follow("overdue")
    overdue = walker.main.locator("tbody tr")
    expect(overdue.filter(has_text="Overdue")).to_have_count(overdue.count())
    name = overdue.first.get_by_role("link").inner_text()
    with walker.arriving(name):
        overdue.first.get_by_role("link").click()
    walker.sees("What we told them")
    walker.visit(f"{COUNCIL}/people?q=merriweather")
    walker.follow("Ada Merriweather", "Ada Merriweather")


def test_an_administrator_adds_an_organisation_and_makes_and_ends_an_appointment(
    walker: Walker,
) -> None:
    walker.sign_in("admin@demo.example")
    walker.follow("Administration", "Administration")
    walker.follow("Add an organisation", "Add an organisation")
    walker.press("Save")
    expect(walker.page.get_by_role("alert")).to_contain_text("Enter the name")
    walker.page.fill("#name", "Tarnbeck Council")
    walker.page.fill("#slug", "tarnbeck")
    walker.page.get_by_label("Wales").check()
    walker.fill_date("starts_on", day_of(now()) - timedelta(days=30))
    walker.press("Save", "Administration")
    walker.sees("Tarnbeck Council has been added.")
    walker.follow("Make an appointment", "Make an appointment")
    walker.page.fill("#email", "new.lead@people.example")
    walker.page.fill("#name", "Gwen Pritchard")
    walker.page.get_by_label("Training lead").check()
    walker.page.select_option("#organisation", label="Tarnbeck Council")
    walker.fill_date("starts_on", day_of(now()) - timedelta(days=1))
    walker.press("Save", "Administration")
    appointment = walker.page.get_by_role("row", name="Gwen Pritchard")
    expect(appointment).to_contain_text("Training lead, Tarnbeck Council")
    with walker.arriving("End an appointment"):
        appointment.get_by_role("link").click()
    walker.sees("Nobody else looks after everybody at Tarnbeck Council.")
    walker.press("End the appointment today", "End an appointment")
    expect(walker.page.get_by_role("alert")).to_contain_text("Tick the box")
    walker.page.get_by_label("Yes, though nobody looks after everybody there from today").check()
    walker.press("End the appointment today", "Administration")
    expect(appointment).to_have_count(0)


def test_an_administrator_reads_nobodys_record(walker: Walker) -> None:
    walker.sign_in("admin@demo.example")
    walker.visit(f"{COUNCIL}/people", "Page not found")
    walker.visit(f"{COUNCIL}/coverage", "Page not found")
