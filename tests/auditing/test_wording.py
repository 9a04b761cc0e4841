"""Every action that the code writes to the audit trail has its words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import learning
from learning.auditing.values import CALLED, change, in_words
from learning.auditing.wording import DEEDS, NOT_SHOWN, actions_about
from learning.catalogue.published import Catalogue
from learning.coverage.content import Audience
from learning.doors import ApiScope
from learning.imports.rules.deeds import Saying
from learning.imports.rules.sayings import fields
from learning.people.kinds import CouncilKind
from learning.people.standing import Kind
from learning.policies.rules import SHAPES, Name

HOUSE = Path(learning.__file__).parent
WRITING = {"write", "write_all"}
POST = "The day of the week: Tuesday; Not before: 9am"
ACTION = r"[a-z-]+\.[a-z_-]+"


def actions_written() -> Iterator[tuple[str, str]]:
    """(file and line, pattern) of every action: a part that is worked out matches any word."""
    for path in sorted(HOUSE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr in WRITING and getattr(node.func.value, "id", "") == "audit":
                place = f"{path.relative_to(HOUSE)}:{node.lineno}"
                for found in patterns(node.args[1], tree):
                    yield place, found


def patterns(node: ast.expr, tree: ast.Module) -> list[str]:
    """What an action can be; where a function is handed it, whatever its module calls actions."""
    if isinstance(node, ast.IfExp):
        return patterns(node.body, tree) + patterns(node.orelse, tree)
    if isinstance(node, ast.Constant):
        return [re.escape(str(node.value))]
    if isinstance(node, ast.JoinedStr):
        parts = (
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[a-z_-]+"
            for part in node.values
        )
        return ["".join(parts)]
    words = {
        str(one.value)
        for one in ast.walk(tree)
        if isinstance(one, ast.Constant) and re.fullmatch(ACTION, str(one.value))
    }
    assert words, f"{ast.unparse(node)}: write the action as a word"
    return [re.escape(word) for word in sorted(words)]


def test_every_action_that_is_written_has_words_or_a_reason_to_have_none() -> None:
    known = (*DEEDS, *NOT_SHOWN)
    found = list(actions_written())
    assert len(found) > 20
    without = [
        (place, action)
        for place, action in found
        if not any(re.fullmatch(action, one) for one in known)
    ]
    assert not without, f"give these their words in auditing/wording.py: {without}"


def test_every_decision_has_words() -> None:
    assert {f"{name.value}.decided" for name in Name} <= set(DEEDS)


def test_an_action_is_either_shown_or_not() -> None:
    assert not set(DEEDS) & set(NOT_SHOWN)
    assert all(re.fullmatch(ACTION, action) for action in (*DEEDS, *NOT_SHOWN))


def test_a_reason_that_may_be_confidential_is_shown_of_no_persons_deed() -> None:
    shown = {
        field
        for action, deed in DEEDS.items()
        if "requirement" not in action
        for field in deed.shown
    }
    assert not shown & {"reason", "note", "officer_id", "leads", "lead", "assignment", "rule"}


def test_every_deed_is_found_by_exactly_one_filter() -> None:
    found = [
        action for about in {d.about for d in DEEDS.values()} for action in actions_about(about)
    ]
    assert sorted(found) == sorted(DEEDS)


def test_values_read_as_people_say_them(catalogue: Catalogue) -> None:
    def words(field: str, value: str | None) -> str:
        return in_words(field, value, catalogue)

    assert words("starts_on", "2026-05-01") == "1 May 2026"
    assert words("counts_until", "2026-05-01") == "1 May 2026"
    assert words("counts_until", None) == "for good"
    assert words("role", "councillor") == "Councillor"
    assert words("path", "new-councillor") == catalogue.paths["new-councillor"].title
    assert words("role", "no-longer-known") == "no-longer-known"
    assert words("on", "True") == "yes"
    assert words("tiers", "councillor leadership") == "Councillors, Senior leadership"
    assert words("paused_from", "2026-05-01") == "1 May 2026"
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


@pytest.mark.parametrize(
    ("action", "field", "value", "says"),
    [
        ("statement.published", "as_at", "2026-10-31", ("as at", "31 October 2026")),
        ("statement.published", "audience", "no-name", ("for", "everybody, without names")),
        ("statement.restated", "audience", "leads", ("for", "training leads")),
        ("organisation.kind-set", "kind", "county", ("kind of council", "County council")),
        ("appointment.made", "kind", "reviewer", ("appointment", "report viewer")),
        ("requirement.set", "level", "0", ("level", "none")),
        ("requirement.set", "level", "2", ("level", "2")),
        ("particulars.said", "language", "cy", ("language", "Welsh")),
        ("token.made", "scopes", "coverage", ("scopes", "skills coverage")),
        ("post.decided", "said", '{"weekday":1,"first_hour":9}', ("decision", POST)),
        (
            "retention.taken-back",
            "said",
            '{"leavers":24,"uploads":1,"no_more":2}',
            (
                "decision",
                "People who left: 24 months; Files that were imported: 1 month; no more: 2",
            ),
        ),
    ],
)
def test_dates_kinds_and_slugs_are_put_into_words(
    catalogue: Catalogue, action: str, field: str, value: str, says: tuple[str, str]
) -> None:
    said = change(action, field, None, value, catalogue)
    assert said is not None
    assert (said.field, said.after) == says


def test_every_value_of_a_few_has_its_words() -> None:
    assert set(Audience) <= set(CALLED["audience"])
    assert {*CouncilKind, *Kind} <= set(CALLED["kind"])
    scopes = {*ApiScope, " ".join(sorted(ApiScope))}
    assert scopes <= set(CALLED["scopes"])


def test_every_field_of_a_decision_reads_as_its_form_does(catalogue: Catalogue) -> None:
    for name, shape in SHAPES.items():
        said = change(f"{name}.decided", "said", None, shape().model_dump_json(), catalogue)
        assert said is not None
        for field, info in shape.model_fields.items():
            if info.title and not field.endswith("_id") and set(shape.model_fields) != {"text"}:
                assert f"{info.title}: " in said.after, (name, field)


def test_every_field_that_a_file_changes_is_shown_with_its_words(catalogue: Catalogue) -> None:
    said = Saying("Ada", "7", "7", "a@x.example", "a@x.example", "m@x.example", "cy")
    for name, after in fields(said).items():
        found = change("person.import-changed", name, None, after, catalogue)
        assert found is not None, name
        assert "_" not in found.field
