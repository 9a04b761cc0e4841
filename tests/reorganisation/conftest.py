"""A merger that is drawn, and a context to carry it out in."""

from collections.abc import Iterator

import pytest
from flask import Flask

from learning.extensions import db
from tests.builders import Town
from tests.reorganisation.mergers import Merger, a_merger
from tests.rows import Rows, built, put_back


@pytest.fixture(scope="session")
def built_merger(_app: Flask, built_town: tuple[Town, Rows]) -> tuple[Merger, Rows]:
    """Built once, as the town is."""
    town, rows = built_town

    def build() -> Merger:
        with _app.app_context():
            return a_merger(_app, town, _app.extensions["catalogue"])

    return built(_app, rows, build=build)


@pytest.fixture
def merger(built_merger: tuple[Merger, Rows], app: Flask, town: Town) -> Merger:
    """Drawn, with nothing carried out."""
    found, rows = built_merger
    with app.app_context():
        put_back(db.engine, rows)
    return found


@pytest.fixture
def inside(merger: Merger) -> Iterator[Merger]:
    """With a context open, as a command has it."""
    with merger.app.app_context():
        yield merger
