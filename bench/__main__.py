"""Runs every measurement and prints one table; `nation [people]` runs that of a nation alone."""

import sys
import tempfile
from pathlib import Path

from bench import coverage, imports, nation, reorganisation, sign_in, start, statements, web, wire
from bench.crowd import Crowd
from bench.databases import SECRET, app_on, close, fresh
from bench.measure import Line, table
from bench.world import build
from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.coverage.keeping import keep_figures
from learning.database import transaction


def main() -> None:
    """Prints the table, in Markdown where that is asked for."""
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as folder, fresh(Path(folder)) as urls:
        apps = {name: app_on(url) for name, url in urls.items()}
        worlds = {name: build(app) for name, app in apps.items()}
        for name, url in urls.items():
            lines += web.measure(name, url, worlds[name])
        lines += sign_in.measure(apps["SQLite"])
        lines += wire.measure(urls["SQLite"], SECRET, worlds["SQLite"], apps["SQLite"])
        lines += start.measure(urls["SQLite"], SECRET)
        catalogue = apps["SQLite"].extensions["catalogue"]
        crowd = Crowd(catalogue, worlds["SQLite"].organisation_id, day_of(now()))
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


of_a_nation() if "nation" in sys.argv[1:] else main()
