"""Imports completions at a shell."""

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.claims.actions import completions as actions
from learning.claims.queries.completions import surroundings
from learning.claims.rules.columns import Completion, completions
from learning.claims.rules.completions import Outcome, Plan, plan
from learning.clock import day_of, now
from learning.database import count_anew, current_session, transaction
from learning.errors import Refusal
from learning.people.models import Membership, Organisation
from learning.spreadsheets.reading import read

SAID = {
    Outcome.NEW: "to record",
    Outcome.ALREADY: "recorded already",
    Outcome.NO_RULE: "without a rule",
    Outcome.FAULT: "in error",
}


@click.command("import-completions")
@click.argument("organisation")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", "is_applied", is_flag=True, help="Record; else only say what would be.")
@click.option("--issuer", default="", help="Who issued what the rows do not say.")
@click.option("--month-first", is_flag=True, help="3/4/2026 is 4 March; else it is 3 April.")
@with_appcontext
def import_completions(
    organisation: str, file: Path, *, is_applied: bool, issuer: str, month_first: bool
) -> None:
    """Import completions from FILE (CSV or XLSX) for the people of ORGANISATION (its short name).

    Nothing is recorded without --apply. Rows in error are left out and named; then the exit
    code is 1.
    """
    try:
        sent = completions(read(file.read_bytes()), issuer=issuer)
        if is_applied:
            with transaction() as session:
                council = _council(session, organisation)
                planned = _plan(session, council, sent, month_first=month_first)
                actions.record(session, council, planned, by=None, at=now())
            count_anew(len(planned.pieces))
        else:
            council = _council(current_session(), organisation)
            planned = _plan(current_session(), council, sent, month_first=month_first)
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from None
    _say(planned, is_applied=is_applied)


def _council(session: Session, slug: str) -> int:
    found = session.scalar(select(Organisation.id).where(Organisation.slug == slug))
    if found is None:
        raise Refusal(f"There is no organisation with the short name {slug}")
    return found


def _plan(
    session: Session, council: int, sent: tuple[Completion, ...], *, month_first: bool
) -> Plan:
    around = surroundings(
        session,
        council,
        Membership.organisation_id == council,
        importer_id=None,
        today=day_of(now()),
        month_first=month_first,
    )
    return plan(sent, around)


def _say(planned: Plan, *, is_applied: bool) -> None:
    faults = planned.of(Outcome.FAULT)
    for line in faults:
        where = f", {line.column}" if line.column else ""
        click.echo(f"Row {line.completion.row}{where}: {line.problem}", err=True)
    for outcome, words in SAID.items():
        click.echo(f"{len(planned.of(outcome))} {words}")
    click.echo("Recorded." if is_applied else "Nothing has been recorded: this was a dry run.")
    sys.exit(1 if faults else 0)
