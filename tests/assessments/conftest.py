"""A course made by hand, open to everyone in the town."""

from collections.abc import Iterator

import pytest
from flask import Flask

from learning.catalogue.published import Course
from tests.courses_by_hand import a_course, published


@pytest.fixture
def course(app: Flask) -> Iterator[Course]:
    made = a_course()
    with published(app, made):
        yield made
