"""What an answer is worth, for every type of question."""

from decimal import Decimal
from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.catalogue import marking
from learning.catalogue.content import Question
from learning.catalogue.marking import POINT, fault, kept, key_of, worth
from tests.courses_by_hand import a_judgement, a_matching, a_number, a_question, an_ordering

QUESTIONS = st.one_of(
    st.just(a_question("one")),
    st.booleans().map(lambda partial: a_question("some", type="multiple", partial=partial)),
    st.builds(an_ordering, st.integers(3, 6), partial=st.booleans()),
    st.builds(
        a_matching, st.sampled_from(["abc", "abcd", "abca", "abccab"]), partial=st.booleans()
    ),
    st.sampled_from(["bap", "pbp", "aabpp", "bp"]).map(a_judgement),
)
CHOICES = ["right-1", "right-2", "wrong-1", "wrong-2"]


@given(QUESTIONS)
def test_the_key_earns_the_whole_point_and_is_no_fault(question: Question) -> None:
    key = key_of(question)
    assert worth(question, key) == POINT
    assert fault(question, key) is None
    assert tuple(kept(question, key)) == key


@given(QUESTIONS, st.data())
def test_any_answer_earns_between_nothing_and_a_point(
    question: Question, data: st.DataObject
) -> None:
    ids = [option.id for option in question.options]
    chosen = data.draw(st.lists(st.sampled_from(ids), max_size=len(ids)))
    parts = worth(question, chosen)
    assert 0 <= parts <= POINT
    if not marking.has_parts(question):
        assert parts in {0, POINT}


@given(QUESTIONS)
def test_no_answer_earns_nothing_and_is_asked_for(question: Question) -> None:
    assert worth(question, ()) == 0
    assert fault(question, ()) is not None
    assert fault(question, [""]) is not None


@given(QUESTIONS)
def test_what_is_not_on_the_page_is_refused(question: Question) -> None:
    assert fault(question, ["elsewhere"] * len(key_of(question))) is not None


@given(st.sets(st.sampled_from(CHOICES)))
def test_several_choices_are_all_or_nothing(chosen: set[str]) -> None:
    question = a_question("one", type="multiple")
    whole = chosen == {"right-1", "right-2"}
    assert worth(question, sorted(chosen)) == (POINT if whole else 0)


@pytest.mark.parametrize(
    ("chosen", "parts"),
    [
        (["right-1", "right-2"], 60),
        (["right-1", "wrong-1"], 30),
        (["wrong-1", "wrong-2"], 0),
        (["right-1", "right-2", "wrong-1"], 30),  # more than are asked for
        (CHOICES, 0),
    ],
)
def test_in_parts_each_right_choice_earns_its_share(chosen: list[str], parts: int) -> None:
    assert worth(a_question("one", type="multiple", partial=True), chosen) == parts


@given(st.permutations(["right-1", "right-2"]), st.integers(1, 3))
def test_the_order_of_choices_and_their_repetition_do_not_matter(
    chosen: list[str], times: int
) -> None:
    assert worth(a_question("one", type="multiple"), chosen * times) == POINT


@given(st.permutations(["step-1", "step-2", "step-3", "step-4"]))
def test_steps_in_their_places_are_counted_one_by_one(order: list[str]) -> None:
    in_place = sum(step == f"step-{n}" for n, step in enumerate(order, start=1))
    assert worth(an_ordering(4, partial=True), order) == in_place * 15
    assert worth(an_ordering(4), order) == (POINT if in_place == 4 else 0)


@given(st.permutations(["line-1", "line-2", "line-3", "line-4"]), st.data())
def test_lines_are_matched_in_the_order_they_were_shown_in(
    shown: list[str], data: st.DataObject
) -> None:
    question = a_matching("abca", partial=True)  # two lines belong to one thing
    things = ["line-1", "line-2", "line-3"]  # each stands for its thing
    chosen = data.draw(st.lists(st.sampled_from(things), min_size=4, max_size=4))
    belongs = {"line-1": "a", "line-2": "b", "line-3": "c", "line-4": "a"}
    right = sum(belongs[one] == belongs[line] for one, line in zip(chosen, shown, strict=True))
    assert worth(question, chosen, shown) == right * 15
    assert [option.id for option in marking.targets(question)] == things


@pytest.mark.parametrize(("judged", "parts"), [("best-1", 60), ("acceptable-2", 30), ("poor-3", 0)])
def test_a_judgement_earns_a_point_half_a_point_or_nothing(judged: str, parts: int) -> None:
    assert worth(a_judgement("bap"), [judged]) == parts
    assert worth(a_judgement("bap"), [judged, "best-1", "poor-3"]) == 0


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("14", "14"),
        (" 14.50 ", "14.50"),
        ("1,200", "1200"),
        ("£1,200", "1200"),
        ("-3", "-3"),
        ("14%", "14"),
        ("14 %", "14"),
        ("12 Days", "12"),
        ("١٤", "14"),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, number: str) -> None:
    assert marking.number_in(typed, "days") == Decimal(number)


@pytest.mark.parametrize("typed", ["", "fourteen", "1e9", "NaN", "1.2.3", "9" * 40, "--1"])
def test_what_is_no_number_is_asked_for_again_in_plain_words(typed: str) -> None:
    assert (fault(a_number(), [typed]) or "").startswith("Enter a number")


@given(st.decimals(-50, 50, places=2), st.integers(0, 9))
def test_a_number_counts_within_its_tolerance_and_not_beyond(
    typed: Decimal, tolerance: int
) -> None:
    question = a_number("14", str(tolerance))
    near = abs(typed - 14) <= tolerance
    assert worth(question, [str(typed)]) == (POINT if near else 0)


@pytest.mark.parametrize(
    ("question", "chosen", "words"),
    [
        (an_ordering(3), ["step-1", "step-2", ""], "every place"),
        (an_ordering(3), ["step-1", "step-2"], "every place"),
        (an_ordering(3), ["step-1", "step-1", "step-2"], "once"),
        (a_matching(), ["line-1", "", "line-2"], "every line"),
        (a_matching(), ["line-1", "line-2"], "every line"),
        (a_judgement(), ["best-1", "poor-3"], "Choose one answer"),
        (a_question("one"), ["right-1", "wrong-1"], "Choose one answer"),
        (a_question("one", type="multiple"), ["right-1"], "Choose two answers"),
        (a_number(), ["1", "2"], "Enter a number"),
    ],
)
def test_an_answer_of_the_wrong_shape_is_explained(
    question: Question, chosen: list[str], words: str
) -> None:
    assert words in (fault(question, chosen) or "")


@given(QUESTIONS)
def test_a_guess_is_what_every_answer_that_the_page_takes_earns_counted_out(
    question: Question,
) -> None:
    ids = [option.id for option in question.options]
    if question.type in ("ordering", "matching"):
        allowed = [a for a in product(ids, repeat=len(ids)) if fault(question, a) is None]
        if question.type == "matching":  # only the things on the lists, each once if one to one
            things = [option.id for option in marking.targets(question)]
            allowed = [a for a in allowed if set(a) <= set(things)]
            if len(things) == len(ids):
                allowed = list(permutations(things))
    elif question.type == "multiple":
        allowed = [(a, b) for a in ids for b in ids if a < b]
    else:
        allowed = [(one,) for one in ids]
    earned = [worth(question, answer) for answer in allowed]
    counted = {parts: Fraction(earned.count(parts), len(earned)) for parts in set(earned)}
    assert {parts: chance for parts, chance in marking.guess(question).items() if chance} == counted
