"""What would break a page: how it comes about, and the words of its problem."""

import shutil

from tests.catalogue.breaking import added, linked, removed, replaced, without_words, written

LIVE = "library/cyber-security-essentials"
OPENING = "library/using-ai-responsibly"  # a course with an opening check
LESSON = f"{LIVE}/01-pause-and-check.md"
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
REFRESHER = """

[assessment.refresher]
lessons = ["five-reports"]
minutes = 3
pass_mark = 4
draw = { "spot" = 2, "outcome" = 1, "legacy" = 1 }
"""


def refreshed(old: str, new: str):
    return replaced(f"{LIVE}/course.toml", old, new)


REFUSED = {
    "a refresher of no lesson": (
        refreshed('lessons = ["', 'lessons = ["no-such-'),
        "assessment awareness refresher lessons: names what is not a lesson",
    ),
    "a refresher of no objective": (
        refreshed('"protect" = 1', '"no-such" = 1'),
        "assessment awareness refresher draw: name objectives",
    ),
    "a refresher that luck passes": (
        refreshed("minutes = 4\npass_mark = 4", "minutes = 4\npass_mark = 2"),
        "assessment awareness refresher: can be passed by guessing",
    ),
    "a refresher of more than it asks": (
        refreshed("minutes = 4\npass_mark = 4", "minutes = 4\npass_mark = 9"),
        "assessment awareness refresher pass_mark: is more than the questions asked",
    ),
    "a refresher of what never runs out": (
        added("library/what-digital-means-for-your-council/course.toml", REFRESHER),
        "assessment awareness refresher: renews what never runs out",
    ),
    "a lesson to try that is another course's": (
        replaced(
            "library/digital-records-and-ai-notes-in-care/course.toml",
            'status = "live"',
            'status = "live"\nopen_to_all = true',
        ),
        "open_to_all: needs a first lesson of the course's own",
    ),
    "a lesson to try with too few questions": (
        replaced(
            "library/governing-ai/course.toml",
            'status = "live"',
            'status = "live"\nopen_to_all = true',
        ),
        "open_to_all: needs as many questions of one choice, asked in every nation, as are drawn",
    ),
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
        lambda folder: without_words(folder / LESSON),
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
    "an objective that one nation cannot prove": (
        replaced(f"{LIVE}/assessment.toml", '"diagnostic"', '"diagnostic"\nnations = ["Wales"]'),
        "needs 3 diagnostic questions for England; there are 2",
    ),
    "diagnostic questions in two checks": (
        replaced(f"{OPENING}/assessment.toml", '"final"', '"diagnostic"'),
        "stand in assessment.toml, assessment-working.toml; keep them in the file of the last",
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
