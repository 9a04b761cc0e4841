"""Takes hundreds of checks, and sends e-mail, under faults on each database; prints the account."""

import sys
import tempfile
from argparse import ArgumentParser, Namespace
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

from flask import Flask

from bench.databases import SECRET, app_on, close, fresh
from bench.servers import product_environment
from drills import reckoning, server, world
from drills.ledger import Ledger
from drills.post.drill import post_drill
from drills.post.reckoning import Account as PostAccount
from drills.schedule import Schedule
from drills.visitor import Visitor
from learning.database import current_session

AT_ONCE = 6  # visitors


def drill(url: str, folder: Path, *, schedules: int, seed: str) -> tuple[reckoning.Account, str]:
    """The account of so many schedules on one database, and how processes died meanwhile."""
    app = app_on(url)
    people = world.build(app, schedules)
    deaths = folder / f"deaths-{url.partition(':')[0]}"
    environment = product_environment(url, SECRET) | {"DRILL_DEATHS": str(deaths)}
    deaths.touch()
    with server.dying(environment, every=3) as (port, reaper):

        def one(person: int) -> Ledger:
            return _schedule(app, people, person, port=port, seed=f"{seed}/{person}").run()

        with ThreadPoolExecutor(AT_ONCE) as visitors:
            ledgers = list(visitors.map(one, people.people))
    with app.app_context():
        account = reckoning.account(current_session(), ledgers)
    for ledger in ledgers:
        for surprise in ledger.surprises:
            print(f"  person {ledger.person_id}: {surprise}")
    close(app)
    died = deaths.read_text()
    return account, (
        f"processes killed: {reaper.killed} at any moment, {died.count('b')} before their work,"
        f" {died.count('a')} between write and reply"
    )


def _schedule(app: Flask, people: world.World, person: int, *, port: int, seed: str) -> Schedule:
    visitor = Visitor(port, world.sign_in(app, person), Ledger(person))
    return Schedule(
        visitor,
        seed=seed,
        course=world.COURSE,
        stranger=people.stranger,
        sign_out=lambda: world.sign_out(app, person),
        sign_in=lambda: world.sign_in(app, person),
    )


def main() -> int:
    """Prints the figures; 1 where anything was lost, doubled or wrong."""
    arguments = ArgumentParser(prog="drills", description=__doc__)
    arguments.add_argument("--schedules", type=int, default=300, help="on each database")
    arguments.add_argument("--kills", type=int, default=300, help="of senders, on each database")
    arguments.add_argument("--seed", default="drill")
    arguments.add_argument("--database", choices=["SQLite", "PostgreSQL"], default=None)
    arguments.add_argument("--part", choices=["checks", "post"], default=None)
    chosen = arguments.parse_args()
    faults = 0
    for part in ("checks", "post"):
        if chosen.part not in (None, part):
            continue
        with tempfile.TemporaryDirectory() as folder, fresh(Path(folder)) as urls:
            for name, url in urls.items():
                if chosen.database in (None, name):
                    faults += _of_part(part, name, url, Path(folder), chosen)
    return 1 if faults else 0


def _of_part(part: str, name: str, url: str, folder: Path, chosen: Namespace) -> int:
    """Runs and prints one part on one database; how many faults there were."""
    account: reckoning.Account | PostAccount
    if part == "post":
        account, deaths = post_drill(url, kills=chosen.kills, seed=chosen.seed), "e-mail"
    else:
        account, deaths = drill(url, folder, schedules=chosen.schedules, seed=chosen.seed)
    print(f"{name}: {deaths}")
    for what, figure in asdict(account).items():
        print(f"  {what.replace('_', ' '):22}{figure:8,}", flush=True)
    return account.faults


if __name__ == "__main__":
    sys.exit(main())
