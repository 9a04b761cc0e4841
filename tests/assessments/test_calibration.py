from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.assessments.calibration import ENOUGH, SURENESS, Line, calibration
from learning.catalogue.marking import POINT

SAID = st.lists(st.tuples(st.sampled_from(sorted(SURENESS)), st.integers(0, POINT)))


@given(said=SAID)
def test_every_answer_is_counted_once_in_the_line_of_its_sureness(said) -> None:
    lines = calibration(said)
    assert [line.words for line in lines] == ["guessing", "fairly sure", "sure"]
    for sure, line in zip(sorted(SURENESS), lines, strict=True):
        earned = [parts for level, parts in said if level == sure]
        assert (line.answers, line.parts) == (len(earned), sum(earned))
        assert line.is_enough == (len(earned) >= ENOUGH)


@given(answers=st.integers(1, 500), data=st.data())
def test_times_in_ten_are_the_nearest_and_never_say_always_or_never_for_almost(
    answers: int, data: st.DataObject
) -> None:
    line = Line("sure", answers, data.draw(st.integers(0, answers * POINT)))
    share = Fraction(line.parts, answers * POINT)
    said = int(line.how_often.removeprefix("about ").partition(" ")[0])
    assert abs(said - share * 10) <= (Fraction(1, 2) if 1 <= share * 10 <= 9 else 1)
    assert (said == 10) == (share == 1)
    assert (said == 0) == (share == 0)
    assert line.how_often.startswith("about") == (share * 10 != said)
    assert line.share == pytest.approx(float(share))


@pytest.mark.parametrize(
    ("answers", "parts", "words"),
    [
        (10, 7 * POINT, "7 times in 10"),
        (20, 2 * POINT, "1 time in 10"),
        (23, 16 * POINT, "about 7 times in 10"),
        (20, 19 * POINT + POINT // 2, "about 9 times in 10"),  # not 10: not always
        (200, POINT, "about 1 time in 10"),  # not 0: not never
        (12, 0, "0 times in 10"),
        (12, 12 * POINT, "10 times in 10"),
        (10, 7 * POINT + POINT // 2, "about 8 times in 10"),  # a part counts as its share
    ],
)
def test_how_often_reads_as_people_say_it(answers: int, parts: int, words: str) -> None:
    assert Line("sure", answers, parts).how_often == words


def test_without_answers_there_is_nothing_to_share() -> None:
    assert Line("sure", 0, 0).share == 0
