"""Lets go of what has been kept long enough, council by council, each kind by itself."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from learning import audit
from learning.audit import AuditDetail, AuditEntry
from learning.claims.actions.completions import empty_old
from learning.claims.models import Claim, ClaimDecision, ClaimFile
from learning.clock import day_of
from learning.database import current_session, transaction
from learning.housekeeping import queries
from learning.housekeeping.erasing import erase
from learning.housekeeping.rules.periods import SIGN_INS, TRIES_DAYS, before
from learning.housekeeping.whose import Whom
from learning.imports.actions import uploads
from learning.notices.models import Mail, Notice
from learning.people.models import Particulars, SignIn
from learning.people.queries import all_facts
from learning.people.rules import tries_window
from learning.people.tries import SignInTries
from learning.policies.queries import policies_of_all
from learning.policies.rules import Retention
from learning.readings.models import Reading
from learning.readings.rules import KEPT_MONTHS


def apply_periods(*, at: datetime) -> Counter[str]:
    """Everything that is due to go at a moment; how much of each kind went."""
    session, today = current_session(), day_of(at)
    councils = [council.id for council in all_facts(session)]
    decided = policies_of_all(session, councils, on=today)
    gone: Counter[str] = Counter()
    for council in (*councils, None):  # none: what belongs to no council in particular
        said = decided[council].of(Retention) if council else Retention()
        with transaction() as writing:
            went = _of_council(writing, council, said, at=at)
            _write_down(writing, council, went, at=at)
        gone += went
    with transaction() as writing:
        gone += _sign_ins(writing, at=at)
    return gone


def _of_council(
    session: Session, council: int | None, said: Retention, *, at: datetime
) -> Counter[str]:
    went = Counter(
        notices=_told(session, council, said.notices, at=at),
        changes=_changes(session, council, said.changes, at=at),
    )
    if council is not None:
        went["leavers"] = _leavers(session, council, said.leavers, at=at)
        went["proofs"] = _proofs(session, council, said.proofs, at=at)
        old = before(said.uploads, at=at)
        empty_old(session, organisation_id=council, before=old)
        uploads.empty_old(session, organisation_id=council, before=old)
    return +went


def _leavers(session: Session, council: int, months: int, *, at: datetime) -> int:
    """Whoever nobody else keeps goes whole; of others goes what this council said."""
    today = day_of(at)
    due = queries.left_before(session, council, day_of(before(months, at=at)), on=today)
    if not due:
        return 0
    whole = queries.of_no_other(session, due, council, on=today)
    erase(session, Whom(tuple(sorted(whole))), at=at)
    erase(session, Whom(tuple(one for one in due if one not in whole), council), at=at)
    for person in due:
        audit.write(
            session, "person.erased", by=None, at=at, organisation_id=council, person_id=person
        )
    return len(due)


def _told(session: Session, council: int | None, months: int, *, at: datetime) -> int:
    old = before(months, at=at)
    mails = and_(Mail.organisation_id.is_not_distinct_from(council), Mail.written_at < old)
    going = select(Mail.id).where(mails)
    _count(session, update(Notice).where(Notice.mail_id.in_(going)).values(mail_id=None))
    _count(session, delete(Mail).where(mails))
    notices = and_(Notice.organisation_id.is_not_distinct_from(council), Notice.written_at < old)
    return _count(session, delete(Notice).where(notices))


def _proofs(session: Session, council: int, months: int, *, at: datetime) -> int:
    claims = (
        select(Claim.id)
        .join(ClaimDecision, ClaimDecision.claim_id == Claim.id)
        .where(
            Claim.organisation_id == council,
            ClaimDecision.outcome != "accepted",
            ClaimDecision.decided_at < before(months, at=at),
        )
    )
    return _count(session, delete(ClaimFile).where(ClaimFile.claim_id.in_(claims)))


def _changes(session: Session, council: int | None, months: int, *, at: datetime) -> int:
    entries = select(AuditEntry.id).where(
        AuditEntry.organisation_id.is_not_distinct_from(council),
        AuditEntry.at < before(months, at=at),
    )
    full = or_(AuditDetail.before.is_not(None), AuditDetail.after.is_not(None))
    old = update(AuditDetail).where(AuditDetail.entry_id.in_(entries), full)
    earlier = delete(Particulars).where(
        Particulars.organisation_id == council,
        Particulars.superseded_at < before(months, at=at),
    )
    _count(session, earlier)  # earlier names and addresses
    return _count(session, old.values(before=None, after=None))


def _sign_ins(session: Session, *, at: datetime) -> Counter[str]:
    old = before(SIGN_INS, at=at)
    over = or_(SignIn.ended_at < old, SignIn.expires_at < old)
    window = tries_window(at - timedelta(days=TRIES_DAYS))
    _count(session, delete(SignInTries).where(SignInTries.window < window))
    _count(session, delete(Reading).where(Reading.read_at < before(KEPT_MONTHS, at=at)))
    return +Counter({"sign-ins": _count(session, delete(SignIn).where(over))})


def _write_down(session: Session, council: int | None, went: Counter[str], *, at: datetime) -> None:
    if went:
        counts: dict[str, tuple[object, object]] = {kind: (None, n) for kind, n in went.items()}
        audit.write(
            session, "retention.applied", by=None, at=at, organisation_id=council, changes=counts
        )


def _count(session: Session, statement: Any) -> int:
    """How many rows a changing statement changed."""
    result = session.execute(statement, execution_options={"synchronize_session": False})
    return result.rowcount if isinstance(result, CursorResult) else 0
