"""The records that skills coverage is worked out from, as plain frozen rows without a database."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """When a row was recorded, and from when another row (or nothing) stands in its place."""

    recorded_at: datetime
    superseded_at: datetime | None = None


@dataclass(frozen=True)
class OrganisationRow:
    """A council, existing from a date to a date (exclusive; None is open)."""

    slug: str
    starts_on: date
    ends_on: date | None = None
    nation: str = "England"


@dataclass(frozen=True)
class RoleFacts:
    """What never changes about a role profile; `service` is the role's own, if it has one."""

    slug: str
    tier: str
    public: bool = False
    weight: int = 1
    service: str | None = None


@dataclass(frozen=True)
class MembershipRow(Recorded):
    """A person in an organisation; a correction repeats the `membership` number."""

    membership: int
    person: int
    organisation: str
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True)
class PauseRow(Recorded):
    """A membership out of the population for some days."""

    membership: int
    paused_from: date
    paused_until: date | None = None


@dataclass(frozen=True)
class HeldRoleRow(Recorded):
    """A role held within a membership; `service` is the one given with it."""

    membership: int
    role: str
    service: str | None
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True)
class EvidenceRow(Recorded):
    """A person showed a skill at a level; a correction repeats the `evidence` number."""

    evidence: int
    person: int
    skill: str
    level: int
    source: str
    shown_on: date
    expires_on: date | None = None


@dataclass(frozen=True)
class WithdrawalRow(Recorded):
    """Evidence that stops counting from a day."""

    evidence: int
    effective_on: date


@dataclass(frozen=True)
class RequirementRow(Recorded):
    """The framework's own requirement: a role needs a skill at a level 1 to 4 for some days."""

    role: str
    skill: str
    level: int
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True)
class SettingRow(Recorded):
    """The level 0 to 4 an organisation set for a role and skill, in place of the framework's."""

    organisation: str
    role: str
    skill: str
    level: int
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True)
class SharingRow(Recorded):
    """An organisation's agreement to share its figures in a partnership."""

    partnership: str
    organisation: str
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class World:
    """Everything anybody ever recorded."""

    organisations: tuple[OrganisationRow, ...]
    roles: tuple[RoleFacts, ...]
    memberships: tuple[MembershipRow, ...] = ()
    pauses: tuple[PauseRow, ...] = ()
    held_roles: tuple[HeldRoleRow, ...] = ()
    evidence: tuple[EvidenceRow, ...] = ()
    withdrawals: tuple[WithdrawalRow, ...] = ()
    requirements: tuple[RequirementRow, ...] = ()
    settings: tuple[SettingRow, ...] = ()
    sharings: tuple[SharingRow, ...] = ()
