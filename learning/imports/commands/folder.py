"""`import-folder`: every file that another system drops in a folder, once."""

import sys
import time
from datetime import datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from learning.clock import now
from learning.csvs import to_csv
from learning.errors import Refusal
from learning.imports.commands.people import DAY
from learning.imports.commands.reading import SAID, Wish, carry_out, council_of, file_at, reasons
from learning.imports.rules.deeds import Line, Outcome
from learning.imports.rules.planning import Plan

ENDINGS = (".csv", ".xlsx")
READING, DONE, FAILED = "reading", "done", "failed"
LEFT_BEHIND = 3_600  # seconds after which a file in `reading` belongs to no run any more
RESULT = ("row", "outcome", "reference", "name", "changes", "what is wrong and how to mend it")
INTERRUPTED = (
    "Reading it was interrupted. It was applied as a whole or not at all; "
    "sent again, what is there already is not imported twice"
)


@click.command("import-folder")
@click.argument("organisation")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--apply", "is_applied", is_flag=True, help="Change people; else only say what.")
@click.option("--full", "is_full", is_flag=True, help="Each file names everybody.")
@click.option("--good-rows", is_flag=True, help="Apply the good rows though others are in error.")
@click.option("--month-first/--day-first", default=None, help="How days like 3/4/2026 are read.")
@click.option("--day", type=DAY, help="The day the files speak of, YYYY-MM-DD; else today.")
@click.option(
    "--invite/--no-invite", "invites", default=True, help="Invite who is new, or do so later."
)
@click.option("--settle", default=5.0, help="Seconds in which a file may not grow to be whole.")
@with_appcontext
def import_folder(
    organisation: str,
    folder: Path,
    *,
    is_applied: bool,
    is_full: bool,
    good_rows: bool,
    month_first: bool | None,
    day: datetime | None,
    invites: bool,
    settle: float,
) -> None:
    """Import every CSV and XLSX file in FOLDER into ORGANISATION, each once.

    A file goes to FOLDER/done or FOLDER/failed, with a result beside it. One that is still being
    written stays for the next run. The exit code is 1 if any failed.
    """
    on = day.date() if day else None
    wish = Wish(is_applied, is_full, good_rows, month_first, on, invites=invites)
    try:
        council = council_of(organisation)
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from None
    _give_back(folder)
    whole = _whole(folder, settle)
    failed = [file.name for file in whole if not _take(file, council, wish)]
    click.echo(f"{len(whole) - len(failed)} done, {len(failed)} failed.")
    sys.exit(1 if failed else 0)


def _state(folder: Path) -> dict[Path, tuple[int, int]]:
    """(size, when it was written) of each file that is meant for us."""
    found = {}
    for file in sorted(folder.iterdir()):
        is_ours = file.suffix.casefold() in ENDINGS and not file.name.startswith((".", "~"))
        if is_ours and file.is_file() and not file.is_symlink():
            seen = file.stat()
            found[file] = (seen.st_size, seen.st_mtime_ns)
    return found


def _whole(folder: Path, settle: float) -> list[Path]:
    """Files that nobody writes any more: they stay as they are for a while."""
    before = _state(folder)
    if before:
        time.sleep(settle)
    after = _state(folder)
    for file in before.keys() & after.keys():
        if before[file] != after[file]:
            click.echo(f"{file.name} is still being written: it is read next time.")
    return [file for file in after if before.get(file) == after[file]]


def _take(file: Path, council: int, wish: Wish) -> bool:
    """Reads a file that no other run has taken; True where nothing is wrong in it."""
    stamp = now().strftime("%Y%m%dT%H%M%S%f")
    mine = file.parent / READING / f"{file.stem}-{stamp}{file.suffix}"
    mine.parent.mkdir(exist_ok=True)
    try:
        file.rename(mine)  # of two runs one succeeds
    except FileNotFoundError:
        return True
    try:
        read, said = file_at(mine, council, wish)
        planned, applied = carry_out(read, wish)
    except Refusal as refusal:
        _put_away(mine, FAILED, [("", "refused", "", "", "", refusal.message)])
        click.echo(f"{file.name}: {refusal.message}", err=True)
        return False
    for words in said:
        click.echo(f"{file.name}: {words}")
    is_good = not planned.of(Outcome.ERROR)
    _put_away(mine, DONE if is_good or applied else FAILED, [_row(one) for one in planned.lines])
    click.echo(f"{file.name}: {_summary(planned)}; {_what_was_done(wish, applied=applied)}.")
    return is_good


def _summary(planned: Plan) -> str:
    return ", ".join(f"{len(planned.of(outcome))} {words}" for outcome, words in SAID.items())


def _what_was_done(wish: Wish, *, applied: bool) -> str:
    if applied:
        return "applied"
    return "nothing changed" if wish.is_applied else "nothing changed, a dry run"


def _row(line: Line) -> tuple[object, ...]:
    changes = "; ".join(
        f"{one.field}: {one.before or ''} -> {one.after or ''}" for one in line.changes
    )
    if line.proposed and not line.chosen:
        changes = "not in the file: proposed to leave, stays"
    row = (line.row or "", SAID[line.outcome], line.reference or "", line.who)
    return (*row, changes, reasons(line))


def _put_away(file: Path, where: str, rows: list[tuple[object, ...]]) -> None:
    """Beside what was sent stands what became of it."""
    place = file.parent.parent / where
    place.mkdir(exist_ok=True)
    result = place / f"{file.stem}-result.csv"
    result.write_text("\ufeff" + to_csv(RESULT, rows), encoding="utf-8", newline="")
    file.rename(place / file.name)


def _give_back(folder: Path) -> None:
    """What an interrupted run left behind is not read by itself: somebody looks at it."""
    reading = folder / READING
    for file in sorted(reading.iterdir()) if reading.is_dir() else ():
        if now().timestamp() - file.stat().st_mtime > LEFT_BEHIND:
            _put_away(file, FAILED, [("", "interrupted", "", "", "", INTERRUPTED)])
            click.echo(f"{file.name}: {INTERRUPTED}", err=True)
