"""Puts a council beside those like it, as at a month end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction

from sqlalchemy.orm import Session

from learning.catalogue.framework import Nation
from learning.comparing import queries
from learning.comparing.queries import Comparable
from learning.comparing.rules import circles, learning
from learning.comparing.rules.likeness import Group, like
from learning.comparing.rules.percentiles import FOR_A_MEDIAN, Middle, middle_of
from learning.coverage.rules import months
from learning.coverage.rules.figures import percentage
from learning.people.agreements import parts
from learning.people.standing import OrganisationFacts


class Why(Enum):
    """Why there is nothing to compare."""

    NOT_SHARING = "the council shares nothing for comparison today"
    NOT_THEN = "it did not at the month end"
    NO_FIGURES = "it has no figures of the month end"
    TOO_FEW = "too few others share"
    NOT_READY = "its figures, or those of a few others, are still being worked out"
    ONE_LEFT = "a council’s leaving would say where it stood"


@dataclass(frozen=True)
class Place:
    """A council to learn from, and whom to ask."""

    name: str
    contact: str
    helped: str  # what it says it did; empty where it says nothing


@dataclass(frozen=True)
class SkillBeside:
    """One skill: the council's own coverage, where the others stand, and whom to ask."""

    skill: str
    own: int | None  # none: its own line is not shown in full
    middle: Middle | None
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Comparison:
    """A council beside those like it."""

    month_end: date
    why_not: Why | None
    group: Group | None
    skills: tuple[SkillBeside, ...]
    read: frozenset[int]  # the councils whose figures stand in it, or decide who is named


def month_end_for(as_at: date, *, at: datetime) -> date:
    """The newest month end on or before a day that has closed in every nation."""
    return min(months.newest_closed(at, as_at, nation.value) for nation in Nation)


def compare(
    session: Session, organisation: OrganisationFacts, *, as_at: date, at: datetime
) -> Comparison:
    """What a council may see at the month end on or before a day; why nothing, where nothing."""
    month_end = month_end_for(as_at, at=at)
    known_at = max(months.closes_at(month_end, nation.value) for nation in Nation)
    mine = organisation.id
    found = parts(session, as_at=month_end, known_at=known_at, asked_at=at)
    standing = circles.standing(found, mine)
    if not standing.shared_then:
        why = Why.NOT_THEN if standing.shares_now else Why.NOT_SHARING
        return Comparison(month_end, why, None, (), frozenset())
    before = learning.a_year_before(month_end)
    asked = {mine, *standing.others, *standing.contacts}
    kept = queries.comparable_of(session, asked, {month_end, before})
    own = kept.get((mine, month_end))
    others = {one: kept[one, month_end] for one in standing.others if (one, month_end) in kept}
    why_not = _why_not(session, mine, standing, own, others, month_end)
    group: Group | None = None
    if own is not None and why_not is None:
        group = like(own.traits, {one: beside.traits for one, beside in others.items()})
    middles, stood = _middles(others, group)
    places, named = _places(session, standing.contacts, kept, (before, month_end))
    skills = sorted({*(own.lines if own else ()), *middles, *places})
    return Comparison(
        month_end=month_end,
        why_not=why_not,
        group=group,
        skills=tuple(
            SkillBeside(skill, _own(own, skill), middles.get(skill), places.get(skill, ()))
            for skill in skills
        ),
        read=stood | named,
    )


def _why_not(
    session: Session,
    organisation_id: int,
    standing: circles.Standing,
    own: Comparable | None,
    others: Mapping[int, Comparable],
    month_end: date,
) -> Why | None:
    if own is None:
        mine = {organisation_id}
        is_coming = queries.outstanding(session, mine, month_end)
        return Why.NOT_READY if is_coming else Why.NO_FIGURES
    if len(standing.others) < FOR_A_MEDIAN:
        return Why.TOO_FEW
    missing = standing.others - set(others)
    waited_for = queries.outstanding(session, missing, month_end) if missing else ()
    if circles.would_tell(standing, waited_for):
        return Why.ONE_LEFT if standing.left else Why.NOT_READY
    return Why.TOO_FEW if len(others) < FOR_A_MEDIAN else None


def _own(own: Comparable | None, skill: str) -> int | None:
    line = own.lines.get(skill) if own else None
    return percentage(line.met, line.required) if line else None


def _middles(
    others: Mapping[int, Comparable], group: Group | None
) -> tuple[dict[str, Middle], frozenset[int]]:
    """Where the others stand by skill, and whose lines went into it."""
    lines: dict[str, dict[int, Fraction]] = {}
    for one in sorted(group.councils) if group else ():
        for skill, line in others[one].lines.items():
            lines.setdefault(skill, {})[one] = Fraction(line.met, line.required)
    found: dict[str, Middle] = {}
    stood: set[int] = set()
    for skill, shares in lines.items():
        middle = middle_of(list(shares.values()))
        if middle is not None:
            found[skill] = middle
            stood |= set(shares)
    return found, frozenset(stood)


def _places(
    session: Session,
    contacts: Mapping[int, str],
    kept: Mapping[tuple[int, date], Comparable],
    days: tuple[date, date],
) -> tuple[dict[str, tuple[Place, ...]], frozenset[int]]:
    """Whom to learn from by skill, in alphabetical order, and who is named."""
    closed: dict[str, list[int]] = {}
    for one in contacts:
        before, after = kept.get((one, days[0])), kept.get((one, days[1]))
        if before is None or after is None:
            continue
        for skill in before.lines.keys() & after.lines.keys():
            if learning.closed_a_gap(before.lines[skill], after.lines[skill]):
                closed.setdefault(skill, []).append(one)
    named = frozenset(one for some in closed.values() for one in some)
    helped = queries.what_helped(session, named) if named else {}
    places = {
        skill: tuple(
            sorted(
                (
                    Place(kept[one, days[1]].name, contacts[one], helped.get((one, skill), ""))
                    for one in some
                ),
                key=lambda place: place.name.casefold(),
            )
        )
        for skill, some in closed.items()
    }
    return places, named
