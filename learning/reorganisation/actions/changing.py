"""Changes a plan that is drawn: its day, who goes where, what is taken over."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from learning import audit
from learning.errors import NotFound
from learning.reorganisation.actions.drawing import open_row
from learning.reorganisation.models import Direction, ListedPerson, TakenOver
from learning.reorganisation.rules.listed import Line
from learning.reorganisation.rules.plans import Plan, What
from learning.reorganisation.rules.whither import Whither


def redate(session: Session, plan: Plan, vests_on: date, *, by: int | None, at: datetime) -> None:
    """Vesting day is another one."""
    row = open_row(session, plan)
    _write(session, plan, f"vesting day {vests_on}", by=by, at=at)
    row.vests_on = vests_on


def direct(
    session: Session,
    plan: Plan,
    *,
    council: int,
    kind: str,
    value: str,
    whither: Whither,
    by: int | None,
    at: datetime,
) -> None:
    """People of a service, tier or role go somewhere, or everybody else; the last word counts."""
    open_row(session, plan)
    _belongs(plan, council, whither)
    undirect(session, plan, council=council, kind=kind, value=value, by=by, at=at)
    session.add(
        Direction(
            plan_id=plan.id,
            from_id=council,
            kind=kind,
            value=value,
            fate=whither.fate.value,
            to_id=whither.to,
        )
    )
    session.flush()  # one for each


def _belongs(plan: Plan, council: int, whither: Whither) -> None:
    """What is not part of the plan does not exist for it."""
    if council not in plan.said:
        raise NotFound
    if whither.to is not None and whither.to not in {one.id for one in plan.following}:
        raise NotFound


def undirect(
    session: Session,
    plan: Plan,
    *,
    council: int,
    kind: str,
    value: str,
    by: int | None,
    at: datetime,
) -> None:
    """Nothing is said of them any more."""
    open_row(session, plan)
    session.execute(
        delete(Direction).where(
            Direction.plan_id == plan.id,
            Direction.from_id == council,
            Direction.kind == kind,
            Direction.value == value,
        )
    )
    _write(session, plan, f"{kind} {value}".strip(), by=by, at=at)


def take_over(
    session: Session,
    plan: Plan,
    to: int,
    chosen: Collection[tuple[int, What]],
    *,
    by: int | None,
    at: datetime,
) -> None:
    """What a successor takes over is this, and nothing else; of others nothing changes."""
    open_row(session, plan)
    if to not in {one.id for one in plan.following}:
        raise NotFound
    if any(old not in plan.said or old == to for old, _ in chosen):
        raise NotFound
    theirs = (TakenOver.plan_id == plan.id, TakenOver.to_id == to)
    session.execute(delete(TakenOver).where(*theirs))
    session.add_all(
        TakenOver(plan_id=plan.id, to_id=to, from_id=old, what=what.value)
        for old, what in sorted(set(chosen))
    )
    _write(session, plan, "what is taken over", by=by, at=at)


def list_people(
    session: Session, plan: Plan, lines: Sequence[Line], *, by: int | None, at: datetime
) -> None:
    """What a list says of single people; where it said something before, this replaces it.

    While a plan is being carried out, whoever was not placed still can be.
    """
    open_row(session, plan, begun_too=True)
    for line in lines:
        _belongs(plan, line.council, line.whither)
        session.execute(
            delete(ListedPerson).where(
                ListedPerson.plan_id == plan.id,
                ListedPerson.from_id == line.council,
                ListedPerson.person_id == line.person_id,
            )
        )
    session.add_all(
        ListedPerson(
            plan_id=plan.id,
            from_id=line.council,
            person_id=line.person_id,
            fate=line.whither.fate.value,
            to_id=line.whither.to,
        )
        for line in lines
    )
    _write(session, plan, f"a list of {len(lines)}", by=by, at=at)


def empty_list(session: Session, plan: Plan, *, by: int | None, at: datetime) -> None:
    """Nobody is named by a list any more."""
    open_row(session, plan)
    session.execute(delete(ListedPerson).where(ListedPerson.plan_id == plan.id))
    _write(session, plan, "no list", by=by, at=at)


def _write(session: Session, plan: Plan, what: str, *, by: int | None, at: datetime) -> None:
    changes = {"plan": (None, plan.name), "what": (None, what)}
    audit.write(session, "reorganisation.changed", by=by, at=at, changes=changes)
