"""Commands about checks."""

import click
from flask import current_app
from flask.cli import with_appcontext

from learning.assessments.retention import delete_old_choices as delete_them
from learning.clock import day_in_words, now
from learning.config import Settings
from learning.database import transaction


@click.command("delete-old-choices")
@with_appcontext
def delete_old_choices() -> None:
    """Delete the choices of attempts older than LEARNING_CHOICES_KEPT_MONTHS; run it daily."""
    settings: Settings = current_app.extensions["settings"]
    with transaction() as session:
        deleted = delete_them(session, months=settings.choices_kept_months, at=now())
    click.echo(
        f"Deleted: {deleted.answers} answers. Attempts submitted before"
        f" {day_in_words(deleted.before)} whose choices are gone now: {deleted.attempts}."
    )
