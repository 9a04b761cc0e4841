"""Walking by keyboard alone: wherever the focus goes, it can be seen."""

import pytest

from tests.journeys.walker import Walker

MANY = 150  # more stops than any page here has before its end

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
    """Tabs on until this has the focus."""
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
    """Presses Enter on what leads to another page."""
    with walker.arriving(heading):
        walker.page.keyboard.press("Enter")
