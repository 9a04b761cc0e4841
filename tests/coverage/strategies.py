"""Hypothesis strategies for whole generated councils and the questions to ask of them."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations

from hypothesis import strategies as st

from tests.coverage.examples_form import Row, world_of
from tests.coverage.strategies_days import AS_AT, HISTORIES, KNOWN_AT, ORGANISATION_SPANS, SPANS
from tests.coverage.strategies_levels import Draw, requirements, settings_of
from tests.coverage.strategies_people import evidence_of, memberships_of
from tests.coverage.world import OrganisationRow, RoleFacts, SharingRow, World

PARTNERSHIP = "partners"
ORGANISATIONS = ("org-a", "org-b", "org-c")
SKILLS = ("skill-p", "skill-q", "skill-r", "skill-s")
SERVICES = ("adult-care", "planning", "procurement")
ROLES = (
    RoleFacts("councillor", "councillor", public=True),
    RoleFacts("all-staff", "service-team"),
    RoleFacts("scrutiny", "councillor", public=True, weight=2),
    RoleFacts("planner", "service-team", weight=3, service="planning"),
    RoleFacts("director", "leadership", public=True, weight=2),
)
# Two to four roles over at least two tiers.
CASTS = tuple(
    cast
    for size in (2, 3, 4)
    for cast in combinations(ROLES, size)
    if len({role.tier for role in cast}) >= 2
)
CAST = st.sampled_from(CASTS)
MANY_SKILLS = st.integers(2, len(SKILLS))
MANY_ORGANISATIONS = st.sampled_from([1, 1, 2, 3])
MANY_PEOPLE = st.integers(1, 12)
NATION = st.sampled_from(["England", "England", "Wales", "Scotland", "Northern Ireland"])
ORGANISATION_SPAN = st.sampled_from(ORGANISATION_SPANS)
SHARES = st.sampled_from([True, True, False])
SPAN = st.sampled_from(SPANS)
HISTORY = st.sampled_from(HISTORIES)
ASKED_AS_AT = st.sampled_from(AS_AT)
ASKED_KNOWN_AT = st.sampled_from(KNOWN_AT)
FILTER = st.sampled_from(
    [(), (), (), (), ("role",), ("tier",), ("service",), ("skill",), ("role", "service"),
     ("tier", "skill"), ("role", "tier", "service", "skill")]
)  # fmt: skip


@dataclass(frozen=True)
class Question:
    """What to ask of a world; `filters` may be given to a report as its options."""

    organisation: str
    partnership: str
    as_at: date
    known_at: datetime
    filters: dict[str, str]


@dataclass(frozen=True)
class Case:
    """A world and a question about it."""

    world: World
    question: Question


def organisations_of(draw: Draw) -> tuple[OrganisationRow, ...]:
    """One to three organisations, some of which begin or end near the day asked about."""
    rows = []
    for slug in ORGANISATIONS[: draw(MANY_ORGANISATIONS)]:
        starts_on, ends_on = draw(ORGANISATION_SPAN)
        rows.append(OrganisationRow(slug, starts_on, ends_on, draw(NATION)))
    return tuple(rows)


def sharings_of(draw: Draw, organisation: str) -> list[SharingRow]:
    """An organisation's agreement with the partnership, in all its versions."""
    rows = []
    for recorded_at, superseded_at in draw(HISTORY) if draw(SHARES) else ():
        starts_on, ends_on = draw(SPAN)
        rows.append(
            SharingRow(
                PARTNERSHIP,
                organisation,
                starts_on,
                ends_on,
                recorded_at=recorded_at,
                superseded_at=superseded_at,
            )
        )
    return rows


def records_of_people(
    draw: Draw, organisations: list[str], roles: list[str], skills: list[str]
) -> tuple[Row, ...]:
    """One to twelve people with their memberships and evidence."""
    rows: list[Row] = []
    for person in range(1, draw(MANY_PEOPLE) + 1):
        rows.extend(memberships_of(draw, person, organisations, roles, SERVICES))
        rows.extend(evidence_of(draw, person, skills))
    return tuple(rows)


@st.composite
def worlds(draw: Draw) -> World:
    """Whole worlds: councils, people, records, corrections."""
    organisations = organisations_of(draw)
    slugs = [organisation.slug for organisation in organisations]
    cast = draw(CAST)
    roles = [facts.slug for facts in cast]
    skills = list(SKILLS[: draw(MANY_SKILLS)])
    rows: list[Row] = [*organisations, *cast, *requirements(draw, roles, skills)]
    rows.extend(records_of_people(draw, slugs, roles, skills))
    for slug in slugs:
        rows.extend(settings_of(draw, slug, roles, skills))
        rows.extend(sharings_of(draw, slug))
    return world_of(*rows)


@st.composite
def questions(draw: Draw, world: World) -> Question:
    """An organisation, a day, a moment and mostly no filter."""
    organisation = draw(st.sampled_from(world.organisations)).slug
    known_words = {
        "role": [facts.slug for facts in world.roles],
        "tier": sorted({facts.tier for facts in world.roles}),
        "service": list(SERVICES),
        "skill": sorted({row.skill for row in world.requirements}) or [SKILLS[0]],
    }
    filters = {name: draw(st.sampled_from(known_words[name])) for name in draw(FILTER)}
    return Question(organisation, PARTNERSHIP, draw(ASKED_AS_AT), draw(ASKED_KNOWN_AT), filters)


@st.composite
def cases(draw: Draw) -> Case:
    """A world with a question about it."""
    world = draw(worlds())
    return Case(world, draw(questions(world)))
