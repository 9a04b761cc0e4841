"""Counts the people of each kind that the views of a month end tell apart.

Nearly everybody stands in one council alone and is counted with everybody like them, from what was
kept. One by one are looked at those who have a place in several councils, and those of whom
something was recorded between the moments by which two views are known.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.coverage.changed import changed_between
from learning.coverage.combining import known_by, people_shared
from learning.coverage.queries import Question, profiles_of, roles_held
from learning.coverage.rules import months
from learning.coverage.rules.figures import Held
from learning.coverage.rules.joint import Kind
from learning.coverage.rules.profiles import as_now
from learning.coverage.rules.table import Alike, Hidden, Need
from learning.database import in_parts
from learning.people.models import Membership
from learning.people.requirements import requirements_in_force
from learning.people.standing import OrganisationFacts

Levels = Mapping[tuple[int, str], Sequence[Need]]  # (organisation, role) → what it needs


@dataclass(frozen=True)
class View:
    """A report that somebody can read: of which councils, known by when."""

    name: str
    councils: frozenset[int]
    known_at: datetime
    hidden: Hidden | None  # none: to be decided


@dataclass(frozen=True)
class _Asked:
    """What roles need as known by a moment."""

    own: Levels
    published: Levels  # by the framework alone
    having_own: frozenset[int]  # councils that have set levels of their own


def closes_alone(council: OrganisationFacts, month_end: date) -> datetime:
    """When a council's own month end closes."""
    return months.closes_at(month_end, council.nation)


class Joining:
    """The people of some councils at a month end, as these views see them."""

    def __init__(
        self,
        session: Session,
        month_end: date,
        views: Sequence[View],
        councils: Sequence[OrganisationFacts],
    ) -> None:
        """Finds out at once who has to be looked at one by one."""
        self.session, self.month_end, self.councils = session, month_end, councils
        self._ids = tuple(one.id for one in councils)
        self._moments = sorted({view.known_at for view in views})
        self._views: dict[int, list[View]] = defaultdict(list)
        for view in views:
            for number in view.councils:
                self._views[number].append(view)
        self._seen: dict[tuple[str, frozenset[Held]], Alike] = {}
        self._asked: dict[datetime, _Asked] = {}
        apart = set(people_shared(session, self._ids))
        for council in councils:
            apart |= set(self._changed(council))
        self._apart = sorted(apart)

    def apart(self) -> dict[int, Kind]:
        """Those who are looked at one by one."""
        found: dict[int, Kind] = {}
        for some in in_parts(self._apart):
            held = {
                moment: roles_held(
                    self.session, Question(self._ids, self.month_end, moment, people=some)
                )
                for moment in self._moments
            }
            for person in some:
                then = {moment: by.get(person, frozenset()) for moment, by in held.items()}
                if kind := self._kind(then):
                    found[person] = kind
        return found

    def others(self, council: OrganisationFacts) -> dict[Kind, int]:
        """Everybody else in a council, as what was kept of it counts them."""
        question = Question((council.id,), self.month_end, closes_alone(council, self.month_end))
        profiles = known_by(self.session, question, council.nation)
        for some in in_parts(self._apart):
            before = profiles_of(self.session, replace(question, people=some))
            profiles = as_now(profiles, before=before, after=())
        counted: Counter[Kind] = Counter()
        for profile in profiles:
            counted[self._kind(dict.fromkeys(self._moments, profile.held))] += profile.people
        return dict(counted)

    def kinds(self) -> dict[Kind, int]:
        """How many people there are of each kind."""
        counted: Counter[Kind] = Counter(self.apart().values())
        for council in self.councils:
            counted.update(self.others(council))
        return dict(counted)

    def _changed(self, council: OrganisationFacts) -> Iterable[int]:
        """Of whom views known by different moments count differently."""
        first = closes_alone(council, self.month_end)
        then = Question((council.id,), self.month_end, first)
        found: set[int] = set()
        for view in self._views[council.id]:
            if view.known_at == first:
                continue
            changed = changed_between(self.session, then, replace(then, known_at=view.known_at))
            if changed is None:
                everybody = select(Membership.person_id).where(
                    Membership.organisation_id == council.id
                )
                return set(self.session.scalars(everybody))
            found |= set(changed)
        return found

    def _kind(self, held: Mapping[datetime, frozenset[Held]]) -> Kind:
        """What each view sees of somebody who held these roles, as known by its moment."""
        councils = {one.organisation for roles in held.values() for one in roles}
        views = {view.name: view for number in sorted(councils) for view in self._views[number]}
        found = set()
        for view in views.values():
            here = frozenset(
                one for one in held[view.known_at] if one.organisation in view.councils
            )
            if here:
                found.add((view.name, self._alike(view, here)))
        return frozenset(found)

    def _alike(self, view: View, held: frozenset[Held]) -> Alike:
        key = (view.name, held)
        if key not in self._seen:
            asked = self._asked_by(view.known_at)
            has_own = bool(asked.having_own & view.councils)
            self._seen[key] = Alike(
                frozenset(one.role for one in held),
                frozenset(one.service for one in held if one.service),
                _highest(held, asked.own),
                _highest(held, asked.published) if has_own else frozenset(),
            )
        return self._seen[key]

    def _asked_by(self, known_at: datetime) -> _Asked:
        if known_at not in self._asked:
            ids = [one.id for one in self.councils]
            rows = {
                own: self.session.execute(
                    requirements_in_force(
                        ids, on=self.month_end, known_at=known_at, own_settings=own
                    )
                ).all()
                for own in (True, False)
            }
            self._asked[known_at] = _Asked(
                _levels(rows[True]),
                _levels(rows[False]),
                frozenset(row.organisation_id for row in rows[True] if row.own),
            )
        return self._asked[known_at]


def _levels(rows: Iterable[Any]) -> Levels:
    found: dict[tuple[int, str], list[Need]] = defaultdict(list)
    for row in rows:
        if row.level >= 1:
            found[row.organisation_id, row.role].append((row.skill, row.level))
    return found


def _highest(held: Iterable[Held], levels: Levels) -> frozenset[Need]:
    """The highest level of each skill that any of these roles needs."""
    found: dict[str, int] = {}
    for one in held:
        for skill, level in levels.get((one.organisation, one.role), ()):
            found[skill] = max(level, found.get(skill, 0))
    return frozenset(found.items())
