"""Answers what has been changed since a plan was carried out that undoing it would lose."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from learning.assessments.models import Adjustment
from learning.assignments.exemptions import Exemption
from learning.assignments.models import Assigned
from learning.claims.models import AcceptanceRule
from learning.people.models import (
    HeldRole,
    Membership,
    MembershipPeriod,
    Particulars,
    Pause,
    RequirementSetting,
    Restriction,
)
from learning.policies.models import Policy
from learning.reorganisation.models import MovedPlace, ReorganisationRun
from learning.reorganisation.rules.plans import Plan

OF_PLACES = (
    (MembershipPeriod, "the days on which they belong there"),
    (HeldRole, "a role"),
    (Pause, "their days away"),
    (Restriction, "who sees them"),
)
SETTINGS = (
    (RequirementSetting, "levels of what roles need"),
    (Policy, "decisions"),
    (AcceptanceRule, "rules on what is accepted from elsewhere"),
)


def joined_since(session: Session, plan: Plan, run: ReorganisationRun) -> Iterator[str]:
    """People whom only the new council knows: where they belong has to be said first."""
    moved = select(MovedPlace.membership_id).where(MovedPlace.run_id == run.id)
    gone_on = {one.council.id for one in plan.leaving}
    for council in plan.following:
        # A council that had people before goes on, with whoever joins it.
        before = int(run.counted.get(f"people {council.id}", 0))
        if before or council.id in gone_on:
            continue
        people = session.scalar(
            select(func.count(Membership.person_id.distinct()))
            .join(MembershipPeriod, MembershipPeriod.membership_id == Membership.id)
            .where(
                Membership.organisation_id == council.id,
                Membership.id.not_in(moved),
                MembershipPeriod.superseded_at.is_(None),
                or_(MembershipPeriod.ends_on.is_(None), MembershipPeriod.ends_on > plan.vests_on),
            )
        )
        if people:
            yield f"{_people(people)} joined {council.name}. Move or end their places there first"


def changed_since(session: Session, plan: Plan, run: ReorganisationRun) -> list[str]:
    """What would be lost, in words with counts; empty where nothing would."""
    found = []
    for table, words in OF_PLACES:
        if count := _count(session, run, table):
            found.append(f"{_people(count)}: {words} has changed since")
    ids = [council.id for council in plan.following]
    for count, words in (
        (_asked(session, run), "what they are asked has been changed by a lead since"),
        (_of_people(session, run, ids, Particulars), "their name, address or reference changed"),
        (_of_people(session, run, ids, Exemption), "they were exempted from a path since"),
        (_of_people(session, run, ids, Adjustment), "their extra time in checks has changed since"),
    ):
        if count:
            found.append(f"{_people(count)}: {words}")
    for setting, words in SETTINGS:
        mine = and_(setting.organisation_id.in_(ids), setting.recorded_at == run.started_at)
        changed = session.scalar(
            select(func.count()).where(mine, setting.superseded_at.is_not(None))
        )
        if changed:
            found.append(f"{changed} {words} that were taken over have changed since")
    return found


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def _moved(run: ReorganisationRun, *columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(MovedPlace)
        .join(Membership, Membership.id == MovedPlace.membership_id)
        .where(MovedPlace.run_id == run.id, MovedPlace.undone_at.is_(None))
    )


def _count(session: Session, run: ReorganisationRun, table: Any) -> int:
    """People with rows of their moved places that were recorded or superseded since."""
    at = MovedPlace.moved_at
    whose = func.count(Membership.person_id.distinct())
    own = or_(MovedPlace.kind != "joined", table.recorded_at == at)
    changed = or_(table.recorded_at > at, and_(own, table.superseded_at > at))
    mine = or_(MovedPlace.kind != "joined", table.superseded_at.is_not(None))
    rows = _moved(run, whose).join(table, table.membership_id == MovedPlace.membership_id)
    return session.scalar(rows.where(changed, mine, table.recorded_at >= at)) or 0


def _asked(session: Session, run: ReorganisationRun) -> int:
    """What the calendar alone changed is worked out again; what a lead decided would be lost."""
    whose = func.count(Membership.person_id.distinct())
    rows = _moved(run, whose).join(Assigned, Assigned.membership_id == MovedPlace.membership_id)
    return (
        session.scalar(
            rows.where(
                MovedPlace.kind == "made",
                Assigned.recorded_at > MovedPlace.moved_at,
                Assigned.recorded_by.is_not(None),
            )
        )
        or 0
    )


def _of_people(
    session: Session, run: ReorganisationRun, councils: Sequence[int], table: Any
) -> int:
    whose = func.count(Membership.person_id.distinct())
    same = and_(
        table.person_id == Membership.person_id,
        table.organisation_id == Membership.organisation_id,
        table.recorded_at > MovedPlace.moved_at,
    )
    rows = _moved(run, whose).join(table, same)
    return (
        session.scalar(
            rows.where(MovedPlace.kind == "made", Membership.organisation_id.in_(councils))
        )
        or 0
    )
