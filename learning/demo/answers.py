"""What made-up people answer in a check: rightly or wrongly, in the shape its page would send."""

from learning.assessments.asked import Asked
from learning.catalogue.marking import is_key, key_of, target_of, targets


def right_answer(one: Asked) -> list[str]:
    """Earns the whole point."""
    if one.question.type == "matching":  # one target for each line, as the lines were shown
        return [target_of(one.question, option).id for option in one.options]
    return list(key_of(one.question))


def wrong_answer(one: Asked) -> list[str]:
    """Does not earn the whole point."""
    question = one.question
    if question.type == "number":
        return [str((question.number or 0) + (question.tolerance or 0) + 1)]
    if question.type == "ordering":
        first, *others = key_of(question)
        return [*others, first]
    if question.type == "matching":
        things = [option.id for option in targets(question)]
        return [things[things.index(thing) - 1] for thing in right_answer(one)]
    others = [option.id for option in one.options if not is_key(option)]
    return [others[0], *key_of(question)[1:]]  # as many as the page asks for
