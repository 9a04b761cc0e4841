"""The loader refuses everything that would break a page, naming file, field and remedy."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from learning import create_app
from learning.catalogue.loading import BadCatalogue, load
from learning.config import Settings
from tests.conftest import settings_for

LIVE = "library/cyber-security-essentials"
LESSON = f"{LIVE}/01-pause-and-check.md"


@pytest.fixture
def folder(_app: Flask, tmp_path: Path) -> Path:
    """A copy of the real courses, to be broken."""
    settings: Settings = _app.extensions["settings"]
    return Path(shutil.copytree(settings.courses, tmp_path / "courses"))


def problems(folder: Path) -> list[str]:
    try:
        load(folder)
    except BadCatalogue as bad:
        return [str(problem) for problem in bad.problems]
    return []


def replaced(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / file).read_text("utf-8")
        assert old in text, f"{old} is not in {file}: mend this test"
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")

    return change


def added(file: str, text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        with (folder / file).open("a", encoding="utf-8") as out:
            out.write(text)

    return change


def written(file: str, content: bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / file).write_bytes(content) and None


def removed(file: str) -> Callable[[Path], None]:
    return lambda folder: (folder / file).unlink()


def linked(file: str, to: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        outside = folder.parent / "outside"
        outside.write_text("+++\n+++\nsecret", "utf-8")
        (folder / file).unlink()
        (folder / file).symlink_to(to.format(outside=outside))

    return change


OVERLAP = """[[role.requirement]]
skill = "{}"
level = 3
from = 2025-06-01
reason = "Twice on one day"
"""
TERM = """
[[term]]
slug = "{slug}"
term = "{term}"
meaning = "{meaning}"
"""
PAPER = """+++
title = "To take along"
kind = "checklist"
for_whom = "everybody"
nations = ["England"]
+++

{words}
"""


def _without_words(lesson: Path) -> None:
    lesson.write_text(re.sub(r"!\[[^\]]*\]", "![]", lesson.read_text("utf-8")), "utf-8")


REFUSED = {
    "malformed TOML": (written("skills.toml", b"[[skill"), "skills.toml: is not TOML"),
    "unknown field": (
        replaced(f"{LIVE}/course.toml", "title =", 'colour = "red"\ntitle ='),
        f"{LIVE}/course.toml: colour: is not a field here",
    ),
    "unknown field of a service": (
        replaced("services.toml", "about =", 'colour = "red"\nabout ='),
        "services.toml: service[1].colour: is not a field here",
    ),
    "unknown skill in gives": (
        replaced(f"{LIVE}/course.toml", 'skill = "cyber-security"', 'skill = "cyber-magic"'),
        "cyber-magic is not a skill",
    ),
    "unknown course in a path": (
        replaced("paths/every-officer.toml", 'course = "', 'course = "no-such-'),
        "paths/every-officer.toml: step no-such-",
    ),
    "unknown role in a path": (
        replaced("paths/every-officer.toml", "all-staff", "no-such-role"),
        "paths/every-officer.toml: roles: no-such-role is not a role",
    ),
    "unknown skill in a requirement": (
        replaced("roles.toml", 'skill = "digital-strategy"', 'skill = "no-such-skill"'),
        "requirement no-such-skill: is not a skill",
    ),
    "a skill twice": (
        replaced("skills.toml", 'slug = "data-literacy"', 'slug = "digital-strategy"'),
        "skills.toml: skill digital-strategy: stands 2 times",
    ),
    "missing lesson": (removed(LESSON), f"{LESSON}: is missing"),
    "missing questions": (
        removed(f"{LIVE}/assessment.toml"),
        f"{LIVE}/assessment.toml: is missing",
    ),
    "broken front matter": (
        replaced(LESSON, "+++", "---"),
        f"{LESSON}: does not begin with TOML between two +++ lines",
    ),
    "front matter that never ends": (
        written(LESSON, b'+++\ntitle = "x"\n'),
        f"{LESSON}: does not begin with TOML between two +++ lines",
    ),
    "not UTF-8": (written(LESSON, b"+++\n\xff\xfe\n+++\n"), f"{LESSON}: is not UTF-8"),
    "too large": (written(LESSON, b"x" * 600_000), f"{LESSON}: is larger than 512 kB"),
    "a link out of the folder": (
        linked(LESSON, "{outside}"),
        f"{LESSON}: leaves the courses folder",
    ),
    "a relative link out of the folder": (
        linked(LESSON, "../../../outside"),
        f"{LESSON}: leaves the courses folder",
    ),
    "a file name with dots": (
        replaced(f"{LIVE}/course.toml", 'file = "assessment.toml"', 'file = "../../x.toml"'),
        f"{LIVE}/course.toml: assessment[1].file: ",
    ),
    "a borrowed lesson with dots": (
        replaced(f"{LIVE}/course.toml", 'slug = "pause-and-check"', 'from = "../x/y"'),
        f"{LIVE}/course.toml: lesson[1].from: ",
    ),
    "a borrowed lesson that there is not": (
        replaced(f"{LIVE}/course.toml", 'slug = "pause-and-check"', 'from = "x/y"'),
        "there is no lesson x/y",
    ),
    "a lesson named with dots": (
        replaced(f"{LIVE}/course.toml", 'slug = "pause-and-check"', 'slug = "../pause"'),
        f"{LIVE}/course.toml: lesson[1].slug: ",
    ),
    "lost id": (
        replaced("register.toml", "ids = [", 'ids = [\n    "course:once-published",'),
        "register.toml: course:once-published: was published and is gone",
    ),
    "an id that is not registered": (
        replaced("register.toml", '    "course:cyber-security-essentials",\n', ""),
        "course:cyber-security-essentials: is not in the register",
    ),
    "a changed closed requirement": (
        added(
            "register.toml",
            '\n[[closed]]\nrole = "councillor"\nskill = "data-literacy"\nlevel = 1\n'
            "from = 2019-01-01\nuntil = 2020-01-01\n",
        ),
        "is closed for ever and was changed",
    ),
    "a role that changed tier": (
        replaced("register.toml", 'councillor = "councillor"', 'councillor = "leadership"'),
        "a role never changes tier",
    ),
    "a live course without questions": (
        written(f"{LIVE}/assessment.toml", b"question = []\n"),
        "0 final questions; write at least 16",
    ),
    "a requirement that no path closes": (
        replaced(
            "paths/every-officer.toml",
            'course = "cyber-security-essentials"',
            'course = "buying-technology-well"',
        ),
        "role all-staff cyber-security: no step of the role's paths gives level 1",
    ),
    "a long first step": (
        replaced(
            "paths/every-officer.toml",
            "[[stage.step]]\n",
            '[[stage.step]]\ncourse = "buying-technology-well"\nwhy = "First"\n[[stage.step]]\n',
        ),
        "paths/every-officer.toml: step buying-technology-well: takes ",
    ),
    "a word explained twice": (
        added("glossary.toml", TERM.format(slug="again", term="Ransomware", meaning="Twice")),
        "glossary.toml: term again: Ransomware stands for ransomware already",
    ),
    "a meaning that goes on": (
        added("glossary.toml", TERM.format(slug="long", term="long", meaning="word " * 41)),
        "glossary.toml: term long: explains itself in more than 40 words",
    ),
    "a picture that is not there": (
        replaced(LESSON, "another-door.svg", "no-such.svg"),
        f"{LESSON}: picture no-such.svg: is not an SVG in the course's pictures folder",
    ),
    "a picture out of its folder": (
        replaced(LESSON, "(another-door.svg)", "(../../x/pictures/another-door.svg)"),
        f"{LESSON}: picture ../../x/pictures/another-door.svg: is not an SVG",
    ),
    "a picture without words": (
        lambda folder: _without_words(folder / LESSON),
        f"{LESSON}: picture another-door.svg: needs words",
    ),
    "a picture with a script": (
        replaced(f"{LIVE}/pictures/another-door.svg", "</svg>", "<script>x</script></svg>"),
        "another-door.svg: holds '<script'",
    ),
    "a picture that reaches out": (
        replaced(f"{LIVE}/pictures/another-door.svg", "</svg>", '<image href="https://x"/></svg>'),
        "another-door.svg: holds 'href=",
    ),
    "a picture of one size": (
        replaced(f"{LIVE}/pictures/another-door.svg", "viewBox", "viewbox"),
        "another-door.svg: does not begin with <svg … viewBox=…>",
    ),
    "a picture that nothing shows": (
        written(f"{LIVE}/pictures/other.svg", b'<svg viewBox="0 0 1 1"/>'),
        "pictures/other.svg: no lesson shows it",
    ),
    "a link to nowhere": (
        added(LESSON, "\nSee [there](/courses/no-such-course).\n"),
        f"{LESSON}: link /courses/no-such-course: leads nowhere here",
    ),
    "a paper of a few words": (
        written(f"{LIVE}/paper-short.md", PAPER.format(words="few").encode()),
        f"{LIVE}/paper-short.md: has 1 words; a paper to take along has 60 to 700",
    ),
    "a paper of no kind": (
        written(f"{LIVE}/paper-odd.md", PAPER.replace("checklist", "poster").encode()),
        f"{LIVE}/paper-odd.md: kind: ",
    ),
    "no library at all": (lambda folder: shutil.rmtree(folder / "library"), "is not a course"),
    "no skills": (removed("skills.toml"), "skills.toml: is missing"),
    "no register": (removed("register.toml"), "register.toml: is missing"),
    "deeply nested": (
        written("services.toml", b"a = " + b"[" * 5000),
        "services.toml: is not TOML",
    ),
    "an impossible level": (
        replaced("roles.toml", "level = 1", "level = 5"),
        "level: input should be less than or equal to 4",
    ),
    "level 4 in a requirement": (
        replaced("roles.toml", "level = 1", "level = 4"),
        "asks for level 4; no role does",
    ),
}


def test_the_real_courses_load(folder: Path) -> None:
    assert problems(folder) == []


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_break_a_page_is_refused(folder: Path, name: str) -> None:
    change, words = REFUSED[name]
    change(folder)
    found = problems(folder)
    assert any(words in problem for problem in found), found[:10]


def test_overlapping_requirements_are_refused(folder: Path) -> None:
    text = (folder / "roles.toml").read_text("utf-8")
    first = text.index("[[role.requirement]]")
    skill = text[first:].split('skill = "', 1)[1].split('"', 1)[0]
    new = text[:first] + OVERLAP.format(skill) + "\n" + text[first:]
    (folder / "roles.toml").write_text(new, "utf-8")
    found = problems(folder)
    assert any("two requirements hold on one day" in problem for problem in found), found


def test_all_problems_come_in_one_run(folder: Path) -> None:
    changes = ("missing lesson", "unknown field of a service", "malformed TOML")
    for name in changes:
        REFUSED[name][0](folder)
    found = "\n".join(problems(folder))
    for name in changes:
        assert REFUSED[name][1] in found


def test_check_courses_prints_every_problem_and_the_app_does_not_serve(folder: Path) -> None:
    REFUSED["missing lesson"][0](folder)
    REFUSED["unknown field of a service"][0](folder)
    settings = settings_for("sqlite://").model_copy(update={"courses": folder})
    app = create_app(settings)
    result = app.test_cli_runner().invoke(args=["check-courses"])
    assert result.exit_code == 1
    assert REFUSED["missing lesson"][1] in result.output
    assert REFUSED["unknown field of a service"][1] in result.output
    assert f"{len(problems(folder))} problems." in result.output
    for address in ("/", "/courses", "/health/ready", "/sign-in"):
        reply = app.test_client().get(address)
        assert (reply.status_code, "Traceback" in reply.text) == (503, False)


def test_check_courses_prints_the_figures_of_good_courses(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["check-courses"])
    assert result.exit_code == 0, result.output
    assert "No problems." in result.output
    assert "passing by luck" in result.output


def test_register_adds_new_ids_and_takes_none_away(folder: Path) -> None:
    REFUSED["an id that is not registered"][0](folder)
    REFUSED["lost id"][0](folder)
    settings = settings_for("sqlite://").model_copy(update={"courses": folder})
    runner = create_app(settings).test_cli_runner()
    result = runner.invoke(args=["check-courses", "--register"])
    assert "1 new ids in register.toml." in result.output
    (left,) = problems(folder)
    assert left.startswith("register.toml: course:once-published: was published and is gone")
