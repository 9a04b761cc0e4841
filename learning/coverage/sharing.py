"""Says which councils a partnership's figures are over, and by when they are known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import day_of
from learning.coverage.combining import closes_at
from learning.coverage.rules import months
from learning.people.models import Sharing
from learning.people.queries import all_facts
from learning.people.standing import OrganisationFacts, exists_on

ANY_NATION = "England"  # of a partnership in which nobody shares


@dataclass(frozen=True)
class Asked:
    """The month end that figures are of, and the councils they are over, by name."""

    month_end: date
    known_at: datetime
    councils: tuple[OrganisationFacts, ...]


class Agreements:
    """All agreements of one partnership, ended and corrected ones included, when it is asked."""

    def __init__(self, session: Session, partnership_id: int, *, asked_at: datetime) -> None:
        """Reads them once: questions about them ask the database no more."""
        self._rows = session.execute(
            select(
                Sharing.organisation_id,
                Sharing.starts_on,
                Sharing.ends_on,
                Sharing.recorded_at,
                Sharing.superseded_at,
            ).where(Sharing.partnership_id == partnership_id, Sharing.joint)
        ).all()
        now = self._sharing(day_of(asked_at), asked_at)
        found = [one for one in all_facts(session) if one.id in now] if now else []
        self._sharing_now = sorted(found, key=lambda one: (one.name, one.id))
        self._nations = {one.nation for one in found} or {ANY_NATION}

    def councils(self, *, as_at: date, known_at: datetime) -> tuple[OrganisationFacts, ...]:
        """Those that share as at a day, and whose agreement is in force when asked, by name."""
        then = self._sharing(as_at, known_at)
        return tuple(one for one in self._sharing_now if one.id in then and exists_on(one, as_at))

    def asked(self, as_at: date, *, closed_by: datetime) -> Asked:
        """The newest month end on or before a day that has closed for all who share now."""
        month_end = min(months.newest_closed(closed_by, as_at, nation) for nation in self._nations)
        known_at = max(months.closes_at(month_end, nation) for nation in self._nations)
        councils = self.councils(as_at=month_end, known_at=known_at)
        if councils:
            known_at = closes_at(councils, month_end)
        return Asked(month_end, known_at, councils)

    def every_month_end(self, *, closed_by: datetime) -> Iterator[Asked]:
        """Whatever can be asked about, newest first."""
        first = min((row.starts_on for row in self._rows), default=date.max)
        as_at = day_of(closed_by)
        while (found := self.asked(as_at, closed_by=closed_by)).councils or (
            found.month_end >= first
        ):
            if found.councils:
                yield found
            as_at = found.month_end - timedelta(days=1)

    def _sharing(self, on: date, known_at: datetime) -> set[int]:
        return {
            council
            for council, starts_on, ends_on, recorded_at, superseded_at in self._rows
            if recorded_at <= known_at
            and (superseded_at is None or superseded_at > known_at)
            and starts_on <= on
            and (ends_on is None or ends_on > on)
        }
