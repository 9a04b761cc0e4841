"""Commands about kept figures."""

import sys

import click
from flask.cli import with_appcontext

from learning.clock import now
from learning.coverage import kept
from learning.database import current_session, transaction


@click.command("recompute-coverage")
@click.option("--compare", is_flag=True, help="Change nothing; count where kept figures differ.")
@with_appcontext
def recompute_coverage(compare: bool) -> None:
    """Work out the month-end figures that have closed and are not kept yet."""
    if compare:
        differences = kept.differences(current_session())
        click.echo(f"{differences} differences")
        sys.exit(1 if differences else 0)
    with transaction() as session:
        count = kept.keep_closed(session, at=now())
    click.echo(f"{count} month ends worked out and kept.")
