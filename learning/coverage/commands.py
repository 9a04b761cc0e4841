"""Commands about kept figures."""

import sys

import click
from flask.cli import with_appcontext

from learning.catalogue.serving import served
from learning.clock import now
from learning.coverage import keeping, keeping_together


@click.command("recompute-coverage")
@click.option("--compare", is_flag=True, help="Change nothing; count where kept figures differ.")
@with_appcontext
def recompute_coverage(compare: bool) -> None:
    """Work out and keep today's figures, and those of month ends that have closed."""
    if compare:
        differences = keeping.differences(served())
        click.echo(f"{differences} differences")
        sys.exit(1 if differences else 0)
    at = now()
    month_ends, organisations = keeping.keep_figures(served(), at=at, afresh=True)
    together, _ = keeping_together.keep_together(served(), at=at)
    click.echo(f"{month_ends} month ends worked out and kept.")
    click.echo(f"{together} month ends of partnerships worked out and kept.")
    click.echo(f"Today's figures of {organisations} organisations worked out and kept.")
