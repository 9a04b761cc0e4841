"""Who holds what where on a day, read slowly, and what a plan makes of it, in plain words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.people.models import HeldRole, Membership, MembershipPeriod, Pause

Role = tuple[str, str | None]


@dataclass(frozen=True)
class Stands:
    """Somebody's place in a council on a day."""

    person: int
    council: int
    is_away: bool
    roles: frozenset[Role]
    rows: int  # of roles: as many as there are roles, where nothing stands twice


def holds(starts_on: date, ends_on: date | None, day: date) -> bool:
    return starts_on <= day and (ends_on is None or ends_on > day)


def standing(session: Session, day: date) -> list[Stands]:
    """Everybody everywhere."""
    session.flush()
    found = []
    places = session.execute(
        select(Membership, MembershipPeriod)
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .where(MembershipPeriod.superseded_at.is_(None))
    )
    pauses = session.execute(
        select(Pause.membership_id, Pause.paused_from, Pause.paused_until).where(
            Pause.superseded_at.is_(None)
        )
    ).all()
    roles = session.execute(
        select(
            HeldRole.membership_id,
            HeldRole.role,
            HeldRole.service,
            HeldRole.starts_on,
            HeldRole.ends_on,
        ).where(HeldRole.superseded_at.is_(None))
    ).all()
    for place, period in places:
        if not holds(period.starts_on, period.ends_on, day):
            continue
        away = any(one[0] == place.id and holds(one[1], one[2], day) for one in pauses)
        held = [(o[1], o[2]) for o in roles if o[0] == place.id and holds(o[3], o[4], day)]
        found.append(
            Stands(place.person_id, place.organisation_id, away, frozenset(held), len(held))
        )
    return found


def expected(
    before: Iterable[Stands], fates: Mapping[tuple[int, int], int | None], council: int
) -> dict[int, tuple[bool, frozenset[Role]]]:
    """By person in a council that follows: whether they are away, and their roles.

    `fates` maps (predecessor, person) to where they go, or to none where their place ends.
    """
    found: dict[int, tuple[bool, frozenset[Role]]] = {}
    everybody = list(before)
    for person in {one.person for one in everybody}:
        theirs = [one for one in everybody if one.person == person]
        own = [o for o in theirs if o.council == council and (o.council, person) not in fates]
        come = [o for o in theirs if fates.get((o.council, person)) == council]
        if own or come:
            away = all(one.is_away for one in own or come)
            found[person] = (away, frozenset().union(*(one.roles for one in (*own, *come))))
    return found


def actual(
    after: Iterable[Stands], before: Iterable[Stands], council: int
) -> dict[int, tuple[bool, frozenset[Role]]]:
    """By person; a person who stands twice fails, and a role that does and did not before."""
    here = [one for one in after if one.council == council]
    doubled = {one.person: one.rows - len(one.roles) for one in before if one.council == council}
    assert len({one.person for one in here}) == len(here)
    assert all(one.rows - len(one.roles) <= doubled.get(one.person, 0) for one in here)
    return {one.person: (one.is_away, one.roles) for one in here}
