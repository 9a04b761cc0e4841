"""A council that has said what results are for, and its lead."""

import pytest
from flask import Flask

from tests.builders import Town
from tests.imports.made import adopted
from tests.page import Browser


@pytest.fixture
def ready_town(app: Flask, town: Town) -> Town:
    adopted(app, town)
    return town


@pytest.fixture
def lead(app: Flask, ready_town: Town) -> Browser:
    return Browser(app).sign_in(ready_town.lead)
