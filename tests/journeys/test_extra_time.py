"""No check on offer has a time limit, or is sure to ask every type: this story has its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from learning.catalogue.content import Question
from learning.catalogue.loading import load
from tests.journeys.conftest import serving
from tests.journeys.demos import Copy
from tests.journeys.every_type import CHECK, COURSE, TYPE_OF, courses_with_every_type
from tests.journeys.walker import Walker

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return courses_with_every_type(tmp_path_factory.mktemp("every-type"))


@pytest.fixture
def visitors(
    chrome: Browser,
    javascript: bool,
    demo_copy: Copy,
    limited: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Walker, Walker]]:
    """A training lead and a planner, at a service with these courses."""
    log = tmp_path_factory.mktemp("limited") / "log"
    with serving(demo_copy(), log, limited) as address:
        both = [Walker(chrome, address, javascript=javascript) for _ in range(2)]
        yield both[0], both[1]
        for walker in both:
            walker.leave()


def test_a_lead_grants_extra_time_and_a_planner_takes_a_check_of_every_type_with_it(
    visitors: tuple[Walker, Walker], limited: Path
) -> None:
    lead, planner = visitors
    check = load(limited).courses[COURSE].assessment(CHECK)
    assert check
    address = f"/courses/{COURSE}/assessment/{CHECK}"
    planner.sign_in("planner@demo.example")
    planner.visit(address, check.plan.title)
    planner.sees("There is a time limit of 20 minutes from the start.")
    planner.follow("Extra time in checks", "Extra time in checks")
    planner.sees("Nothing has been granted.")
    lead.sign_in("lead@demo.example")
    lead.visit("/organisations/demo-council/people?q=planner")
    lead.page.locator("main tbody a").first.click()
    lead.follow("Extra time in checks", "Extra time in checks")
    lead.main.get_by_label("50% more time").check()
    lead.page.fill("#reason", "Reads with a screen reader")
    lead.press("Grant this", "Extra time in checks")
    lead.sees("This is granted, and the person is told.")
    planner.visit("/adjustments", "Extra time in checks")
    planner.sees("50% more time")
    planner.resize(320, 800)
    planner.visit(address, check.plan.title)
    planner.sees("20 minutes from the start. You have 30 minutes.")
    planner.press("Start the check")
    met = [answer_one(planner, check.questions, place) for place in range(1, check.plan.asks + 1)]
    assert sorted(met) == sorted(TYPE_OF.values())
    expect(planner.page.locator("h1")).to_have_text("Check your answers")
    planner.keeps_its_width()
    planner.press("Submit my answers", "You have shown")
    planner.sees("5 of 5 right")
    planner.keeps_its_width()


def answer_one(walker: Walker, questions: tuple[Question, ...], place: int) -> str:
    """Answers the question on the page rightly, on a phone; returns its type."""
    walker.sees(f"Question {place} of 5")
    walker.sees("You have until")
    walker.keeps_its_width()
    asked = walker.question(questions)
    walker.choose(asked)
    walker.press("Keep and go on")
    return asked.type
