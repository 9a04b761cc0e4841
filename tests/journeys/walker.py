"""Somebody who walks through the pages in a real browser and looks hard at each."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect

from learning.catalogue.content import Question
from learning.catalogue.marking import key_of, target_of, targets
from tests.seeding import PASSWORD

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
OPTIONS = {
    "runOnly": {"type": "tag", "values": list(RULES)},
    "resultTypes": ["violations"],
    "preload": False,  # the one rule that wants it concerns a lock on the screen's direction
}
# Nine tenths of the time go into contrasts, which hang on the stylesheet and the kind of page.
BUT_CONTRAST = OPTIONS | {"rules": {"color-contrast": {"enabled": False}}}
PHONE = 320  # pixels: here a table is drawn as a list
FIRST_TIMES = 4  # that a page is held to the rules
AXE_SCRIPT = Axe().axe_script
RUN_AXE = "options => axe.run(options).then(found => JSON.stringify(found.violations))"
# What takes the focus inside something that is drawn as a single pixel, for screen readers alone.
UNSEEN = """() => [...document.querySelectorAll('main :is(a, button, input, select)')]
  .filter(one => one.checkVisibility({visibilityProperty: true}))
  .filter(one => { for (let box = one.parentElement; box; box = box.parentElement)
    if (box.offsetWidth === 1 && getComputedStyle(box).overflow === 'hidden') return true })
  .map(one => one.innerText)"""
LARGE = {"fontSize": "200%"}  # with these letters a phone's text is of twice the size
WIDTH_WITH = """([style, selector]) => {
  const root = document.documentElement
  Object.assign(root.style, style)
  const width = document.querySelector(selector).scrollWidth
  for (const name in style) root.style[name] = ''
  return width
}"""
MET: Counter[str] = Counter()
LEFT: dict[tuple[str, str], list[Any]] = {}  # by service and account
PATIENCE = 15_000  # milliseconds until something that never comes fails


class Walker:
    """One visitor; with JavaScript each page is at first held to the WCAG rules."""

    def __init__(self, browser: Browser, address: str, *, javascript: bool) -> None:
        self.address = address
        self.javascript = javascript
        self.faults: list[str] = []
        self.context: BrowserContext = browser.new_context(
            java_script_enabled=javascript, viewport={"width": 1280, "height": 900}
        )
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.page.on("request", self._stays_here)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _stays_here(self, request: Request) -> None:
        if not request.url.startswith(f"{self.address}/"):
            self.faults.append(f"a request to {request.url}")

    def on_page(self, heading: str | None = None) -> None:
        """The page is whole: one h1 (this one, where it is given) and no violation."""
        h1 = self.page.locator("h1")
        expect(h1).to_have_count(1)
        if heading is not None:
            expect(h1).to_contain_text(heading)
        met = self._met() if self.javascript else None
        if met is not None and met <= FIRST_TIMES:
            found = self._violations(OPTIONS if met == 1 else BUT_CONTRAST)
            assert not found, f"{self.page.url}\n{json.dumps(found, indent=2)}"

    def _violations(self, options: dict[str, Any]) -> list[Any]:
        """What axe finds, brought over as text: object by object takes a fifth of the time."""
        self.page.evaluate(AXE_SCRIPT)
        found: list[Any] = json.loads(self.page.evaluate(RUN_AXE, options))
        return found

    def _met(self) -> int:
        """How often this kind of page was met, in order and in trouble apart: rules are slow."""
        path = urlsplit(self.page.url).path
        kind = "/".join("…" if re.search(r"\d", part) else part for part in path.split("/"))
        met = f"{kind} {self.page.title().startswith('Error')}"
        MET[met] += 1
        return MET[met]

    def visit(self, path: str, heading: str | None = None) -> None:
        self.page.goto(self.address + path)
        self.on_page(heading)

    @contextmanager
    def arriving(self, heading: str | None = None) -> Iterator[None]:
        """What is done inside leads to another page."""
        with self.page.expect_navigation():
            yield
        self.on_page(heading)

    def follow(self, words: str | re.Pattern[str], heading: str | None = None) -> None:
        with self.arriving(heading):
            self.page.locator("a", has_text=words).first.click()

    def press(self, words: str | re.Pattern[str], heading: str | None = None) -> None:
        with self.arriving(heading):
            self.main.get_by_role("button", name=words).first.click()

    def sign_in(self, account: str, heading: str = "Hello") -> None:
        """By the form; once an account has come in, later with what that left in the browser."""
        left = LEFT.get((self.address, account))
        if left is not None:
            self.context.add_cookies(left)
            self.page.goto(f"{self.address}/")
        if left is None or not self.page.get_by_role("button", name="Sign out").count():
            self.visit("/sign-in")
            self.fill_sign_in(account)
        self.on_page(heading)
        LEFT[self.address, account] = self.context.cookies()

    def fill_sign_in(self, account: str) -> None:
        self.page.fill("#email", account)
        self.page.fill("#password", PASSWORD)
        with self.page.expect_navigation():
            self.main.get_by_role("button", name="Sign in").click()

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def sees(self, words: str) -> None:
        expect(self.main).to_contain_text(words)

    def question(self, questions: Sequence[Question]) -> Question:
        """The question on this page, known by what it asks and by its answers."""
        shown = " ".join(self.main.inner_text().split())
        return next(one for one in questions if all(words in shown for words in _words(one)))

    def choose(self, question: Question, *, rightly: bool = True) -> None:
        """Gives the right answer to the question, or one that is as wrong as it can be."""
        if question.type == "matching":
            self.match(question, rightly=rightly)
        elif question.type == "ordering":
            first, *others = key_of(question)
            self.put_in_order((first, *others) if rightly else (*others, first))
        elif question.type == "number":
            right = Decimal(*key_of(question))
            wrong = right + (question.tolerance or 0) + 1
            self.main.locator("input[name=answer]").fill(str(right if rightly else wrong))
        else:
            self.mark(question, rightly=rightly)

    def mark(self, question: Question, *, rightly: bool) -> None:
        """Marks the right answers, or as many wrong ones as there are."""
        right = key_of(question)
        wrong = [option.id for option in question.options if option.id not in right]
        for box in self.main.locator("input[type=checkbox]").all():
            box.uncheck()
        for option_id in right if rightly else wrong[: len(right)]:
            self.main.locator(f"input[name=answer][value='{option_id}']").check()

    def put_in_order(self, ids: Sequence[str]) -> None:
        """Chooses in each list what stands at its place."""
        for option_id, place in zip(ids, self.main.locator("[name=answer]").all(), strict=True):
            place.select_option(option_id)

    def match(self, question: Question, *, rightly: bool) -> None:
        """Chooses in each list what its line belongs to, or the thing before it."""
        things = [thing.id for thing in targets(question)]
        for option in question.options:
            thing = target_of(question, option).id
            chosen = thing if rightly else things[things.index(thing) - 1]
            self.main.get_by_label(option.text, exact=True).select_option(chosen)

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def keeps_its_width(self) -> None:
        """The page never scrolls sideways; on a phone no table hides anything either."""
        size = self.page.viewport_size
        assert size
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"], f"{self.page.url} is {wide} pixels wide"
        if size["width"] > PHONE:
            return
        hidden = self.main.locator(".app-scroll:has(> .app-stack)").evaluate_all(
            "boxes => boxes.map(box => box.scrollWidth - box.clientWidth)"
        )
        assert max(hidden, default=0) <= 0, f"tables of {self.page.url} hide {hidden} pixels"
        unseen = self.page.evaluate(UNSEEN)
        assert not unseen, f"on {self.page.url} the focus goes where nobody sees it: {unseen}"

    def width_with(self, style: dict[str, str], selector: str = ":root") -> int:
        """How many pixels wide the page, or one thing on it, is while its text is set so."""
        return int(self.page.evaluate(WIDTH_WITH, [style, selector]))

    def fill_date(self, field: str, day: date) -> None:
        """Types a day into the three boxes of a date."""
        for part in ("day", "month", "year"):
            self.page.fill(f"#{field}-{part}", str(getattr(day, part)))

    def download(self, words: str) -> bytes:
        """What a link with these words gives to save."""
        with self.page.expect_download() as coming:
            self.main.get_by_role("link", name=words).first.click()
        return coming.value.path().read_bytes()

    def leave(self) -> None:
        self.context.close()
        assert not self.faults, self.faults


def _words(question: Question) -> tuple[str, ...]:
    """What a page about the question always says."""
    asks = question.text.rpartition("\n\n")[2]
    return tuple(" ".join(text.split()) for text in (asks, *(o.text for o in question.options)))
