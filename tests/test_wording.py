"""What people read has the quotation marks of print: ’ “ ” and never ' or "."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import jinja2
import pytest

import learning

HOUSE = Path(learning.__file__).parent
# Between letters, after the s of a plural, or before a word that is quoted.
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)|(?<=s)'(?=[\s.,;:?!)]|$)|(?<=\s)'(?=\w)")
TAG = re.compile(r"<[^<>]*>")
COMMAND = re.compile(r"<pre\b.*?</pre>", re.DOTALL)  # to be typed at a shell
TOLD = {"Refusal", "Conflict", "Wrong", "flash", "InputRequired", "Length", "ValidationError"}
TELLS = re.compile(rf"\b(?:{'|'.join(sorted(TOLD))})\(")
JINJA = jinja2.Environment(autoescape=True)


def straight_in_template(source: str) -> list[str]:
    """What a template says with straight marks: in its text, attributes included, and strings."""
    tokens = [(kind, text) for _, kind, text in JINJA.lex(source)]
    text = COMMAND.sub("", "".join(text for kind, text in tokens if kind == "data"))
    found = [around(text, place.start()) for place in APOSTROPHE.finditer(text)]
    said = TAG.sub("", text)
    found += [around(said, place.start()) for place in re.finditer('"', said)]
    strings = (text[1:-1] for kind, text in tokens if kind == "string")
    return found + [one for one in strings if " " in one and is_straight(one)]


def is_straight(text: str) -> bool:
    is_markup = "<" in text or "=" in text
    return bool(APOSTROPHE.search(text)) or ('"' in text and not is_markup)


def around(text: str, place: int) -> str:
    return text[max(0, place - 30) : place + 30]


def straight_in_messages(source: str) -> Iterator[str]:
    """The same of what a module refuses with, tells, or says of a form's field."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TOLD:
            for one in (*node.args, *(word.value for word in node.keywords)):
                texts = [part.value for part in ast.walk(one) if isinstance(part, ast.Constant)]
                yield from (text for text in texts if isinstance(text, str) and is_straight(text))


@cache
def templates() -> dict[str, str]:
    kinds = (".html", ".txt")
    paths = [one for one in sorted(HOUSE.glob("**/templates/**/*")) if one.suffix in kinds]
    return {one.relative_to(HOUSE).as_posix(): one.read_text("utf-8") for one in paths}


def test_no_template_says_anything_with_straight_marks() -> None:
    assert len(templates()) > 150
    found = {name: straight_in_template(text) for name, text in templates().items()}
    assert {name: said for name, said in found.items() if said} == {}


def test_no_message_is_told_with_straight_marks() -> None:
    sources = {one: one.read_text("utf-8") for one in sorted(HOUSE.rglob("*.py"))}
    telling = {one: text for one, text in sources.items() if TELLS.search(text)}
    assert len(telling) > 100
    found = {one: list(straight_in_messages(text)) for one, text in telling.items()}
    assert {one: said for one, said in found.items() if said} == {}


def test_no_phrase_of_a_paper_has_straight_marks() -> None:
    paths = [*HOUSE.rglob("wording.*.toml"), *HOUSE.rglob("definitions.*.md")]
    assert len(paths) >= 3
    for one in paths:
        lines = (line for line in one.read_text("utf-8").splitlines() if line[:1] != "#")
        assert not [line for line in lines if APOSTROPHE.search(line)], one


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("<p>The council's own</p>", 1),
        ("<p>The councils' own</p>", 1),
        ("<p>In 'quotes'</p>", 1),
        ('<p>In "quotes"</p>', 2),
        ('<a aria-label="What people\'s roles need">x</a>', 1),
        ("{{ \"the lead's own\" if x else 'nobody' }}", 1),
        ("{{ url_for('people.view', on='x') }}{# what isn't said #}", 0),
        ("<p class=\"a{{ ' b' if c }}\">The council’s “own”</p>", 0),
        ('<pre>curl -H "a: b"</pre>', 0),
    ],
)
def test_straight_marks_are_found_where_people_read_them(source: str, count: int) -> None:
    assert len(straight_in_template(source)) == count


def test_straight_marks_are_found_in_messages() -> None:
    assert list(straight_in_messages('Refusal("It isn\'t there", field="on")')) == [
        "It isn't there"
    ]
    assert list(straight_in_messages('Refusal(f"{a}’s day", field="starts_on")')) == []
