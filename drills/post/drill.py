"""Kills senders at random moments until so many died, lets the last ones finish, and reckons."""

import os
import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from random import Random

from bench.databases import SECRET, app_on, close
from bench.servers import product_environment
from drills.post.inbox import Inbox, serving
from drills.post.reckoning import Account, account
from drills.post.sender import Nursery, nurseries
from drills.post.world import World
from learning.database import current_session

DOMAIN = "learning.drill.example"
LONGEST_LIFE = 0.6  # seconds
LONGEST_WAIT = 10.0
LONGEST_MOMENT = 0.06
POSTED_A_ROUND = 5
MOST_TO_FINISH = 500  # senders


def post_drill(url: str, *, kills: int, seed: str, people: int = 60, senders: int = 2) -> Account:
    """What became of everything that was to be told while so many senders were killed."""
    app = app_on(url)
    world = World(app, people)
    inbox = Inbox(Random(f"{seed}/inbox"))
    killed: set[str] = set()
    with serving(inbox) as port, nurseries(_environment(url, port), senders) as open_ones:
        _kill(world, inbox, open_ones, killed, kills=kills, chance=Random(seed))
        _finish(world, inbox, open_ones[0])
    with app.app_context():
        found = account(
            current_session(),
            inbox.accepted,
            killed,
            posted=world.posted,
            refused=inbox.refused,
            domain=DOMAIN,
        )
    close(app)
    return found


def _environment(url: str, port: int) -> dict[str, str]:
    return product_environment(url, SECRET) | {
        "LEARNING_ADDRESS": f"https://{DOMAIN}",
        "LEARNING_MAIL": "smtp",
        "LEARNING_MAIL_FROM": f"learning@{DOMAIN}",
        "LEARNING_SMTP_HOST": "127.0.0.1",
        "LEARNING_SMTP_PORT": str(port),
        "LEARNING_SMTP_SECURITY": "none",
    }


def _kill(
    world: World,
    inbox: Inbox,
    open_ones: Sequence[Nursery],
    killed: set[str],
    *,
    kills: int,
    chance: Random,
) -> None:
    """One sender, or two at once; each is killed after a while, wherever it is by then."""
    world.tell_everybody()
    number = 0
    while len(killed) < kills:
        world.post(POSTED_A_ROUND)
        alive: dict[str, tuple[Nursery, int]] = {}
        for one in open_ones[: 1 + (chance.random() < 0.3)]:
            number += 1
            alive[f"sender-{number}"] = (one, one.start(f"sender-{number}", world.at))
        for name, (one, process) in alive.items():
            _live_a_while(inbox, name, process, chance)
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            if one.was_killed():
                killed.add(name)
        inbox.wait_until_all_hung_up()
        if world.closes_soon():  # a week until it opens again: what goes at once is not to wait
            world.go_on()
            _let_live(world, inbox, open_ones[0], f"evening-{number}")
        world.go_on()


def _live_a_while(inbox: Inbox, name: str, process: int, chance: Random) -> None:
    """Some die after any time, most a moment after the server kept one of their e-mails.

    A busy machine starts processes slowly: time alone would kill most before their first one.
    """
    if chance.random() < 0.25:
        time.sleep(chance.random() * LONGEST_LIFE)
        return
    wanted = chance.randint(1, 6)
    until = time.monotonic() + LONGEST_WAIT
    while inbox.kept_of(name) < wanted and time.monotonic() < until and _is_there(process):
        time.sleep(0.001)
    time.sleep(chance.random() * LONGEST_MOMENT)


def _is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _finish(world: World, inbox: Inbox, one: Nursery) -> None:
    """Nobody is killed or told anything any more; what waits goes in the weeks that follow."""
    world.telling = False
    for number in range(MOST_TO_FINISH):
        _let_live(world, inbox, one, f"last-{number}")
        if not world.waiting():
            return
        world.go_on()
    raise TimeoutError("some e-mails were never sent")


def _let_live(world: World, inbox: Inbox, one: Nursery, name: str) -> None:
    """A sender that nobody kills, at a mail server that takes everything."""
    inbox.refusing = False
    one.start(name, world.at)
    one.was_killed()
    inbox.wait_until_all_hung_up()
    inbox.refusing = True
