"""Sends what is due. It opens transactions of its own: none is open while a mail server answers.

Put together → (commit) → take one → (commit) → send → settle it → (commit). Whoever dies between
the mail server's acceptance and the last commit leaves a row that is tried again when its lease
has run out, with the same Message-ID. Nothing else is ever sent twice, and nothing is lost.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import func, select

from learning.clock import now
from learning.config import Settings
from learning.database import current_session, transaction
from learning.notices import outbox
from learning.notices.gathering import Draft, gather
from learning.notices.letters import unsubscribe_address
from learning.notices.models import Mail
from learning.notices.outbox import Outcome, Taken
from learning.notices.ports import port_of
from learning.notices.ports.letter import Letter, Port, Refused, Rejected, Trouble, Unreachable
from learning.notices.rules.bounces import message_id

log = logging.getLogger(__name__)

MOST_AT_ONCE = 500  # e-mails in one round
NOBODY_ANSWERS = 3  # so many tries in a row that reach nobody end a round
BOUNCES_OF = timedelta(days=7)


@dataclass(frozen=True)
class Round:
    """What one round did."""

    put_together: int = 0
    sent: int = 0
    put_off: int = 0
    failed: int = 0


def deliver(
    settings: Settings, *, at: datetime, port: Port | None = None, most: int = MOST_AT_ONCE
) -> Round:
    """Put together the digests that may go out now, and send what is due; for every minute.

    Any number of processes may do it at once. `at` is when it begins; as it goes on, time
    passes. The port is that of the settings, unless another one is handed in.
    """
    moment = _passing(at)
    with transaction() as session:
        gone = outbox.sweep(session, at=at)
    way = port or port_of(settings)
    if way is None:
        return Round(failed=gone)
    try:
        made = _put_together(settings, moment)
        sent, put_off, failed = _send(settings, way, moment, most=most)
    finally:
        way.close()
    return Round(made, sent, put_off, failed + gone)


def look_for_bounces(settings: Settings, *, at: datetime, port: Port | None = None) -> int:
    """Ask the way what could not be delivered, where it can be asked; for every quarter hour."""
    way = port or port_of(settings)
    if way is None:
        return 0
    try:
        found = list(way.returned(since=at - BOUNCES_OF))
    except Trouble as trouble:
        log.warning("what came back could not be asked for: %s", trouble.words)
        return 0
    finally:
        way.close()
    with transaction() as session:
        return sum(outbox.came_back(session, bounce, at=at) for bounce in found)


def what_is_due(settings: Settings, *, at: datetime) -> tuple[int, int]:
    """(digests that may be put together, e-mails of the outbox that are due); changes nothing."""
    drafts = sum(len(found) for found in _batches(settings, lambda: at))
    due = select(func.count()).where(
        Mail.sent_at.is_(None), Mail.failed_at.is_(None), Mail.send_after <= at
    )
    return drafts, current_session().scalar(due) or 0


def _passing(at: datetime) -> Callable[[], datetime]:
    """The moment that was handed in, and from then on the time that passes."""
    began = now()
    return lambda: at + (now() - began)


def _batches(settings: Settings, moment: Callable[[], datetime]) -> Iterator[tuple[Draft, ...]]:
    after: int | None = 0
    while after is not None:
        found = gather(current_session(), settings, at=moment(), after=after)
        yield found.drafts
        after = found.last


def _put_together(settings: Settings, moment: Callable[[], datetime]) -> int:
    """Reading and wording need no lock; each batch is then written in a short transaction."""
    made = 0
    for drafts in _batches(settings, moment):
        if drafts:
            made += _write(drafts, at=moment())
    return made


def _write(drafts: tuple[Draft, ...], *, at: datetime) -> int:
    with transaction() as session:
        return sum(outbox.put_in(session, draft, at=at) for draft in drafts)


def _send(
    settings: Settings, way: Port, moment: Callable[[], datetime], *, most: int
) -> tuple[int, int, int]:
    """(sent, put off, failed); each is settled in the transaction that takes the next one."""
    counts = {"sent": 0, "put off": 0, "failed": 0}
    in_vain = 0
    taken = _next(None, None, at=moment(), goes_on=most > 0)
    while taken is not None:
        outcome, reached = _try(settings, way, taken, at=moment())
        counts[_word(outcome)] += 1
        in_vain = 0 if reached else in_vain + 1
        goes_on = in_vain < NOBODY_ANSWERS and sum(counts.values()) < most
        taken = _next(taken, outcome, at=moment(), goes_on=goes_on)
    return counts["sent"], counts["put off"], counts["failed"]


def _word(outcome: Outcome) -> str:
    if not outcome.trouble:
        return "sent"
    return "failed" if outcome.is_lasting else "put off"


def _next(
    before: Taken | None, outcome: Outcome | None, *, at: datetime, goes_on: bool
) -> Taken | None:
    with transaction() as session:
        if before is not None and outcome is not None:
            outbox.settle(session, before, outcome, at=at)
        return outbox.take(session, at=at) if goes_on else None


def _try(settings: Settings, way: Port, taken: Taken, *, at: datetime) -> tuple[Outcome, bool]:
    """What became of it, and whether anybody answered."""
    try:
        way.send(_letter(settings, taken, at=at))
    except Unreachable as trouble:
        return Outcome(trouble.words), False
    except (Refused, Rejected) as trouble:
        return Outcome(trouble.words, True, isinstance(trouble, Refused)), True
    except Trouble as trouble:
        return Outcome(trouble.words), True
    except Exception:  # one that cannot be sent for a fault of ours must not hold up the others
        log.exception("e-mail %s could not be sent", taken.id)
        return Outcome("A fault of this service: its log says more"), True
    return Outcome(), True


def _letter(settings: Settings, taken: Taken, *, at: datetime) -> Letter:
    stop = None
    if taken.is_digest and taken.person_id is not None:
        stop = unsubscribe_address(settings, taken.person_id)
    domain = urlsplit(settings.address or "").hostname or "localhost"
    return Letter(
        message_id=message_id(taken.id, taken.mark, domain),
        reference=f"{taken.id}-{taken.mark}",
        to=taken.address,
        subject=taken.subject,
        plain=taken.plain,
        html=taken.html,
        language=taken.language,
        at=at,
        unsubscribe=stop,
        again=taken.tries > 1,
    )
