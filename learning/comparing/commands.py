"""Commands about what may be compared."""

import sys

import click
from flask.cli import with_appcontext

from learning.catalogue.serving import served
from learning.clock import now
from learning.comparing import keeping


@click.command("recompute-comparison")
@click.option("--compare", is_flag=True, help="Change nothing; count where kept figures differ.")
@with_appcontext
def recompute_comparison(compare: bool) -> None:
    """Work out and keep what may be compared, of councils that share."""
    if compare:
        differences = keeping.differences(served(), at=now())
        click.echo(f"{differences} differences")
        sys.exit(1 if differences else 0)
    click.echo(f"{keeping.keep_comparable(served(), at=now())} month ends worked out and kept.")
