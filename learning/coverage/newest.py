"""Says when anything that a report rests on was last recorded."""

from typing import Any

from sqlalchemy import exists, func, select, union_all

from learning.catalogue.models import FrameworkRequirement
from learning.coverage.queries import Question
from learning.dated import Recorded, known
from learning.evidence.models import Evidence, Withdrawal
from learning.people.models import (
    HeldRole,
    Membership,
    MembershipPeriod,
    Pause,
    RequirementSetting,
)


def newest_row(question: Question) -> Any:
    """The newest `recorded_at`, known by the moment, among rows that touch the day or earlier."""
    here = Membership.organisation_id.in_(question.organisations)
    people = exists().where(Membership.person_id == Evidence.person_id, here)
    piece = exists().where(Evidence.id == Withdrawal.evidence_id, people)

    def of_member(table: Any) -> Any:
        return exists().where(Membership.id == table.membership_id, here)

    parts = [
        _newest(question, HeldRole, HeldRole.starts_on, of_member(HeldRole)),
        _newest(
            question, MembershipPeriod, MembershipPeriod.starts_on, of_member(MembershipPeriod)
        ),
        _newest(question, Pause, Pause.paused_from, of_member(Pause)),
        _newest(question, Evidence, Evidence.shown_on, people),
        _newest(question, Withdrawal, Withdrawal.effective_on, piece),
        _newest(question, FrameworkRequirement, FrameworkRequirement.starts_on),
        _newest(
            question,
            RequirementSetting,
            RequirementSetting.starts_on,
            RequirementSetting.organisation_id.in_(question.organisations),
        ),
    ]
    every = union_all(*parts).subquery()
    return select(func.max(every.c.recorded_at)).scalar_subquery()


def _newest(question: Question, table: type[Recorded], starts: Any, *where: Any) -> Any:
    """One row: the index on `recorded_at` is read backwards until a row fits."""
    row = (
        select(table.recorded_at)
        .where(known(table, question.known_at), starts <= question.as_at, *where)
        .order_by(table.recorded_at.desc())
        .limit(1)
        .subquery()
    )
    return select(row.c.recorded_at)
