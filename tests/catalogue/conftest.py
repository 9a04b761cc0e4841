"""Copies of the real courses are read many times here; a file that did not change is read once."""

import tomllib
from collections.abc import Iterator
from functools import lru_cache

import pytest

from learning.catalogue import files


@pytest.fixture(autouse=True, scope="session")
def read_once() -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setattr(files.tomllib, "loads", lru_cache(maxsize=1024)(tomllib.loads))
    yield
    patch.undo()
