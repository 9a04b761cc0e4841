"""Contents of reports made by hand: a usual one, and the ones that papers stumble over."""

from datetime import UTC, date, datetime
from itertools import product

from learning.coverage.content import (
    Audience,
    Figures,
    GapSaid,
    Overall,
    Owner,
    PathSaid,
    Point,
    ReportContent,
    Requirement,
    Rung,
    Words,
)
from learning.coverage.definitions import definitions

SKILLS = {
    "cyber-security": "Cyber security",
    "data-literacy": "Data literacy",
    "digital-planning": "Digital planning",
    "responsible-ai": "Responsible AI",
    "scrutinise-digital": "Scrutinise digital",
}
TIERS = {"councillor": "Councillors", "leadership": "Senior leadership", "service-team": "Teams"}
ROLES = {"councillor": "Councillors", "planning-officer": "Planning officers"}
SERVICES = {"planning": "Planning", "adult-care": "Adult social care"}
NAMES = {"role": ROLES, "tier": TIERS, "service": SERVICES}
KNOWN_AT = datetime(2026, 11, 6, 17, 0, tzinfo=UTC)
LONG = "Transformation, Regeneration, Neighbourhoods and Interorganisational Partnerships"
OWNER = Owner(kind="organisation", slug="fernleigh", name="Fernleigh Council", nation="England")


def a_line(
    group: str, name: str, skill: str | None, people: int, met: int, *, expiring: int = 0
) -> Figures:
    """A shown line in which a third of the rest is part way."""
    below = (people - met) // 3
    return Figures(
        group=group,
        name=name,
        skill=skill,
        people=people,
        required=people,
        met=met,
        expiring=expiring,
        below=below,
        none=people - met - below,
    )


def hidden(group: str, name: str, skill: str | None, band: str | None = None) -> Figures:
    """A line without a number."""
    numbers = dict.fromkeys(("people", "required", "met", "expiring", "below", "none"))
    return Figures(group=group, name=name, skill=skill, suppressed=True, band=band, **numbers)


def overall(
    *, people: int = 110, met: int = 272, required: int = 440, expiring: int = 18
) -> Overall:
    """The overall line of everyone."""
    return Overall(
        group="overall",
        name="",
        skill=None,
        people=people,
        required=required,
        met=met,
        expiring=expiring,
        below=60,
        none=required - met - 60,
        people_meeting_all=21,
        levels_held=700,
        levels_needed=980,
    )


def hidden_overall(band: str | None = None) -> Overall:
    """An overall line without a number."""
    beside = dict.fromkeys(("people_meeting_all", "levels_held", "levels_needed"))
    return Overall(**hidden("overall", "", None, band).model_dump(), **beside)


def usual_lines() -> tuple[Figures, ...]:
    """Shown, banded and hidden lines of every kind, every one with figures of its own."""
    everyone = tuple(
        a_line("skill", slug, slug, 110 - 3 * n, 81 - 17 * n, expiring=6 - n)
        for n, slug in enumerate(SKILLS)
    )
    groups = tuple(
        a_line(kind, name, skill, 31 + 7 * n + 2 * m, 11 + 3 * n + 5 * m)
        for kind, names in NAMES.items()
        for (n, name), (m, skill) in product(enumerate(names), enumerate(list(SKILLS)[:3]))
    )
    some_hidden = (
        hidden("tier", "leadership", "responsible-ai", "fewer-than-half"),
        hidden("service", "adult-care", "responsible-ai", "half-or-more"),
        hidden("role", "planning-officer", "scrutinise-digital"),
    )
    return (*everyone, *groups, *some_hidden)


def usual_trend() -> tuple[Point, ...]:
    """Two years of month ends, one of which is hidden."""
    days = [date(2024 + (n + 9) // 12, (n + 9) % 12 + 1, 28) for n in range(25)]
    points = [
        Point(
            as_at=day,
            line=a_line("overall", "", None, 420, 120 + 6 * n),
            joined=None if n == 0 else n % 4 + 5,
            left=None if n in {0, 3} else 7,
        )
        for n, day in enumerate(days)
    ]
    points[5] = Point(as_at=days[5], line=hidden("overall", "", None))
    return tuple(points)


def words(prefix: str = "") -> Words:
    """The English words; a prefix makes every name long."""
    return Words(
        skills={slug: prefix + name for slug, name in SKILLS.items()},
        roles={slug: prefix + name for slug, name in ROLES.items()},
        tiers={slug: prefix + name for slug, name in TIERS.items()},
        services={slug: prefix + name for slug, name in SERVICES.items()},
        matters={slug: f"Without {name} residents wait." for slug, name in SKILLS.items()},
        definitions=definitions(5),
    )


GAPS = (
    GapSaid(skill="scrutinise-digital", short=85, required=98),
    GapSaid(
        skill="responsible-ai", short=71, required=101, path="ai-for-all", minutes=50,
        in_preparation=True,
    ),
    GapSaid(skill="digital-planning", short=57, required=104, path="planning-team", minutes=95),
    GapSaid(skill="data-literacy", short=43, required=107, path="first-steps", minutes=40),
)  # fmt: skip
PATHS = (
    PathSaid(
        slug="ai-for-all",
        title="AI for everyone",
        minutes=140,
        roles=("councillor",),
        is_open=False,
    ),
    PathSaid(slug="first-steps", title="First steps", minutes=90, roles=("councillor",)),
    PathSaid(
        slug="planning-team", title="Maps and plans", minutes=310, roles=("planning-officer",)
    ),
)


def a_report(**changes: object) -> ReportContent:
    """The no-name report of a middling council, with these values in place of its own."""
    usual: dict[str, object] = {
        "owner": OWNER,
        "audience": Audience.NO_NAME,
        "as_at": date(2026, 10, 31),
        "known_at": KNOWN_AT,
        "threshold": 5,
        "framework_revision": "0123456789ab",
        "overall": overall(),
        "framework_overall": a_line("overall", "", None, 430, 280),
        "lines": usual_lines(),
        "gaps": GAPS,
        "trend": usual_trend(),
        "self_assessed": tuple(a_line("skill", s, s, 60, 45 - 3 * n) for n, s in enumerate(SKILLS)),
        "ladder": (
            Rung(step="taken-part", skill=None, people=64, of=None),
            Rung(step="knows", skill="cyber-security", people=81, of=110),
            Rung(step="uses", skill="cyber-security", people=None, of=None, suppressed=True),
        ),
        "requirements": (
            Requirement(role="councillor", skill="cyber-security", level=1, own=False),
            Requirement(role="councillor", skill="data-literacy", level=0, own=True),
            Requirement(role="planning-officer", skill="digital-planning", level=3, own=True),
        ),
        "paths": PATHS,
        "words": {"en": words()},
    }
    return ReportContent(**(usual | changes))  # type: ignore[arg-type]


def all_hidden() -> ReportContent:
    """A council in which every line is about too few people."""
    lines = tuple(hidden(one.group, one.name, one.skill) for one in usual_lines())
    days = tuple(Point(as_at=one.as_at, line=hidden("overall", "", None)) for one in usual_trend())
    return a_report(
        overall=hidden_overall(), framework_overall=hidden("overall", "", None), lines=lines,
        gaps=(), trend=days, self_assessed=(), ladder=(),
    )  # fmt: skip


def long_names() -> ReportContent:
    """Every name as long as names get, and some of it in letters of other scripts."""
    owner = OWNER.model_copy(update={"name": f"{LONG} Combined County Authority Ŵ 艾 =1+1"})
    return a_report(owner=owner, words={"en": words(f"{LONG}: ")})


def of_leads() -> ReportContent:
    """What a lead of the whole council sees: nothing hidden."""
    lines = tuple(line for line in usual_lines() if not line.suppressed)
    gaps = tuple(
        gap.model_copy(update={"lifted": gap.short - 3 if gap.path else None}) for gap in GAPS
    )
    return a_report(audience=Audience.LEADS, lines=lines, gaps=gaps)


def of_partnership() -> ReportContent:
    """Several councils together."""
    names = tuple(f"{name} Council" for name in ("Fernleigh", "Otmoor", "Wenlow"))
    owner = Owner(kind="partnership", slug="vale", name="Vale Partnership", councils=names)
    return a_report(owner=owner, requirements=(), framework_overall=None)


def narrowed() -> ReportContent:
    """A report of one group, of a made-up council."""
    made_up = OWNER.model_copy(update={"made_up": True})
    return a_report(owner=made_up, filters={"tier": "councillor"}, trend=(), self_assessed=())
