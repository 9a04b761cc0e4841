"""Ends the terms of many people on one day: all that were chosen, or none."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from learning.errors import NotFound, Refusal
from learning.people.actions.leaving import hold_places
from learning.people.models import HeldRole, Membership, MembershipPeriod
from learning.staffing.actions import memberships, roles
from learning.staffing.actions.deeds import Lead, membership_of, row_of, still
from learning.staffing.queries.person import PersonFacts, Stay, person_in
from learning.staffing.rules import all_within


def end_terms(
    session: Session, lead: Lead, chosen: Collection[int], *, role: str, ends_on: date, leave: bool
) -> None:
    """For each role that was chosen: it ends, or the whole membership with everything in it."""
    if not chosen:
        raise Refusal("Choose at least one person whose term ends", field="held")
    for number in sorted(chosen):
        membership = _membership(session, lead, number)
        hold_places(session, lead.eyes.organisation_id, membership.person_code)
        held = row_of(session, HeldRole, number, [membership.id])
        if held.role != role:
            raise NotFound
        person, stay = _stay(session, lead, membership)
        if leave:
            _is_theirs_whole(lead, person, stay)
            period = session.get_one(MembershipPeriod, stay.period_id)
            memberships.end(session, lead, stay, still(period), ends_on=ends_on)
        else:
            roles.end(session, lead, held, ends_on=ends_on, base_too=False)


def _membership(session: Session, lead: Lead, number: int) -> Membership:
    held = session.get(HeldRole, number)
    if held is None:
        raise NotFound
    found = membership_of(session, held.membership_id)
    if found.organisation_id != lead.eyes.organisation_id:
        raise NotFound
    return found


def _stay(session: Session, lead: Lead, membership: Membership) -> tuple[PersonFacts, Stay]:
    person = person_in(session, lead.eyes, membership.person_code, on=lead.today)
    for stay in person.stays if person else ():
        if person is not None and stay.id == membership.id:
            return person, stay
    raise NotFound


def _is_theirs_whole(lead: Lead, person: PersonFacts, stay: Stay) -> None:
    """A lead of a part ends no membership in which somebody does something outside it."""
    if not all_within(lead.eyes.scope, lead.eyes.catalogue, stay.roles, lead.today):
        raise Refusal(
            f"{person.name} also holds a role that you do not look after: "
            "take the tick away, or end this role alone",
            field="held",
        )
