"""The twelve months after a day, and what of the things shown then runs out in each; pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from learning.clock import add_months

MONTHS = 12
LATER, NEVER = MONTHS, MONTHS + 1  # the numbers of what runs out after them, and of what stays
FULL = 160  # the length of the longest bar, in the drawing's own units
LEAST = 2  # so that a single thing can be seen


@dataclass(frozen=True)
class Month:
    """A calendar month: `until` is the first day after it."""

    first: date
    until: date

    @property
    def name(self) -> str:
        """As an address says it: 2027-03."""
        return f"{self.first:%Y-%m}"

    @property
    def words(self) -> str:
        """March 2027."""
        return f"{self.first:%B %Y}"

    @property
    def last(self) -> date:
        """The last day of it."""
        return self.until - timedelta(days=1)


@dataclass(frozen=True)
class InMonth:
    """What runs out in a month, on whichever of its days."""

    month: Month
    things: int = 0
    people: int = 0  # whose things these are
    skills: tuple[tuple[str, int], ...] = ()  # with how many of the things, most first


@dataclass(frozen=True)
class RunningOut:
    """Everything shown on a day, by the month in which it would not be any more."""

    months: tuple[InMonth, ...]
    later: int
    never: int
    soon: int  # within 90 days, as the report counts it

    @property
    def things(self) -> int:
        """What runs out in all of the months."""
        return sum(one.things for one in self.months)

    @property
    def shown(self) -> int:
        """All that is shown on the day: what the report calls shown."""
        return self.things + self.later + self.never

    @property
    def most(self) -> InMonth:
        """The first of the months in which most runs out."""
        return max(self.months, key=lambda one: one.things)

    def bar(self, one: InMonth) -> int:
        """How long a month's bar is."""
        return max(LEAST, FULL * one.things // self.most.things) if one.things else 0


def months_after(day: date) -> tuple[Month, ...]:
    """Twelve calendar months, the first that in which the next day lies."""
    first = (day + timedelta(days=1)).replace(day=1)
    return tuple(
        Month(add_months(first, number), add_months(first, number + 1)) for number in range(MONTHS)
    )


def month_in(text: str) -> Month | None:
    """The month that an address names; None where it names none."""
    try:
        first = datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC).date()
        return Month(first, add_months(first, 1))
    except ValueError:
        return None


@dataclass
class Counted:
    """What was counted, month by month, being added up; under the months' numbers."""

    things: dict[int, dict[str, int]] = field(default_factory=dict)  # number → skill → things
    people: dict[int, int] = field(default_factory=dict)
    soon: int = 0

    def running_out(self, months: Iterable[Month]) -> RunningOut:
        """The finished figures."""
        return RunningOut(
            tuple(
                InMonth(
                    month,
                    self._all(number),
                    self.people.get(number, 0),
                    tuple(
                        sorted(
                            self.things.get(number, {}).items(), key=lambda one: (-one[1], one[0])
                        )
                    ),
                )
                for number, month in enumerate(months)
            ),
            self._all(LATER),
            self._all(NEVER),
            self.soon,
        )

    def _all(self, number: int) -> int:
        return sum(self.things.get(number, {}).values())
