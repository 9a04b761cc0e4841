"""Gathers what waits for people into the e-mails that may go out at this moment; it only reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from learning.clock import day_of
from learning.config import Settings
from learning.notices import letters
from learning.notices.letters import Dressed
from learning.notices.queries import digests as queries
from learning.notices.rules.digest import due
from learning.notices.rules.opening import Council, is_open, week_of

AT_ONCE = 100  # people gathered for in one go


@dataclass(frozen=True)
class Draft:
    """A digest that is to become a row of the outbox."""

    person_id: int
    organisation_id: int | None  # where it is about one council alone
    address: str
    week: str
    dressed: Dressed
    taken: tuple[int, ...]


@dataclass(frozen=True)
class Gathered:
    """The drafts for some people, and the last of those who were looked at (none: no more)."""

    drafts: tuple[Draft, ...]
    last: int | None


def gather(session: Session, settings: Settings, *, at: datetime, after: int) -> Gathered:
    """The drafts of the next people after one."""
    on = day_of(at)
    known = queries.councils(session, on=on)
    opened = [one.id for one in known.values() if one.approved and is_open([one], at)]
    if not opened:
        return Gathered((), None)
    people = queries.whose_turn(session, opened, at=at, after=after, most=AT_ONCE)
    if not people:
        return Gathered((), None)
    return Gathered(tuple(_drafts(session, settings, known, people, at=at)), people[-1])


def _drafts(
    session: Session,
    settings: Settings,
    known: dict[int, Council],
    people: Sequence[int],
    *,
    at: datetime,
) -> list[Draft]:
    on = day_of(at)
    waiting = queries.waiting_for(session, people, on=on)
    places = queries.places_of(session, people, on=on)
    declined = queries.declined_by(session, people)
    recipients = queries.recipients(session, people)
    found = []
    for person in people:
        digest = due(waiting[person], known, places[person], declined=declined[person], at=at)
        to = recipients[person]
        if digest is None or to.address is None:
            continue
        dressed = letters.digest(
            settings, digest, person_id=person, name=to.name, language=to.language
        )
        taken = set(digest.taken)
        about = {one.organisation_id for one in waiting[person] if one.id in taken}
        found.append(
            Draft(
                person,
                about.pop() if len(about) == 1 else None,
                to.address,
                week_of(at),
                dressed,
                digest.taken,
            )
        )
    return found
