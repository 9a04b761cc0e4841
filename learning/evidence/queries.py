"""Answers about what people have shown."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import Session

from learning.database import AnySelect
from learning.evidence.models import Evidence, Withdrawal
from learning.evidence.rules import COUNTED, EXPIRES_SOON, RENEWAL_WINDOW, Shown


def is_live(on: date) -> ColumnElement[bool]:
    """Counted evidence in force that is live on a day."""
    withdrawn = exists().where(
        Withdrawal.evidence_id == Evidence.piece(),
        Withdrawal.superseded_at.is_(None),
        Withdrawal.effective_on <= on,
    )
    return and_(
        Evidence.superseded_at.is_(None),
        Evidence.source.in_(COUNTED),
        Evidence.shown_on <= on,
        or_(Evidence.expires_on.is_(None), Evidence.expires_on > on),
        ~withdrawn,
    )


def levels_held(people: AnySelect, *, on: date) -> AnySelect:
    """(person, skill, `held`, `kept`) of everybody selected, on a day.

    `kept` is the level without what runs out soon; 0 where nothing stays.
    """
    stays = or_(Evidence.expires_on.is_(None), Evidence.expires_on > on + EXPIRES_SOON)
    found: AnySelect = (
        select(
            Evidence.person_id,
            Evidence.skill,
            func.max(Evidence.level).label("held"),
            func.max(case((stays, Evidence.level), else_=0)).label("kept"),
        )
        .where(Evidence.person_id.in_(people), is_live(on))
        .group_by(Evidence.person_id, Evidence.skill)
    )
    return found


def evidence_of(session: Session, person_id: int) -> tuple[Shown, ...]:
    """Everything a person has shown, newest first, expired and withdrawn included."""
    return tuple(Shown(*row[1:]) for row in session.execute(pieces_of(person_id)))


def pieces_of(person_id: int) -> AnySelect:
    """(person, what `Shown` holds in its order) of everything somebody has shown, newest first."""
    return _in_force(Evidence.person_id == person_id).order_by(
        Evidence.shown_on.desc(), Evidence.id.desc()
    )


def evidence_by_skill(
    session: Session, people: Any, skills: Collection[str]
) -> dict[tuple[int, str], list[Shown]]:
    """What these people (ids, or a select of them) have shown of some skills, oldest record first.

    By person and skill; expired and withdrawn included.
    """
    found: dict[tuple[int, str], list[Shown]] = defaultdict(list)
    rows = session.execute(
        _in_force(Evidence.person_id.in_(people), Evidence.skill.in_(skills)).order_by(Evidence.id)
    )
    for person_id, *values in rows:
        piece = Shown(*values)
        found[person_id, piece.skill].append(piece)
    return found


def evidence_of_all(session: Session, people: Collection[int]) -> dict[int, list[Shown]]:
    """What each of several people has shown, oldest record first; who has nothing is left out."""
    found: dict[int, list[Shown]] = defaultdict(list)
    rows = session.execute(_in_force(Evidence.person_id.in_(people)).order_by(Evidence.id))
    for person_id, *values in rows:
        found[person_id].append(Shown(*values))
    return found


def whose_evidence_runs_out(
    session: Session, *, on: date, until: date, after: int, most: int
) -> Sequence[int]:
    """The next people, by id, with a live piece that runs out by a day: `most`, behind `after`."""
    return session.scalars(
        select(Evidence.person_id)
        .where(is_live(on), Evidence.expires_on <= until, Evidence.person_id > after)
        .distinct()
        .order_by(Evidence.person_id)
        .limit(most)
    ).all()


def _in_force(*conditions: ColumnElement[bool]) -> AnySelect:
    """(person, what `Shown` holds in its order) of evidence that nothing has superseded."""
    found: AnySelect = (
        select(
            Evidence.person_id,
            Evidence.id,
            Evidence.skill,
            Evidence.level,
            Evidence.source,
            Evidence.summary,
            Evidence.reference,
            Evidence.shown_on,
            Evidence.expires_on,
            Withdrawal.effective_on,
        )
        .outerjoin(
            Withdrawal,
            and_(Withdrawal.evidence_id == Evidence.piece(), Withdrawal.superseded_at.is_(None)),
        )
        .where(*conditions, Evidence.superseded_at.is_(None))
    )
    return found


_ON: Any = bindparam("on", type_=Date())
# Built once: putting it together takes longer than the database takes to answer it.
_RENEWED = select(func.max(Evidence.expires_on)).where(
    Evidence.person_id == bindparam("person_id"),
    Evidence.skill == bindparam("skill"),
    Evidence.level <= bindparam("level"),
    Evidence.expires_on <= bindparam("until"),
    is_live(_ON),
)


def renewed_by(
    session: Session, *, person_id: int, skill: str, level: int, on: date
) -> date | None:
    """When the evidence that this level, shown on a day, renews runs out; None where none is.

    Renewed is what the new level covers and what runs out within the window.
    """
    until = on + RENEWAL_WINDOW
    values = {"person_id": person_id, "skill": skill, "level": level, "on": on, "until": until}
    return session.scalar(_RENEWED, values)
