"""What applying a line would write, and how that reads."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from learning.imports.rules.said import Fault


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    LEAVING = "leaving"
    UNCHANGED = "unchanged"
    ERROR = "error"


@dataclass(frozen=True)
class Change:
    """A field from what to what: days as YYYY-MM-DD, roles and pauses in words."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Saying:
    """What the council says of a person from now on, all of it."""

    name: str
    reference: str | None
    reference_key: str | None
    address: str | None
    address_key: str | None
    manager_key: str | None
    language: str | None


@dataclass(frozen=True)
class Days:
    """From a day until the first day that no longer counts."""

    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class RoleDays:
    """A role for some days, perhaps as a committee's substitute."""

    role: str
    service: str | None
    days: Days
    substitute: bool = False


@dataclass(frozen=True)
class PauseDays:
    """Away for some days."""

    paused_from: date
    paused_until: date | None


@dataclass(frozen=True)
class Deed:
    """Everything one line writes; ids are of rows that are superseded."""

    person_id: int | None  # none: somebody new
    code: str | None
    membership_id: int | None  # none: a new membership
    saying: Saying | None = None
    particulars_id: int | None = None
    renamed: str | None = None  # on their own record too
    joins: Days | None = None
    period: tuple[int, Days] | None = None
    roles: tuple[RoleDays, ...] = ()
    roles_changed: tuple[tuple[int, RoleDays], ...] = ()
    roles_gone: tuple[int, ...] = ()
    pauses: tuple[PauseDays, ...] = ()
    pauses_changed: tuple[tuple[int, PauseDays], ...] = ()
    pauses_gone: tuple[int, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def invites(self) -> bool:
        """Whether an address is known to invite them at, and they or it are new here."""
        is_new = self.joins is not None or any(one.field == "address" for one in self.changes)
        return is_new and self.saying is not None and bool(self.saying.address)


@dataclass(frozen=True)
class Line:
    """What becomes of a row; a proposed leaver has no row."""

    outcome: Outcome
    row: int | None
    who: str
    code: str | None = None
    reference: str | None = None
    address: str | None = None
    deed: Deed | None = None
    proposed: bool = False  # not in a full file: leaves only where somebody says so
    chosen: bool = False
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def changes(self) -> tuple[Change, ...]:
        """From what to what."""
        return self.deed.changes if self.deed else ()
