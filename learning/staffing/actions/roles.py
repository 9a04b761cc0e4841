"""Gives roles, ends them, and corrects their days."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.assignments.actions import follow_rules
from learning.clock import day_in_words
from learning.errors import NotFound, Refusal
from learning.people.actions.held_roles import change_role_days, end_role, give_role
from learning.people.actions.leaving import roles_after
from learning.people.models import HeldRole, Membership
from learning.staffing.actions.deeds import Lead, membership_of
from learning.staffing.queries.person import Stay
from learning.staffing.rules import Along, Days, Held, along, is_within


@dataclass(frozen=True)
class Wanted(Days):
    """A role that somebody is to hold."""

    role: str
    service: str | None
    substitute: bool = False


def give(session: Session, lead: Lead, stay: Stay, wanted: Wanted) -> None:
    """A role within a membership; the same form sent twice gives it once."""
    if _lies_within(lead, stay, wanted) is None:
        _give(session, lead, membership_of(session, stay.id), wanted)
    follow_rules(session, memberships=[stay.id], by=lead.by, at=lead.at)


def give_all(session: Session, lead: Lead, membership: Membership, roles: list[Wanted]) -> None:
    """The first roles of a membership that has none; none of them is outside the lead's scope."""
    for wanted in roles:
        _is_theirs(lead, wanted.role, _service(lead, wanted))
        _give(session, lead, membership, wanted)
        session.flush()  # the next role looks whether its base is held


def _give(session: Session, lead: Lead, membership: Membership, wanted: Wanted) -> None:
    roles = lead.eyes.catalogue.roles
    role = roles[wanted.role]
    give_role(
        session,
        membership,
        role,
        base=roles[role.base] if role.base else None,
        starts_on=wanted.starts_on,
        ends_on=wanted.ends_on,
        service=wanted.service,
        substitute=wanted.substitute,
        by=lead.by,
        at=lead.at,
    )


def _service(lead: Lead, wanted: Wanted) -> str | None:
    return lead.eyes.catalogue.roles[wanted.role].service or wanted.service


def _is_theirs(lead: Lead, role: str, service: str | None) -> None:
    if not is_within(lead.eyes.scope, lead.eyes.catalogue, role, service):
        raise Refusal("Choose a role and service that you look after", field="role")


def _lies_within(lead: Lead, stay: Stay, wanted: Wanted) -> int | None:
    """Refuses days outside the membership or twice; returns the same role given before."""
    service = _service(lead, wanted)
    _is_theirs(lead, wanted.role, service)
    _is_inside(stay, wanted)
    for one in stay.roles:
        if (one.role, one.service) != (wanted.role, service) or not one.meets(wanted):
            continue
        same = (one.starts_on, one.ends_on, one.substitute)
        if same == (wanted.starts_on, wanted.ends_on, wanted.substitute):
            return one.id
        began = day_in_words(one.starts_on)
        raise Refusal(
            f"They hold this role on some of these days already, from {began}", field="role"
        )
    return None


def _is_inside(stay: Stay, days: Days) -> None:
    if days.starts_on < stay.starts_on:
        began = day_in_words(stay.starts_on)
        raise Refusal(f"They belong here from {began}: choose that day or later", field="starts_on")
    if stay.ends_on is not None and days.starts_on >= stay.ends_on:
        ends = day_in_words(stay.ends_on)
        raise Refusal(f"They no longer belong here from {ends}", field="starts_on")
    if stay.ends_on is not None and days.ends_on is not None and days.ends_on > stay.ends_on:
        ends = day_in_words(stay.ends_on)
        raise Refusal(f"They no longer belong here from {ends}", field="ends_on")


def must_be_within(scope_of: Lead, held: HeldRole) -> None:
    """A role that the lead does not look after does not exist for them."""
    eyes = scope_of.eyes
    if not is_within(eyes.scope, eyes.catalogue, held.role, held.service):
        raise NotFound


def change_days(session: Session, lead: Lead, stay: Stay, held: HeldRole, days: Days) -> None:
    """The role's days are other than was recorded."""
    must_be_within(lead, held)
    _is_inside(stay, days)
    for one in stay.roles:
        same = one.id != held.id and (one.role, one.service) == (held.role, held.service)
        if same and one.meets(days):
            began = day_in_words(one.starts_on)
            message = f"They hold this role a second time from {began}: the days may not meet"
            raise Refusal(message, field="starts_on")
    change_role_days(
        session,
        held,
        starts_on=days.starts_on,
        ends_on=days.ends_on,
        by=lead.by,
        at=lead.at,
    )
    follow_rules(session, memberships=[stay.id], by=lead.by, at=lead.at)


def with_it(session: Session, lead: Lead, held: HeldRole, day: date) -> Along:
    """What ending a role on a day brings with it."""
    rows = roles_after(session, held.membership_id, day)
    others = [Held(r.starts_on, r.ends_on, r.id, r.role, r.service) for r in rows]
    this = Held(held.starts_on, held.ends_on, held.id, held.role, held.service)
    return along(this, others, lead.eyes.catalogue)


def end(session: Session, lead: Lead, held: HeldRole, *, ends_on: date, base_too: bool) -> None:
    """The role ends on a day, and with it what builds on it; its base, where that is said."""
    must_be_within(lead, held)
    if held.ends_on is not None and ends_on >= held.ends_on:
        ends = day_in_words(held.ends_on)
        raise Refusal(
            f"It ends on {ends} already. To correct that, change its days", field="ends_on"
        )
    brings = with_it(session, lead, held, ends_on)
    more = [*brings.builds_on_it, *([brings.base] if brings.base and base_too else [])]
    end_role(session, held, ends_on=ends_on, by=lead.by, at=lead.at)
    for row in _rows(session, [one.id for one in more]):
        must_be_within(lead, row)
        end_role(session, row, ends_on=ends_on, by=lead.by, at=lead.at)
    follow_rules(session, memberships=[held.membership_id], by=lead.by, at=lead.at)


def _rows(session: Session, numbers: list[int]) -> list[HeldRole]:
    found = select(HeldRole).where(HeldRole.id.in_(numbers)).order_by(HeldRole.id)
    return list(session.scalars(found))
