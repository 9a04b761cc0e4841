"""Two councils become one: drawn, looked at, carried out, and the report of what followed."""

import subprocess
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser

from learning.clock import day_of, now
from learning.config import ROOT
from tests.journeys.conftest import serving
from tests.journeys.demos import Copy
from tests.journeys.walker import PHONE, Walker
from tests.seeding import environment, program

pytestmark = pytest.mark.journey
Command = Callable[..., str]
PLAN = "/admin/reorganisations/newton-merger"
ENDING = ("Otherton Council", "Wexbury Council")
NAME = "Otherton and Wexbury become Newton"
THINGS = "things your people need to be able to do"


@pytest.fixture
def councils(
    chrome: Browser,
    javascript: bool,
    demo_copy: Copy,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Walker, Walker, Command]]:
    """An administrator, a training lead and the command, at a service of their own."""
    url = demo_copy()

    def reorganise(*words: str) -> str:
        done = subprocess.run(  # noqa: S603  # our own command
            [program("flask"), "--app", "wsgi", "reorganise", "newton-merger", *words],
            cwd=ROOT,
            env=environment(url),
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    with serving(url, tmp_path_factory.mktemp("merger") / "log") as address:
        both = [Walker(chrome, address, javascript=javascript) for _ in range(2)]
        yield both[0], both[1], reorganise
        for walker in both:
            walker.leave()


def test_a_merger_is_looked_at_carried_out_and_reported_on(
    councils: tuple[Walker, Walker, Command],
) -> None:
    admin, lead, reorganise = councils
    today = day_of(now())
    admin.sign_in("admin@demo.example")
    add_the_new_council(admin, today)
    draw(admin, today)
    admin.sees("These go along with people:")
    admin.sees("go to Newton Council")
    admin.press("Show it to training leads", NAME)
    admin.resize(PHONE, 800)
    admin.keeps_its_width()

    lead.sign_in("lead@other.example")
    lead.visit("/organisations/other-council/reorganisations", "Reorganisations, Otherton")
    lead.follow("What Newton Council would come to", "What Newton Council would come to")
    lead.sees("Figures without names")

    assert "Every count adds up." in reorganise("--apply")
    admin.visit(PLAN, NAME)
    admin.sees("Every count, before and after")
    admin.sees("Nothing has changed since that undoing would lose")
    admin.keeps_its_width()

    lead.visit("/organisations/newton/coverage", "Skills coverage")
    lead.sees(THINGS)
    lead.visit("/organisations/newton/reorganisations", "Reorganisations, Newton Council")
    lead.follow("Otherton Council: skills coverage on its last day", "Skills coverage, Otherton")
    lead.sees(THINGS)


def add_the_new_council(admin: Walker, today: date) -> None:
    admin.visit("/admin/organisations/new", "Add an organisation")
    admin.page.fill("#name", "Newton Council")
    admin.page.fill("#slug", "newton")
    admin.main.get_by_label("England").check()
    admin.fill_date("starts_on", today)
    admin.press("Save")


def draw(admin: Walker, today: date) -> None:
    """Both councils end; their leads look after the new one."""
    admin.visit("/admin/reorganisations/new", "Draw a reorganisation")
    admin.page.fill("#name", NAME)
    admin.page.fill("#slug", "newton-merger")
    admin.fill_date("vests_on", today)
    for council in ENDING:
        admin.main.locator("[name=leaving]").locator("xpath=..").get_by_label(council).check()
    admin.main.locator("[name=following]").locator("xpath=..").get_by_label("Newton").check()
    admin.press("Save", NAME)
    admin.follow("Choose what Newton Council takes over", "What Newton Council takes over")
    admin.main.get_by_label("Otherton Council: Its training leads").check()
    admin.press("Save", NAME)
