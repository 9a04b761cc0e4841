"""Works out what a successor would come to on vesting day, from its predecessors' people."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.evidence.queries import levels_held
from learning.people.models import Membership
from learning.people.requirements import needs_in_force
from learning.reorganisation.queries.places import people_in
from learning.reorganisation.queries.taking import choice_of
from learning.reorganisation.rules.moving import move_of
from learning.reorganisation.rules.plans import Plan, What
from learning.reorganisation.rules.previews import Future, Levels, future, people_of


def future_figures(
    session: Session,
    plan: Plan,
    council: int,
    catalogue: Catalogue,
    *,
    at: datetime,
    lead_id: int | None = None,
) -> Future:
    """By what is recorded now, with what counts and is asked on vesting day.

    Of whom nobody says where they go, nobody is counted. A lead sees restricted people only where
    named for them.
    """
    tiers = {role.slug: role.tier.value for role in catalogue.roles.values()}
    on = plan.vests_on
    people = people_in(session, plan.councils, on=on, lead_id=lead_id)
    moves = [move_of(one, plan.said, tiers, on=on) for one in people]
    needs = needs_then(session, plan, council, at=at)
    skills = {skill for _, skill in needs}
    levels = _levels(session, plan, skills)
    return future(people_of((one for one in moves if not one.unplaced), council, on), needs, levels)


def needs_then(
    session: Session, plan: Plan, council: int, *, at: datetime
) -> dict[tuple[str, str], int]:
    """What roles need in a successor on vesting day, with what it takes over."""
    recorded = needs_in_force(session, [council], on=plan.vests_on, known_at=at).levels
    needs = {(role, skill): level for (_, role, skill), level in recorded.items()}
    for offer in choice_of(session, plan, council, What.LEVELS).taken:
        role, skill = offer.key
        needs[role, skill] = offer.said
    return {which: level for which, level in needs.items() if level >= 1}


def _levels(session: Session, plan: Plan, skills: set[str]) -> Levels:
    people = select(Membership.person_id).where(Membership.organisation_id.in_(plan.councils))
    found: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
    for person, skill, held, kept in session.execute(levels_held(people, on=plan.vests_on)):
        if skill in skills:
            found[person][skill] = (held, kept)
    return found
