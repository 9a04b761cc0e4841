"""What a lead does in a browser to publish."""

from datetime import date

from tests.builders import Town
from tests.page import Browser, Page

OFFICER = {"officer_name": "Olwen Prydderch", "officer_post": "Head of Democratic Services"}


def top(town: Town) -> str:
    return f"/organisations/{town.slug}/statements"


def check(town: Town, as_at: date, audience: str = "no-name") -> str:
    return f"{top(town)}/check?audience={audience}&as_at={as_at.isoformat()}"


def send(browser: Browser, address: str, **more: str) -> Page:
    """Looks at what it will say, and publishes it."""
    page = browser.get(address)
    assert page.status == 200, page.words
    carried = {name: page.hidden(name) for name in ("form_key", "known_at")}
    return browser.post(address, {**carried, **OFFICER, **more})
