"""When routine e-mail may go out, for one council and for several together."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from learning.clock import LONDON, day_of
from learning.policies.rules import Post, Quiet
from learning.working_days import is_working_day

LONGEST_LOOK = timedelta(days=730)


@dataclass(frozen=True)
class Council:
    """What a council decided about routine e-mail, and whose bank holidays it keeps."""

    id: int
    name: str
    nation: str
    post: Post
    quiet: Quiet

    @property
    def approved(self) -> bool:
        """Whether a lead has looked at what would be sent, and said so."""
        return self.post.approved

    def is_quiet(self, on: date) -> bool:
        """Whether a day lies in a period without routine e-mail; its last day does."""
        return any(first <= on <= last for first, last in self.quiet.periods)

    def is_at_work(self, on: date) -> bool:
        """Whether a day is none of its days off, and not quiet."""
        return is_working_day(on, self.nation) and not self.is_quiet(on)

    @property
    def hours(self) -> tuple[int, int]:
        """The first hour, and the first one that is too late."""
        return self.post.first_hour, max(self.post.last_hour, self.post.first_hour + 1)


def week_of(at: datetime) -> str:
    """The ISO week in London at a moment: 2026-W48."""
    year, week, _ = day_of(at).isocalendar()
    return f"{year}-W{week:02}"


def first_moment_of_week(at: datetime) -> datetime:
    """When the ISO week in London of a moment began."""
    day = day_of(at)
    return datetime.combine(day - timedelta(days=day.weekday()), time(), LONDON)


def hours_on(councils: Collection[Council], on: date) -> tuple[int, int] | None:
    """From which hour of a day, and before which, post may go out; None where it may not.

    The day is a weekday that one of the councils chose (where they chose different ones no
    day is everybody's), and all of them are at work. The hours are those that suit all, or,
    where none do, those of a council whose weekday it is.
    """
    own = sorted((one for one in councils if one.post.weekday == on.weekday()), key=lambda c: c.id)
    if not own or not all(one.is_at_work(on) for one in councils):
        return None
    first = max(one.hours[0] for one in councils)
    last = min(one.hours[1] for one in councils)
    return (first, last) if first < last else own[0].hours


def is_open(councils: Collection[Council], at: datetime) -> bool:
    """Whether routine e-mail that concerns these councils may go out at a moment."""
    hours = hours_on(councils, day_of(at))
    return hours is not None and hours[0] <= at.astimezone(LONDON).hour < hours[1]


def next_opening(councils: Collection[Council], at: datetime) -> datetime | None:
    """The first moment from `at` on when it may; None where that is years away or never."""
    if is_open(councils, at):
        return at
    day = day_of(at)
    last = day + LONGEST_LOOK
    while day <= last:
        hours = hours_on(councils, day)
        if hours is not None:
            opens = datetime.combine(day, time(hours[0]), LONDON).astimezone(at.tzinfo)
            if opens >= at:
                return opens
        day += timedelta(days=1)
    return None
