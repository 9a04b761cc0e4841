import pytest
from flask import Flask
from sqlalchemy import select

from learning.clock import now
from learning.database import transaction
from learning.people.actions.organisations import appoint
from learning.people.models import Organisation
from learning.people.standing import Kind
from learning.shell.navigation import BENEATH
from tests.builders import Town, a_member, days_ago
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


def linked(browser: Browser, address: str) -> list[str]:
    tree = browser.get(address).tree
    assert tree is not None
    navigation = tree.find(".//nav[@aria-label='Main']")
    assert navigation is not None
    return [a.get("href", "") for a in navigation.iter("a")]


def named(browser: Browser, address: str) -> str | None:
    """The council in the header of a page."""
    tree = browser.get(address).tree
    assert tree is not None
    found = tree.find(".//header//span[@class='app-header__council']")
    return None if found is None else found.text


LESSON = "/courses/cyber-security-essentials/lessons/pause-and-check"
OF_ONES_OWN = ("/", "/learning", "/record", "/record/claims", "/courses", LESSON, "/told")


@pytest.mark.parametrize("address", OF_ONES_OWN)
def test_pages_of_ones_own_learning_name_ones_only_council(
    app: Flask, browser: Browser, town: Town, address: str
) -> None:
    assert browser.sign_in(town.councillor).get(address).status == 200
    for reader in (town.councillor, town.lead):
        assert named(browser.sign_in(reader), address) == "Fernleigh Council"
    for reader in (town.partnership_reviewer, town.administrator):
        assert named(browser.sign_in(reader), address) is None
    with app.app_context(), transaction() as session:
        other = session.scalars(
            select(Organisation).where(Organisation.slug == town.other_slug)
        ).one()
        a_member(session, app.extensions["catalogue"], other, town.councillor, "councillor")
        appoint(
            session,
            person_id=town.lead,
            kind=Kind.REVIEWER,
            organisation_id=other.id,
            starts_on=days_ago(1),
            by=None,
            at=now(),
        )
    for reader in (town.councillor, town.lead):
        assert named(browser.sign_in(reader), address) is None


def test_what_is_about_another_council_or_nobodys_names_no_council_of_the_reader(
    app: Flask, browser: Browser, town: Town
) -> None:
    assert named(Browser(app), "/") is None
    browser.sign_in(town.lead)
    assert named(browser, HERE.format(town.slug) + "/people") == "Fernleigh Council"
    for address in ("/open-data", "/privacy", HERE.format(town.other_slug) + "/people"):
        assert named(browser, address) is None


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


def test_whoever_leads_in_two_councils_sees_the_links_of_the_one_at_hand(
    app: Flask, browser: Browser, town: Town
) -> None:
    with app.app_context(), transaction() as session:
        other = session.scalars(
            select(Organisation).where(Organisation.slug == town.other_slug)
        ).one()
        appoint(
            session,
            person_id=town.lead,
            kind=Kind.LEARNING_LEAD,
            organisation_id=other.id,
            starts_on=days_ago(1),
            by=None,
            at=now(),
        )
    browser.sign_in(town.lead)
    for slug in (town.slug, town.other_slug):
        assert [
            one for one in linked(browser, f"/organisations/{slug}/people") if "org" in one
        ] == [
            f"/organisations/{slug}/{room}"
            for room in ("oversight", "people", "assignments", "coverage", "settings")
        ]
    elsewhere = linked(browser, "/courses")
    assert not [one for one in elsewhere if "org" in one]
    assert elsewhere[-1] == "/"


def test_every_room_beneath_another_is_there(app: Flask) -> None:
    rooms = {
        rule.rule.split("/")[3]
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/organisations/<organisation>/")
    }
    assert set(BENEATH) | set(BENEATH.values()) <= rooms
