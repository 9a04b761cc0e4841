"""What is known of the people of a council before a file comes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from learning.catalogue.framework import Role
from learning.people.standing import Scope


@dataclass(frozen=True)
class Held:
    """A row of a role that is held, was held or will be."""

    id: int
    role: str
    service: str | None
    starts_on: date
    ends_on: date | None
    substitute: bool = False


@dataclass(frozen=True)
class Paused:
    """A row of a pause."""

    id: int
    paused_from: date
    paused_until: date | None


@dataclass(frozen=True)
class Time:
    """A membership: one time somebody spent here."""

    membership_id: int
    period_id: int
    starts_on: date
    ends_on: date | None
    held: tuple[Held, ...] = ()
    pauses: tuple[Paused, ...] = ()

    def is_over(self, on: date) -> bool:
        """Whether it has ended by a day."""
        return self.ends_on is not None and self.ends_on <= on


@dataclass(frozen=True)
class Known:
    """Somebody who is or was here, with what this council says of them."""

    person_id: int
    code: str
    own_name: str  # on their own record
    elsewhere: bool  # belongs to another council too: their own name is not this one's to change
    may_change: bool  # by whoever imports
    times: tuple[Time, ...]  # the last one is the newest
    addresses: tuple[tuple[str, str], ...] = ()  # (key, as written), verified
    particulars_id: int | None = None
    name: str = ""
    reference: str | None = None
    reference_key: str | None = None
    address: str | None = None
    address_key: str | None = None
    manager_key: str | None = None
    language: str | None = None
    acting: tuple[str, ...] = ()  # what they are appointed to here, in words

    @property
    def time(self) -> Time:
        """The newest."""
        return self.times[-1]


@dataclass(frozen=True)
class World:
    """Everything that rows are held against, looked up once."""

    day: date  # the day the file speaks of
    scope: Scope
    roles: Mapping[str, Role]
    people: Mapping[int, Known]
    by_reference: Mapping[str, int]
    by_zeroless: Mapping[str, tuple[int, ...]]
    by_verified: Mapping[str, int]
    by_said: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(
        cls, people: Iterable[Known], *, day: date, scope: Scope, roles: Mapping[str, Role]
    ) -> "World":
        """Looks everybody up by what rows may say of them."""
        found = {one.person_id: one for one in people}
        zeroless, said = defaultdict(list), defaultdict(list)
        for number, one in found.items():
            if one.reference_key:
                zeroless[without_zeros(one.reference_key)].append(number)
            if one.address_key:
                said[one.address_key].append(number)
        return cls(
            day,
            scope,
            roles,
            found,
            {one.reference_key: number for number, one in found.items() if one.reference_key},
            {key: tuple(numbers) for key, numbers in zeroless.items()},
            {key: number for number, one in found.items() for key, _ in one.addresses},
            {key: tuple(numbers) for key, numbers in said.items()},
        )

    def in_scope(self, role: str, service: str | None) -> bool:
        """Whether whoever imports looks after those who hold a role."""
        found = self.roles.get(role)
        return (
            self.scope.whole
            or (found is not None and found.tier in self.scope.tiers)
            or service in self.scope.services
        )


def without_zeros(reference: str) -> str:
    """A reference as a spreadsheet shows it that took it for a number."""
    return reference.lstrip("0") or reference
