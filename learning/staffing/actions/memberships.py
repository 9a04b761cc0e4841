"""People join, leave, and come back."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learning.assignments.actions import follow_rules
from learning.clock import day_in_words
from learning.errors import NotFound, Refusal
from learning.people.actions import places, registering
from learning.people.actions.held_roles import change_role_days, end_role
from learning.people.actions.holding import hold
from learning.people.actions.leaving import leave, roles_after
from learning.people.models import Membership, MembershipPeriod
from learning.people.queries import known_here
from learning.people.rules import Saying
from learning.staffing.actions.deeds import Lead, membership_of
from learning.staffing.actions.roles import Wanted, give_all
from learning.staffing.queries.person import PersonFacts, Stay
from learning.staffing.rules import Days, all_within, moved


class KnownHere(Refusal):
    """Somebody with this reference or address is here already: nobody is made twice."""

    def __init__(self, code: str, *, field: str) -> None:
        words = "reference" if field == "reference" else "e-mail address"
        super().__init__(f"Somebody with this {words} is here already", field=field)
        self.code = code


@dataclass(frozen=True)
class Joining(Days):
    """From when until when somebody belongs here, and in which roles."""

    roles: tuple[Wanted, ...]


def add(session: Session, lead: Lead, saying: Saying, joining: Joining) -> str:
    """Somebody new; returns their code. Whoever is known here is not made twice.

    An address that proves somebody's identity elsewhere makes no link: that takes their consent.
    """
    hold(session, lead.eyes.organisation_id)
    known = known_here(session, saying, lead.eyes.organisation_id)
    if known is not None:
        raise KnownHere(known.code, field=known.by)
    if not joining.roles:
        raise Refusal("Choose a role", field="role")
    try:
        with session.begin_nested():
            person = registering.register(
                session,
                saying,
                organisation_id=lead.eyes.organisation_id,
                by=lead.by,
                at=lead.at,
            )
    except IntegrityError:  # an import brought the same reference at the same moment
        raise Refusal("Somebody here has this reference already", field="reference") from None
    return _join(session, lead, person.id, joining).person_code


def come_back(session: Session, lead: Lead, person: PersonFacts, joining: Joining) -> None:
    """Somebody who left returns: a membership of its own, under the code they had."""
    for stay in person.stays:
        if stay.starts_on == joining.starts_on and stay.ends_on == joining.ends_on:
            return  # the same form again
    _is_free(person, joining, but=None)
    if not joining.roles:
        raise Refusal("Choose a role", field="role")
    _join(session, lead, person.person_id, joining)


def _join(session: Session, lead: Lead, person_id: int, joining: Joining) -> Membership:
    membership = places.join(
        session,
        person_id=person_id,
        organisation_id=lead.eyes.organisation_id,
        starts_on=joining.starts_on,
        ends_on=joining.ends_on,
        by=lead.by,
        at=lead.at,
    )
    give_all(session, lead, membership, list(joining.roles))
    follow_rules(session, memberships=[membership.id], by=lead.by, at=lead.at)
    return membership


def _is_free(person: PersonFacts, days: Days, *, but: Stay | None) -> None:
    """Two memberships of one person in one council have no day in common."""
    for stay in person.stays:
        if stay != but and stay.meets(days):
            began = day_in_words(stay.starts_on)
            raise Refusal(
                f"They belong here on some of these days already, from {began}", field="starts_on"
            )


def _may_change(lead: Lead, stay: Stay) -> None:
    """What is outside a lead's scope is not theirs to end: for them it does not exist."""
    if not all_within(lead.eyes.scope, lead.eyes.catalogue, stay.roles, lead.today):
        raise NotFound


def end(
    session: Session, lead: Lead, stay: Stay, period: MembershipPeriod, *, ends_on: date
) -> None:
    """Somebody stands down or leaves on a day."""
    _may_change(lead, stay)
    if ends_on <= stay.starts_on:
        began = day_in_words(stay.starts_on)
        raise Refusal(f"They belong here from {began}: choose a later day", field="ends_on")
    if stay.ends_on is not None and ends_on >= stay.ends_on:
        ends = day_in_words(stay.ends_on)
        message = (
            f"They no longer belong here from {ends} already. To correct that, change the days"
        )
        raise Refusal(message, field="ends_on")
    leave(
        session,
        membership_of(session, stay.id),
        period,
        ends_on=ends_on,
        by=lead.by,
        at=lead.at,
    )
    follow_rules(session, memberships=[stay.id], by=lead.by, at=lead.at)


def change_days(
    session: Session,
    lead: Lead,
    person: PersonFacts,
    stay: Stay,
    after: Days,
) -> None:
    """The membership's days are other than was recorded; what hangs on them moves along."""
    _may_change(lead, stay)
    _is_free(person, after, but=stay)
    before = Days(stay.starts_on, stay.ends_on)
    for held in roles_after(session, stay.id, date.min):
        days = moved(Days(held.starts_on, held.ends_on), before, after)
        if days is None:
            end_role(session, held, ends_on=held.starts_on, by=lead.by, at=lead.at)
        elif (days.starts_on, days.ends_on) != (held.starts_on, held.ends_on):
            change_role_days(
                session,
                held,
                starts_on=days.starts_on,
                ends_on=days.ends_on,
                by=lead.by,
                at=lead.at,
            )
    places.change_membership_days(
        session,
        membership_of(session, stay.id),
        starts_on=after.starts_on,
        ends_on=after.ends_on,
        by=lead.by,
        at=lead.at,
    )
    follow_rules(session, memberships=[stay.id], by=lead.by, at=lead.at)
