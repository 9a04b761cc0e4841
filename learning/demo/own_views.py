"""How some of the demo's people see their own skills, and how that changed."""

from dataclasses import replace
from datetime import date, timedelta

from learning.demo.builder import Builder, Built
from learning.people.rules import Need
from learning.self_assessments import actions

# (account, days ago, how far above what the role needs they put themselves, finished)
SITTINGS = (
    ("councillor@demo.example", 190, -1, True),
    ("councillor@demo.example", 8, 0, True),
    ("twinhat@demo.example", 75, 0, True),
    ("planner@demo.example", 130, 1, True),
    ("planner@demo.example", 3, 0, False),  # begun, to be gone on with
)

ELSEWHERE = {"twinhat@demo.example": ("scrutiny-member",)}  # roles in a second council


def add(builder: Builder, people: dict[str, Built]) -> None:
    """Their sittings, through the real actions."""
    for address, days_ago, above, finished in SITTINGS:
        built = people[address]
        whole = replace(built, roles=(*built.roles, *ELSEWHERE.get(address, ())))
        day = builder.today - timedelta(days=days_ago)
        _sitting(builder, whole, day, above=above, finished=finished)


def _sitting(builder: Builder, built: Built, day: date, *, above: int, finished: bool) -> None:
    at = builder.moment(day)
    sitting = actions.start(
        builder.session,
        person_id=built.person_id,
        needs=_needs(builder, built),
        catalogue=builder.catalogue,
        at=at,
    )
    needed = builder.needs(built.roles)
    skills = [skill for skill, _ in sitting.asks]
    for place, skill in enumerate(skills if finished else skills[: len(skills) // 2], start=1):
        level = needed[skill] + above + builder.chance.choice((-1, 0, 0, 0, 1))
        actions.answer(
            builder.session,
            number=sitting.id,
            person_id=built.person_id,
            skill=skill,
            chosen=[str(min(4, max(0, level)))],
            catalogue=builder.catalogue,
            at=at + timedelta(seconds=30 * place),
        )
    if finished:
        end = at + timedelta(minutes=9)
        actions.finish(builder.session, number=sitting.id, person_id=built.person_id, at=end)


def _needs(builder: Builder, built: Built) -> list[Need]:
    held = [slug for role in built.roles for slug in (role, builder.catalogue.roles[role].base)]
    return [
        Need(need.skill, need.level, slug)
        for slug in held
        if slug
        for need in builder.catalogue.roles[slug].requirements
    ]
