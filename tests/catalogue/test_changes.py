"""A released course says what became of everything that changed."""

from pathlib import Path

import pytest

from learning.catalogue import released
from learning.catalogue.loading import BadCatalogue, load
from learning.catalogue.published import Catalogue

COURSE = "cyber-security-essentials"
LESSON, FILE = "report-fast", "03-report-fast.md"


@pytest.fixture
def folder(folder: Path) -> Path:
    """A copy of the real courses, as released. No change of this one is declared yet."""
    (library(folder) / "changes.toml").unlink(missing_ok=True)
    released.keep(load(folder), folder)
    return folder


def library(folder: Path) -> Path:
    return folder / "library" / COURSE


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


def declare(folder: Path, kind: str, replaces: str, **what: str) -> None:
    path = library(folder) / "changes.toml"
    before = path.read_text("utf-8") if path.exists() else ""
    number = before.count("[[change]]") + 1
    lines = [f'{name} = "{value}"' for name, value in what.items()]
    head = [f'id = "change-{number}"', f"on = 2026-12-0{number}", f'kind = "{kind}"']
    lines = ["[[change]]", *head, *lines, f'replaces = "{replaces}"', 'note = "It says more."']
    path.write_text(before + "\n".join(lines) + "\n\n", "utf-8")


def lesson_in(catalogue: Catalogue):
    found = catalogue.courses[COURSE].lesson(LESSON)
    assert found is not None
    return found


def test_what_has_not_changed_needs_no_word(folder: Path) -> None:
    assert released.undeclared(load(folder), folder) == []


def test_a_changed_lesson_and_question_have_to_be_declared(folder: Path) -> None:
    before = lesson_in(load(folder)).revision
    edit(library(folder) / FILE, "\n+++\n", "\n+++\n\nOne more sentence.\n\n")
    edit(library(folder) / "assessment.toml", "Joanna, a parks", "Joan, a parks")
    found = [str(problem) for problem in released.undeclared(load(folder), folder)]
    assert len(found) == 2
    assert f"library/{COURSE}: lesson {LESSON}: has changed since its release" in found[0]
    assert f'replaces = "{before}"' in found[0]
    assert "question changed-bank-details" in found[1]
    declare(folder, "editorial", before, lesson=LESSON)
    assert len(released.undeclared(load(folder), folder)) == 1


def test_a_change_of_law_outdates_every_revision_before_it_and_none_after(folder: Path) -> None:
    revisions = []
    for kind in ("editorial", "new-law", "editorial"):
        revisions.append(lesson_in(load(folder)).revision)
        edit(library(folder) / FILE, "\n+++\n", f"\n+++\n\nA sentence about {kind}.\n\n")
        declare(folder, kind, revisions[-1], lesson=LESSON)
        released.keep(load(folder), folder)
    found = lesson_in(load(folder))
    assert found.outdated == frozenset(revisions[:2])
    assert found.law_changed is not None
    assert found.law_changed.id == "change-2"
    assert found.revision not in revisions


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ({"lesson": "no-such-lesson"}, "is not a lesson of this course's own"),
        ({"question": "no-such-question"}, "is not a question of the course"),
        ({}, "give either lesson or question"),
        ({"lesson": LESSON, "question": "changed-bank-details"}, "give either lesson or question"),
        ({"lesson": LESSON, "colour": "red"}, "is not a field here"),
    ],
)
def test_a_change_that_says_nothing_sensible_is_refused(
    folder: Path, what: dict[str, str], words: str
) -> None:
    declare(folder, "editorial", "0123456789abcdef", **what)
    with pytest.raises(BadCatalogue, match=words):
        load(folder)


def test_changes_stand_in_the_order_of_time(folder: Path) -> None:
    declare(folder, "editorial", "0123456789abcdef", lesson=LESSON)
    declare(folder, "editorial", "0123456789abcdef", lesson=LESSON)
    edit(library(folder) / "changes.toml", "2026-12-01", "2027-12-01")
    with pytest.raises(BadCatalogue, match="order of time"):
        load(folder)
