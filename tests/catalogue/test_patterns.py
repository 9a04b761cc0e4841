"""What an author is asked to look at again."""

from dataclasses import replace

import pytest

from learning.catalogue import patterns
from learning.catalogue.published import Catalogue, Course
from tests.courses_by_hand import SLUG, a_catalogue, a_check, a_course, a_lesson, a_question

FIGURES = {
    "In 2024 it began.": ("2024",),
    "It cost £4.3 million and rose 12 per cent.": ("£4.3 million", "12 per cent"),
    "About 1,200 people in 40% of homes, 350 of them old.": ("1,200", "40%", "350"),
    "Step 2 of 10, at ten past 9.": (),
    "Room B1066 and version 3.11.7.": (),
}
DAMP = "Mrs Osei has written about the damp in her flat, her son's asthma and the rent she owes."


@pytest.mark.parametrize("text", FIGURES)
def test_figures_that_look_like_facts(text: str) -> None:
    assert tuple(patterns.FIGURE.findall(text)) == FIGURES[text]


def test_our_questions_are_all_different(catalogue: Catalogue) -> None:
    assert patterns.near_duplicates(catalogue) == []


def test_a_question_written_again_with_a_word_changed_is_found() -> None:
    asked = f"{DAMP}\n\nWhat do you send to the housing team, with her letter in front of you?"
    questions = (
        a_question("one", text=asked),
        a_question("two", text=asked.replace("Mrs Osei", "Mr Reid")),
        a_question("three", text="Fog comes in over the harbour at dusk.\n\nWhat now?"),
    )
    course = a_course(checks=(a_check(questions=questions),))
    ((one, other, likeness),) = patterns.near_duplicates(a_catalogue(course))
    assert (one, other) == (f"{SLUG}/one", f"{SLUG}/two")
    assert patterns.ALIKE <= likeness < 1


def with_body(body: str) -> Course:
    """Its source is the harbour office's tide tables."""
    lesson = replace(a_lesson(SLUG, "one"), body=body)
    return a_course(lessons=(lesson, a_lesson(SLUG, "two"), a_lesson(SLUG, "three")))


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Tides rose 40 per cent in 2024.", [("40 per cent", "2024")]),
        ("The harbour office says that tides rose 40 per cent.", []),
        ("The harbour office has measured.\n\nTides rose 40 per cent.", []),
        ("The harbour office measured.\n\n## Later\n\nTides rose 40%.", [("40%",)]),
        ('!!! example "At Otmoor"\n    It cost £2,000.', []),
        ("| Made up | |\n|---|---|\n| Boats | 400 |", []),
        ("Nothing to count here.", []),
    ],
)  # fmt: skip
def test_figures_want_a_source_nearby(body: str, found: list[tuple[str, ...]]) -> None:
    unsourced = patterns.figures_without_source([with_body(body)])
    assert [one.figures for one in unsourced if one.lesson == "one"] == found
