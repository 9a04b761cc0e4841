"""What the source of the house keeps to, read once."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import learning

HOUSE = Path(learning.__file__).parent
# Decision 9: a web process starts without them.
SLOW_TO_LOAD = {
    *("alembic", "flask_alembic", "openpyxl"),
    *("docx", "segno", "typst", "xlsxwriter"),
    *("cryptography", "joserfc", "pyld"),
    *("highspy", "huey", "numpy"),
    "notifications_python_client",
}
LONGEST_FILE = 250
LONGEST_FUNCTION = 40
CLOCKS = {"now", "today", "utcnow", "time", "time_ns", "monotonic", "fromtimestamp"}
CLOCK_OWNERS = {"datetime", "date", "time"}
# What changes where somebody belongs, what they hold, or when they are on leave.
CHANGES_A_PLACE = {
    "join",
    "give_role",
    "change_membership_days",
    "change_role_days",
    "pause",
    "change_pause",
    "end_pause",
}
PLACES = {"places", "held_roles", "leaving", "registering"}  # "join" of strings and selects is not
FOLLOWS = {"follow_rules"}
# They call others of the same room; whoever calls these follows.
OWNERS = ("people/actions/",)
# The demo is built person by person, and followed once at the end of its seed.
FOLLOWED_ELSEWHERE = {"demo/builder.py": "demo/seed.py", "demo/changes.py": "demo/seed.py"}


@dataclass
class Module:
    """What the tests ask of a module."""

    says_what_it_is_for: bool
    lines: int
    taken_from: set[str] = field(default_factory=set)  # `from … import`
    attributes: set[str] = field(default_factory=set)
    calls: set[tuple[str, str]] = field(default_factory=set)  # (called on; "" a bare name, what)
    functions: list["Function"] = field(default_factory=list)


@dataclass
class Function:
    """What the tests ask of a function."""

    name: str
    lines: int  # its statements, without signature and docstring
    libraries: set[str]  # imported inside


@cache
def modules() -> dict[str, Module]:
    paths = sorted(HOUSE.rglob("*.py"))
    return {path.relative_to(HOUSE).as_posix(): read(path.read_text("utf-8")) for path in paths}


def read(text: str) -> Module:
    tree = ast.parse(text)
    found = Module(bool(ast.get_docstring(tree)), len(text.splitlines()))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found.taken_from.add(node.module or "")
        elif isinstance(node, ast.Attribute):
            found.attributes.add(node.attr)
        elif isinstance(node, ast.Call):
            found.calls |= called(node.func)
        elif isinstance(node, ast.FunctionDef):
            found.functions.append(Function(node.name, length(node), libraries(ast.walk(node))))
    return found


def called(func: ast.expr) -> set[tuple[str, str]]:
    if isinstance(func, ast.Attribute):
        on = func.value
        return {(getattr(on, "id", None) or getattr(on, "attr", "."), func.attr)}
    return {("", func.id)} if isinstance(func, ast.Name) else set()


def length(function: ast.FunctionDef) -> int:
    body = function.body[ast.get_docstring(function) is not None :]
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def libraries(nodes: Iterable[ast.AST]) -> set[str]:
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
        elif isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
    return found


def test_one_place_commits() -> None:
    found = [n for n, one in modules().items() for on, call in one.calls if on and call == "commit"]
    assert found == ["database.py"]


def test_only_the_clock_reads_the_clock() -> None:
    found = {
        name
        for name, module in modules().items()
        for owner, call in module.calls
        if call in CLOCKS and owner in CLOCK_OWNERS
    }
    assert found == {"clock.py"}


def test_no_module_takes_a_clock_by_another_name() -> None:
    for name, module in modules().items():
        assert "time" not in module.taken_from, f"{name} imports from time"
        asks = module.attributes & {"current_timestamp", "utcnow"}
        assert not asks, f"{name} asks the database for the time"


def test_only_the_settings_read_the_environment() -> None:
    for name, module in modules().items():
        assert not module.attributes & {"environ", "getenv"}, f"{name} reads the environment"
        assert "os" not in module.taken_from, f"{name} imports from os"


def test_no_imports_inside_functions_but_of_what_is_slow_and_seldom_used() -> None:
    for name, module in modules().items():
        for function in module.functions:
            assert function.libraries <= SLOW_TO_LOAD, f"{name} {function.name}"


def test_no_file_is_longer_than_anyone_reads() -> None:
    assert {n: one.lines for n, one in modules().items() if one.lines > LONGEST_FILE} == {}


def test_no_function_is_longer_than_anyone_reads() -> None:
    long = {
        f"{name} {function.name}": function.lines
        for name, module in modules().items()
        for function in module.functions
        if function.lines > LONGEST_FUNCTION
    }
    assert long == {}


def test_every_module_begins_by_saying_what_it_is_for() -> None:
    assert [name for name, one in modules().items() if not one.says_what_it_is_for] == []


def test_whoever_changes_a_place_follows_the_rules() -> None:
    """What stands is worked out from the facts: it is enough that a module that changes them asks.

    Known by name alone, so that moving a function to another file escapes nobody.
    """
    called = {
        name: {what for on, what in one.calls if what not in CHANGES_A_PLACE or on in {"", *PLACES}}
        for name, one in modules().items()
    }
    forgetful = {
        name
        for name, found in called.items()
        if found & CHANGES_A_PLACE and not name.startswith(OWNERS) and not found & FOLLOWS
        if not called.get(FOLLOWED_ELSEWHERE.get(name, ""), set()) & FOLLOWS
    }
    assert forgetful == set()
