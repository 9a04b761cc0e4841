"""A service that knows its address, a council that issues badges, and a badge of Ada's."""

from collections.abc import Iterator

import pytest
from flask import Flask

from learning.badges import actions
from learning.catalogue.published import Catalogue
from learning.certificates import actions as certificates
from learning.certificates.rules import Choices
from learning.clock import now
from learning.database import transaction
from tests.builders import Town, a_certificate

ADDRESS = "https://learning.example"
SECRET = "only-for-tests-only-for-tests-only-for-tests"


@pytest.fixture
def service(app: Flask) -> Iterator[Flask]:
    """The app, told where it is reached."""
    before = app.extensions["settings"]
    app.extensions["settings"] = before.model_copy(update={"address": ADDRESS})
    yield app
    app.extensions["settings"] = before


def switch(app: Flask, organisation: str = "fernleigh", *, on: bool = True) -> None:
    with app.app_context(), transaction() as session:
        actions.switch(session, organisation=organisation, on=on, secret=SECRET, by=None, at=now())


def rotate(app: Flask, town: Town) -> None:
    with app.app_context(), transaction() as session:
        actions.rotate_keys(session, organisation_id=town.council, secret=SECRET, by=None, at=now())


def award(app: Flask, catalogue: Catalogue, town: Town, **more: object) -> str:
    with app.app_context(), transaction() as session:
        return a_certificate(session, catalogue, town.councillor, **more).code


def agree(app: Flask, town: Town, code: str, choices: Choices) -> None:
    with app.app_context(), transaction() as session:
        certificates.choose(
            session, code=code, person_id=town.councillor, choices=choices, at=now()
        )


@pytest.fixture
def code(service: Flask, catalogue: Catalogue, town: Town) -> str:
    """A certificate awarded while badges were on; its holder has not agreed to anything."""
    switch(service)
    return award(service, catalogue, town, months=12)
