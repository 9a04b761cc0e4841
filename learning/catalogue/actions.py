"""Puts a revision of the framework's files in force."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.catalogue.models import FrameworkRequirement, FrameworkRevision
from learning.catalogue.published import Catalogue
from learning.errors import Refusal


@dataclass(frozen=True, order=True)
class Entry:
    """A requirement as the files and the table both say it."""

    role: str
    skill: str
    level: int
    starts_on: date
    ends_on: date | None

    def __str__(self) -> str:
        until = f" until {self.ends_on}" if self.ends_on else ""
        return f"{self.role} {self.skill} {self.level} from {self.starts_on}{until}"


@dataclass(frozen=True)
class Difference:
    """What putting the files in force would change."""

    added: tuple[Entry, ...]
    gone: tuple[Entry, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.gone)


def entries_in(catalogue: Catalogue) -> set[Entry]:
    """The requirements of the files; what a retired role needs ends with it."""
    found = set()
    for role in catalogue.roles.values():
        for need in role.requirements:
            ends = [day for day in (need.ends_on, role.retired_on) if day is not None]
            skill_ends = catalogue.skills[need.skill].retired_on
            ends += [skill_ends] if skill_ends is not None else []
            end = min(ends) if ends else None
            if end is None or end > need.starts_on:
                found.add(Entry(role.slug, need.skill, need.level, need.starts_on, end))
    return found


def difference(session: Session, catalogue: Catalogue) -> Difference:
    """Between the files and what is in force."""
    rows = session.scalars(
        select(FrameworkRequirement).where(FrameworkRequirement.superseded_at.is_(None))
    )
    in_table = {_entry(row) for row in rows}
    in_files = entries_in(catalogue)
    return Difference(
        tuple(sorted(in_files - in_table, key=str)), tuple(sorted(in_table - in_files, key=str))
    )


def _entry(row: FrameworkRequirement) -> Entry:
    return Entry(row.role, row.skill, row.level, row.starts_on, row.ends_on)


def sync_framework(
    session: Session, catalogue: Catalogue, *, in_force_from: date, by: int | None, at: datetime
) -> Difference:
    """Copy the files' requirements; nothing before `in_force_from` may come out otherwise.

    The first sync takes every entry as dated in the files. Later ones may close an entry on
    or after `in_force_from`, and add entries that start no earlier.
    """
    change = difference(session, catalogue)
    first = session.scalar(select(FrameworkRevision.id).limit(1)) is None
    if not first:
        _refuse_rewriting(change, in_force_from)
    gone = set(change.gone)
    for row in session.scalars(
        select(FrameworkRequirement).where(FrameworkRequirement.superseded_at.is_(None))
    ).all():
        if _entry(row) in gone:
            row.superseded_at = at
    for entry in change.added:
        session.add(
            FrameworkRequirement(
                role=entry.role,
                skill=entry.skill,
                level=entry.level,
                starts_on=entry.starts_on,
                ends_on=entry.ends_on,
                recorded_at=at,
                recorded_by=by,
            )
        )
    if change or first:
        session.add(
            FrameworkRevision(
                revision=catalogue.framework_revision,
                in_force_from=in_force_from,
                recorded_at=at,
                recorded_by=by,
            )
        )
    return change


def _refuse_rewriting(change: Difference, in_force_from: date) -> None:
    """Every day before the revision keeps the requirements it had."""

    def before(entries: tuple[Entry, ...]) -> set[tuple[object, ...]]:
        return {
            (e.role, e.skill, e.level, e.starts_on, min(e.ends_on or in_force_from, in_force_from))
            for e in entries
            if e.starts_on < in_force_from
        }

    rewritten = before(change.added) ^ before(change.gone)
    if rewritten:
        names = "; ".join(f"{role} {skill}" for role, skill, *_ in sorted(rewritten, key=str))
        raise Refusal(
            f"These requirements would change before {in_force_from}: {names}. "
            "Close the entry in roles.toml on or after that day and add a new one."
        )
