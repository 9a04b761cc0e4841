"""What a row says, as values; what it does not say is None."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from learning.imports.rules.columns import DAYS, Layout
from learning.imports.rules.titles import NotUnderstood, RoleSaid, Titles
from learning.people.rules import (
    LONGEST_ADDRESS,
    LONGEST_REFERENCE,
    address_key,
    clean_address,
    clean_name,
    is_address,
    reference_key,
)
from learning.spreadsheets.days import EARLIEST, LATEST, Order, day_in, day_of_serial, order_of
from learning.spreadsheets.table import Row, folded

NONE = {"none", "no", "-", "–", "n/a", "na", "dim"}  # takes away what is known
LANGUAGES = {
    **dict.fromkeys(("en", "eng", "english", "saesneg"), "en"),
    **dict.fromkeys(("cy", "cym", "wel", "welsh", "cymraeg"), "cy"),
}


@dataclass(frozen=True)
class Fault:
    """What is wrong in a column of a row, and how to mend it."""

    column: str
    problem: str


@dataclass(frozen=True)
class Said:
    """One row. `ends` is the last day, `no_end` says that there is none; likewise pauses."""

    row: int
    name: str = ""
    reference: str | None = None
    address: str | None = None
    roles: tuple[RoleSaid, ...] | None = None
    starts: date | None = None
    ends: date | None = None
    no_end: bool = False
    paused_from: date | None = None
    back_on: date | None = None  # the first day back
    no_pause: bool = False
    manager: str | None = None
    language: str | None = None
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def reference_key(self) -> str | None:
        """As references are compared: text, without case and spaces."""
        return reference_key(self.reference) if self.reference else None

    @property
    def address_key(self) -> str | None:
        """As addresses are compared."""
        return address_key(self.address) if self.address else None

    def wrong(self, *faults: Fault) -> "Said":
        """The same row with more that is wrong in it."""
        return replace(self, faults=(*self.faults, *faults))


def order_in(rows: Sequence[Row], layout: Layout) -> Order:
    """What the days of a whole file show of their order."""
    return order_of(layout.cell(row, column) for row in rows for column in DAYS)


@dataclass
class Reader:
    """Reads the rows of one file."""

    layout: Layout
    titles: Titles
    month_first: bool = False

    def read(self, row: Row) -> Said:
        """What a row says, with everything that is wrong in it."""
        faults: list[Fault] = []
        days = {column: self._day(row, column, faults) for column in DAYS}
        said = Said(
            row=row.number,
            name=self._name(row),
            reference=self._reference(row, faults),
            address=self._address(row, "email", faults),
            manager=self._address(row, "manager", faults),
            language=self._language(row, faults),
            roles=self._roles(row, faults),
            starts=days["starts"],
            ends=days["ends"],
            no_end=self._is_none(row, "ends"),
            paused_from=days["paused_from"],
            back_on=self._back_on(days, faults),
            no_pause=self._is_none(row, "paused_from"),
        )
        if not said.reference and not said.address and not faults:
            faults.append(self._fault("reference", "Enter a reference or an e-mail address"))
        return said.wrong(*faults)

    def _fault(self, column: str, problem: str) -> Fault:
        return Fault(self.layout.name(column), problem)

    def _text(self, row: Row, column: str) -> str:
        return " ".join(self.layout.cell(row, column).split())

    def _is_none(self, row: Row, column: str) -> bool:
        return self._text(row, column).casefold() in NONE

    def _name(self, row: Row) -> str:
        whole = self._text(row, "name")
        parts = (self._text(row, "first_name"), self._text(row, "last_name"))
        return clean_name(whole or " ".join(filter(None, parts)))

    def _reference(self, row: Row, faults: list[Fault]) -> str | None:
        text = self._text(row, "reference")
        if len(text) > LONGEST_REFERENCE:
            faults.append(self._fault("reference", f"Use {LONGEST_REFERENCE} characters at most"))
        return text[:LONGEST_REFERENCE] or None

    def _address(self, row: Row, column: str, faults: list[Fault]) -> str | None:
        text = clean_address(self._text(row, column))
        if not text:
            return None
        if not is_address(text) or len(address_key(text)) > LONGEST_ADDRESS:
            problem = f"“{text[:100]}” is no e-mail address. Enter one, like name@council.example"
            faults.append(self._fault(column, problem))
            return None
        if odd := [letter for letter in text.rpartition("@")[0] if not letter.isascii()]:
            problem = f"E-mail cannot be sent to “{text[:100]}”: it has “{odd[0]}” before the @"
            faults.append(self._fault(column, f"{problem}. Check how the address is written"))
            return None
        return text

    def _language(self, row: Row, faults: list[Fault]) -> str | None:
        text = self._text(row, "language")
        if text and folded(text) not in LANGUAGES:
            faults.append(self._fault("language", "Enter English or Welsh (Saesneg or Cymraeg)"))
        return LANGUAGES.get(folded(text))

    def _roles(self, row: Row, faults: list[Fault]) -> tuple[RoleSaid, ...] | None:
        try:
            roles = self.titles.read(
                self.layout.cell(row, "roles"), self.layout.cell(row, "service")
            )
        except NotUnderstood as problem:
            faults.append(self._fault(problem.column, problem.problem))
            return None
        return roles or None

    def _day(self, row: Row, column: str, faults: list[Fault]) -> date | None:
        text = self._text(row, column)
        if not text or (text.casefold() in NONE and column in ("ends", "paused_from")):
            return None
        day = day_in(text, month_first=self.month_first) or day_of_serial(text)
        if day is None:
            faults.append(self._fault(column, self._no_day(text)))
        return day

    def _no_day(self, text: str) -> str:
        other = day_in(text, month_first=not self.month_first)
        if other is not None:
            order = "month" if self.month_first else "day"
            return (
                f"“{text[:40]}” is no real day with the {order} first, as in the rest of the file. "
                f"Write {other.isoformat()} if you mean that day"
            )
        return (
            f"“{text[:40]}” is no day between {EARLIEST} and {LATEST}. "
            "Write it like 31/12/2026 or 2026-12-31"
        )

    def _back_on(self, days: dict[str, date | None], faults: list[Fault]) -> date | None:
        """The first day back: said so, or the day after the last day away."""
        until, back = days["paused_until"], days["back_on"]
        after = until + timedelta(days=1) if until else None
        if after and back and after != back:
            problem = "This is not the day after the last day away. Keep one of the two columns"
            faults.append(self._fault("back_on", problem))
        back = back or after
        begins = days["paused_from"]
        if back and begins and back <= begins:
            column = "back_on" if days["back_on"] else "paused_until"
            faults.append(self._fault(column, "Enter a day after the pause begins"))
        return back
