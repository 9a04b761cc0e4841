"""Commands for authors and operators: check the courses, put the framework in force."""

import sys
from collections import Counter
from datetime import datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from learning.catalogue import actions as framework
from learning.catalogue import quality, register
from learning.catalogue.loading import BadCatalogue, load
from learning.catalogue.published import Catalogue
from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.config import Settings
from learning.database import current_session, transaction
from learning.errors import Refusal


@click.command("check-courses")
@click.option("--register", "add_new", is_flag=True, help="First add new ids to register.toml.")
@with_appcontext
def check_courses(add_new: bool) -> None:
    """Print every problem of the courses folder, then the figures of each course.

    The exit code is 1 if there is any problem.
    """
    settings: Settings = current_app.extensions["settings"]
    if add_new:
        click.echo(f"{register.add_new(settings.courses)} new ids in register.toml.")
    try:
        catalogue = load(settings.courses)
    except BadCatalogue as bad:
        for problem in bad.problems:
            click.echo(problem)
        click.echo(f"{len(bad.problems)} problems.")
        sys.exit(1)
    _print_figures(catalogue)


def _print_figures(catalogue: Catalogue) -> None:
    states = Counter(course.file.status for course in catalogue.courses.values())
    for course in catalogue.courses.values():
        if course.is_live:
            found = quality.figures(course)
            luck = ", ".join(f"{name} {chance:.2%}" for name, chance in found.luck.items())
            click.echo(
                f"{found.slug}: {found.lessons} lessons, {found.minutes} minutes, "
                f"{found.words} words, reading age {found.reading_age:.1f}, "
                f"{found.long_sentences} long sentences, {found.questions} questions; "
                f"passing by luck: {luck}; right answers by position {found.right_positions}, "
                f"length of right over wrong {found.length_ratio:.2f}"
            )
    counts = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    click.echo(
        f"No problems. {len(catalogue.skills)} skills, {len(catalogue.roles)} roles, "
        f"{len(catalogue.paths)} paths, courses: {counts}."
    )


@click.command("sync-framework")
@click.option(
    "--from",
    "starts",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="First day in force; today if left out.",
)
@click.option("--dry-run", is_flag=True, help="Say what would change and change nothing.")
@with_appcontext
def sync_framework(starts: datetime | None, dry_run: bool) -> None:
    """Put the requirements of the courses folder in force from a day."""
    catalogue = served()
    day = starts.date() if starts else day_of(now())
    if dry_run:
        change = framework.difference(current_session(), catalogue)
    else:
        try:
            with transaction() as session:
                change = framework.sync_framework(
                    session, catalogue, in_force_from=day, by=None, at=now()
                )
        except Refusal as refusal:
            raise click.ClickException(refusal.message) from None
    for entry in change.added:
        click.echo(f"added    {entry}")
    for entry in change.gone:
        click.echo(f"replaced {entry}")
    click.echo(f"{len(change.added)} added, {len(change.gone)} replaced.")
