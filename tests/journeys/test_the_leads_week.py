"""From the overdue list to a person and what happened to them, with the mouse and by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.keyboard import enter, tab_to
from tests.journeys.walker import Walker

pytestmark = pytest.mark.journey
WEEK = "/organisations/demo-council/oversight"


def number(walker: Walker, words: str) -> int:
    """One of the numbers at the top of the week."""
    card = walker.main.locator(".app-numbers a", has_text=words)
    return int(card.locator("strong").inner_text().replace(",", ""))


def test_a_training_lead_goes_from_the_overdue_list_to_a_person(walker: Walker) -> None:
    walker.sign_in("lead@demo.example")
    walker.follow("This week in Demo Council", "This week in Demo Council")
    overdue = number(walker, "overdue")
    assert overdue > 0
    walker.sees("Who needs me")
    with walker.arriving("Who is overdue"):
        walker.main.locator(".app-numbers a", has_text="overdue").click()
    walker.sees(f"{overdue} people")
    with walker.arriving("Who is overdue"):
        walker.main.locator("thead a", has_text="Name").click()
    names = walker.main.locator("tbody th a").all_inner_texts()
    assert len(names) == min(50, overdue)
    walker.main.get_by_text("Narrow or sort the list").click()
    walker.page.select_option("#service", "planning")
    walker.press("Show", "Who is overdue")
    assert "service=planning" in walker.page.url
    assert "sort=name" in walker.page.url
    rows = walker.main.locator("tbody tr")
    expect(rows.filter(has_text="(Planning)")).to_have_count(rows.count())
    listed = walker.download("This list, all pages (CSV)").decode()
    walker.sees(f"{len(listed.splitlines()) - 1} people, Planning")
    name = rows.first.get_by_role("link").inner_text()
    with walker.arriving(name):
        rows.first.get_by_role("link").click()
    walker.follow("What happened, in words", f"What happened: {name}")
    walker.sees("asked them to take")
    walker.sees("Told: You are asked to take")
    for address in (WEEK, f"{WEEK}/overdue", "/organisations/demo-council/progress"):
        walker.visit(address)
    walker.visit("/organisations/demo-council/audit", "Who did what")
    walker.resize(320, 640)
    for address in (WEEK, f"{WEEK}/stuck", "/organisations/demo-council/audit"):
        walker.visit(address)
        walker.keeps_its_width()


def test_the_same_by_keyboard_alone(walker: Walker) -> None:
    walker.sign_in("lead@demo.example")
    tab_to(walker, "This week in Demo Council")
    enter(walker, "This week")
    tab_to(walker, f"{number(walker, 'overdue')} overdue")
    enter(walker, "Who is overdue")
    tab_to(walker, "Last day")
    enter(walker, "Who is overdue")
    heading = walker.main.locator("th[aria-sort]")
    expect(heading).to_have_attribute("aria-sort", re.compile("ascending|descending"))
    name = walker.main.locator("tbody th a").first.inner_text()
    tab_to(walker, name)
    enter(walker, name)
