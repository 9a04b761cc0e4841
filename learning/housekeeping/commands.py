"""Copies and erasure at a shell, for an administrator."""

import os
from pathlib import Path

import click
from flask.cli import with_appcontext

from learning.clock import now
from learning.database import current_session, transaction
from learning.errors import Refusal
from learning.home.exports.file import as_json, record_of
from learning.housekeeping import actions
from learning.housekeeping.deeds import deeds_about
from learning.housekeeping.erasing import counts
from learning.housekeeping.queries import person_of
from learning.housekeeping.rules.decisions import Rows
from learning.housekeeping.rules.registry import BY_TABLE
from learning.housekeeping.whose import Whom


def _person(who: str) -> int:
    found = person_of(current_session(), who)
    if found is None:
        raise click.ClickException("Nobody has that address or code.")
    return found


@click.command("export-person")
@click.argument("who", metavar="ADDRESS_OR_CODE")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def export_person(who: str, out: Path) -> None:
    """Write everything that is kept about somebody to a file, for them alone.

    ADDRESS_OR_CODE is an e-mail address of theirs, or their code in a council's exports. The file
    holds answers and tries that no training lead may see: hand it to the person, to nobody else.
    """
    person_id, at = _person(who), now()
    everything = record_of(current_session(), person_id, at=at)
    everything["deeds"] = deeds_about(current_session(), person_id)
    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise click.ClickException(f"{out} is there already.") from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(as_json(everything))
    with transaction() as session:
        actions.export_by_command(session, person_id, at=at)
    click.echo(f"Written to {out}, which you alone can read. It is written down that you did.")


@click.command("erase-person")
@click.argument("who", metavar="ADDRESS_OR_CODE")
@click.option("--even-if-member", is_flag=True, help="Also while they belong to a council.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
@with_appcontext
def erase_person(who: str, *, even_if_member: bool, yes: bool) -> None:
    """Erase somebody everywhere, for good; says first what would go.

    Dates, roles and what was shown stay without a name, so that past figures stay the same.
    Somebody who still belongs to a council stays in its figures too, without a name.
    """
    person_id = _person(who)
    for table, count in counts(current_session(), Whom((person_id,))).items():
        goes = BY_TABLE[table].rows is Rows.GO
        click.echo(f"{count:>6} {table}: {'deleted' if goes else 'emptied'}")
    if not yes:
        click.confirm("Erase this person for good?", abort=True)
    try:
        with transaction() as session:
            actions.erase_everywhere(session, person_id, even_if_member=even_if_member, at=now())
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from None
    click.echo("Erased. It is written down that it was done, without a name.")
