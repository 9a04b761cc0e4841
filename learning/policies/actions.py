"""Keeps what a council decides."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learning import audit, dated
from learning.clock import day_in_words, day_of
from learning.errors import Conflict, Refusal
from learning.people.actions.holding import hold
from learning.policies.models import Policy
from learning.policies.queries import history_of, seen_of
from learning.policies.rules import Decision, Name, name_of

CHANGED = "Somebody else has decided something here meanwhile. Look at it, then decide again"


def decide(
    session: Session,
    said: Decision,
    *,
    organisation_id: int,
    authority: str,
    starts_on: date,
    by: int | None,
    at: datetime,
    seen: str | None = None,
) -> Policy:
    """A decision holds from a day that is not past, in place of what was decided before.

    `seen` says which decisions a form was made from; sent twice, it decides once.
    """
    if starts_on < day_of(at):
        raise Refusal("Choose today or a later day: the past stays as it was", field="starts_on")
    name = name_of(said)
    hold(session, organisation_id)
    in_force = [
        row for row in history_of(session, organisation_id, name) if row.superseded_at is None
    ]
    decided = Policy(
        organisation_id=organisation_id,
        name=name.value,
        said=said.model_dump_json(),
        authority=authority,
        starts_on=starts_on,
        recorded_at=at,
        recorded_by=by,
    )
    if seen is not None and seen != seen_of(in_force, on=day_of(at)):
        return _decided_before(in_force, decided)
    _nothing_later(in_force, starts_on)
    before = next((row.said for row in in_force if _holds(row, starts_on)), None)
    try:
        with session.begin_nested():
            dated.give_way(session, in_force, to=starts_on, by=by, at=at)
            session.add(decided)
            session.flush()  # the database knows whether another lead was there first
    except IntegrityError:
        raise Conflict(CHANGED) from None
    audit.write(
        session,
        f"{name.value}.decided",
        by=by,
        at=at,
        organisation_id=organisation_id,
        changes={
            "said": (before, decided.said),
            "authority": (None, authority),
            "starts_on": (None, starts_on),
        },
    )
    return decided


def _holds(row: Policy, day: date) -> bool:
    return row.starts_on <= day and (row.ends_on is None or row.ends_on > day)


def _decided_before(in_force: Sequence[Policy], wanted: Policy) -> Policy:
    """The decision that the same form made, when it was sent before."""
    for row in in_force:
        same = (row.said, row.authority, row.starts_on, row.recorded_by)
        if same == (wanted.said, wanted.authority, wanted.starts_on, wanted.recorded_by):
            return row
    raise Conflict(CHANGED)


def _nothing_later(in_force: Sequence[Policy], starts_on: date) -> None:
    later = [row.starts_on for row in in_force if row.starts_on > starts_on]
    if later:
        begins = day_in_words(min(later))
        words = f"Something is decided from {begins} already. Take that back first"
        raise Refusal(f"{words}, or choose a later day", field="starts_on")


def take_back(
    session: Session, *, organisation_id: int, name: Name, number: int, by: int, at: datetime
) -> bool:
    """What has not begun never will, and what held before goes on; False where it is gone."""
    hold(session, organisation_id)
    history = history_of(session, organisation_id, name)
    taken = next((row for row in history if row.id == number), None)
    if taken is None or taken.superseded_at is not None or taken.starts_on <= day_of(at):
        return False
    if any(row.superseded_at is None and row.starts_on > taken.starts_on for row in history):
        return False
    dated.take_back(session, history, taken, by=by, at=at)
    audit.write(
        session,
        f"{name.value}.taken-back",
        by=by,
        at=at,
        organisation_id=organisation_id,
        changes={"said": (taken.said, None), "starts_on": (None, taken.starts_on)},
    )
    return True
