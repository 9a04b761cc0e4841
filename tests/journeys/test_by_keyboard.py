import pytest
from playwright.sync_api import expect

from learning.catalogue.published import Catalogue
from tests.journeys.walker import PASSWORD, Walker

pytestmark = pytest.mark.journey
COURSE = "cyber-security-essentials"
MANY = 150  # more stops than any page here has before its end
CHOSEN = "input:checked, option:checked:not([value=''])"

# What has the focus: its words, and whether anybody can see that it has it. A radio or a
# checkbox is drawn by its label.
FOCUS = """() => {
  const here = document.activeElement
  if (here === document.body) return null  // past the end: the browser's own buttons
  const label = here.labels && here.labels[0]
  const drawn = here.matches('[type=radio], [type=checkbox]')
    ? getComputedStyle(label, '::before') : getComputedStyle(here)
  const seen = drawn.boxShadow !== 'none'
    || (drawn.outlineStyle !== 'none' && parseFloat(drawn.outlineWidth) > 0
        && drawn.outlineColor !== 'rgba(0, 0, 0, 0)')
    || drawn.backgroundColor === 'rgb(255, 221, 0)'
  const box = here.getBoundingClientRect()
  return {words: (label || here).innerText.replace(/\\s+/g, ' ').trim(), type: here.type || '',
          seen: seen, inside: box.bottom > 0 && box.top < innerHeight}
}"""


def tab_to(walker: Walker, words: str, *, kind: str = "") -> None:
    """Tabs on until this has the focus; wherever the focus goes it can be seen."""
    for _ in range(MANY):
        walker.page.keyboard.press("Tab")
        focus = walker.page.evaluate(FOCUS)
        if focus is None:
            continue
        assert focus["seen"], f"nobody sees the focus on {focus} of {walker.page.url}"
        assert focus["inside"], f"the focus is out of sight on {focus} of {walker.page.url}"
        if focus["words"].startswith(words) and kind in focus["type"]:
            return
    pytest.fail(f"Tab never comes to {words!r} on {walker.page.url}")


def enter(walker: Walker, heading: str | None = None) -> None:
    with walker.arriving(heading):
        walker.page.keyboard.press("Enter")


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
