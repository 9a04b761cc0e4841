"""`import-people`: one file, as a dry run or applied."""

import sys
from datetime import date, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from learning.errors import Refusal
from learning.imports.commands.reading import SAID, Wish, carry_out, council_of, file_at, reasons
from learning.imports.inviting import NO_LETTERS, can_invite, letters_to
from learning.imports.rules.deeds import Outcome
from learning.imports.rules.planning import Plan

DAY = click.DateTime(["%Y-%m-%d"])
MOST_SHOWN = 20  # leavers that are named one by one


@click.command("import-people")
@click.argument("organisation")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", "is_applied", is_flag=True, help="Change people; else only say what.")
@click.option("--full", "is_full", is_flag=True, help="The file names everybody: say who is not.")
@click.option("--end-missing", type=DAY, help="The last day of everybody a full file leaves out.")
@click.option("--good-rows", is_flag=True, help="Apply the good rows though others are in error.")
@click.option("--month-first/--day-first", default=None, help="How days like 3/4/2026 are read.")
@click.option("--day", type=DAY, help="The day the file speaks of, YYYY-MM-DD; else today.")
@click.option(
    "--invite/--no-invite", "invites", default=True, help="Invite who is new, or do so later."
)
@with_appcontext
def import_people(
    organisation: str,
    file: Path,
    *,
    is_applied: bool,
    is_full: bool,
    end_missing: datetime | None,
    good_rows: bool,
    month_first: bool | None,
    day: datetime | None,
    invites: bool,
) -> None:
    """Import people from FILE (CSV or XLSX) into ORGANISATION (its short name).

    Nothing is changed without --apply, and all of it or nothing with it. Rows in error are named;
    then the exit code is 1, and the others are applied only with --good-rows.
    """
    wish = Wish(is_applied, is_full, good_rows, month_first, _day(day), _day(end_missing), invites)
    try:
        read, said = file_at(file, council_of(organisation), wish)
        with click.progressbar(
            length=len(read.table.rows), label="Reading", file=sys.stderr
        ) as bar:
            planned, applied = carry_out(read, wish, lambda rows: bar.update(rows - bar.pos))
            bar.update(bar.length - bar.pos if bar.length else 0)
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from None
    for words in said:
        click.echo(words)
    _say(planned, wish, applied=applied)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _say(planned: Plan, wish: Wish, *, applied: bool) -> None:
    faults = planned.of(Outcome.ERROR)
    for line in faults:
        click.echo(f"Row {line.row}, {reasons(line)}", err=True)
    for outcome, words in SAID.items():
        click.echo(f"{len(planned.of(outcome))} {words}")
    proposed = [line for line in planned.lines if line.proposed and not line.chosen]
    if proposed:
        named = ", ".join(line.reference or line.who for line in proposed[:MOST_SHOWN])
        more = f" and {len(proposed) - MOST_SHOWN} more" if len(proposed) > MOST_SHOWN else ""
        click.echo(
            f"{len(proposed)} of those leaving are only not in the file: {named}{more}. "
            "They stay; --end-missing with a last day ends their time."
        )
    if applied:
        click.echo("Applied.")
    elif wish.is_applied:
        click.echo("Nothing has been changed: mend the rows, or say --good-rows.")
    else:
        click.echo("Nothing has been changed: this was a dry run.")
    _say_who_is_invited(planned, wish, applied=applied)
    sys.exit(1 if faults else 0)


def _say_who_is_invited(planned: Plan, wish: Wish, *, applied: bool) -> None:
    if not any(deed.invites for deed in planned.deeds):
        return
    if not wish.invites:
        click.echo("Nobody is invited by this, as you chose. Invite people from their page later.")
    elif not can_invite():
        click.echo(f"{NO_LETTERS}.")
    elif not applied:
        click.echo(f"With --apply {letters_to(has_new=bool(planned.of(Outcome.NEW)))}.")
