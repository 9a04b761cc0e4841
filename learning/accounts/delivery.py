"""Invites those who wait for it, in short transactions: others come to write in between."""

import time

from learning.accounts.actions.waiting import invite_some
from learning.accounts.letters import Service
from learning.clock import now
from learning.database import transaction

AT_ONCE = 500  # invitations in one transaction: a tenth of a second or so
TURN = 0.02  # seconds: who waits for SQLite's lock looks again after a few thousandths


def invite_those_due(service: Service | None) -> int:
    """All of them; returns how many. What one process leaves when it dies, the next one does."""
    done = 0
    while True:
        with transaction() as session:
            some = invite_some(session, AT_ONCE, service=service, at=now())
        done += some
        if some < AT_ONCE:
            return done
        time.sleep(TURN)
