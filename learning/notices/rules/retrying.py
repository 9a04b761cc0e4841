"""How long to wait before an e-mail is tried again, and when to give up."""

from datetime import datetime, timedelta

LEASE = timedelta(minutes=5)  # while somebody tries to send an e-mail, nobody else does
GIVE_UP_AFTER = timedelta(days=3)
LEAST_TRIES = 8  # before that: time in which nobody tried, such as a week's quiet, says nothing
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
SPREAD = 0.25  # each wait is up to so much longer or shorter, so that they do not come together


def wait(tries: int, mark: str) -> timedelta:
    """After so many tries: twice as long each time. The spread follows from the e-mail's mark."""
    plain = min(FIRST_WAIT * float(2 ** min(tries - 1, 20)), LONGEST_WAIT)
    chance = int(f"{mark[:6]}{tries:02}", 16) % 1000 / 999
    return plain * (1 - SPREAD + 2 * SPREAD * chance)


def next_try(tries: int, mark: str, *, tried_since: datetime, at: datetime) -> datetime | None:
    """When it is tried again; None where it was tried often and long enough."""
    moment = at + wait(tries, mark)
    is_over = tries >= LEAST_TRIES and moment - tried_since > GIVE_UP_AFTER
    return None if is_over else moment
