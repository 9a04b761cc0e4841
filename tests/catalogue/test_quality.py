"""The look of an answer must not give away that it is right."""

import pytest

from learning.catalogue import quality
from learning.catalogue.content import Option, Question
from learning.catalogue.published import Catalogue, Course
from tests.courses_by_hand import SLUG, a_catalogue, a_check, a_course, a_question

SHORT, LONG = "Ring the desk", "Ring the desk on the number that you already hold"


def with_options(name: str, *words: str, right: int, **more: str) -> Question:
    """A question with these options, the right one at a place counted from one."""
    options = tuple(
        Option(id=f"o{place}", text=text, right=place == right, feedback="Because.")
        for place, text in enumerate(words, start=1)
    )
    return a_question(name).model_copy(update={"options": options, **more})


def asking(*questions: Question) -> Course:
    return a_course(checks=(a_check(questions=questions),))


def evenly(number: int) -> Course:
    """Right answers at each place in turn, as long as the others."""
    return asking(
        *(with_options(f"q{n}", SHORT, SHORT, SHORT, SHORT, right=1 + n % 4) for n in range(number))
    )


def test_our_courses_give_nothing_away(catalogue: Catalogue) -> None:
    assert quality.telling(catalogue) == []


def test_answers_that_are_spread_are_a_quarter_in_each_place_and_by_length() -> None:
    found = quality.figures(evenly(20))
    assert found.most_in_one_place == 0.25
    assert (found.longest, found.longest_by_chance) == (0.25, 0.25)


@pytest.mark.parametrize(("right", "share"), [(1, 0.0), (3, 1.0)])
def test_the_share_of_right_answers_that_are_the_longest(right: int, share: float) -> None:
    course = asking(*(with_options(f"q{n}", SHORT, SHORT, LONG, right=right) for n in range(4)))
    assert quality.figures(course).longest == share


def test_questions_without_a_right_option_say_nothing_of_length() -> None:
    alone = asking(with_options("one", SHORT, LONG, SHORT, right=2))
    ordering = with_options("two", LONG, SHORT, SHORT, right=0, type="ordering")
    both = asking(*alone.assessments[0].questions, ordering)
    for course in (alone, both):
        found = quality.figures(course)
        assert (found.longest, round(found.longest_by_chance, 2)) == (1.0, 0.33)
        assert found.length_ratio > 1


def test_a_course_without_choices_has_no_figures_of_them() -> None:
    ordering = with_options("one", SHORT, LONG, SHORT, right=0, type="ordering")
    found = quality.figures(asking(ordering))
    assert (found.most_in_one_place, found.longest, found.longest_by_chance) == (0.0, 0.0, 0.0)


def test_a_course_where_the_longest_is_mostly_right_is_refused() -> None:
    course = asking(
        *(with_options(f"q{n}", SHORT, LONG, SHORT, right=1 + n % 2) for n in range(20))
    )
    place, length = map(str, quality.telling(a_catalogue(course)))
    assert place.startswith(f"library/{SLUG}: assessment: 50% of right answers stand in one place")
    assert "the right answer is the longest in 50%" in length


EXCUSE = "Ring them, as it is late"


@pytest.mark.parametrize(
    ("words", "chance"),
    [
        ((SHORT, SHORT, SHORT, SHORT), 0.25),
        ((SHORT, EXCUSE, EXCUSE, SHORT), 0.5),
        ((SHORT, "Ask the last one", "Since Monday", "Soon that is"), 1 / 3),  # whole words alone
        ((EXCUSE, SHORT, SHORT, SHORT), 0.0),
        ((EXCUSE, EXCUSE, EXCUSE, EXCUSE), 0.25),
    ],
)
def test_how_often_who_leaves_out_reasons_is_right(words: tuple[str, ...], chance: float) -> None:
    course = asking(with_options("one", *words, right=1))
    assert quality.figures(course).without_reason == pytest.approx(chance)


def test_a_course_whose_wrong_answers_alone_give_reasons_is_refused() -> None:
    words = (SHORT, SHORT, EXCUSE, EXCUSE)
    turned = (words[-n % 4 :] + words[: -n % 4] for n in range(20))
    course = asking(*(with_options(f"q{n}", *one, right=1 + n % 4) for n, one in enumerate(turned)))
    (found,) = map(str, quality.telling(a_catalogue(course)))
    assert "who leaves out answers with a reason in them is right in 50%" in found


def test_too_few_questions_show_no_pattern() -> None:
    few = asking(*(with_options(f"q{n}", SHORT, LONG, SHORT, right=2) for n in range(15)))
    assert quality.telling(a_catalogue(few)) == []
    assert quality.telling(a_catalogue(evenly(20))) == []
