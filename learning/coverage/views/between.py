"""Reads from an address which two days are asked about, and as known when."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import request

from learning.clock import day_of, end_of
from learning.coverage.compared import Compared
from learning.coverage.differing import When
from learning.coverage.rules import months
from learning.coverage.rules.figures import Filters
from learning.database import current_session
from learning.errors import Refusal
from learning.people.queries import as_known
from learning.people.standing import OrganisationFacts, Scope
from learning.shell.moments import day_in, moment_in

FIRST_YEAR = 1900


@dataclass(frozen=True)
class Days:
    """The two days of the address; without a first one, the view chooses."""

    first: date | None
    last: date


def days_asked(*, at: datetime) -> Days:
    """`from` and `to`; the last is today where none is given."""
    first, last = _day("from", at=at), _day("to", at=at) or day_of(at)
    if first is not None and first > last:
        raise Refusal("Choose a first day that is not after the second", field="from")
    return Days(first, last)


def asked_by_lead(
    council: OrganisationFacts, scope: Scope, lead_id: int, filters: Filters, *, at: datetime
) -> Compared:
    """What a lead compares; without a first day, the month end before the last one."""
    days = days_asked(at=at)
    known_at = _moment("known_at", at=at) or at
    early = _moment("from_known_at", at=at) or known_at
    if early > known_at:
        raise Refusal(
            "Choose a moment for the first day that is not after the other", field="from_known_at"
        )
    first = days.first or months.month_end_before(days.last - timedelta(days=1))
    return Compared(
        organisation=as_known(current_session(), council, known_at),
        scope=scope,
        lead_id=lead_id,
        filters=filters,
        before=When(first, early),
        after=When(days.last, known_at),
    )


def no_moments() -> None:
    """Without names, what was known when is not asked."""
    for field in ("known_at", "from_known_at"):
        if request.args.get(field, "").strip():
            raise Refusal("Only training leads can choose what was known when", field=field)


def past_day(field: str, *, at: datetime) -> date:
    """A day of the address that is not in the future, today where none is given."""
    return _day(field, at=at) or day_of(at)


def past_moment(field: str, *, at: datetime) -> datetime:
    """A moment of the address that has passed, this one where none is given."""
    return _moment(field, at=at) or at


def _day(field: str, *, at: datetime) -> date | None:
    day = day_in(request.args.get(field), field=field)
    if day is not None and day > day_of(at):
        raise Refusal("Choose today or an earlier day", field=field)
    if day is not None and day.year < FIRST_YEAR:
        raise Refusal(f"Choose a day from {FIRST_YEAR} on", field=field)
    return day


def _moment(field: str, *, at: datetime) -> datetime | None:
    moment = moment_in(request.args.get(field), field=field)
    if moment == end_of(day_of(at)):  # who writes today's date means what is known by now
        return at
    if moment is not None and moment > at:
        raise Refusal("Choose a moment that has passed", field=field)
    return moment
