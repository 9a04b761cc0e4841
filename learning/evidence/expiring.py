"""Tells people before what they hold runs out: once 90 days before, and once 30; for every day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from learning.clock import day_in_words, day_of
from learning.database import current_session, transaction
from learning.evidence import queries
from learning.evidence.rules import TOLD_BEFORE, RunningOut, running_out
from learning.notices import actions as notices
from learning.notices.queries.told import causes_told

AT_ONCE = 500  # people looked at in one go


def tell_expiring(skills: Mapping[str, str], *, at: datetime) -> int:
    """How many notices were new; `skills` are their names by slug.

    Reading needs no lock; what is new is written in a short transaction for each few hundred
    people. Whoever is told already is not told again, however often this runs.
    """
    on, told, after = day_of(at), 0, 0
    until = on + timedelta(days=max(TOLD_BEFORE))
    while people := queries.whose_evidence_runs_out(
        current_session(), on=on, until=until, after=after, most=AT_ONCE
    ):
        new = _not_told(current_session(), people, on)
        if new:
            with transaction() as session:
                told += sum(_tell(session, *one, skills, at=at) for one in new)
        after = people[-1]
    return told


def _not_told(session: Session, people: Sequence[int], on: date) -> list[tuple[int, RunningOut]]:
    told = causes_told(session, people, "expiring")
    return [
        (person_id, one)
        for person_id, shown in queries.evidence_of_all(session, people).items()
        for one in running_out(shown, on)
        if (person_id, one.cause) not in told
    ]


def _tell(
    session: Session, person_id: int, one: RunningOut, skills: Mapping[str, str], *, at: datetime
) -> bool:
    name = skills.get(one.piece.skill, one.piece.skill)
    return notices.tell(
        session,
        person_id=person_id,
        kind="evidence.expiring",
        subject=f"{name}, level {one.piece.level}, runs out on {day_in_words(one.ends_on)}"[:200],
        body="Renew it before then and nothing is lost. Your record says how.",
        link=f"/record#skill-{one.piece.skill}",
        cause=one.cause,
        at=at,
    )
