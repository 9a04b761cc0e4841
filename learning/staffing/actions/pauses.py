"""Leave and sickness: between two days somebody is away; why is nobody's business here."""

from sqlalchemy.orm import Session

from learning.assignments.actions import follow_rules
from learning.clock import day_in_words
from learning.errors import NotFound, Refusal
from learning.people.actions import places
from learning.people.models import Pause
from learning.staffing.actions.deeds import Lead, membership_of
from learning.staffing.queries.person import Stay
from learning.staffing.rules import Days, all_within


def pause(session: Session, lead: Lead, stay: Stay, days: Days) -> None:
    """Somebody is away from a day; the same form sent twice says it once."""
    _may_change(lead, stay)
    for one in stay.pauses:
        if (one.starts_on, one.ends_on) == (days.starts_on, days.ends_on):
            return
    _is_possible(stay, days, but=None)
    places.pause(
        session,
        membership_of(session, stay.id),
        paused_from=days.starts_on,
        paused_until=days.ends_on,
        by=lead.by,
        at=lead.at,
    )
    follow_rules(session, memberships=[stay.id], by=lead.by, at=lead.at)


def change(session: Session, lead: Lead, stay: Stay, row: Pause, days: Days) -> None:
    """They come back on another day, or were away on other days than was recorded."""
    _may_change(lead, stay)
    if days.ends_on is None or days.ends_on > days.starts_on:
        _is_possible(stay, days, but=row.id)
    places.change_pause(
        session,
        membership_of(session, stay.id),
        row,
        paused_from=days.starts_on,
        paused_until=days.ends_on,
        by=lead.by,
        at=lead.at,
    )
    follow_rules(session, memberships=[stay.id], by=lead.by, at=lead.at)


def _may_change(lead: Lead, stay: Stay) -> None:
    """Who is away is away for everybody: a lead of a part decides for their own people alone."""
    if not all_within(lead.eyes.scope, lead.eyes.catalogue, stay.roles, lead.today):
        raise NotFound


def _is_possible(stay: Stay, days: Days, *, but: int | None) -> None:
    if stay.ends_on is not None and days.starts_on >= stay.ends_on:
        ends = day_in_words(stay.ends_on)
        raise Refusal(f"They no longer belong here from {ends}", field="starts_on")
    for one in stay.pauses:
        if one.id != but and one.meets(days):
            until = f" until {day_in_words(one.ends_on)}" if one.ends_on else ""
            raise Refusal(
                f"They are away already from {day_in_words(one.starts_on)}{until}: "
                "the days may not meet",
                field="starts_on",
            )
