"""Commands about badges."""

import click
from flask import current_app
from flask.cli import with_appcontext

from learning.badges import actions, queries
from learning.clock import now
from learning.config import Settings
from learning.database import transaction


@click.command("rotate-badge-key")
@click.argument("organisation", required=False)
@with_appcontext
def rotate_badge_key(organisation: str | None) -> None:
    """New keys to sign badges with: for ORGANISATION (its short name), or for all.

    What was signed before still verifies: the old public keys stay published.
    """
    settings: Settings = current_app.extensions["settings"]
    at = now()
    with transaction() as session:
        found = queries.issuers_in_use(session, organisation)
        if not found:
            raise click.ClickException("No organisation with that short name issues badges.")
        names = [council.name for council in found]
        for council in found:
            actions.rotate_keys(
                session,
                organisation_id=council.id,
                secret=settings.secret_key.get_secret_value(),
                by=None,
                at=at,
            )
    for name in names:
        click.echo(f"New keys from now on: {name}")
