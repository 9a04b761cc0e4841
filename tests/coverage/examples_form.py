"""How a worked example is written down: worlds built in few words, questions and answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

from tests.coverage.world import (
    EvidenceRow,
    HeldRoleRow,
    MembershipRow,
    OrganisationRow,
    PauseRow,
    Recorded,
    RequirementRow,
    RoleFacts,
    SettingRow,
    SharingRow,
    WithdrawalRow,
    World,
)

LONG_AGO = date(2020, 1, 1)
Kind = TypeVar("Kind")
Row = OrganisationRow | RoleFacts | Recorded


@dataclass(frozen=True)
class Question:
    """One call of an engine's function, and its answer; `line` picks a line of a report.

    With a line, the answer holds the figures to look at, or None where the line is absent.
    """

    says: str
    call: str
    args: tuple[Any, ...]
    answer: Any
    line: tuple[str, ...] | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Example:
    """A worked example of coverage.md."""

    number: int
    title: str
    questions: tuple[Question, ...]


def answer_of(engine: object, question: Question) -> Any:
    """What an engine (a module or an object with the reference's signatures) answers."""
    found = getattr(engine, question.call)(*question.args, **question.options)
    if question.line is None:
        return found
    line = line_of(found, *question.line)
    if line is None or question.answer is None:
        return line
    return {name: line[name] for name in question.answer}


def line_of(report: dict[str, Any], group: str, *slugs: str) -> dict[str, Any] | None:
    """A line: `overall`; `skill`, skill; or `role`, `tier`, `service`, with a name and a skill."""
    if group == "overall":
        found: dict[str, Any] = report["overall"]
        return found
    wanted = dict(zip(["skill"] if group == "skill" else [group, "skill"], slugs, strict=True))
    for line in report[f"{group}s"]:
        if all(line[name] == slug for name, slug in wanted.items()):
            return dict(line)
    return None


def of_kind(kind: type[Kind], rows: tuple[Row, ...]) -> tuple[Kind, ...]:
    """The rows of one kind, in order."""
    return tuple(row for row in rows if isinstance(row, kind))


def world_of(*rows: Row) -> World:
    """A world of rows of all kinds."""
    return World(
        organisations=of_kind(OrganisationRow, rows),
        roles=of_kind(RoleFacts, rows),
        memberships=of_kind(MembershipRow, rows),
        pauses=of_kind(PauseRow, rows),
        held_roles=of_kind(HeldRoleRow, rows),
        evidence=of_kind(EvidenceRow, rows),
        withdrawals=of_kind(WithdrawalRow, rows),
        requirements=of_kind(RequirementRow, rows),
        settings=of_kind(SettingRow, rows),
        sharings=of_kind(SharingRow, rows),
    )


def noon(day: date) -> datetime:
    """Noon in UTC on a day."""
    return datetime.combine(day, time(12), tzinfo=UTC)


def council(slug: str) -> OrganisationRow:
    """A council in England that was always there."""
    return OrganisationRow(slug, LONG_AGO)


def needs(
    role: str, skill: str, level: int, starts_on: date = LONG_AGO, ends_on: date | None = None
) -> RequirementRow:
    """A requirement of the framework, known from long ago."""
    return RequirementRow(role, skill, level, starts_on, ends_on, recorded_at=noon(LONG_AGO))


def joins(
    number: int, organisation: str, starts_on: date = LONG_AGO, ends_on: date | None = None
) -> MembershipRow:
    """Membership and person of one number, known from the first day."""
    return MembershipRow(
        number, number, organisation, starts_on, ends_on, recorded_at=noon(starts_on)
    )


def holds_role(membership: int, role: str, service: str | None = None) -> HeldRoleRow:
    """A role held as long as the membership lasts."""
    return HeldRoleRow(membership, role, service, LONG_AGO, recorded_at=noon(LONG_AGO))


def members(numbers: range, organisation: str, *roles: str) -> tuple[Row, ...]:
    """Several people who each hold these roles."""
    rows: list[Row] = []
    for number in numbers:
        rows.append(joins(number, organisation))
        rows.extend(holds_role(number, role) for role in roles)
    return tuple(rows)


def shows(
    evidence: int,
    person: int,
    skill: str,
    level: int,
    shown_on: date = LONG_AGO,
    expires_on: date | None = None,
    source: str = "assessment",
) -> EvidenceRow:
    """Evidence recorded on the day it was shown."""
    return EvidenceRow(
        evidence, person, skill, level, source, shown_on, expires_on, recorded_at=noon(shown_on)
    )


def all_show(numbers: range, skill: str, level: int = 1) -> tuple[Row, ...]:
    """Several people who each showed the skill; evidence numbers are the people's."""
    return tuple(shows(number, number, skill, level) for number in numbers)


def figures(
    people: int, required: int, met: int, expiring: int, below: int, none: int
) -> dict[str, Any]:
    """F of coverage.json, nothing suppressed."""
    return {
        "people": people,
        "required": required,
        "met": met,
        "expiring": expiring,
        "below": below,
        "none": none,
        "suppressed": False,
    }


HIDDEN: Mapping[str, Any] = {
    **dict.fromkeys(["people", "required", "met", "expiring", "below", "none"]),
    "suppressed": True,
    "band": None,
}
FEWER_THAN_HALF: Mapping[str, Any] = {**HIDDEN, "band": "fewer-than-half"}
HALF_OR_MORE: Mapping[str, Any] = {**HIDDEN, "band": "half-or-more"}
