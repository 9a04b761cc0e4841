"""Proposes, publishes, corrects and withdraws short cases; each version stays on record."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning import audit
from learning.clock import day_of
from learning.dated import amend, in_force
from learning.errors import Conflict, NotFound
from learning.notices import actions as notices
from learning.once import made_before, make_once
from learning.outcomes.models import CaseVersion, ResultCase
from learning.outcomes.rules.cases import MAY_BECOME, State, Words, check_reason
from learning.people.actions.holding import hold
from learning.people.models import Appointment
from learning.people.standing import Kind

CHANGED = "Somebody else changed this case. Look at it again, then make your change."


def write(
    session: Session,
    organisation_id: int,
    slug: str,
    words: Words,
    *,
    is_lead: bool,
    form_key: str,
    by: int,
    at: datetime,
) -> int:
    """A case: published where a lead writes it, else proposed. The same form twice is one case."""
    theirs = ResultCase.proposed_by == by
    before = made_before(session, ResultCase, theirs, form_key=form_key, form_hash=words.form_hash)
    if before is not None:
        return before.id
    wanted = ResultCase(
        organisation_id=organisation_id,
        proposed_by=by,
        proposed_at=at,
        form_key=form_key,
        form_hash=words.form_hash,
    )
    case = make_once(session, wanted, theirs)
    if case is not wanted:
        return case.id
    state = State.PUBLISHED if is_lead else State.PROPOSED
    session.add(
        CaseVersion(
            case_id=case.id, state=state.value, **_columns(words), recorded_at=at, recorded_by=by
        )
    )
    _write_down(session, state.value, organisation_id, words.title, by=by, at=at)
    if not is_lead:
        _tell_leads(session, organisation_id, f"/organisations/{slug}/results/{case.id}", at=at)
    return case.id


def change(
    session: Session,
    number: int,
    organisation_id: int,
    slug: str,
    to: State,
    *,
    seen: int,
    words: Words | None = None,
    reason: str = "",
    by: int,
    at: datetime,
) -> None:
    """A lead publishes, corrects (new words), declines or withdraws the version they have seen."""
    hold(session, organisation_id)
    row = session.scalar(
        select(CaseVersion)
        .join(ResultCase, ResultCase.id == CaseVersion.case_id)
        .where(
            ResultCase.id == number,
            ResultCase.organisation_id == organisation_id,
            CaseVersion.superseded_at.is_(None),
        )
    )
    if row is None:
        raise NotFound
    was = State(row.state)
    if row.id != seen or to not in MAY_BECOME[was]:
        raise Conflict(CHANGED)
    check_reason(to, reason)
    said = _columns(words) if words else {}
    amend(session, row, {**said, "state": to.value, "reason": reason}, by=by, at=at)
    deed = "corrected" if was is to else to.value
    title = words.title if words else row.title
    _write_down(session, deed, organisation_id, title, by=by, at=at)
    if was is State.PROPOSED:
        _tell_proposer(session, number, slug, to, reason, by=by, at=at)


def _columns(words: Words) -> dict[str, Any]:
    return {**asdict(words), "skills": " ".join(words.skills)}


def _write_down(
    session: Session, deed: str, organisation_id: int, title: str, *, by: int, at: datetime
) -> None:
    audit.write(
        session,
        f"case.{deed}",
        by=by,
        at=at,
        organisation_id=organisation_id,
        changes={"title": (None, title)},
    )


def _tell_leads(session: Session, organisation_id: int, link: str, *, at: datetime) -> None:
    leads = session.scalars(
        select(Appointment.person_id)
        .where(
            Appointment.organisation_id == organisation_id,
            Appointment.kind == Kind.LEARNING_LEAD.value,
            in_force(Appointment, day_of(at)),
        )
        .distinct()
    ).all()
    notices.tell_all(
        session,
        leads,
        kind="case.proposed",
        subject="A case of a result was proposed",
        body="Read it, then publish it or say why not.",
        link=link,
        organisation_id=organisation_id,
        at=at,
    )


def _tell_proposer(
    session: Session, number: int, slug: str, to: State, reason: str, *, by: int, at: datetime
) -> None:
    case = session.get_one(ResultCase, number)
    if case.proposed_by == by:
        return
    is_published = to is State.PUBLISHED
    notices.tell(
        session,
        person_id=case.proposed_by,
        kind="case.decided",
        subject="The case you proposed is published"
        if is_published
        else "The case you proposed is not published",
        body="Everybody in your council can read it." if is_published else reason,
        link=f"/organisations/{slug}/results/{number}",
        organisation_id=case.organisation_id,
        at=at,
    )
