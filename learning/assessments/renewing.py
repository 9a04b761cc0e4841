"""Decides when a check renews what it showed, and by how much of it; pure."""

from datetime import date

from learning.catalogue.published import Assessment
from learning.evidence.rules import RENEWAL_WINDOW, Shown, held_levels, runs_out_on


def is_shown(check: Assessment, shown: tuple[Shown, ...], today: date) -> bool:
    """Whether somebody holds all that a check shows, from wherever."""
    held = held_levels(shown, today)
    return all(held.get(gift.skill, 0) >= gift.level for gift in check.plan.gives)


def renewal_due(check: Assessment, shown: tuple[Shown, ...], today: date) -> date | None:
    """When the first of what a check shows runs out, if that is within the window.

    None where something of it is not shown today: then the check is taken, not renewed.
    """
    if not is_shown(check, shown, today):
        return None
    ends = [runs_out_on(shown, gift.skill, gift.level, today) for gift in check.plan.gives]
    return min((end for end in ends if end and end <= today + RENEWAL_WINDOW), default=None)


def as_taken(check: Assessment, shown: tuple[Shown, ...], today: date) -> Assessment:
    """The check as somebody takes it today: its short refresher, where that renews it."""
    short = check.refresher
    return check if short is None or renewal_due(check, shown, today) is None else short
