"""Says what would make a question unanswerable or unfair."""

from collections.abc import Callable

from learning.catalogue.content import Question, QuestionType

FEWEST_OPTIONS = 3
MOST_IN_PARTS = 6  # a point is kept in sixty parts, which two to six divide
LONGEST_TARGET = 60  # letters: what a list on a phone shows


def question_faults(question: Question) -> list[str]:
    """Every fault, with its remedy; empty when there is none."""
    faults = _OF_TYPE[question.type](question)
    ids = [option.id for option in question.options]
    if len(set(ids)) != len(ids):
        faults.append("two options have one id; give each its own")
    if question.type != "number" and len(ids) < FEWEST_OPTIONS:
        faults.append("has fewer than three options; write at least three")
    if question.partial and question.type not in ("multiple", "ordering", "matching"):
        faults.append("partial is for multiple choice, ordering and matching; take it out")
    return faults


def _single(question: Question) -> list[str]:
    right = sum(option.right for option in question.options)
    return [] if right == 1 else [f"has {right} right options; a single choice has one"]


def _multiple(question: Question) -> list[str]:
    right = sum(option.right for option in question.options)
    if not 1 <= right < len(question.options):
        return ["needs right and wrong options"]
    if question.partial and not 2 <= right <= MOST_IN_PARTS:
        return ["gives parts of its point; then two to six options are right"]
    return []


def _judgement(question: Question) -> list[str]:
    judged = [option.judgement for option in question.options]
    if None in judged or judged.count("best") != 1 or "poor" not in judged:
        return ["needs a judgement for each option, one of them best, and at least one poor"]
    return []


def _ordering(question: Question) -> list[str]:
    faults = _too_many(question)
    places = sorted(option.place or 0 for option in question.options)
    if places != list(range(1, len(places) + 1)):
        faults.append("needs place = 1, 2, 3 … on its options, each once")
    return faults


def _matching(question: Question) -> list[str]:
    faults = _too_many(question)
    if any(option.match is None for option in question.options):
        faults.append("needs match on each option: what it belongs to")
    elif len({option.match for option in question.options}) < FEWEST_OPTIONS:
        faults.append("has fewer than three things to match with; name at least three")
    if any(len(option.match or "") > LONGEST_TARGET for option in question.options):
        faults.append(f"has a match of over {LONGEST_TARGET} letters; a list cannot show it")
    return faults


def _number(question: Question) -> list[str]:
    faults = []
    if question.number is None:
        faults.append("needs number, the right one")
    if question.tolerance is None:
        faults.append("needs tolerance, how far off still counts (0 for exact)")
    if not question.feedback:
        faults.append("needs feedback, which teaches how the number comes about")
    if question.options:
        faults.append("takes no options; the number is typed")
    return faults


def _too_many(question: Question) -> list[str]:
    many = len(question.options) > MOST_IN_PARTS
    return ["has more than six options; keep six at most"] if many else []


_OF_TYPE: dict[QuestionType, Callable[[Question], list[str]]] = {
    "single": _single,
    "multiple": _multiple,
    "judgement": _judgement,
    "ordering": _ordering,
    "matching": _matching,
    "number": _number,
}
