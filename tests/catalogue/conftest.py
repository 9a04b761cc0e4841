"""Copies of the real courses are read many times here; a file that did not change is read once."""

from collections.abc import Iterator
from functools import lru_cache

import pytest
import tomli

from learning.catalogue import files


@pytest.fixture(autouse=True, scope="session")
def read_once() -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setattr(files.tomli, "loads", lru_cache(maxsize=1024)(tomli.loads))
    yield
    patch.undo()
