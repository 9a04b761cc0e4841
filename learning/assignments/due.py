"""Decides by when something asked is due: fixed days, so many days, leave and time away; pure.

A last day is a London day, and all of it is in time. No arithmetic here is done on moments, so
neither a clock change nor a leap year can take or give an hour.
"""

from datetime import date, timedelta

from learning.assignments.spans import FOR_EVER, Spans

CARRIED = "carried"  # why an assignment stands: it came from a council that became another


def within(starts_on: date, days: int) -> date:
    """So many days after somebody started: started on the 1st, two days later is the 3rd."""
    return starts_on + timedelta(days=days)


def moved(due_on: date, *, counts_from: date, paused: Spans, away: Spans, today: date) -> date:
    """Where leave and time away take a last day.

    Each day of leave on which the time was still running moves it by a day; leave without an
    end moves nothing until it has one (nothing is asked while it lasts). Somebody who was away
    for another reason (left, without the role, exempt) and came back finds the day that they
    had, or, where it passed meanwhile, as many days as they had left when they went.
    """
    runs = [(starts, ends, True) for starts, ends in paused if ends != FOR_EVER]
    runs += [(starts, ends, False) for starts, ends in away if ends <= today]
    for starts, ends, on_leave in sorted(runs):
        first = max(starts, counts_from)
        if first >= ends:
            continue
        if (on_leave and first <= due_on) or (not on_leave and due_on < ends):
            due_on += ends - first
    return due_on
