"""Who gets through which door, and what everybody else meets there."""

from flask import Flask

from learning.doors import Door
from tests.builders import Town
from tests.page import Browser, Page

KINDS = (
    "nobody",
    "councillor",
    "planner",
    "lead",
    "reviewer",
    "partnership_reviewer",
    "administrator",
    "other_lead",
)
OPEN, SIGN_IN, NOT_FOUND, FORBIDDEN = "opens", "sign in first", "not found", "forbidden"
NO_TOKEN = "a token first"  # whoever is signed in: programs have tests of their own
GONE = "a link or code that opens nothing"
# Who gets through a door of this council or partnership; everybody else finds nothing.
LET_IN = {
    Door.MEMBER: {"councillor", "planner", "lead", "reviewer"},
    Door.LEARNING_LEAD: {"lead"},
    Door.COVERAGE: {"lead", "reviewer"},
    Door.PARTNERSHIP: {"partnership_reviewer"},
    Door.ADMINISTRATOR: {"administrator"},
}
# What is somebody's own: for everybody else, leads included, it does not exist.
OWN = (
    "/is-this-you/",
    "/record/addresses/<int",
    "/attempts/",
    "/self-assessment/<int:number>",
    "/record/claims/<",
    "/record/outcomes/<",
    "/certificates/",
)
STATEMENTS = "/organisations/<organisation>/statements"
# Badges and line managers are off here, and nothing is published; their own tests switch them on.
NOBODYS = (
    f"{STATEMENTS}/<int:number>",
    "/badges/",
    "/learning/reports",
    "/certificates/<certificate>.json",
    "/certificates/<certificate>.jwt",
)
# What opens for whoever brings a link or a code: nobody does here; their own tests do.
BROUGHT = (
    "/invitation",
    "/invitations/<token>",
    "/invitation/join",
    "/invitation/decline",
    "/recover/<token>",
    "/recover/password",
    "/code/passphrase",
    "/record/addresses/new/<token>",
    "/confirmations/<mark>",
)
STATUSES = {
    OPEN: {200, 303, 422},
    GONE: {410},
    SIGN_IN: {303},
    NOT_FOUND: {404},
    FORBIDDEN: {403},
    NO_TOKEN: {401},
}


def as_kind(app: Flask, town: Town, kind: str) -> Browser:
    browser = Browser(app)
    return browser if kind == "nobody" else browser.sign_in(getattr(town, kind))


def expected(door: Door, rule: str, kind: str, *, ours: bool) -> str:
    """What somebody of this council, or the other council's lead, meets at an address."""
    if kind == "nobody" and door not in (Door.PUBLIC, Door.PUBLISHED, Door.TOKEN):
        return SIGN_IN
    if rule.startswith(OWN + NOBODYS):  # certificates too, while nobody agreed to show them
        is_own = ours and kind == "councillor" and not rule.startswith(NOBODYS)
        return OPEN if is_own else NOT_FOUND
    if door is Door.PUBLISHED:  # the list, while nothing is published: its people's alone
        door = Door.MEMBER
    if door in (Door.PUBLIC, Door.SIGNED_IN, Door.TOKEN):
        return NO_TOKEN if door is Door.TOKEN else OPEN
    if door is Door.ADMINISTRATOR:
        return OPEN if kind == "administrator" else FORBIDDEN
    if kind == "other_lead":
        theirs = (Door.LEARNING_LEAD, Door.COVERAGE, Door.MEMBER)
        return OPEN if not ours and door in theirs else NOT_FOUND
    return OPEN if ours and kind in LET_IN[door] else NOT_FOUND


def met(door: Door, rule: str, kind: str, *, ours: bool) -> str:
    """The same, where nobody brought the link or the code that an address asks for."""
    what = expected(door, rule, kind, ours=ours)
    return GONE if rule in BROUGHT and what == OPEN else what


def is_as_expected(page: Page, what: str, told: str) -> None:
    assert page.status in STATUSES[what], (told, what, page.status)
    if what == SIGN_IN:
        assert page.location.startswith("/sign-in"), told
    elif page.status == 303:
        assert not page.location.startswith("/sign-in"), told
