"""A merger that is drawn, and a context to carry it out in."""

from collections.abc import Iterator

import pytest
from flask import Flask

from learning.catalogue.published import Catalogue
from tests.builders import Town
from tests.reorganisation.mergers import Merger, a_merger


@pytest.fixture
def merger(app: Flask, town: Town, catalogue: Catalogue) -> Merger:
    """Drawn, with nothing carried out."""
    with app.app_context():
        return a_merger(app, town, catalogue)


@pytest.fixture
def inside(merger: Merger) -> Iterator[Merger]:
    """With a context open, as a command has it."""
    with merger.app.app_context():
        yield merger
