"""Copies of the real courses, without a database; a file that did not change is read once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from learning.catalogue import released
from learning.catalogue.files import Reading
from learning.config import ROOT


@pytest.fixture(autouse=True, scope="session")
def read_once() -> Iterator[None]:
    parse, found = Reading.parse, {}

    def parse_once(reading: Reading, path: Path, text: str, model: type) -> object:
        if (text, model) not in found:
            content = parse(reading, path, text, model)
            if content is None:
                return None  # its problems are noted each time
            found[text, model] = content
        return found[text, model]

    patch = pytest.MonkeyPatch()
    patch.setattr(Reading, "parse", parse_once)
    yield
    patch.undo()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the real courses, as if never released, to be changed."""
    copy = Path(shutil.copytree(ROOT / "courses", tmp_path / "courses"))
    (copy / released.FILE).unlink()
    return copy
