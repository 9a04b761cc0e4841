"""Those who are signed in while they send it."""

import pytest

from tests.builders import Town
from tests.page import Browser


@pytest.fixture
def lead(browser: Browser, town: Town) -> Browser:
    return browser.sign_in(town.lead)


@pytest.fixture
def councillor(app, town: Town) -> Browser:
    return Browser(app).sign_in(town.councillor)


@pytest.fixture
def administrator(app, town: Town) -> Browser:
    return Browser(app).sign_in(town.administrator)
