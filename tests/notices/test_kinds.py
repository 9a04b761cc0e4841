"""Every kind that anything here tells is known: which waits, and which can be done without."""

import ast
from collections.abc import Iterator
from pathlib import Path

import learning
from learning.notices.rules.kinds import KINDS, OPTIONAL, kind_of

HOUSE = Path(learning.__file__).parent
TELLING = {"tell", "tell_all", "post", "post_all", "_tell"}


def told() -> Iterator[tuple[str, str]]:
    """(file, kind) of everything that is told; of a kind that is put together, its beginning."""
    for path in sorted(HOUSE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        named = constants(tree)
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and name_of(node) in TELLING):
                continue
            for keyword in node.keywords:
                if keyword.arg == "kind":
                    yield path.relative_to(HOUSE).as_posix(), written(keyword.value, named)


def constants(tree: ast.Module) -> dict[str, str]:
    """The texts that a module gives a name."""
    return {
        one.targets[0].id: one.value.value
        for one in tree.body
        if isinstance(one, ast.Assign)
        and isinstance(one.targets[0], ast.Name)
        and isinstance(one.value, ast.Constant)
        and isinstance(one.value.value, str)
    }


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "attr", None) or getattr(call.func, "id", "")


def written(value: ast.expr, named: dict[str, str]) -> str:
    if isinstance(value, ast.Name):
        return named.get(value.id, "")
    if isinstance(value, ast.Constant):
        return str(value.value)
    if isinstance(value, ast.JoinedStr) and isinstance(value.values[0], ast.Constant):
        return f"{value.values[0].value}*"
    return ""  # handed on by a function that is told it


def test_every_kind_that_is_told_is_known() -> None:
    found = {(where, kind) for where, kind in told() if kind}
    assert len(found) >= 8
    for where, kind in found:
        known = kind in KINDS or (
            kind.endswith("*") and any(name.startswith(kind[:-1]) for name in KINDS)
        )
        assert known, f"{where} tells {kind!r}: give it a line in learning/notices/rules/kinds.py"


def test_nothing_that_lets_somebody_in_waits_and_nothing_at_once_can_be_declined() -> None:
    for name in ("invitation", "recovery"):
        assert not kind_of(name).is_routine
    assert all(kind.is_routine for kind in OPTIONAL)
    assert kind_of("path.due-soon").is_optional
    assert not kind_of("path.overdue").is_optional
