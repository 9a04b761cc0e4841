"""Keeps what somebody sends, what its dry run says, and what they answer."""

import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learning.errors import Conflict, Refusal
from learning.imports.actions.bulk import as_kept, put
from learning.imports.models import ImportLine, PeopleImport, Status
from learning.imports.queries.uploads import Task
from learning.imports.rules.columns import Layout
from learning.imports.rules.packing import packed, shown
from learning.imports.rules.planning import Plan
from learning.people.models import Organisation
from learning.people.rules import check_newcomers
from learning.spreadsheets.days import Order
from learning.spreadsheets.table import Table

LEASE = timedelta(minutes=2)  # without a word, somebody else takes it up
MOST_TRIES = 3
LINE = ("import_id", "place", "outcome", "row", "code", "proposed", "chosen", "shown")


@dataclass(frozen=True)
class Sending:
    """A file as it was read, and what its sender says of it."""

    organisation_id: int
    name: str
    table: Table
    layout: Layout
    order: Order
    day: date
    is_full: bool
    form_key: str


def keep(session: Session, sending: Sending, *, lease: bool, by: int, at: datetime) -> PeopleImport:
    """The rows of a file until they are applied; the same form sent twice is one import."""
    council = session.get_one(Organisation, sending.organisation_id)
    check_newcomers(council.name, council.ends_on, sending.day, field="file")
    asks = sending.order.has_to_be_asked
    sent = PeopleImport(
        organisation_id=sending.organisation_id,
        name=sending.name,
        rows=packed(sending.table),
        row_count=len(sending.table.rows),
        day=sending.day,
        is_full=sending.is_full,
        month_first=bool(sending.order.proven),
        said=json.dumps(_said(sending)),
        last_day=sending.day - timedelta(days=1) if sending.is_full else None,
        status=Status.ASKING if asks else Status.WAITING,
        uploaded_at=at,
        uploaded_by=by,
        form_key=sending.form_key,
    )
    if lease and not asks:
        take_lease(sent, at=at)
    try:
        with session.begin_nested():
            session.add(sent)
            session.flush()  # its number is its address
    except IntegrityError:
        before = session.scalar(
            select(PeopleImport).where(
                PeopleImport.uploaded_by == by, PeopleImport.form_key == sending.form_key
            )
        )
        if before is None:
            raise
        return before
    return sent


def _said(sending: Sending) -> list[str]:
    """What to know of the file before its rows."""
    said = list(sending.table.said)
    if sending.layout.ignored:
        named = ", ".join(f"“{name}”" for name in sending.layout.ignored[:20])
        said.append(f"Columns that are not read: {named}")
    order = sending.order
    if order.proven is not None:
        first, example = ("month", order.month_first) if order.proven else ("day", order.day_first)
        said.append(f"Its days are read with the {first} first: {example[0]} shows it")
    return said


def answer_order(sent: PeopleImport, *, month_first: bool, lease: bool, at: datetime) -> None:
    """How the file writes its days; it then waits for its dry run."""
    if sent.status != Status.ASKING:
        return
    first = "month" if month_first else "day"
    said = [*json.loads(sent.said), f"Its days are read with the {first} first, as you said"]
    sent.month_first, sent.said, sent.status = month_first, json.dumps(said), Status.WAITING
    if lease:
        take_lease(sent, at=at)


def keep_plan(
    session: Session, task: Task, plan: Plan, *, trouble: str | None = None, at: datetime
) -> bool:
    """What the dry run says, in place of what one said before; False for a worker too late."""
    sent = session.get_one(PeopleImport, task.number, with_for_update=True)
    if sent.lease != task.lease or sent.status in (Status.APPLIED, Status.CANCELLED):
        return False
    session.execute(delete(ImportLine).where(ImportLine.import_id == task.number))
    convert = as_kept(session, ImportLine, LINE)
    rows = []
    for place, one in enumerate(plan.lines):
        code = one.code if one.proposed else None
        line = (place, one.outcome.value, one.row, code, one.proposed, one.chosen, shown(one))
        rows.append(convert((task.number, *line)))
    put(session, ImportLine, LINE, rows)
    sent.fingerprint, sent.planned_at, sent.trouble = plan.fingerprint, at, trouble
    sent.status, sent.done, sent.tries = Status.READY, sent.row_count, 0
    sent.to_invite = sum(deed.invites for deed in plan.deeds)
    sent.lease = sent.leased_until = None
    return True


def choose_leavers(
    session: Session,
    sent: PeopleImport,
    *,
    shown_codes: Collection[str],
    ticked: Collection[str],
    everyone: bool | None,
    last_day: date,
) -> None:
    """Who of those that the file does not name leaves, and their last day."""
    if sent.status != Status.READY or not sent.is_full:
        raise Conflict("This import was applied or cancelled meanwhile. Look at it again")
    proposed = (ImportLine.import_id == sent.id, ImportLine.proposed)
    if everyone is not None:
        session.execute(update(ImportLine).where(*proposed).values(chosen=everyone))
    else:
        here = (*proposed, ImportLine.code.in_(list(shown_codes)[:1000]))
        session.execute(update(ImportLine).where(*here).values(chosen=False))
        session.execute(
            update(ImportLine)
            .where(*here, ImportLine.code.in_(list(ticked)[:1000]))
            .values(chosen=True)
        )
    sent.last_day = last_day
    sent.status = Status.WAITING  # what it writes is worked out again


def take_lease(sent: PeopleImport, *, at: datetime) -> None:
    """Whoever asked works on it at once; a worker does where they fail to."""
    sent.lease, sent.leased_until = secrets.token_hex(16), at + LEASE


def claim(session: Session, number: int, *, at: datetime) -> str | None:
    """A lease on an import, for one worker alone; after too many tries it has failed."""
    sent = session.get_one(PeopleImport, number, with_for_update=True)
    if sent.leased_until is not None and sent.leased_until >= at:
        return None
    if sent.tries >= MOST_TRIES:
        sent.status, sent.lease, sent.leased_until = Status.FAILED, None, None
        sent.trouble = "This could not be worked out. Nothing has been changed. Send it again"
        return None
    sent.tries += 1
    sent.lease, sent.leased_until = secrets.token_hex(16), at + LEASE
    return sent.lease


def report(session: Session, task: Task, done: int, *, at: datetime) -> None:
    """A worker is still at it, and this far."""
    session.execute(
        update(PeopleImport)
        .where(PeopleImport.id == task.number, PeopleImport.lease == task.lease)
        .values(done=done, leased_until=at + LEASE)
    )


def ask_to_apply(sent: PeopleImport, *, fingerprint: str, good_rows: bool, invites: bool) -> None:
    """A worker is to apply it."""
    if sent.status != Status.READY:
        return
    if fingerprint != sent.fingerprint:
        raise Conflict("The dry run was made again meanwhile. Look at it, then apply it")
    sent.status, sent.good_rows, sent.done = Status.APPLYING, good_rows, 0
    sent.invites = invites


def cancel(session: Session, sent: PeopleImport) -> None:
    """Nothing is changed, and nothing of the file is kept."""
    if sent.status in (Status.APPLIED, Status.APPLYING):
        raise Refusal("This import was applied already")
    sent.status, sent.lease, sent.leased_until = Status.CANCELLED, None, None
    _empty(session, [sent.id])


def cancel_all(session: Session, organisation_id: int) -> list[int]:
    """With its council every import ends that was not applied; returns who sent them."""
    sent = session.scalars(
        select(PeopleImport)
        .where(
            PeopleImport.organisation_id == organisation_id,
            PeopleImport.status.not_in((Status.APPLIED, Status.CANCELLED)),
        )
        .with_for_update()
    ).all()
    for one in sent:
        one.status, one.lease, one.leased_until = Status.CANCELLED, None, None
    _empty(session, [one.id for one in sent])
    return [one.uploaded_by for one in sent]


def _empty(session: Session, numbers: list[int]) -> None:
    session.execute(delete(ImportLine).where(ImportLine.import_id.in_(numbers)))
    session.execute(update(PeopleImport).where(PeopleImport.id.in_(numbers)).values(rows=None))


def empty_old(session: Session, *, organisation_id: int, before: datetime) -> None:
    """What was read of files sent before a moment goes; that they were sent stays."""
    old = session.scalars(
        select(PeopleImport.id).where(
            PeopleImport.organisation_id == organisation_id,
            PeopleImport.rows.is_not(None),
            PeopleImport.uploaded_at < before,
        )
    )
    _empty(session, list(old))
