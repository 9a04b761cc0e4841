"""Copies of the real courses, without a database; a file that did not change is read once."""

import shutil
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
import tomli

from learning.catalogue import files, released
from learning.config import ROOT


@pytest.fixture(autouse=True, scope="session")
def read_once() -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setattr(files.tomli, "loads", lru_cache(maxsize=1024)(tomli.loads))
    yield
    patch.undo()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the real courses, as if never released, to be changed."""
    copy = Path(shutil.copytree(ROOT / "courses", tmp_path / "courses"))
    (copy / released.FILE).unlink()
    return copy
