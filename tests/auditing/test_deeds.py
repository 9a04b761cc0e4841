"""Every action that the code writes to the audit trail has its words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import learning
from learning.auditing.deeds import DEEDS, FIELDS, NOT_SHOWN, actions_about
from learning.auditing.values import change, in_words
from learning.catalogue.published import Catalogue
from learning.policies.rules import Name

HOUSE = Path(learning.__file__).parent
WRITING = {"write", "write_all"}


def actions_written() -> Iterator[tuple[str, str]]:
    """(file and line, pattern) of every action: a part that is worked out matches any word."""
    for path in sorted(HOUSE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr in WRITING and getattr(node.func.value, "id", "") == "audit":
                place = f"{path.relative_to(HOUSE)}:{node.lineno}"
                for given in possible(node.args[1]):
                    yield place, pattern(given, place)


def possible(node: ast.expr) -> list[ast.expr]:
    """Both actions, where one of two is written."""
    return [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]


def pattern(node: ast.expr, place: str) -> str:
    if isinstance(node, ast.Constant):
        return re.escape(str(node.value))
    assert isinstance(node, ast.JoinedStr), f"{place}: write the action as a word, not a variable"
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[a-z_-]+"
        for part in node.values
    )


def test_every_action_that_is_written_has_words_or_a_reason_to_have_none() -> None:
    known = (*DEEDS, *NOT_SHOWN)
    found = list(actions_written())
    assert len(found) > 20
    without = [
        (place, action)
        for place, action in found
        if not any(re.fullmatch(action, one) for one in known)
    ]
    assert not without, f"give these their words in auditing/deeds.py: {without}"


def test_words_are_kept_for_no_action_that_nothing_writes() -> None:
    found = [action for _, action in actions_written()]
    never = [one for one in (*DEEDS, *NOT_SHOWN) if not any(re.fullmatch(a, one) for a in found)]
    assert not never


def test_every_decision_has_words() -> None:
    assert {f"{name.value}.decided" for name in Name} <= set(DEEDS)


def test_an_action_is_either_shown_or_not() -> None:
    assert not set(DEEDS) & set(NOT_SHOWN)
    assert all(re.fullmatch(r"[a-z-]+\.[a-z_-]+", action) for action in (*DEEDS, *NOT_SHOWN))


def test_every_field_whose_values_are_shown_has_a_word() -> None:
    shown = {field for deed in DEEDS.values() for field in deed.shown}
    assert shown <= set(FIELDS)


def test_every_deed_is_found_by_exactly_one_filter() -> None:
    found = [
        action for about in {d.about for d in DEEDS.values()} for action in actions_about(about)
    ]
    assert sorted(found) == sorted(DEEDS)


def test_values_read_as_people_say_them(catalogue: Catalogue) -> None:
    def words(field: str, value: str | None) -> str:
        return in_words(field, value, catalogue)

    assert words("starts_on", "2026-05-01") == "1 May 2026"
    assert words("role", "councillor") == "Councillor"
    assert words("path", "new-councillor") == catalogue.paths["new-councillor"].title
    assert words("role", "no-longer-known") == "no-longer-known"
    assert words("on", "True") == "yes"
    assert words("level", None) == ""
    assert words("said", '{"after_days":30,"to_manager":true,"officer_id":7}') == (
        "after days: 30; to manager: yes"
    )
    assert words("said", '{"periods":[["2027-03-22","2027-05-06"]]}') == (
        "periods: 22 March 2027 to 6 May 2027"
    )
    assert words("said", '{"text":"Results plan support."}') == "Results plan support."
    assert words("said", '{"text":"cut off in the mid') == '{"text":"cut off in the mid'


def test_values_of_fields_that_are_not_named_are_shown_to_nobody(catalogue: Catalogue) -> None:
    assert change("role.given", "reason", None, "a family matter", catalogue) is None
    assert change("made.up", "role", None, "councillor", catalogue) is None
    assert change("role.given", "role", None, "councillor", catalogue).after == "Councillor"
