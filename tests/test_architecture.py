import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event

import learning
from learning import create_app
from learning.catalogue.checks import published_ids
from learning.catalogue.published import Catalogue
from learning.clock import now
from learning.database import Base, transaction
from learning.doors import Door, marks_of
from learning.extensions import db
from learning.people.actions import identity
from tests.builders import Town, some_evidence
from tests.conftest import settings_for
from tests.page import Browser

HOUSE = Path(learning.__file__).parent
# Decision 9: a web process starts without them.
SLOW_TO_LOAD = {
    *("alembic", "flask_alembic", "holidays", "openpyxl"),
    *("docx", "segno", "typst", "xlsxwriter"),
    *("cryptography", "joserfc", "pyld"),
    *("highspy", "huey", "numpy"),
    "notifications_python_client",
}
LONGEST_FILE = 250
LONGEST_FUNCTION = 40
CLOCKS = {"now", "today", "utcnow", "time", "time_ns", "monotonic", "fromtimestamp"}
CLOCK_OWNERS = {"datetime", "date", "time"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(HOUSE.rglob("*.py")):
        yield path.relative_to(HOUSE).as_posix(), ast.parse(path.read_text("utf-8"))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def calls(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """(what it is called on, what is called) of every call by attribute."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            on = node.func.value
            owner = getattr(on, "id", None) or getattr(on, "attr", "")
            yield owner, node.func.attr


def test_every_route_wears_a_door(app: Flask) -> None:
    doors = {rule.endpoint: marks_of(app.view_functions[rule.endpoint]) for rule in rules(app)}
    assert len(doors) > 30
    assert {marks.door for marks in doors.values()} == set(Door)


def rules(app: Flask) -> list:
    return list(app.url_map.iter_rules())


def test_a_view_without_a_door_opens_to_nobody(database_url: str) -> None:
    app = create_app(settings_for(database_url))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/made-up", "made_up", lambda: "open to everyone")
    with pytest.raises(TypeError, match="wears no door mark"):
        marks_of(app.view_functions["made_up"])
    page = Browser(app).get("/made-up")
    assert page.status == 500
    assert "open to everyone" not in page.text


def test_doors_to_a_council_name_it_in_the_address(app: Flask) -> None:
    named = {
        Door.MEMBER: "organisation",
        Door.LEARNING_LEAD: "organisation",
        Door.COVERAGE: "organisation",
        Door.PARTNERSHIP: "partnership",
        Door.TOKEN: "organisation",
    }
    for rule in rules(app):
        door = marks_of(app.view_functions[rule.endpoint]).door
        if rule.endpoint == "api.organisations":  # says which council the token is of
            continue
        if door in named:
            assert named[door] in rule.arguments, rule
        elif door is not Door.PUBLISHED and {"organisation", "partnership"} & rule.arguments:
            pytest.fail(f"{rule} names a council and its door does not ask for it")


def test_one_place_commits() -> None:
    found = [name for name, tree in modules() for _, call in calls(tree) if call == "commit"]
    assert found == ["database.py"]


def test_only_the_clock_reads_the_clock() -> None:
    found = [
        name
        for name, tree in modules()
        for owner, call in calls(tree)
        if call in CLOCKS and owner in CLOCK_OWNERS
    ]
    assert found == ["clock.py"]


def test_no_module_takes_a_clock_by_another_name() -> None:
    for name, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "time":
                pytest.fail(f"{name} imports from time")
            if isinstance(node, ast.Attribute) and node.attr in {"current_timestamp", "utcnow"}:
                pytest.fail(f"{name} asks the database for the time")


def test_only_the_settings_read_the_environment() -> None:
    for name, tree in modules():
        for node in ast.walk(tree):
            read = isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
            taken = isinstance(node, ast.ImportFrom) and node.module == "os"
            assert not read, f"{name} reads the environment"
            assert not taken, f"{name} imports from os"


def test_no_imports_inside_functions_but_of_what_is_slow_and_seldom_used() -> None:
    for name, tree in modules():
        for function in functions(tree):
            imports = [n for n in ast.walk(function) if isinstance(n, ast.Import | ast.ImportFrom)]
            taken = {part for one in imports for part in imported(one)}
            assert taken <= SLOW_TO_LOAD, f"{name} {function.name}"


def imported(node: ast.Import | ast.ImportFrom) -> set[str]:
    """The libraries an import takes something from."""
    names = (
        [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
    )
    return {name.partition(".")[0] for name in names}


def test_no_file_is_longer_than_anyone_reads() -> None:
    lengths = {p.relative_to(HOUSE): len(p.read_text().splitlines()) for p in HOUSE.rglob("*.py")}
    assert {str(p): n for p, n in lengths.items() if n > LONGEST_FILE} == {}


def test_no_function_is_longer_than_anyone_reads() -> None:
    """Its statements, without signature and docstring."""
    long = {}
    for name, tree in modules():
        for function in functions(tree):
            body = function.body[ast.get_docstring(function) is not None :]
            if body and function.end_lineno - body[0].lineno >= LONGEST_FUNCTION:
                long[f"{name} {function.name}"] = function.end_lineno - body[0].lineno + 1
    assert long == {}


def test_every_module_begins_by_saying_what_it_is_for() -> None:
    assert [name for name, tree in modules() if not ast.get_docstring(tree)] == []


def test_relationships_never_load_by_themselves() -> None:
    for mapper in Base.registry.mappers:
        for relationship in mapper.relationships:
            assert relationship.lazy == "raise", relationship


def test_lists_come_in_an_order_of_their_own(app: Flask, town: Town) -> None:
    """SQLite can turn round every order that no statement asks for: no page may change."""
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("only SQLite can turn its orders round")
        with transaction() as session:
            for number in range(12):
                somebody = identity.add_person(
                    session,
                    name="Same Name",
                    address=f"same{number}@people.example",
                    by=None,
                    at=now(),
                )
                some_evidence(session, somebody.id, "evaluation", 1 + number % 3)
        engine = db.engine

    def turn(connection: object, *_: object) -> None:
        connection.execute("PRAGMA reverse_unordered_selects = ON")  # type: ignore[attr-defined]

    def turn_back(connection: object, *_: object) -> None:
        connection.execute("PRAGMA reverse_unordered_selects = OFF")  # type: ignore[attr-defined]

    usual = pages_of(app, town)
    event.listen(engine, "checkout", turn)
    event.listen(engine, "checkin", turn_back)
    try:
        turned = pages_of(app, town)
    finally:
        event.remove(engine, "checkout", turn)
        event.remove(engine, "checkin", turn_back)
    assert usual == turned


def pages_of(app: Flask, town: Town) -> list[list[str]]:
    found = []
    for person, addresses in {
        town.councillor: ("/learning", "/record", "/told", "/courses", "/paths/new-councillor"),
        town.lead: (
            "/organisations/fernleigh/people",
            "/organisations/fernleigh/people.csv",
            "/organisations/fernleigh/evidence.csv",
            "/organisations/fernleigh/requirements.csv",
            "/organisations/fernleigh/assignments",
            "/organisations/fernleigh/coverage",
            "/organisations/fernleigh/coverage.csv",
        ),
        town.reviewer: ("/organisations/fernleigh/coverage",),
        town.partnership_reviewer: ("/partnerships/vale/coverage",),
        town.administrator: ("/admin", "/admin/appointments/new"),
    }.items():
        browser = Browser(app).sign_in(person)
        for address in addresses:
            page = browser.get(address)
            assert page.status == 200, address
            # A report says the minute it was asked in, and minutes pass.
            words = re.sub(r"As known at [^.]*\.", "", page.words) if page.is_html else page.text
            found.append([address, words])
    return found


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
FOLLOWS = {"follow_rules"}
# They call others of the same room; whoever calls these follows.
OWNERS = ("people/actions/",)
# The demo is built person by person, and followed once at the end of its seed.
FOLLOWED_ELSEWHERE = {"demo/builder.py": "demo/seed.py", "demo/changes.py": "demo/seed.py"}


def test_whoever_changes_a_place_follows_the_rules() -> None:
    """What stands is worked out from the facts: it is enough that a module that changes them asks.

    Known by name alone, so that moving a function to another file escapes nobody.
    """
    called = {name: {call for _, call in calls_of(tree)} for name, tree in modules()}
    forgetful = {
        name
        for name, found in called.items()
        if found & CHANGES_A_PLACE and not name.startswith(OWNERS) and not found & FOLLOWS
        if not called.get(FOLLOWED_ELSEWHERE.get(name, ""), set()) & FOLLOWS
    }
    assert forgetful == set()


def calls_of(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Calls by attribute of an imported module of places, and by bare name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = getattr(node.func.value, "id", "")
            if node.func.attr not in CHANGES_A_PLACE or owner in PLACES:
                yield owner, node.func.attr
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield "", node.func.id


PLACES = {"places", "held_roles", "leaving", "registering"}  # "join" of strings and selects is not


def test_no_public_id_vanishes(app: Flask, catalogue: Catalogue) -> None:
    courses = app.extensions["settings"].courses
    register = tomllib.loads((courses / "register.toml").read_text("utf-8"))
    assert register["ids"]
    assert set(register["ids"]) <= set(published_ids(catalogue))
