"""Ways to break a copy of the courses."""

import re
from collections.abc import Callable
from pathlib import Path


def replaced(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / file).read_text("utf-8")
        assert old in text, f"{old} is not in {file}: mend this test"
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")

    return change


def added(file: str, text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        with (folder / file).open("a", encoding="utf-8") as out:
            out.write(text)

    return change


def written(file: str, content: bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / file).write_bytes(content) and None


def removed(file: str) -> Callable[[Path], None]:
    return lambda folder: (folder / file).unlink()


def linked(file: str, to: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        outside = folder.parent / "outside"
        outside.write_text("+++\n+++\nsecret", "utf-8")
        (folder / file).unlink()
        (folder / file).symlink_to(to.format(outside=outside))

    return change


def without_words(lesson: Path) -> None:
    lesson.write_text(re.sub(r"!\[[^\]]*\]", "![]", lesson.read_text("utf-8")), "utf-8")
