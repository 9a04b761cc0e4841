"""A training lead changes what a role needs, sees the figures first, and decides on newcomers."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from learning.clock import day_in_words, day_of, now
from tests.journeys.keyboard import enter, tab_to
from tests.journeys.walker import Walker

pytestmark = pytest.mark.journey
LATER = day_of(now()) + timedelta(days=40)


def test_a_requirement_is_raised_after_a_look_at_the_figures_it_moves(walker: Walker) -> None:
    walker.sign_in("lead@demo.example")
    walker.follow("Settings", "Settings and decisions")
    walker.follow("What roles need", "What roles need at Demo Council")
    walker.main.get_by_label("Only what your council set itself").check()
    walker.press("Show", "What roles need")
    walker.follow("Understanding and using AI", "Councillors: Understanding and using AI")
    walker.sees("Today: level 2, working.")
    walker.follow("Change what is needed", "Change what is needed")
    walker.main.get_by_label("Level 3, practitioner").check()
    walker.press("See what it moves", "Change what is needed")  # nothing said of when and why
    expect(walker.page.get_by_role("alert")).to_contain_text("Enter the day")
    expect(walker.main.get_by_label("Level 3, practitioner")).to_be_checked()
    walker.fill_date("starts_on", LATER)
    walker.page.fill("#reason", "Members decide on the council's use of AI")
    walker.press("See what it moves", "What this would move")
    walker.sees("people need another level of this skill")
    walker.sees("If it held today")
    walker.resize(320, 800)
    walker.main.get_by_text("Their names").click()
    walker.keeps_its_width()
    walker.resize(1280, 900)
    walker.press("Save this change", "Councillors: Understanding and using AI")
    walker.sees("Saved. It counts in the figures from the day it begins.")
    walker.sees(f"From {day_in_words(LATER)}: Level 3, practitioner")

    tab_to(walker, "Correct it or take it back")
    enter(walker, "Correct what is to come")
    walker.main.get_by_label("Nothing: take this back").check()
    tab_to(walker, "See what it moves")
    enter(walker, "What this would move")
    tab_to(walker, "Save this change")
    enter(walker, "Councillors: Understanding and using AI")
    walker.sees("taken back before it began")


def test_by_keyboard_newcomers_are_asked_less_from_a_day(walker: Walker) -> None:
    walker.sign_in("lead@demo.example")
    walker.visit("/organisations/demo-council/decisions/load/decide")
    tab_to(walker, "Minutes a week at most")
    walker.page.keyboard.press("Control+A")
    walker.page.keyboard.type("45")
    tab_to(walker, "What this rests on")
    walker.page.keyboard.type("Learning policy, clause 7")
    walker.fill_date("starts_on", LATER)
    tab_to(walker, "See it in words")
    enter(walker, "Is this what you decide?")
    walker.sees("At most 45 minutes a week")
    tab_to(walker, "Decide this")
    enter(walker, "How much newcomers are asked")
    walker.sees(f"From {day_in_words(LATER)}:")
    walker.press("Take this back before it begins", "How much newcomers are asked")
    walker.sees("Taken back. What held before goes on.")
