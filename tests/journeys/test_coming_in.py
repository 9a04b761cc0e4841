import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine, text

from tests.journeys.conftest import Arrive
from tests.journeys.walker import LARGE, Walker

pytestmark = pytest.mark.journey
PEOPLE = "/organisations/demo-council/people"
PASSPHRASE = "tide marble onion seven"


def newest_letter(served: str) -> str:
    """What was written to somebody last."""
    engine = create_engine(served)
    with engine.connect() as connection:
        found = connection.scalar(text("SELECT plain FROM mail ORDER BY id DESC LIMIT 1"))
    engine.dispose()
    return str(found)


def test_somebody_is_invited_and_comes_in_on_a_phone(
    walker: Walker, arrive: Arrive, served: str
) -> None:
    walker.sign_in("lead@demo.example")
    walker.visit(f"{PEOPLE}?role=councillor")
    person = walker.main.locator("tbody tr a").last
    name, address = person.inner_text(), person.get_attribute("href")
    walker.visit(f"{address}/invite", f"Invite {name}")
    walker.press("Send an invitation", name)
    if walker.javascript:  # what was done is read out first
        expect(walker.main.get_by_role("alert")).to_be_focused()
    letter = newest_letter(served)
    assert letter.startswith(f"Hello {name},")
    path = re.search(r"http://127\.0\.0\.1:\d+(/invitations/\S+)", letter)
    assert path
    visitor = arrive()
    visitor.resize(320, 640)
    visitor.visit(path.group(1), "Demo Council invites you")
    visitor.keeps_its_width()
    visitor.press("Go on", "Choose a password")
    visitor.keeps_its_width()
    assert visitor.width_with(LARGE, "#password") > 200, "what is typed cannot be seen"
    visitor.page.fill("#password", "passwordpassword")
    visitor.press("Keep it and go in")
    visitor.sees("This is too easy to guess")
    visitor.page.fill("#password", PASSPHRASE)
    visitor.press("Keep it and go in", f"Hello {name.split()[0]}")
    visitor.keeps_its_width()
    visitor.visit(path.group(1), "This link opens nothing any more")
    walker.visit(f"{address}/invite")
    walker.sees("Used")
