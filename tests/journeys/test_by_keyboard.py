import pytest
from playwright.sync_api import expect

from learning.catalogue.published import Catalogue
from tests.journeys.keyboard import FOCUS, enter, tab_to
from tests.journeys.walker import Walker
from tests.seeding import PASSWORD

pytestmark = pytest.mark.journey
COURSE = "cyber-security-essentials"
CHOSEN = "input:checked, option:checked:not([value=''])"


def test_everything_from_signing_in_to_a_kept_answer_can_be_done_by_keyboard(
    walker: Walker, answers: Catalogue
) -> None:
    course = answers.courses[COURSE]
    page = walker.page
    walker.visit("/sign-in", "Sign in")
    tab_to(walker, "Skip to main content")
    page.keyboard.press("Enter")
    tab_to(walker, "E-mail address")
    page.keyboard.type("planner@demo.example")
    tab_to(walker, "Password")
    page.keyboard.type(PASSWORD)
    enter(walker, "Hello Samina")
    tab_to(walker, "Courses")
    enter(walker, "All courses")
    tab_to(walker, course.title)
    enter(walker, course.title)
    tab_to(walker, course.assessments[0].plan.title)
    enter(walker, course.assessments[0].plan.title)
    tab_to(walker, "Start the check")
    enter(walker)
    first = page.url
    answer_by_keyboard(walker)
    tab_to(walker, "Keep and go on")
    kept = walker.main.locator(CHOSEN).count()
    assert kept
    enter(walker)
    walker.sees("Question 2 of")
    page.goto(first)
    expect(walker.main.locator(CHOSEN)).to_have_count(kept)


def test_the_skip_link_passes_by_the_navigation(walker: Walker) -> None:
    walker.sign_in("buyer@demo.example")
    walker.visit("/courses")
    walker.page.keyboard.press("Tab")
    assert walker.page.evaluate(FOCUS)["words"] == "Skip to main content"
    walker.page.keyboard.press("Enter")
    walker.page.keyboard.press("Tab")
    assert walker.page.evaluate("document.activeElement.closest('main') !== null")


def answer_by_keyboard(walker: Walker) -> None:
    """The second radio or the first of each list by arrow, or the asked checkboxes by Space."""
    options = walker.main.locator("[name=answer]")
    page = walker.page
    if options.first.evaluate("field => field.matches('select')"):
        for _ in options.all():
            tab_to(walker, "", kind="select")
            page.keyboard.press("ArrowDown")
        return
    if options.first.get_attribute("type") == "radio":
        tab_to(walker, "", kind="radio")
        page.keyboard.press("Space")
        expect(options.nth(0)).to_be_checked()
        page.keyboard.press("ArrowDown")
        expect(options.nth(1)).to_be_checked()
        return
    asked = {"two": 2, "three": 3, "four": 4}
    hint = walker.main.locator(".govuk-hint").first.inner_text()
    for _ in range(next(number for word, number in asked.items() if word in hint)):
        tab_to(walker, "", kind="checkbox")
        page.keyboard.press("Space")
