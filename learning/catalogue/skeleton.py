"""Lays out the files of a new course: they can be read as they are, and want their content."""

from datetime import date, timedelta
from pathlib import Path as Folder

LESSONS = ("first", "second", "third")

COURSE = """title = "{title}"
summary = "After this you can …"
status = "in-preparation" # "live" once check-courses --as-live {slug} finds nothing
nations = ["England", "Wales", "Scotland", "Northern Ireland"]

[[objective]]
id = "one"
text = "Say what somebody can do afterwards, in words that a check can test"

{lessons}[[reviewer]]
role = "person who does this for a living"

[[assessment]]
id = "awareness"
title = "Check"
file = "assessment.toml"
gives = [{{ skill = "{skill}", level = 1 }}]
minutes = 6
pass_mark = 6
draw = {{ "one" = 8 }}
"""
LESSON = """+++
title = "What the lesson is about, in a few words"
minutes = 7
nations = ["England", "Wales", "Scotland", "Northern Ireland"]
reviewed = {today}
review_by = {review_by}

[[source]]
title = "The title of the page"
publisher = "Who publishes it"
address = "https://www.gov.uk/"
date = "no date seen"
+++

## A real situation

## The idea

## What good looks like

!!! inset "In your council"
    Something to do or to ask this week.
"""
QUESTIONS = """[[question]]
id = "a-first-question"
type = "single"
objective = "one"
lesson = "first"
use = "final"
text = \"\"\"A situation that people of the role meet.

What do you do first?\"\"\"

[[question.option]]
id = "a"
text = "What a reasonable person does"
right = true
feedback = "Why it is right."

[[question.option]]
id = "b"
text = "What another reasonable person does"
feedback = "What would go wrong."

[[question.option]]
id = "c"
text = "What a third reasonable person does"
feedback = "What would go wrong."
"""
DESIGN = """# {title}: design

## Who it is for, and their situation

## Objectives, and what is out of scope

## How each lesson and check serves the objectives

## Decisions about sources
"""


def lay_out(root: Folder, slug: str, *, skill: str, today: date) -> Folder:
    """Writes the files and returns their folder; FileExistsError where there is one already."""
    folder = root / "library" / slug
    folder.mkdir(parents=True)
    title = slug.replace("-", " ").capitalize()
    lessons = "".join(f'[[lesson]]\nslug = "{lesson}"\n\n' for lesson in LESSONS)
    course = COURSE.format(title=title, slug=slug, skill=skill, lessons=lessons)
    (folder / "course.toml").write_text(course, "utf-8")
    (folder / "design.md").write_text(DESIGN.format(title=title), "utf-8")
    (folder / "assessment.toml").write_text(QUESTIONS, "utf-8")
    lesson = LESSON.format(today=today, review_by=today + timedelta(days=365))
    for number, name in enumerate(LESSONS, start=1):
        (folder / f"{number:02d}-{name}.md").write_text(lesson, "utf-8")
    return folder
