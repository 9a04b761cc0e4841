"""What the commands share: a file from a path, its plan, and words for both."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.database import current_session
from learning.errors import Refusal
from learning.imports.files import NO_PURPOSE, File, InError, apply_file, has_purpose, plan_of
from learning.imports.queries.world import importer_of
from learning.imports.rules.columns import layout
from learning.imports.rules.deeds import Line, Outcome
from learning.imports.rules.planning import Leavers, Plan, nobody_counts
from learning.imports.rules.said import order_in
from learning.people.models import Organisation
from learning.spreadsheets.reading import read

SAID = {
    Outcome.NEW: "new",
    Outcome.CHANGED: "changed",
    Outcome.LEAVING: "leaving",
    Outcome.UNCHANGED: "unchanged",
    Outcome.ERROR: "in error",
}


@dataclass(frozen=True)
class Wish:
    """How a file is to be read, and whether it is applied."""

    is_applied: bool = False
    is_full: bool = False
    good_rows: bool = False
    month_first: bool | None = None  # none: the file has to show it
    day: date | None = None
    end_missing: date | None = None  # the last day of everybody a full file does not name
    invites: bool = True  # those who are new, once it is applied


def council_of(slug: str) -> int:
    """The council's id; a council imports nobody before it has said what results are for."""
    found = current_session().scalar(select(Organisation.id).where(Organisation.slug == slug))
    if found is None:
        raise Refusal(f"There is no organisation with the short name {slug}")
    if not has_purpose(current_session(), found):
        raise Refusal(f"{NO_PURPOSE}: see /organisations/{slug}/decisions")
    return found


def file_at(path: Path, council: int, wish: Wish) -> tuple[File, tuple[str, ...]]:
    """A file as whoever runs the installation reads it, and what to know of it."""
    table = read(path.read_bytes(), lines=True)
    found = layout(table.header)
    order = order_in(table.rows, found)
    if order.has_to_be_asked and wish.month_first is None:
        examples = ", ".join(order.unclear[:3])
        raise Refusal(
            f"Days like {examples} can be read two ways. Say --day-first or --month-first"
        )
    proven = order.proven if order.proven is not None else bool(wish.month_first)
    month_first = proven if wish.month_first is None else wish.month_first
    day = wish.day or day_of(now())
    who = importer_of(current_session(), council, None, on=day)
    if who is None:
        raise Refusal("Nobody may import here")
    leavers = None
    if wish.is_full or wish.end_missing:
        last = wish.end_missing or day - timedelta(days=1)
        leavers = Leavers(last, everyone=wish.end_missing is not None)
    ignored = (f"Not read: {', '.join(found.ignored)}",) if found.ignored else ()
    return File(who, table, day, month_first, leavers, path.name[-100:]), (*table.said, *ignored)


def carry_out(
    file: File, wish: Wish, progress: Callable[[int], None] = nobody_counts
) -> tuple[Plan, bool]:
    """(what the file would do or did, whether it was applied).

    With rows in error nothing is applied, unless the good rows are wanted alone.
    """
    if not wish.is_applied:
        return plan_of(current_session(), file, served(), progress), False
    try:
        done = apply_file(
            file,
            served(),
            fingerprint=None,
            good_rows=wish.good_rows,
            invites=wish.invites,
            progress=progress,
        )
    except InError as refused:
        return refused.planned, False
    return done, True


def reasons(line: Line) -> str:
    """Everything that is wrong in a row, on one line."""
    return "; ".join(
        f"{one.column}: {one.problem}" if one.column else one.problem for one in line.faults
    )
