"""What anybody may try of a course without an account: its first lesson and a check."""

from learning.catalogue.content import Question
from learning.catalogue.published import Course


def tasted(course: Course) -> tuple[Question, ...]:
    """As many questions on each objective as the first check draws: the first of its file.

    Of one choice each, and asked in every nation: nobody knows where a visitor is. They are always
    the same, so that whoever looks again sees no more of what learners are asked.
    """
    check = course.assessments[0]
    found: list[Question] = []
    for objective, drawn in check.plan.draw.items():
        found += [
            question
            for question in check.questions
            if question.objective == objective
            and question.use == "final"
            and question.type == "single"
            and not question.nations
        ][:drawn]
    return tuple(found)
