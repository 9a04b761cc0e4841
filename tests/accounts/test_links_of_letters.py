"""Every link that a letter holds: looking spends nothing, and none opens what another does."""

from collections import Counter
from collections.abc import Callable

import pytest
from flask import Flask

from learning.accounts.actions import addresses, recovery
from learning.clock import now
from learning.database import transaction
from learning.errors import Conflict
from learning.extensions import db
from learning.people.actions.identity import token_hash
from tests.accounts.letterbox import SERVICE, an_invited, newest_link
from tests.accounts.test_at_once import both_at_once, won
from tests.builders import Town
from tests.page import Browser
from tests.rows import every_row

ADA = "ada.merriweather@people.example"
OTHER = "ada@home.example"


def invited(app: Flask, _person: int) -> str:
    return an_invited(app)[1]


def recovering(app: Flask, _person: int) -> str:
    with app.app_context(), transaction() as session:
        recovery.ask(session, address=ADA, service=SERVICE, at=now())
    return newest_link(app)


def adding(app: Flask, person: int) -> str:
    with app.app_context(), transaction() as session:
        addresses.add(session, person, address=OTHER, service=SERVICE, at=now())
    return newest_link(app)


LINKS = {"/invitations/": invited, "/recover/": recovering, "/record/addresses/new/": adding}


@pytest.mark.parametrize("address", LINKS)
def test_a_link_opens_at_its_own_address_alone_and_looking_spends_nothing(
    app: Flask, ada: int, address: str
) -> None:
    link = LINKS[address](app, ada)
    token = link.removeprefix(address)
    browser = Browser(app).sign_in(ada)
    before = everything(app)
    for _ in range(2):
        assert browser.client.head(link).status_code == 200
        assert browser.get(link).status == 200
        assert browser.client.options(link).status_code in {200, 405}
        for other in set(LINKS) - {address}:
            assert browser.get(other + token).status == 410
            assert browser.post(other + token).status == 410
    assert everything(app) == before
    for other, carried in (("/recover/", "/recover/password"), ("/invitations/", "/invitation")):
        if other != address:
            assert browser.get(carried).status == 410


def everything(app: Flask) -> object:
    """What the tables hold, in whatever order it comes."""
    with app.app_context():
        return {table.name: Counter(map(repr, rows)) for table, rows in every_row(db.engine)}


def test_an_address_that_two_add_is_one_persons(app: Flask, town: Town, ada: int) -> None:
    hashes = {}
    for person in (ada, town.planner):
        hashes[person] = token_hash(adding(app, person).rpartition("/")[2])

    def verify(person: int) -> Callable[[], int]:
        def act() -> int:
            with transaction() as session:
                addresses.verify(session, person, hashes[person], service=SERVICE, at=now())
            return person

        return act

    found = both_at_once(app, verify(ada), verify(town.planner))
    assert won(found) == 1
    assert sum(isinstance(one, Conflict) for one in found) == 1
