import json
import re

import pytest
from playwright.sync_api import expect

from learning.clock import day_in_words, day_of, now
from tests.journeys.keyboard import enter, tab_to
from tests.journeys.walker import Walker

pytestmark = pytest.mark.journey


def go_to(walker: Walker, words: str, heading: str | None = None) -> None:
    tab_to(walker, words)
    enter(walker, heading)


def test_a_councillor_says_by_keyboard_how_they_see_their_skills_and_takes_the_record_along(
    walker: Walker,
) -> None:
    walker.sign_in("councillor@demo.example")
    walker.visit("/record", "My skills record")
    go_to(walker, "Say how you see your skills", "How do you see your own skills?")
    number = int(walker.main.locator(".govuk-body-l").inner_text().split()[0])
    go_to(walker, "Start")
    for place in range(1, number + 1):
        walker.sees(f"Skill {place} of {number}")
        tab_to(walker, "Not yet", kind="radio")
        walker.page.keyboard.press("ArrowDown")
        tab_to(walker, "Keep and go on")
        with walker.page.expect_navigation():  # one looked at whole stands for those like it
            walker.page.keyboard.press("Enter")
    walker.on_page("Check how you see your skills")
    go_to(walker, "This is how I see it", "Your own view beside what you have shown")
    walker.sees("Your own view is kept")
    today = walker.main.get_by_text(re.compile(f"Level [123] on {day_in_words(day_of(now()))}"))
    expect(today).to_have_count(number)
    go_to(walker, "My skills record", "My skills record")
    go_to(walker, "My learning this year", "My learning, ")
    expect(walker.main.get_by_label("Words to copy")).to_have_value(re.compile("I "))
    go_to(walker, "My skills record")
    tab_to(walker, "Download everything (JSON)")
    with walker.page.expect_download() as coming:
        walker.page.keyboard.press("Enter")
    everything = json.loads(coming.value.path().read_bytes())
    assert len(everything["self_assessments"][-1]["views"]) == number
