import pytest
from playwright.sync_api import expect

from tests.journeys.walker import Walker

pytestmark = pytest.mark.journey
COUNCIL = "/organisations/demo-council"


def test_a_report_viewer_reads_the_report_without_a_name_in_it(walker: Walker) -> None:
    walker.sign_in("reviewer@demo.example")
    walker.follow("Skills coverage of Demo Council", "Skills coverage, Demo Council, as at")
    walker.sees("Gaps that matter most")
    walker.sees("In one sentence")
    hidden = walker.main.locator(".app-heatmap .app-heat--hidden")
    assert hidden.count() > 0
    assert set(hidden.all_inner_texts()) <= {"Hidden", "Fewer than half", "Half or more"}
    expect(walker.main).not_to_contain_text("Ada Merriweather")
    walker.follow("By service")
    walker.sees("Hidden: fewer than 5 people")
    walker.page.select_option("#service", "adult-care")
    walker.press("Show")
    walker.sees("Only service Adult social care")
    walker.follow("How every figure is worked out", "How skills coverage is worked out")
    walker.follow("Back", "Skills coverage, Demo Council, as at")
    walker.sees("Only service Adult social care")
    walker.visit(f"{COUNCIL}/people", "Page not found")


def test_each_kind_of_group_is_drawn_by_itself(walker: Walker) -> None:
    walker.sign_in("lead@demo.example")
    walker.visit(f"{COUNCIL}/coverage?skill=cyber-security")
    walker.page.emulate_media(forced_colors="active")  # a person's own, perhaps on dark paper
    expect(walker.main.locator("svg").first).to_have_css("background-color", "rgb(255, 255, 255)")
    walker.page.emulate_media(forced_colors="none")
    for words, first in (("By role", "role"), ("By skill", "skill"), ("By group", "tier")):
        walker.follow(words)
        assert f"by={first}" in walker.page.url
        assert "skill=cyber-security" in walker.page.url
        expect(walker.main.locator(".app-kinds [aria-current]")).to_have_text(words)


def test_a_partnership_report_is_of_its_councils_together(walker: Walker) -> None:
    walker.sign_in("partnership@demo.example")
    walker.follow("Skills coverage of Demo Partnership", "Skills coverage, Demo Partnership")
    walker.sees("7 councils: ")
    walker.sees("so the councils do not add up to the partnership")
    expect(walker.main).not_to_contain_text("Otherton")
    walker.visit(f"{COUNCIL}/coverage", "Page not found")
