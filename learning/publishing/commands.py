"""A command that holds what was published to the records."""

import sys

import click
from flask.cli import with_appcontext

from learning.catalogue.serving import served
from learning.database import current_session
from learning.people.queries import all_facts
from learning.publishing import queries, verifying


@click.command("verify-statement")
@click.argument("organisation", required=False)
@click.argument("number", type=int, required=False)
@click.option("--all", "every", is_flag=True, help="Every statement (of ORGANISATION, if given).")
@with_appcontext
def verify_statement(organisation: str | None, number: int | None, *, every: bool) -> None:
    """Work statement NUMBER of ORGANISATION out again from the records, and compare.

    Checks the hash of every file that is kept, too. Exit 1 where anything differs.
    """
    if not every and (organisation is None or number is None):
        raise click.UsageError("Say ORGANISATION and NUMBER, or --all.")
    councils = {one.slug: one for one in all_facts(current_session())}
    if organisation is not None and organisation not in councils:
        raise click.UsageError(f"There is no organisation {organisation}.")
    wrong = checked = 0
    for slug, council in sorted(councils.items()):
        if organisation not in {None, slug}:
            continue
        for statement in queries.all_of(current_session(), council.id, number):
            checked += 1
            found = verifying.differences(current_session(), council, statement, served())
            for sentence in found:
                click.echo(f"{slug}, statement {statement.number}: {sentence}.")
            wrong += bool(found)
            current_session().expire_all()  # the bytes of one are not kept for the next
    if number is not None and not checked:
        raise click.UsageError(f"{organisation} has no statement {number}.")
    are = "statement is" if checked - wrong == 1 else "statements are"
    click.echo(f"{checked - wrong} of {checked} {are} the same, byte for byte.")
    sys.exit(1 if wrong else 0)
