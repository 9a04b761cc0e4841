"""Tells others of what is overdue, where a council's policy says so, and nobody otherwise.

Whoever is overdue is told first, some days before anybody else, and reads under which clause.
"""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from learning import audit
from learning.catalogue.published import Catalogue
from learning.clock import day_of
from learning.notices import actions as notices
from learning.oversight import letters
from learning.oversight.models import Escalated
from learning.oversight.overdue import Case, Policed, Step, cases, councils


def escalate(session: Session, *, catalogue: Catalogue, at: datetime) -> int:
    """Tell whom the policies in force say; each step of each case once. How many were told.

    To be called once a day. People whose results only named training leads see are left out.
    """
    today = day_of(at)
    return sum(
        _tell(session, council, step, told, catalogue, at=at)
        for council in councils(session, today)
        for step, told in _due(session, council, catalogue, today).items()
    )


def _due(
    session: Session, council: Policed, catalogue: Catalogue, today: date
) -> dict[Step, list[tuple[Case, int]]]:
    """Whom to tell of which case today, by step."""
    found: dict[Step, list[tuple[Case, int]]] = {"person": [], "manager": [], "officer": []}
    after = timedelta(days=council.policy.after_days or 0)
    for one in cases(session, council, catalogue, today):
        others = council.others(one)
        if others and "person" not in one.told:
            found["person"].append((one, one.person_id))
        elif others and one.due_on + after <= today and _knew_before(one, today):
            for step, whom in others:
                if step not in one.told:
                    found[step].append((one, whom))
    return found


def _knew_before(one: Case, today: date) -> bool:
    return day_of(one.told["person"]) < today


def _tell(
    session: Session,
    council: Policed,
    step: Step,
    told: list[tuple[Case, int]],
    catalogue: Catalogue,
    *,
    at: datetime,
) -> int:
    """The rows, what each is told, and the audit rows, each in one statement."""
    if not told:
        return 0
    session.execute(insert(Escalated), [_row(council, step, *one, at=at) for one in told])
    words = [_word(council, step, *one, catalogue) for one in told]
    here, people = council.organisation_id, [one.person_id for one, _ in told]
    notices.tell_each(session, words, kind="escalation", organisation_id=here, at=at)
    if step == "person":
        audit.write_all(
            session, "escalation.announced", people, by=None, at=at, organisation_id=here
        )
    else:
        audit.write_all(session, "escalation.told", people, by=None, at=at, organisation_id=here)
    return len(told)


def _row(council: Policed, step: Step, one: Case, whom: int, *, at: datetime) -> dict[str, Any]:
    return {
        "organisation_id": council.organisation_id,
        "membership_id": one.membership_id,
        "person_id": one.person_id,
        "path": one.path,
        "due_on": one.due_on,
        "step": step,
        "told_id": whom,
        "told_at": at,
        "authority": council.decided.authority,
        "decided_on": council.decided.starts_on,
    }


def _word(council: Policed, step: Step, one: Case, whom: int, catalogue: Catalogue) -> notices.Word:
    title = catalogue.paths[one.path].title if one.path in catalogue.paths else one.path
    authority = letters.clause(council.decided.authority, council.decided.starts_on or one.due_on)
    if step == "person":
        body = letters.first_told(
            title=title,
            due_on=one.due_on,
            whom=council.whom(one),
            authority=authority,
            after_days=council.policy.after_days or 0,
        )
        link = f"/paths/{one.path}"
        return notices.Word(whom, f"Overdue, and who will be told: {title}", body, link)
    body = letters.then_told(
        name=one.name,
        title=title,
        due_on=one.due_on,
        role="line manager" if step == "manager" else "the officer named",
        authority=authority,
    )
    return notices.Word(whom, f"Overdue: {title}, {one.name}", body)
