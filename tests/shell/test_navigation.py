import pytest
from flask import Flask

from learning.shell.navigation import BENEATH
from tests.builders import Town
from tests.page import Browser

HERE = "/organisations/{}"


def current(browser: Browser, address: str) -> list[tuple[str, str]]:
    """(words, how) of what is marked in the navigation of a page."""
    page = browser.get(address)
    assert page.status == 200, address
    assert page.tree is not None
    navigation = page.tree.find(".//nav[@aria-label='Main']")
    assert navigation is not None
    return [(a.text or "", a.get("aria-current", "")) for a in navigation.iter("a")
            if a.get("aria-current")]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "words", "how"),
    [
        ("/learning", "My learning", "page"),
        ("/record", "My record", "page"),
        ("/record/claims", "My record", "true"),
        ("/courses", "Courses", "page"),
        (HERE + "/people", "People", "page"),
        (HERE + "/claims", "People", "true"),
        (HERE + "/rules", "Paths asked for", "true"),
        (HERE + "/coverage", "Skills coverage", "page"),
        (HERE + "/coverage/runs-out", "Skills coverage", "true"),
        (HERE + "/coverage/compare", "Skills coverage", "true"),
        (HERE + "/coverage/people", "Skills coverage", "true"),
        (HERE + "/statements", "Skills coverage", "true"),
        (HERE + "/outcomes", "Skills coverage", "true"),
        (HERE + "/settings", "Settings", "page"),
        (HERE + "/tokens", "Settings", "true"),
        (HERE + "/requirements", "Settings", "true"),
    ],
)
def test_one_item_of_the_navigation_says_where_the_page_is(
    browser: Browser, town: Town, address: str, words: str, how: str
) -> None:
    browser.sign_in(town.lead)
    assert current(browser, address.format(town.slug)) == [(words, how)]


def test_a_page_that_belongs_to_none_of_them_marks_none(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lead)
    for address in ("/", "/told", "/open-data"):
        assert current(browser, address) == []


def test_every_room_beneath_another_is_there(app: Flask) -> None:
    rooms = {
        rule.rule.split("/")[3]
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/organisations/<organisation>/")
    }
    assert set(BENEATH) | set(BENEATH.values()) <= rooms
