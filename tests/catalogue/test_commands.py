"""What authors ask of the checker, on copies of the real courses."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import Result

from learning import create_app
from learning.catalogue import ratchet, released
from learning.catalogue.loading import load
from learning.clock import day_of, now
from tests.databases import settings_for

LESSON = "cyber-security-essentials/pause-and-check"
FILE = "library/cyber-security-essentials/01-pause-and-check.md"
HARD = "Notwithstanding considerations aforementioned, organisational interoperability " * 8
Run = Callable[..., Result]


@pytest.fixture
def run(folder: Path) -> Run:
    """Runs a command of an app that serves the copy."""
    app = create_app(settings_for("sqlite://").model_copy(update={"courses": folder}))
    return lambda *words: app.test_cli_runner().invoke(args=list(words))


def add(folder: Path, text: str) -> None:
    with (folder / FILE).open("a", encoding="utf-8") as out:
        out.write(f"\n\n{text}\n")


def test_totals_are_printed(run: Run) -> None:
    found = run("check-courses")
    assert found.exit_code == 0, found.output
    for words in (
        "reading age",
        "words explained",
        "passing by luck at most",
        "minutes in the first year",
        "right is longest in",
    ):
        assert words in found.output


def test_a_lesson_that_becomes_harder_is_refused(folder: Path, run: Run) -> None:
    path = folder / FILE
    lines = path.read_text("utf-8").rstrip().split("\n")
    path.write_text("\n".join([*lines[:-1], f"    {HARD}."]), "utf-8")
    found = run("check-courses")
    assert found.exit_code == 1
    assert f"library/{LESSON}: reading age is" in found.output
    assert f"library/{LESSON}: long sentences is 1, and 0 is the limit" in found.output


def test_a_released_lesson_that_changes_undeclared_is_refused(folder: Path, run: Run) -> None:
    released.keep(load(folder), folder)
    add(folder, "One more sentence.")
    found = run("check-courses", "--register")
    assert found.exit_code == 1
    assert "lesson pause-and-check: has changed since its release" in found.output
    assert run("check-courses").exit_code == 1  # keeping did not hide it


def test_keeping_takes_what_is_better_and_never_what_is_worse(folder: Path) -> None:
    path = folder / ratchet.FILE
    catalogue = load(folder)
    age, sentences, words = ratchet.read(folder)[LESSON]
    path.write_text(f'"{LESSON}" = [{age + 1}, {sentences + 3}, {words - 1.1:.1f}]', "utf-8")
    ratchet.keep(catalogue, folder)
    assert ratchet.read(folder)[LESSON] == (age, sentences, round(words - 1.1, 1))
    assert len(ratchet.worse(catalogue, folder)) == 1


def test_an_edit_may_stray_a_little(folder: Path) -> None:
    path = folder / ratchet.FILE
    catalogue = load(folder)
    age, sentences, words = ratchet.read(folder)[LESSON]
    path.write_text(f'"{LESSON}" = [{age - 0.3:.1f}, {sentences}, {words - 1:.1f}]', "utf-8")
    assert ratchet.worse(catalogue, folder) == []
    path.write_text(f'"{LESSON}" = [{age - 0.4:.1f}, {sentences}, {words - 1:.1f}]', "utf-8")
    assert len(ratchet.worse(catalogue, folder)) == 1


def test_lessons_past_their_day_are_listed(folder: Path, run: Run) -> None:
    text = (folder / FILE).read_text("utf-8")
    line = next(one for one in text.splitlines() if one.startswith("review_by"))

    def listed(review_by: date) -> list[str]:
        (folder / FILE).write_text(text.replace(line, f"review_by = {review_by}"), "utf-8")
        *lessons, count = run("check-courses", "--stale").output.splitlines()
        assert count == f"Lessons due to be looked at again: {len(lessons)}."
        return lessons

    today = day_of(now())
    others = listed(today)  # one day the courses' own are due
    yesterday = today - timedelta(days=1)
    assert sorted([*others, f"{LESSON}: was due by {yesterday}"]) == sorted(listed(yesterday))


def test_figures_without_a_source_are_listed(folder: Path, run: Run) -> None:
    add(folder, "## More\n\nLosses rose 73 per cent.")
    assert f"{LESSON}: 73 per cent: Losses rose" in run("check-courses", "--figures").output


def test_a_new_course_can_be_read_and_wants_its_content(folder: Path, run: Run) -> None:
    made = run("new-course", "knots-and-lines", "--skill", "evaluation")
    assert made.exit_code == 0, made.output
    assert "knots-and-lines" in load(folder).courses
    assert run("check-courses").exit_code == 0
    wants = run("check-courses", "--as-live", "knots-and-lines")
    assert wants.exit_code == 1
    for words in ("a lesson has 450 to 1,100", "write at least 16", "needs 3 diagnostic"):
        assert words in wants.output


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("new-course", "../out", "--skill", "evaluation"), "small letters, digits and hyphens"),
        (("new-course", "knots", "--skill", "magic"), "There is no skill magic"),
        (
            ("new-course", "cyber-security-essentials", "--skill", "evaluation"),
            "There is a course cyber-security-essentials already",
        ),
        (("check-courses", "--as-live", "knots"), "There is no course knots"),
    ],
)
def test_what_cannot_be_done_is_said(
    folder: Path, run: Run, words: tuple[str, ...], answer: str
) -> None:
    before = sorted(folder.rglob("*"))
    found = run(*words)
    assert found.exit_code == 1
    assert answer in found.output
    assert sorted(folder.rglob("*")) == before
