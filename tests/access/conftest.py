"""Two councils to be in or not."""

import pytest
from flask import Flask

from learning.catalogue.published import Catalogue
from tests.access.places import Place, two_places
from tests.builders import Town


@pytest.fixture
def both(app: Flask, town: Town, catalogue: Catalogue) -> tuple[Place, Place]:
    """This council and the other, each with an assignment, an attempt and a partnership."""
    return two_places(app, town, catalogue)
