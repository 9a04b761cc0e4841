"""Finds the columns of completions, whatever another learning system calls them."""

import json
from dataclasses import asdict, dataclass

from learning.errors import Refusal
from learning.spreadsheets.table import Row, Table, places

COLUMNS = {
    "person": (
        *("e-mail", "e-mail address", "email", "user", "username", "user email", "learner"),
        *("learner email", "person code", "code", "employee email", "work email"),
    ),
    "course": (
        *("title", "course title", "course name", "activity", "activity name", "learning title"),
        *("module", "training", "qualification", "certificate"),
    ),
    "issuer": ("provider", "supplier", "issued by", "awarding body", "organisation", "source"),
    "completed_on": (
        *("completed", "completion date", "date completed", "date of completion", "completed date"),
        *("completed at", "date", "achieved on", "awarded on", "issue date"),
    ),
    "expires_on": (
        *("expires", "expiry", "expiry date", "date of expiry", "valid until", "expiration date"),
        *("renewal date", "runs out on"),
    ),
}
NEEDED = ("person", "course", "completed_on")


@dataclass(frozen=True)
class Completion:
    """A row as it was sent: somebody completed a course."""

    row: int
    person: str
    course: str
    issuer: str
    completed_on: str
    expires_on: str


def completions(table: Table, *, issuer: str = "") -> tuple[Completion, ...]:
    """The rows of a file; `issuer` is for rows that name none."""
    found = places(table.header, COLUMNS)
    missing = [name for name in NEEDED if name not in found]
    if missing:
        named = " and ".join(f"“{name}”" for name in missing)
        raise Refusal(
            f"There is no column {named}. The first row has to name the columns: "
            "take the example file to see how"
        )
    if "issuer" not in found and not issuer:
        raise Refusal("There is no column “issuer”. Add it, or say below who issued everything")
    return tuple(_completion(row, found, issuer) for row in table.rows)


def _completion(row: Row, found: dict[str, int], issuer: str) -> Completion:
    return Completion(
        row=row.number,
        person=row.cell(found["person"]),
        course=row.cell(found["course"]),
        issuer=row.cell(found.get("issuer")) or issuer,
        completed_on=row.cell(found["completed_on"]),
        expires_on=row.cell(found.get("expires_on")),
    )


def ending_of(name: str) -> str:
    """What an uploaded file is shown to end in."""
    return "xlsx" if name.casefold().endswith(".xlsx") else "csv"


def packed(completions: tuple[Completion, ...], *, month_first: bool) -> str:
    """The rows as text, to keep them between the dry run and applying."""
    rows = [list(asdict(one).values()) for one in completions]
    return json.dumps({"month_first": month_first, "rows": rows})


def unpacked(text: str | None) -> tuple[tuple[Completion, ...], bool]:
    """(the rows, whether their dates begin with the month); no rows where they were let go."""
    if text is None:
        return (), False
    said = json.loads(text)
    return tuple(Completion(*row) for row in said["rows"]), said["month_first"]
