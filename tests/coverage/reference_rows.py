"""Which rows count as at a day D and as known at a moment K, read slowly from coverage.md."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from tests.coverage.world import (
    EvidenceRow,
    HeldRoleRow,
    MembershipRow,
    OrganisationRow,
    Recorded,
    RoleFacts,
    World,
)

Row = TypeVar("Row", bound=Recorded)


@dataclass(frozen=True)
class RoleHeld:
    """One held role that counts: who holds what, where, in which tier and service."""

    person: int
    organisation: str
    role: str
    tier: str
    service: str | None
    public: bool
    weight: int


def known(rows: Iterable[Row], known_at: datetime) -> list[Row]:
    """'A figure for D and K uses the rows recorded at or before K and not superseded by K'."""
    found = []
    for row in rows:
        is_recorded = row.recorded_at <= known_at
        is_superseded = row.superseded_at is not None and row.superseded_at <= known_at
        if is_recorded and not is_superseded:
            found.append(row)
    return found


def holds(starts_on: date, ends_on: date | None, day: date) -> bool:
    """'start <= D and (end empty or > D)': an end is 'the first day that no longer counts'."""
    return starts_on <= day and (ends_on is None or ends_on > day)


def organisation_of(world: World, slug: str) -> OrganisationRow:
    """The organisation with this slug."""
    for organisation in world.organisations:
        if organisation.slug == slug:
            return organisation
    raise LookupError(slug)


def gives_no_figures(world: World, organisation: str, as_at: date) -> bool:
    """'A D before the organisation's first day or after its last gives "no figures"'."""
    row = organisation_of(world, organisation)
    return not holds(row.starts_on, row.ends_on, as_at)


def is_paused(world: World, membership: int, as_at: date, known_at: datetime) -> bool:
    """'may be *paused* between dates (leave, sickness): then out of the population'."""
    for pause in known(world.pauses, known_at):
        if pause.membership == membership and holds(pause.paused_from, pause.paused_until, as_at):
            return True
    return False


def memberships_in(
    world: World, organisation: str, as_at: date, known_at: datetime
) -> list[MembershipRow]:
    """'Population: memberships ... with start <= D and (end empty or > D), not paused'."""
    found = []
    for row in known(world.memberships, known_at):
        is_here = row.organisation == organisation and holds(row.starts_on, row.ends_on, as_at)
        if is_here and not is_paused(world, row.membership, as_at, known_at):
            found.append(row)
    return found


def facts_of(world: World, role: str) -> RoleFacts:
    """'A role belongs to one tier for ever'."""
    for facts in world.roles:
        if facts.slug == role:
            return facts
    raise LookupError(role)


def service_of(facts: RoleFacts, row: HeldRoleRow) -> str | None:
    """'the role's own, else the one given when the role was given, else none'."""
    if facts.service is not None:
        return facts.service
    return row.service


def roles_held_in(
    world: World, organisation: str, as_at: date, known_at: datetime
) -> list[RoleHeld]:
    """'held within a membership, from a date to a date; counts only while its membership does'."""
    found = []
    for member in memberships_in(world, organisation, as_at, known_at):
        for row in known(world.held_roles, known_at):
            if row.membership != member.membership:
                continue
            if not holds(row.starts_on, row.ends_on, as_at):
                continue
            facts = facts_of(world, row.role)
            service = service_of(facts, row)
            found.append(
                RoleHeld(
                    member.person,
                    organisation,
                    row.role,
                    facts.tier,
                    service,
                    facts.public,
                    facts.weight,
                )
            )
    return found


def level_set(
    world: World, organisation: str, role: str, skill: str, as_at: date, known_at: datetime
) -> int | None:
    """'An organisation may set an absolute level 0 to 4 ... that holds until it is ended'."""
    for row in known(world.settings, known_at):
        is_this = (row.organisation, row.role, row.skill) == (organisation, role, skill)
        if is_this and holds(row.starts_on, row.ends_on, as_at):
            return row.level
    return None


def framework_level(world: World, role: str, skill: str, as_at: date, known_at: datetime) -> int:
    """'role R needs skill S at level L, from a date, until a date'; 0 when nothing is needed."""
    for row in known(world.requirements, known_at):
        if (row.role, row.skill) == (role, skill) and holds(row.starts_on, row.ends_on, as_at):
            return row.level
    return 0


def level_required(
    world: World, organisation: str, role: str, skill: str, as_at: date, known_at: datetime
) -> int:
    """'At any date one requirement at most holds for an organisation, role and skill'."""
    level = level_set(world, organisation, role, skill, as_at, known_at)
    if level is None:
        level = framework_level(world, role, skill, as_at, known_at)
    return level


def is_withdrawn(world: World, evidence: int, as_at: date, known_at: datetime) -> bool:
    """'not withdrawn, or withdrawn from a day > D', turned round."""
    for row in known(world.withdrawals, known_at):
        if row.evidence == evidence and row.effective_on <= as_at:
            return True
    return False


def live_counted_evidence(
    world: World, person: int, skill: str, as_at: date, known_at: datetime
) -> list[EvidenceRow]:
    """'Live evidence: shown_on <= D ...'; 'Counted: every source but self-assessment'."""
    found = []
    for row in known(world.evidence, known_at):
        is_theirs = (row.person, row.skill) == (person, skill)
        is_counted = row.source != "self-assessment"
        is_in_date = holds(row.shown_on, row.expires_on, as_at)
        is_out = is_withdrawn(world, row.evidence, as_at, known_at)
        if is_theirs and is_counted and is_in_date and not is_out:
            found.append(row)
    return found


def highest_level(evidence: list[EvidenceRow]) -> int:
    """'the highest level of the person's live, counted evidence for the skill'; 0 for none."""
    highest = 0
    for row in evidence:
        highest = max(highest, row.level)
    return highest
