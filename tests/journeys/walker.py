"""Somebody who walks through the pages in a real browser and looks hard at each."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect

from learning.catalogue.content import Question
from learning.catalogue.marking import target_of, targets

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
OPTIONS = {"runOnly": {"type": "tag", "values": list(RULES)}, "resultTypes": ["violations"]}
PASSWORD = "a password for the journeys"
PATIENCE = 15_000  # milliseconds until something that never comes fails


class Walker:
    """One visitor; with JavaScript every page they see is held to the WCAG rules."""

    def __init__(self, browser: Browser, address: str, *, javascript: bool) -> None:
        self.address = address
        self.javascript = javascript
        self.faults: list[str] = []
        self.context: BrowserContext = browser.new_context(
            java_script_enabled=javascript, viewport={"width": 1280, "height": 900}
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.route(lambda url: not url.startswith(f"{address}/"), lambda r: r.abort())
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
        if self.javascript:
            found = Axe().run(self.page, options=OPTIONS)
            assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"

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
        self.visit("/sign-in")
        self.fill_sign_in(account)
        self.on_page(heading)

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
        """The question on this page, known by its answers; how sure one is may be asked beside."""
        shown = {text.strip() for text in self.main.locator("label").all_inner_texts()}
        return next(one for one in questions if {option.text for option in one.options} <= shown)

    def choose(self, question: Question, *, rightly: bool = True) -> None:
        """Marks the right answers of the question, or as many wrong ones as there are."""
        if question.type == "matching":
            self.match(question, rightly=rightly)
            return
        right = [option.id for option in question.options if option.right]
        wrong = [option.id for option in question.options if not option.right]
        for box in self.main.locator("input[type=checkbox]").all():
            box.uncheck()
        for option_id in right if rightly else wrong[: len(right)]:
            self.main.locator(f"input[name=answer][value='{option_id}']").check()

    def match(self, question: Question, *, rightly: bool) -> None:
        """Chooses in each list what its line belongs to, or the thing before it."""
        things = [thing.id for thing in targets(question)]
        for option in question.options:
            thing = target_of(question, option).id
            chosen = thing if rightly else things[things.index(thing) - 1]
            self.main.get_by_label(option.text, exact=True).select_option(chosen)

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def leave(self) -> None:
        self.context.close()
        assert not self.faults, self.faults
