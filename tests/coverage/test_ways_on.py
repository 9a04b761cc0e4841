"""No report is a dead end: whatever its links and forms lead to is there for who reads it."""

import pytest
from flask import Flask

from learning.catalogue.published import Catalogue
from learning.clock import now
from learning.coverage.keeping_together import keep_together
from tests.builders import Town
from tests.page import Browser, Page

MAIN = ".//main"


def ways_on(page: Page) -> set[str]:
    """The addresses of this service that the page itself offers, without what they ask."""
    assert page.tree is not None
    main = page.tree.find(MAIN)
    assert main is not None
    links = {a.get("href", "") for a in main.iter("a")}
    forms = {f.get("action", "") for f in main.iter("form") if f.get("method") == "get"}
    found = {one.partition("#")[0].partition("?")[0] for one in links | forms}
    return {one for one in found if one.startswith("/")}


@pytest.mark.parametrize(
    ("who", "report"),
    [
        ("lead", "/organisations/{slug}/coverage"),
        ("reviewer", "/organisations/{slug}/coverage"),
        ("partnership_reviewer", "/partnerships/vale/coverage"),
    ],
)
def test_every_link_and_form_of_a_report_leads_somewhere(
    app: Flask, catalogue: Catalogue, browser: Browser, busy: Town, who: str, report: str
) -> None:
    with app.app_context():
        keep_together(catalogue, at=now(), newest=1)
    browser.sign_in(getattr(busy, who))
    page = browser.get(report.format(slug=busy.slug))
    found = ways_on(page)
    assert len(found) >= 5
    for address in sorted(found):
        assert browser.client.get(address).status_code < 400, address
