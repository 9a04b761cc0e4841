"""Runs every measurement and prints one table.

`large` runs that of a very large council alone, `nation [people]` that of a nation.
"""

import sys
import tempfile
from pathlib import Path

from flask import Flask

from bench import coverage, imports, nation, reorganisation, sign_in, start, statements, web, wire
from bench.crowd import Crowd
from bench.databases import SECRET, app_on, close, fresh
from bench.measure import Line, table
from bench.world import World, build
from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.coverage.keeping import keep_figures
from learning.database import transaction


def of_everything() -> None:
    """Prints the whole table, in Markdown where that is asked for."""
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as folder, fresh(Path(folder)) as urls:
        apps = {name: app_on(url) for name, url in urls.items()}
        worlds = {name: build(app) for name, app in apps.items()}
        for name, url in urls.items():
            lines += web.measure(name, url, worlds[name])
        lines += sign_in.measure(apps["SQLite"])
        lines += wire.measure(urls["SQLite"], SECRET, worlds["SQLite"], apps["SQLite"])
        lines += start.measure(urls["SQLite"], SECRET)
        crowd = _crowd(apps["SQLite"], worlds["SQLite"])
        for name, app in apps.items():
            with app.app_context():
                keep_figures(served(), at=now(), decided=0)
                with transaction() as session:
                    coverage.show(session, worlds[name].lead_id, "few")
        few = {name: statements.counts(app, worlds[name]) for name, app in apps.items()}
        lines += coverage.measure(apps, worlds, crowd)
        many = {name: statements.counts(app, worlds[name]) for name, app in apps.items()}
        lines += statements.lines(few, many)
        for name, app in apps.items():
            lines += imports.measure(name, app)
            lines += reorganisation.measure(name, app, worlds[name])
        for app in apps.values():
            close(app)
    print(table(lines, markdown="--markdown" in sys.argv))


def of_a_large_council() -> None:
    """Prints the table of a council of 100,000 people beside one of 20,000."""
    with tempfile.TemporaryDirectory() as folder, fresh(Path(folder)) as urls:
        apps = {name: app_on(url) for name, url in urls.items()}
        worlds = {name: build(app) for name, app in apps.items()}
        crowd = _crowd(apps["SQLite"], worlds["SQLite"])
        lines = coverage.measure(apps, worlds, crowd, sizes=coverage.VERY_LARGE, urls=urls)
        for app in apps.values():
            close(app)
    print(table(lines, markdown="--markdown" in sys.argv))


def _crowd(app: Flask, world: World) -> Crowd:
    return Crowd(app.extensions["catalogue"], world.organisation_id, day_of(now()))


def of_a_nation() -> None:
    """Prints the table of a nation, on PostgreSQL: one of a million people takes minutes."""
    sizes = [int(word.replace(",", "")) for word in sys.argv[2:] if word[0].isdigit()]
    lines: list[Line] = []
    for people in sizes or [nation.PEOPLE // 10, nation.PEOPLE]:
        with tempfile.TemporaryDirectory() as folder, fresh(Path(folder)) as urls:
            app = app_on(urls["PostgreSQL"])
            lines += nation.measure(app, people=people)
            close(app)
    print(table(lines, markdown="--markdown" in sys.argv))


def main() -> None:
    """Runs what the words on the command line name."""
    if "nation" in sys.argv[1:]:
        of_a_nation()
    elif "large" in sys.argv[1:]:
        of_a_large_council()
    else:
        of_everything()


if __name__ == "__main__":
    main()
