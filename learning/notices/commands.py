"""Commands about e-mail."""

import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from learning.clock import now
from learning.config import Settings
from learning.database import transaction
from learning.notices import delivery, outbox
from learning.notices.rules.bounces import read_bounce

LARGEST = 10 * 1024 * 1024  # bytes of what came back


@click.command("send-notices")
@click.option("--until-empty", is_flag=True, help="Go on until nothing is due any more.")
@click.option("--dry-run", is_flag=True, help="Change nothing; say what is due.")
@with_appcontext
def send_notices(*, until_empty: bool, dry_run: bool) -> None:
    """Put together the weekly e-mails that may go out now, and send what is due.

    Safe to run by several at once. The worker does the same every minute.
    """
    settings: Settings = current_app.extensions["settings"]
    if settings.mail == "none":
        click.echo("No e-mail leaves: LEARNING_MAIL is none.")
    if dry_run:
        digests, due = delivery.what_is_due(settings, at=now())
        click.echo(f"{digests} to be put together, {due} to be sent. Nothing has been changed.")
        return
    returned = delivery.look_for_bounces(settings, at=now())
    while True:
        done = delivery.deliver(settings, at=now())
        click.echo(
            f"{done.put_together} put together, {done.sent} sent,"
            f" {done.put_off} put off, {done.failed} failed"
        )
        if not (until_empty and done.sent):
            break
    if returned:
        click.echo(f"{returned} came back")


@click.command("record-bounce")
@with_appcontext
def record_bounce() -> None:
    """Read from standard input what a mail server sent back, and mark the e-mail it is about.

    For a pipe of the mail server, at the address of LEARNING_MAIL_FROM. What is no report of a
    failed delivery changes nothing.
    """
    bounce = read_bounce(sys.stdin.buffer.read(LARGEST))
    recorded = False
    if bounce is not None:
        with transaction() as session:
            recorded = outbox.came_back(session, bounce, at=now())
    click.echo("Recorded." if recorded else "Nothing to record.")
