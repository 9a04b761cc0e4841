"""What a row says of the days somebody is here: moved, ended, or come back."""

from datetime import date

from learning.clock import day_in_words
from learning.imports.rules.deeds import Days
from learning.imports.rules.known import Time
from learning.imports.rules.roles import Moves, current
from learning.imports.rules.said import Said
from learning.imports.rules.words import A_DAY, last_day
from learning.imports.rules.wrong import Wrong


def days(starts: date, said: Said) -> Days:
    """From a first day to the last day that the row says."""
    ends = said.ends + A_DAY if said.ends else None
    if ends is not None and ends <= starts:
        raise Wrong("ends", f"The last day is before the first, {day_in_words(starts)}")
    return Days(starts, ends)


def returns(said: Said, time: Time, *, on: date) -> bool:
    """Whether the row speaks of a time after the newest one that is known."""
    if time.ends_on is None:
        return False
    if said.starts is not None:
        return said.starts >= time.ends_on
    return time.is_over(on) and said.ends is None and not said.no_end


def moves(said: Said, time: Time, *, on: date) -> Moves:
    """The days of a membership before and after, and the first day of roles that are new."""
    if time.ends_on is not None and time.is_over(on) and not said.no_end and not said.ends:
        raise Wrong(
            "starts",
            f"They left on {last_day(time.ends_on)}. If they came back, enter the first day of "
            "this time; if they never left, enter “none” as the last day",
        )
    starts, new_from = _starts(said, time, on)
    ends = None if said.no_end else time.ends_on
    if said.ends:
        ends = days(starts, said).ends_on
    if ends is not None and ends <= starts:
        raise Wrong("starts", f"This is after their last day, {last_day(ends)}")
    return Moves(new_from, Days(time.starts_on, time.ends_on), Days(starts, ends))


def _starts(said: Said, time: Time, on: date) -> tuple[date, date]:
    """(the membership's first day, the first day of roles that are new).

    A later day than the known one is that of a new role, where the row names one; else, and
    where it is earlier, it corrects the known one.
    """
    if said.starts is None or said.starts == time.starts_on:
        return time.starts_on, max(on, time.starts_on)
    if said.starts < time.starts_on:
        return said.starts, said.starts
    held = current(time, on)
    named = [
        [
            one
            for one in held
            if one.role == said_one.role and said_one.service in (None, one.service)
        ]
        for said_one in said.roles or ()
    ]
    if not all(named) or any(one.starts_on == said.starts for rows in named for one in rows):
        return time.starts_on, said.starts
    if any(one.ends_on is not None and one.ends_on <= said.starts for one in time.held):
        raise Wrong(
            "starts",
            "They held a role here that ended before that day. If they left and came back, "
            "enter the last day of the earlier time first, in a file of its own",
        )
    return said.starts, said.starts
