"""Answers whom a list may name, and whom nobody has placed."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.people.models import Address, Membership, MembershipPeriod, Particulars
from learning.reorganisation.queries.places import from_day
from learning.reorganisation.queries.placing import Placed
from learning.reorganisation.rules.listed import Known
from learning.reorganisation.rules.plans import Plan


def known_of(session: Session, plan: Plan) -> Known:
    """Everybody with a place in a predecessor from vesting day on, by all their keys."""
    people: dict[tuple[int, str], set[int]] = defaultdict(set)
    here = Membership.organisation_id.in_(plan.said)
    rows = session.execute(
        select(Membership.organisation_id, Membership.person_id, Membership.person_code)
        .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
        .where(here, from_day(plan.vests_on))
    ).all()
    belongs = {(row.organisation_id, row.person_id) for row in rows}
    for row in rows:
        people[row.organisation_id, f"code {row.person_code}"].add(row.person_id)
    said = session.execute(
        select(
            Particulars.organisation_id,
            Particulars.person_id,
            Particulars.reference_key,
            Particulars.address_key,
        ).where(Particulars.organisation_id.in_(plan.said), Particulars.superseded_at.is_(None))
    )
    for council, person, reference, address in said:
        if (council, person) in belongs:
            people[council, f"reference {reference}"].add(person)
            people[council, f"address {address}"].add(person)
    own = session.execute(
        select(Address.person_id, Address.key, Membership.organisation_id)
        .join(Membership, Membership.person_id == Address.person_id)
        .where(here, Address.verified_at.is_not(None))
    )
    for person, key, council in own:
        if (council, person) in belongs:
            people[council, f"address {key}"].add(person)
    return Known(
        councils={one.council.slug: one.council.id for one in plan.leaving},
        goals={one.slug: one.id for one in plan.following},
        people={which: frozenset(found) for which, found in people.items()},
    )


def not_placed(session: Session, found: Placed) -> Iterator[tuple[str, str, str, str]]:
    """(council, code, goes_to, why) of whom nothing, or two things, is said; as a list to fill."""
    plan = found.plan
    codes = {
        (row.organisation_id, row.person_id): row.person_code
        for row in session.execute(
            select(Membership.organisation_id, Membership.person_id, Membership.person_code).where(
                Membership.organisation_id.in_(plan.said)
            )
        )
    }
    for move in found.unplaced:
        for council, answer in move.unplaced:
            said = [plan.councils[w.to].slug if w.to else w.fate.value for w in answer.found]
            why = f"roles say {' and '.join(said)}" if said else "nothing is said"
            yield plan.councils[council].slug, codes[council, move.person.id], "", why
