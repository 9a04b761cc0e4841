"""The loader refuses everything that would break a page, naming file, field and remedy."""

from pathlib import Path

import pytest
from flask import Flask

from learning import create_app
from learning.catalogue.loading import BadCatalogue, load
from tests.catalogue.refused import REFUSED
from tests.databases import settings_for


def problems(folder: Path) -> list[str]:
    try:
        load(folder)
    except BadCatalogue as bad:
        return [str(problem) for problem in bad.problems]
    return []


OVERLAP = """[[role.requirement]]
skill = "{}"
level = 3
from = 2025-06-01
reason = "Twice on one day"
"""


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
