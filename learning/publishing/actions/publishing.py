"""Publishes statements: nothing is edited or taken away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learning import audit
from learning.clock import day_in_words, day_of
from learning.errors import Conflict, Refusal
from learning.once import made_before, make_once
from learning.publishing import queries
from learning.publishing.composing import Draft
from learning.publishing.content import StatementContent
from learning.publishing.models import Statement, StatementFile, StatementRelease
from learning.publishing.papers import Drawn

MEANWHILE = "Another statement was published meanwhile. Look at it, then decide again"


@dataclass(frozen=True)
class Form:
    """One form as it was sent: sent twice it does one thing."""

    key: str
    hash: str
    by: int
    at: datetime


def published_by_form(session: Session, form: Form) -> int | None:
    """The number of what the same form published before; Conflict where it said something else."""
    theirs = Statement.published_by == form.by
    before = made_before(session, Statement, theirs, form_key=form.key, form_hash=form.hash)
    return before.number if before is not None else None


def publish(
    session: Session,
    draft: Draft,
    content: StatementContent,
    files: Sequence[Drawn],
    *,
    form: Form,
) -> int:
    """Keeps a statement and all its files as they were drawn; its number."""
    before = published_by_form(session, form)
    if before is not None:
        return before
    _may_be_published(session, draft, content)
    statement = _row(draft, content, form)
    try:  # the database knows whether another lead was there first
        kept = make_once(session, statement, Statement.published_by == form.by)
    except IntegrityError:
        raise Conflict(MEANWHILE) from None
    if kept is not statement:
        return kept.number
    _keep_files(session, statement.id, files)
    _keep_release(session, statement, content, form)
    audit.write(
        session,
        "statement.restated" if draft.restates_id else "statement.published",
        by=form.by,
        at=form.at,
        organisation_id=statement.organisation_id,
        changes={
            "number": (content.restatement.number if content.restatement else None, content.number),
            "as_at": (None, draft.about.as_at),
            "audience": (None, draft.about.audience.value),
            "officer": (None, f"{content.published_by.name}, {content.published_by.post}"),
        },
    )
    return content.number


def _row(draft: Draft, content: StatementContent, form: Form) -> Statement:
    return Statement(
        organisation_id=draft.about.organisation.id,
        number=content.number,
        audience=draft.about.audience.value,
        as_at=draft.about.as_at,
        known_at=draft.about.known_at,
        framework_revision=content.report.framework_revision,
        officer_name=content.published_by.name,
        officer_post=content.published_by.post,
        published_at=form.at,
        published_by=form.by,
        hidden=list(draft.hidden),
        anew=list(draft.anew),
        form_key=form.key,
        form_hash=form.hash,
        restates_id=draft.restates_id,
    )


def _may_be_published(session: Session, draft: Draft, content: StatementContent) -> None:
    about = draft.about
    period = queries.period_on(session, about.organisation.id, day_of(content.published_at))
    if period is not None and content.release is None:
        raise Refusal(
            f"Until polling day, {day_in_words(period.polling_on)}, nothing is published without"
            " somebody who answers for it: say who, and why",
            field="release_name",
        )
    first = queries.of_day(session, about.organisation.id, about.audience, about.as_at)
    if first is not None and draft.restates_id is None:
        raise Conflict(
            f"Statement {first.number} says the figures of this day already. If they were"
            " corrected since, restate it"
        )


def _keep_files(session: Session, statement_id: int, files: Sequence[Drawn]) -> None:
    rows = [
        {
            "statement_id": statement_id,
            "kind": file.kind,
            "language": file.language,
            "media_type": file.media_type,
            "sha256": file.sha256,
            "size": len(file.content),
            "content": file.content,
        }
        for file in files
    ]
    session.execute(insert(StatementFile), rows)


def _keep_release(
    session: Session, statement: Statement, content: StatementContent, form: Form
) -> None:
    release = content.release
    period = queries.period_on(session, statement.organisation_id, day_of(form.at))
    if release is None or period is None:
        return
    session.add(
        StatementRelease(
            statement_id=statement.id,
            period_id=period.id,
            officer_name=release.officer.name,
            officer_post=release.officer.post,
            reason=release.reason,
            recorded_at=form.at,
            recorded_by=form.by,
        )
    )
    audit.write(
        session,
        "statement.released",
        by=form.by,
        at=form.at,
        organisation_id=statement.organisation_id,
        changes={
            "number": (None, statement.number),
            "officer": (None, f"{release.officer.name}, {release.officer.post}"),
            "reason": (None, release.reason),
        },
    )
