"""What each profile needs."""

from sqlalchemy import CTE, func, select

from learning.coverage.statement.asked import ORGANISATIONS, SUPPOSED, Asked, Kind, first
from learning.people.requirements import requirements_in_force


def needed(kind: Kind, asked: Asked, everyone: CTE, sizes: CTE) -> CTE:
    """(profile, skill, level): the highest level that any of the profile's roles asks."""
    rules = requirements_in_force(
        ORGANISATIONS,
        on=asked.day,
        known_at=asked.moment,
        own_settings=asked.own_settings,
        supposed=SUPPOSED if kind.supposes else None,
        number=asked.rows.c.number if asked.rows is not None else None,
    ).cte("rules")
    one_of_them = everyone.c.person_id == sizes.c.profile
    sample = first(
        select(
            *asked.number_in(sizes), sizes.c.profile, everyone.c.organisation_id, everyone.c.role
        )
        .select_from(sizes)
        .join(everyone, asked.same(everyone, sizes) & one_of_them, isouter=asked.is_many)
        .cte("sample")
    )
    number = asked.number_in(sample)
    asks = asked.same(rules, sample, "organisation_id", "role") & (rules.c.level >= 1)
    return (
        select(*number, sample.c.profile, rules.c.skill, func.max(rules.c.level).label("level"))
        .select_from(sample)
        .join(rules, asks, isouter=asked.is_many)
        .where(*(() if asked.is_many else (rules.c.level >= 1,)))
        .group_by(*number, sample.c.profile, rules.c.skill)
        .cte("needed")
    )
