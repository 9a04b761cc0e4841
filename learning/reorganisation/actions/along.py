"""Takes along what hangs on people beside their places: exemptions, extra time, open claims."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from learning.accounts.actions import following
from learning.assessments import carrying as extra_time
from learning.assignments import carrying
from learning.claims.actions.handing_on import hand_back, hand_on
from learning.claims.models import Claim
from learning.reorganisation.models import ChangedRow, ReorganisationRun
from learning.reorganisation.queries import moving as queries
from learning.reorganisation.rules.moving import Move
from learning.reorganisation.rules.plans import Plan
from learning.reorganisation.rules.whither import Fate

CLAIM, RULE, TOKEN = "claim", "rule", "token"  # what is changed where it stands


def take_along(
    session: Session,
    plan: Plan,
    run: ReorganisationRun,
    moves: Sequence[Move],
    *,
    by: int | None,
    at: datetime,
) -> Counter[str]:
    """Whose place ends for good keeps all of it where it is; returns how many exemptions moved."""
    found: Counter[str] = Counter()
    going: dict[int, dict[int, int]] = defaultdict(dict)
    for one in moves:
        for left in one.left:
            if left.whither.to is not None:
                going[left.place.organisation_id][one.person.id] = left.whither.to
    for council, people in sorted(going.items()):
        were, are = carrying.carry_exemptions(
            session, people, from_id=council, on=plan.vests_on, by=by, at=at
        )
        found += Counter({"exemptions moved": were, "exemptions made": are})
        extra_time.carry(session, people, from_id=council, on=plan.vests_on, by=by, at=at)
        claims = hand_on(session, people, from_id=council, by=by, at=at)
        keep_before(session, run, CLAIM, dict.fromkeys(claims, council))
        for way in following.WAYS:
            gone = following.follow(session, way, people, from_id=council)
            keep_before(session, run, way, dict.fromkeys(gone, council))
    ended = [
        (left.place.organisation_id, one.person.id)
        for one in moves
        for left in one.left
        if left.whither.fate is Fate.ENDS
    ]
    found["exemptions ended"] += queries.exemptions(session, ended, on=plan.vests_on)
    return found


def bring_back(
    session: Session,
    run: ReorganisationRun,
    people: Collection[int],
    *,
    by: int | None,
    at: datetime,
) -> None:
    """Claims of these people, and ways in, go back to where they were."""
    if claims := _from(session, run, CLAIM, Claim, Claim.person_id.in_(people)):
        hand_back(session, claims, by=by, at=at)
    if not _has_ways(session, run):
        return
    for way, table in following.WAYS.items():
        ways = _from(session, run, way, table, following.whose(way).in_(people))
        following.go_back(session, way, ways)


def _has_ways(session: Session, run: ReorganisationRun) -> bool:
    followed = ChangedRow.what.in_(following.WAYS)
    found = select(ChangedRow.id).where(ChangedRow.run_id == run.id, followed).limit(1)
    return session.scalar(found) is not None


def _from(
    session: Session, run: ReorganisationRun, what: str, table: Any, theirs: ColumnElement[bool]
) -> dict[int, int]:
    """By row of a table, the council that it was from."""
    rows = session.execute(
        select(ChangedRow.row_id, ChangedRow.before)
        .join(table, table.id == ChangedRow.row_id)
        .where(ChangedRow.run_id == run.id, ChangedRow.what == what, theirs)
    )
    return {row.row_id: int(row.before) for row in rows}


def keep_before(
    session: Session, run: ReorganisationRun, what: str, rows: Mapping[int, object]
) -> None:
    """What these rows said before they were changed where they stand; none is kept as nothing."""
    session.add_all(
        ChangedRow(
            run_id=run.id, what=what, row_id=number, before="" if said is None else str(said)
        )
        for number, said in rows.items()
    )


def before_of(session: Session, run: ReorganisationRun, what: str) -> dict[int, str]:
    """What each row of a kind said before this run."""
    rows = session.execute(
        select(ChangedRow.row_id, ChangedRow.before).where(
            ChangedRow.run_id == run.id, ChangedRow.what == what
        )
    )
    return {row.row_id: row.before for row in rows}
