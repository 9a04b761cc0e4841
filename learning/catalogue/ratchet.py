"""Reading gets easier or stays as it is: what each lesson once reached, it keeps."""

from collections.abc import Iterable, Sequence
from pathlib import Path as Folder

import tomli

from learning.catalogue.files import Problem
from learning.catalogue.published import Catalogue, Lesson
from learning.catalogue.quality import readability

FILE = "readability.toml"
HEAD = """# What each lesson reached: reading age in years, sentences over 25 words, and how many
# words in a hundred have ten letters or more. A change may not make them worse;
# `flask check-courses --register` keeps what became better.
"""
HARDEST = (14.0, 6, 20.0)  # for a lesson that is new
# How far one edit may stray from what was reached: a corrected fact is worth a long word. What
# was reached stays kept, so that edits cannot add up.
SLACK = (0.3, 0, 1.0)
NAMES = ("reading age", "long sentences", "long words in a hundred")
Reached = tuple[float, int, float]


def measured(lesson: Lesson) -> Reached:
    """(reading age, long sentences, long words in a hundred), rounded as they are kept."""
    found = readability(lesson.body)
    return round(found.reading_age, 1), found.long_sentences, round(found.long_words, 1)


def worse(catalogue: Catalogue, root: Folder) -> list[Problem]:
    """Every lesson that reads harder than it did, or starts too hard."""
    kept = read(root)
    problems = []
    for lesson in _lessons(catalogue):
        reached = kept.get(lesson.key)
        limits: Sequence[float] = HARDEST
        if reached:
            limits = tuple(round(r + s, 1) for r, s in zip(reached, SLACK, strict=True))
        for name, now, limit in zip(NAMES, measured(lesson), limits, strict=True):
            if now > limit:
                remedy = f"{name} is {now:g}, and {limit:g} is the limit; say it more simply"
                problems.append(Problem(f"library/{lesson.key}", "", remedy))
    return problems


def keep(catalogue: Catalogue, root: Folder) -> None:
    """Keeps what is new or better; what became worse stays at its limit."""
    kept = read(root)
    lines = [HEAD]
    for lesson in _lessons(catalogue):
        now = measured(lesson)
        age, sentences, words = map(min, now, kept.get(lesson.key, now))
        lines.append(f'"{lesson.key}" = [{age}, {sentences}, {words}]')
    (root / FILE).write_text("\n".join(lines) + "\n", "utf-8")


def read(root: Folder) -> dict[str, Reached]:
    """What is kept, by the lesson's key."""
    path = root / FILE
    found = tomli.loads(path.read_text("utf-8")) if path.exists() else {}
    return {key: (float(age), int(long), float(words)) for key, (age, long, words) in found.items()}


def _lessons(catalogue: Catalogue) -> Iterable[Lesson]:
    return sorted(
        {one.key: one for c in catalogue.courses.values() for one in c.lessons}.values(),
        key=lambda lesson: lesson.key,
    )
