"""`work-imports`: reads and applies what was sent by the pages and is too large for a request."""

import click
from flask.cli import with_appcontext

from learning.catalogue.serving import served
from learning.imports.working import work


@click.command("work-imports")
@with_appcontext
def work_imports() -> None:
    """Read and apply the imports that wait, then stop. Several may run at one time."""
    click.echo(f"{work(served())} done.")
