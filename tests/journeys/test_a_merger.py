"""Two councils become one: drawn, looked at, carried out, and the report of what followed."""

import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from learning.clock import day_of, now
from learning.config import ROOT
from tests.journeys.conftest import serving
from tests.journeys.walker import PHONE, Walker
from tests.seeding import environment, program

pytestmark = pytest.mark.journey
Command = Callable[..., str]
PLAN = "/admin/reorganisations/newton-merger"
GOING_ON = {"Demo Council": "demo-council", "Otherton Council": "other-council"}


@pytest.fixture
def councils(
    chrome: Browser,
    javascript: bool,
    seeded: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Walker, Walker, Command]]:
    """An administrator, a training lead and the command, at a service of their own."""
    folder = tmp_path_factory.mktemp("merger")

    def reorganise(*words: str) -> str:
        done = subprocess.run(  # noqa: S603  # our own command
            [program("flask"), "--app", "wsgi", "reorganise", "newton-merger", *words],
            cwd=ROOT,
            env=environment(folder / "demo.sqlite"),
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    with serving(seeded, folder) as address:
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
    admin.sees("Demo Council")
    admin.sees("go to Newton Council")
    admin.press("Show it to training leads", "Demo and Otherton become Newton")
    admin.resize(PHONE, 800)
    admin.keeps_its_width()

    lead.sign_in("lead@demo.example")
    lead.visit("/organisations/demo-council/reorganisations", "Reorganisations, Demo Council")
    lead.follow("What Newton Council would come to", "What Newton Council would come to")
    lead.sees("Figures without names")

    assert "Every count adds up." in reorganise("--apply")
    admin.visit(PLAN, "Demo and Otherton become Newton")
    admin.sees("Every count, before and after")
    admin.sees("Nothing has changed since that undoing would lose")
    admin.keeps_its_width()

    lead.visit("/organisations/newton/coverage", "Skills coverage")
    lead.sees("things your people need to be able to do")
    lead.visit("/organisations/newton/reorganisations", "Reorganisations, Newton Council")
    lead.follow("Demo Council: skills coverage on its last day", "Skills coverage, Demo Council")
    lead.sees("things your people need to be able to do")


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
    admin.page.fill("#name", "Demo and Otherton become Newton")
    admin.page.fill("#slug", "newton-merger")
    admin.fill_date("vests_on", today)
    admin.press("Save", "Draw a reorganisation")
    admin.sees("Choose at least one council that people leave")
    for council in GOING_ON:
        admin.main.locator("[name=leaving]").locator("xpath=..").get_by_label(council).check()
    admin.main.locator("[name=following]").locator("xpath=..").get_by_label("Newton").check()
    admin.press("Save", "Demo and Otherton become Newton")
    admin.follow("Choose what Newton Council takes over", "What Newton Council takes over")
    for council in GOING_ON:
        admin.main.get_by_label(f"{council}: Its training leads, for the same").check()
    admin.press("Save", "Demo and Otherton become Newton")
