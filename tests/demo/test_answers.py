"""The demo answers questions of every type, rightly and wrongly."""

import pytest

from learning.assessments.asked import Asked
from learning.catalogue.content import Question
from learning.catalogue.marking import POINT, fault, worth
from learning.demo.answers import right_answer, wrong_answer
from tests.courses_by_hand import a_judgement, a_matching, a_number, a_question, an_ordering

TYPES = (
    a_question("one"),
    a_question("some", type="multiple"),
    a_judgement("pba"),
    an_ordering(5),
    a_matching("abca"),
    a_number("1200", "50"),
)


@pytest.mark.parametrize("question", TYPES, ids=lambda question: question.type)
def test_right_earns_the_point_wrong_does_not_and_both_have_the_right_shape(
    question: Question,
) -> None:
    shown = tuple(reversed([option.id for option in question.options]))
    asked = Asked(id=1, place=1, question=question, option_order=shown, chosen=())
    for answer, earns_all in ((right_answer(asked), True), (wrong_answer(asked), False)):
        assert fault(question, answer) is None
        assert (worth(question, answer, shown) == POINT) is earns_all
