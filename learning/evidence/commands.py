"""Commands about what people have shown."""

import click
from flask.cli import with_appcontext

from learning.catalogue.serving import served
from learning.clock import now
from learning.evidence.expiring import tell_expiring as tell_them


@click.command("tell-expiring")
@with_appcontext
def tell_expiring() -> None:
    """Tell people 90 and 30 days before what they hold runs out, each once; run it daily."""
    click.echo(f"{tell_them(served().names['skill'], at=now())} told.")
