"""Changes the outbox: digests go in, each e-mail is taken before it is sent, and settled after."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, case, delete, select, update
from sqlalchemy.orm import Session

from learning.clock import day_of
from learning.database import insert_of
from learning.notices.actions import new_mark
from learning.notices.gathering import Draft
from learning.notices.models import Mail, Notice
from learning.notices.queries import digests as queries
from learning.notices.queries.told import refused_addresses
from learning.notices.rules import retrying
from learning.notices.rules.bounces import DEAD, LEFT, RAN_OUT, STOPPED, Bounce
from learning.notices.rules.digest import concerned
from learning.notices.rules.opening import next_opening

DIGEST = "digest"
LOOKED_AT = 50  # rows that one taking passes over at most, so that it is short


@dataclass(frozen=True)
class Taken:
    """An e-mail that is now this sender's to try; the try's number says whose."""

    id: int
    mark: str
    person_id: int | None
    address: str
    language: str
    subject: str
    plain: str
    html: str
    is_digest: bool
    tries: int


@dataclass(frozen=True)
class Outcome:
    """What became of a try; without trouble it was accepted."""

    trouble: str = ""
    is_lasting: bool = False
    is_of_address: bool = False


def put_in(session: Session, draft: Draft, *, at: datetime) -> bool:
    """The digest becomes a row and its notices are taken along; False where one is there.

    Whoever else puts one together for the same person and week finds this row.
    """
    row = {
        "mark": new_mark(),
        "person_id": draft.person_id,
        "organisation_id": draft.organisation_id,
        "address": draft.address,
        "kind": DIGEST,
        "language": draft.dressed.language,
        "subject": draft.dressed.subject,
        "plain": draft.dressed.plain,
        "html": draft.dressed.html,
        "written_at": at,
        "send_after": at,
        "week": draft.week,
    }
    mail_id = session.scalar(
        insert_of(session)(Mail)
        .values(row)
        .on_conflict_do_nothing(index_elements=["person_id", "week"])
        .returning(Mail.id)
    )
    if mail_id is None:
        return False
    waits = (Notice.id.in_(draft.taken), Notice.mail_id.is_(None))
    if _count(session, update(Notice).where(*waits).values(mail_id=mail_id)) == len(draft.taken):
        return True
    _release(session, mail_id)  # a notice went while this was put into words: next time
    session.execute(delete(Mail).where(Mail.id == mail_id))
    return False


def take(session: Session, *, at: datetime) -> Taken | None:
    """The next e-mail that is due: from now on, for a while, nobody else tries it.

    What goes at once comes before the digests. The row is marked before the network is spoken
    to, so that no lock waits for a mail server; should this process die, its time runs out and
    somebody tries again.
    """
    for _ in range(LOOKED_AT):
        mail = _next_due(session, at)
        if mail is None:
            return None
        if _is_put_off(session, mail, at=at):
            session.flush()
            continue
        mail.tries += 1
        mail.tried_since = mail.tried_since or at
        mail.send_after = at + retrying.LEASE
        return Taken(
            mail.id,
            mail.mark,
            mail.person_id,
            mail.address,
            mail.language,
            mail.subject,
            mail.plain,
            mail.html,
            mail.week is not None,
            mail.tries,
        )
    return None


def _next_due(session: Session, at: datetime) -> Mail | None:
    waits = select(Mail).where(
        Mail.sent_at.is_(None), Mail.failed_at.is_(None), Mail.send_after <= at
    )
    at_once = waits.where(Mail.week.is_(None)).order_by(Mail.send_after, Mail.id)
    routine = waits.where(Mail.week.is_not(None)).order_by(Mail.week, Mail.send_after, Mail.id)
    for wanted in (at_once, routine):
        found = session.scalar(wanted.limit(1).with_for_update(skip_locked=True))
        if found is not None:
            return found
    return None


def _is_put_off(session: Session, mail: Mail, *, at: datetime) -> bool:
    """Whether it may not go now: for good, or because its councils are not open."""
    if mail.expires_at is not None and mail.expires_at <= at:
        _fail(session, mail, RAN_OUT, at=at)
    elif refused_addresses(session, [mail.address]):
        _fail(session, mail, DEAD, at=at)
    elif mail.week is not None:
        _keep_to_the_hours(session, mail, at=at)
    return mail.failed_at is not None or mail.send_after > at


def _keep_to_the_hours(session: Session, mail: Mail, *, at: datetime) -> None:
    """Between being put together and being tried hours end, councils fall quiet, people leave."""
    on, person = day_of(at), mail.person_id or 0
    places = queries.places_of(session, [person], on=on)[person]
    about = set(
        session.scalars(select(Notice.organisation_id).where(Notice.mail_id == mail.id).distinct())
    )
    known = queries.councils(session, on=on, only=places | {one for one in about if one})
    bound = concerned(about, known, places, on=on) or tuple(known.values())
    opens = next_opening(bound, at) if places else None
    if opens is None:
        _fail(session, mail, LEFT, at=at)
    elif not all(one.approved for one in bound):
        _fail(session, mail, STOPPED, at=at)
    else:
        mail.send_after = max(opens, mail.send_after)


def settle(session: Session, taken: Taken, outcome: Outcome, *, at: datetime) -> None:
    """What became of a try."""
    mail = session.get(Mail, taken.id, with_for_update=True)
    if mail is None or mail.sent_at is not None:
        return
    if not outcome.trouble:
        mail.sent_at, mail.trouble = at, mail.trouble if mail.failed_at else None
        _empty(mail)
        session.execute(update(Notice).where(Notice.mail_id == mail.id).values(sent_at=at))
        return
    if mail.failed_at is not None or mail.tries != taken.tries:
        return  # somebody else tried it meanwhile: theirs is the newer word
    again = retrying.next_try(mail.tries, mail.mark, tried_since=mail.tried_since or at, at=at)
    if outcome.is_lasting or again is None:
        _fail(session, mail, outcome.trouble, is_of_address=outcome.is_of_address, at=at)
    else:
        mail.send_after, mail.trouble = again, outcome.trouble


def came_back(session: Session, bounce: Bounce, *, at: datetime) -> bool:
    """An e-mail that was accepted could not be delivered; False where it is none of ours."""
    mail = session.scalar(
        select(Mail)
        .where(Mail.id == bounce.mail_id, Mail.mark == bounce.mark, Mail.failed_at.is_(None))
        .with_for_update()
    )
    if mail is None:
        return False
    _fail(session, mail, bounce.trouble, is_of_address=bounce.is_of_address, at=at)
    return True


def sweep(session: Session, *, at: datetime) -> int:
    """What ran out before it was sent is given up, and its secrets are emptied."""
    over = (
        Mail.sent_at.is_(None),
        Mail.failed_at.is_(None),
        Mail.expires_at <= at,
        Mail.send_after <= at,  # nobody is trying it now
    )
    emptied = {
        name: case((Mail.secret, ""), else_=getattr(Mail, name)) for name in ("plain", "html")
    }
    gone = {"failed_at": at, "trouble": RAN_OUT}
    return _count(session, update(Mail).where(*over).values(**gone, **emptied))


def _fail(
    session: Session, mail: Mail, trouble: str, *, is_of_address: bool = False, at: datetime
) -> None:
    """It is given up; its notices wait for the next digest, should there be one."""
    mail.failed_at, mail.trouble, mail.refused = at, trouble, is_of_address
    _empty(mail)
    _release(session, mail.id)


def _release(session: Session, mail_id: int) -> None:
    session.execute(
        update(Notice).where(Notice.mail_id == mail_id).values(mail_id=None, sent_at=None)
    )


def _empty(mail: Mail) -> None:
    if mail.secret:
        mail.plain = mail.html = ""


def _count(session: Session, statement: Any) -> int:
    """How many rows a changing statement changed."""
    result = session.execute(statement, execution_options={"synchronize_session": False})
    return result.rowcount if isinstance(result, CursorResult) else 0
