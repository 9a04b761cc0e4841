"""The command that fills an empty database with the demo."""

from datetime import datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from learning.catalogue.serving import served
from learning.clock import now
from learning.config import Settings
from learning.demo.seed import seed as seed_demo
from learning.errors import Refusal


@click.command("seed")
@click.option("--at", "moment", metavar="ISO", help="Pretend it is this moment; for tests.")
@with_appcontext
def seed(moment: str | None) -> None:
    """Fill an empty database with the demo: made-up councils with two years of history."""
    catalogue = served()
    settings: Settings = current_app.extensions["settings"]
    at = datetime.fromisoformat(moment) if moment else now()
    given = settings.demo_password
    try:
        password = seed_demo(
            catalogue,
            given.get_secret_value() if given else None,
            secret=settings.secret_key.get_secret_value(),
            at=at,
        )
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from None
    click.echo(password)
