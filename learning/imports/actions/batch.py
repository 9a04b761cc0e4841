"""Turns the deeds of a plan into rows, before anything is locked."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from learning.imports.rules.deeds import Deed

NEW, CHANGED, LEFT, RETURNED = "new", "changed", "left", "returned"
NOT_INVITED = "not_invited"


@dataclass
class Batch:
    """Rows by table. What they point to is an id, or -1, -2 … for the first, second … new one."""

    organisation_id: int
    by: int | None
    at: datetime
    people: list[list[Any]] = field(default_factory=list)
    memberships: list[list[Any]] = field(default_factory=list)
    periods: list[list[Any]] = field(default_factory=list)
    roles: list[list[Any]] = field(default_factory=list)
    pauses: list[list[Any]] = field(default_factory=list)
    particulars: list[list[Any]] = field(default_factory=list)
    entries: list[list[Any]] = field(default_factory=list)
    details: list[list[Any]] = field(default_factory=list)
    renamed: list[tuple[int, str]] = field(default_factory=list)
    old_periods: list[int] = field(default_factory=list)
    old_roles: list[int] = field(default_factory=list)
    old_pauses: list[int] = field(default_factory=list)
    old_particulars: list[int] = field(default_factory=list)
    touched: list[int] = field(default_factory=list)  # memberships
    # memberships of who is new, comes back, or has another address
    to_invite: list[int] = field(default_factory=list)
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys((NEW, CHANGED, LEFT, RETURNED), 0)
    )

    def add(self, deed: Deed) -> None:
        """Everything that one line writes."""
        person = deed.person_id or self._person(deed)
        membership = deed.membership_id or self._membership(deed, person)
        self.touched.append(membership)
        if deed.invites:
            self.to_invite.append(membership)
        self._days(deed, membership)
        self._roles(deed, membership)
        self._pauses(deed, membership)
        self._particulars(deed, person)
        self._count(deed)
        self._audit(deed, person)

    def _person(self, deed: Deed) -> int:
        self.people.append([deed.saying.name if deed.saying else "", self.at])
        return -len(self.people)

    def _membership(self, deed: Deed, person: int) -> int:
        """A new time here; exports know somebody who comes back by the code they had."""
        code = deed.code or secrets.token_hex(6)
        self.memberships.append([person, self.organisation_id, code, self.at])
        return -len(self.memberships)

    @property
    def _recorded(self) -> tuple[datetime, int | None]:
        return self.at, self.by

    def _days(self, deed: Deed, membership: int) -> None:
        if deed.joins is not None:
            days = deed.joins
            self.periods.append([membership, days.starts_on, days.ends_on, *self._recorded])
        if deed.period is not None:
            period_id, days = deed.period
            self.old_periods.append(period_id)
            self.periods.append([membership, days.starts_on, days.ends_on, *self._recorded])

    def _roles(self, deed: Deed, membership: int) -> None:
        self.old_roles += [*deed.roles_gone, *(old for old, _ in deed.roles_changed)]
        for one in (*deed.roles, *(after for _, after in deed.roles_changed)):
            days = (one.days.starts_on, one.days.ends_on)
            self.roles.append(
                [membership, one.role, one.service, *days, *self._recorded, one.substitute]
            )

    def _pauses(self, deed: Deed, membership: int) -> None:
        self.old_pauses += [*deed.pauses_gone, *(old for old, _ in deed.pauses_changed)]
        for one in (*deed.pauses, *(after for _, after in deed.pauses_changed)):
            days = (one.paused_from, one.paused_until)
            self.pauses.append([membership, *days, *self._recorded])

    def _particulars(self, deed: Deed, person: int) -> None:
        if deed.renamed is not None:
            self.renamed.append((person, deed.renamed))
        if deed.saying is None:
            return
        if deed.particulars_id is not None:
            self.old_particulars.append(deed.particulars_id)
        says = deed.saying
        self.particulars.append(
            [
                person,
                self.organisation_id,
                *(says.name, says.reference, says.reference_key, says.address),
                *(says.address_key, says.manager_key, says.language),
                *self._recorded,
            ]
        )

    def _kind(self, deed: Deed) -> str:
        if deed.person_id is None:
            return NEW
        if deed.joins is not None:
            return RETURNED
        if deed.period is not None and deed.period[1].ends_on is not None:
            return LEFT
        return CHANGED

    def _count(self, deed: Deed) -> None:
        self.counts[self._kind(deed)] += 1

    def _audit(self, deed: Deed, person: int) -> None:
        fields = " ".join(dict.fromkeys(one.field for one in deed.changes))[:500]
        action = "person.imported" if deed.person_id is None else "person.import-changed"
        self._entry(person, action, fields)
        for one in deed.changes:
            values = (_short(one.before), _short(one.after))
            self.details.append([-len(self.entries), one.field, *values])

    def _entry(self, person: int | None, action: str, fields: str) -> None:
        self.entries.append([person, self.at, self.by, action, self.organisation_id, fields])

    def finish(self, name: str) -> None:
        """One entry for the whole import, with how many it was."""
        self._entry(None, "people.imported", " ".join(("file", *self.counts)))
        self.details.append([-len(self.entries), "file", None, name])
        for kind, count in self.counts.items():
            self.details.append([-len(self.entries), kind, None, str(count)])


def _short(value: str | None) -> str | None:
    return value[:1000] if value is not None else None


def batch_of(
    deeds: Sequence[Deed],
    *,
    organisation_id: int,
    name: str,
    invites: bool = True,
    by: int | None,
    at: datetime,
) -> Batch:
    """The rows of all deeds; `name` is the file's. Whom it does not invite, the audit counts."""
    batch = Batch(organisation_id, by, at)
    for deed in deeds:
        batch.add(deed)
    if not invites and batch.to_invite:
        batch.counts[NOT_INVITED] = len(batch.to_invite)
        batch.to_invite = []
    batch.finish(name)
    return batch
