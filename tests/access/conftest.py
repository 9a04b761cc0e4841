"""Two councils to be in or not."""

import pytest
from flask import Flask

from learning.extensions import db
from tests.access.places import Place, two_places
from tests.builders import Town
from tests.rows import Rows, built, put_back

Both = tuple[Place, Place]


@pytest.fixture(scope="session")
def built_places(_app: Flask, built_town: tuple[Town, Rows]) -> tuple[Both, Rows]:
    """Built once, as the town is."""
    town, rows = built_town
    return built(_app, rows, build=lambda: two_places(_app, town, _app.extensions["catalogue"]))


@pytest.fixture
def both(built_places: tuple[Both, Rows], app: Flask, town: Town) -> Both:
    """This council and the other, each with an assignment, an attempt and a partnership."""
    places, rows = built_places
    with app.app_context():
        put_back(db.engine, rows)
    return places
