"""A copy of the courses with one check that has a time limit and asks a question of every type."""

import re
import shutil
from pathlib import Path

from learning.catalogue import register
from learning.config import ROOT

COURSE, CHECK = "accessible-and-inclusive-by-default", "working"
MINUTES = 20
LESSON = "put-the-mouse-away"
FOUR = ("one", "two", "three", "four")
OPTIONS = {
    "ordering": [f"place = {place}" for place in range(1, 5)],
    "matching": [f'match = "Harbour {word}"' for word in FOUR],
    "judgement": [f'judgement = "{word}"' for word in ("best", "acceptable", "poor", "poor")],
    "multiple": [f"right = {word}" for word in ("true", "true", "false", "false")],
}
TYPE_OF = {
    "who": "ordering",
    "documents": "matching",
    "test": "judgement",
    "routes": "multiple",
    "duties": "number",
}


def courses_with_every_type(folder: Path) -> Path:
    """The courses in a folder, the check's own questions left to proving what one knows."""
    courses = folder / "courses"
    shutil.copytree(ROOT / "courses", courses)
    course = courses / "library" / COURSE
    plan = (course / "course.toml").read_text("utf-8")
    limited = plan.replace(f'id = "{CHECK}"', f'id = "{CHECK}"\ntime_limit = {MINUTES}')
    limited = re.sub(r"pass_mark = 8\ndraw = \{.*\}", f"pass_mark = 4\ndraw = {_draw()}", limited)
    (course / "course.toml").write_text(limited, "utf-8")
    file = course / "assessment-working.toml"
    questions = file.read_text("utf-8").split("[[question]]\n")
    kept = [one.replace('use = "final"', 'use = "diagnostic"') for one in questions if one.strip()]
    new = [_question(objective, n) for objective in TYPE_OF for n in (1, 2)]
    file.write_text("".join(f"[[question]]\n{one}\n" for one in kept + new), "utf-8")
    register.add_new(courses)
    return courses


def _draw() -> str:
    return "{ " + ", ".join(f'"{objective}" = 1' for objective in TYPE_OF) + " }"


def _question(objective: str, n: int) -> str:
    kind = TYPE_OF[objective]
    asks = f'text = """\nFog comes in at {n} o\'clock.\n\nWhat now, {kind} {n}?"""'
    head = f'id = "every-{kind}-{n}"\ntype = "{kind}"\nobjective = "{objective}"'
    said = [head, f'lesson = "{LESSON}"', 'use = "final"', asks]
    if kind == "number":
        return "\n".join(
            [*said, 'number = 14\ntolerance = 0\nunit = "boats"\nfeedback = "Two times seven."']
        )
    options = [
        f'[[question.option]]\nid = "o{place}"\ntext = "Way {word} of {kind} {n}"\n{more}\n'
        f'feedback = "Because of {word}."\n'
        for place, (word, more) in enumerate(zip(FOUR, OPTIONS[kind], strict=True))
    ]
    return "\n".join([*said, "", *options])
