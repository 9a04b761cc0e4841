"""Compares what was to be told with what the mail server accepted."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from drills.post.inbox import TOKEN, Accepted
from learning.notices.models import Mail, Notice
from learning.notices.rules.bounces import message_id

FIGURES = 7  # the others have to be nought


@dataclass(frozen=True)
class Account:
    """The figures of a drill; all but the first have to be nought."""

    senders_killed: int
    killed_while_sending: int  # after they had handed over something
    to_be_told: int  # notices and e-mails that go at once
    e_mails: int
    accepted: int
    repeats: int  # the same Message-ID again
    refused_for_now: int
    lost: int  # to be told, and in nothing that was accepted
    told_twice: int  # in e-mails with different Message-IDs
    unexplained: int  # repeats where nobody died between acceptance and mark
    invented: int  # marked as sent, and never accepted
    unmarked: int  # accepted, and not marked at the end
    two_in_a_week: int  # people with more than one routine e-mail

    @property
    def faults(self) -> int:
        """Everything that must not happen."""
        return sum(getattr(self, one.name) for one in fields(self)[FIGURES:])


def account(
    session: Session,
    accepted: Sequence[Accepted],
    killed: Collection[str],
    *,
    posted: int,
    refused: int,
    domain: str,
) -> Account:
    """The figures; `killed` are the names of the senders that died."""
    mails = {message_id(mail.id, mail.mark, domain): mail for mail in session.scalars(select(Mail))}
    notices = [
        token
        for subject in session.scalars(select(Notice.subject))
        for token in TOKEN.findall(subject)
    ]
    told = defaultdict(set)
    for one in accepted:
        for token in one.tokens:
            told[token].add(one.message_id)
    ids = {one.message_id for one in accepted}
    at_once = {name for name, mail in mails.items() if mail.week is None}
    weeks = session.scalars(
        select(func.count())
        .where(Mail.week.is_not(None))
        .group_by(Mail.person_id, Mail.week)
        .having(func.count() > 1)
    ).all()
    return Account(
        senders_killed=len(killed),
        killed_while_sending=len({one.sender for one in accepted} & set(killed)),
        to_be_told=len(notices) + posted,
        e_mails=len(mails),
        accepted=len(accepted),
        repeats=len(accepted) - len(ids),
        refused_for_now=refused,
        lost=sum(token not in told for token in notices) + posted - len(at_once & ids),
        told_twice=sum(len(found) > 1 for found in told.values()),
        unexplained=unexplained(accepted, killed),
        invented=sum(mail.sent_at is not None and name not in ids for name, mail in mails.items())
        + len(ids - set(mails)),
        unmarked=sum(mail.sent_at is None and name in ids for name, mail in mails.items()),
        two_in_a_week=len(weeks),
    )


def unexplained(accepted: Sequence[Accepted], killed: Collection[str]) -> int:
    """Acceptances that were repeated, though their sender lived on after them.

    Whoever dies between acceptance and mark handed over nothing after it, and was killed.
    """
    last = {one.sender: place for place, one in enumerate(accepted)}
    again = Counter(one.message_id for one in accepted)
    found = 0
    for place, one in enumerate(accepted):
        again[one.message_id] -= 1
        was_repeated = again[one.message_id] > 0
        died_of_it = one.sender in killed and last[one.sender] == place
        found += was_repeated and not died_of_it
    return found
