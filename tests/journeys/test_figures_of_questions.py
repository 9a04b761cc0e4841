import pytest
from playwright.sync_api import expect

from tests.journeys.walker import Walker

pytestmark = pytest.mark.journey


def test_an_administrator_finds_a_hard_question_and_reads_what_people_chose(
    walker: Walker,
) -> None:
    walker.resize(320, 800)
    walker.sign_in("admin@demo.example")
    walker.follow("Administration", "Administration")
    walker.follow("Figures of questions", "Figures of questions")
    walker.main.get_by_label("Course").select_option("cyber-security-essentials")
    walker.main.get_by_label("Order").select_option("facility")
    walker.press("Show", "Figures of questions")
    expect(walker.main.get_by_label("Course")).to_have_value("cyber-security-essentials")
    walker.keeps_its_width()
    hardest = walker.main.locator("tbody tr").first.get_by_role("link")
    with walker.arriving(f"Figures of the question {hardest.inner_text()}"):
        hardest.click()
    walker.sees("What people chose")
    walker.keeps_its_width()
    expect(walker.main.get_by_text("Right", exact=True)).not_to_have_count(0)
