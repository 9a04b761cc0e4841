"""Which columns a file of people may have, and what people call them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from learning.errors import Refusal
from learning.spreadsheets.table import Row, folded

REASON = "What is wrong and how to mend it"  # our own column in files of rows with errors
COLUMNS: dict[str, tuple[str, ...]] = {
    "reference": (
        *("ref", "payroll", "payroll no", "payroll number", "payroll id", "payroll reference"),
        *("employee id", "employee no", "employee number", "employee ref", "emp id", "emp no"),
        *("staff id", "staff no", "staff number", "personnel number", "personnel no"),
        *("member id", "member no", "member number", "person id", "hr id", "assignment number"),
        *("cyfeirnod", "rhif cyflogres"),
    ),
    "email": (
        *("e-mail", "email address", "e-mail address", "work email", "work email address", "mail"),
        *("council email", "user principal name", "upn", "e-bost", "cyfeiriad e-bost"),
    ),
    "name": (
        *("full name", "display name", "employee name", "staff name", "member name", "person"),
        *(
            "councillor name",
            "name of councillor",
            "name of member",
            "councillor",
            "cllr",
            "member",
        ),
        *("employee", "title and name", "title name", "preferred full name", "enw", "enw llawn"),
    ),
    "first_name": (
        *("first name", "forename", "forenames", "first names", "given name", "given names"),
        *("christian name", "known as", "preferred name", "enw cyntaf"),
    ),
    "last_name": ("last name", "surname", "family name", "second name", "cyfenw"),
    "roles": (
        *("role", "job title", "job role", "position", "position title", "post", "post title"),
        *("job", "roles held", "appointments", "rôl", "rolau", "swydd", "teitl swydd"),
    ),
    "service": (
        *("services", "directorate", "department", "service area", "service name", "team"),
        *("division", "gwasanaeth", "adran"),
    ),
    "starts": (
        *("start", "start date", "date started", "starts on", "started", "started on", "joined"),
        *("date joined", "joining date", "hire date", "first day", "elected on", "date elected"),
        *("appointed on", "term starts", "from", "dyddiad dechrau"),
    ),
    "ends": (
        *("end", "end date", "ends on", "leaving date", "leave date", "date left", "last day"),
        *("left on", "termination date", "term ends", "contract end", "until", "dyddiad gorffen"),
    ),
    "paused_from": (
        *("paused", "paused since", "pause from", "pause starts", "leave from", "on leave from"),
        *("absent from", "absence start", "absence start date", "absence from"),
    ),
    "paused_until": (
        *("pause until", "paused to", "pause ends", "leave until", "leave to", "on leave until"),
        *("absent until", "absence end", "absence end date", "absence to", "absence until"),
    ),
    "back_on": (
        *("back", "returns on", "return date", "date of return", "return to work", "returns"),
        *("first day back", "expected return", "expected return date"),
    ),
    "manager": (
        *("manager email", "manager e-mail", "managers email", "managers e-mail", "line manager"),
        *("manager email address", "line manager email", "line manager e-mail", "reports to"),
        *("supervisor", "supervisor email", "rheolwr"),
    ),
    "language": (
        *("preferred language", "language preference", "language of correspondence"),
        *("correspondence language", "iaith", "iaith ddewisol", "welsh or english"),
    ),
}
DAYS = ("starts", "ends", "paused_from", "paused_until", "back_on")
_MEANINGS = {folded(word): name for name, words in COLUMNS.items() for word in (name, *words)}


@dataclass(frozen=True)
class Layout:
    """Where each column stands, what it is called in the file, and what is not read."""

    places: dict[str, int]
    names: dict[str, str]
    ignored: tuple[str, ...]

    def cell(self, row: Row, column: str) -> str:
        """The text of a column in a row; empty where the file has no such column."""
        return row.cell(self.places.get(column))

    @property
    def has_names(self) -> bool:
        """Whether the file says what people are called."""
        return bool({"name", "first_name", "last_name"} & set(self.places))

    def name(self, column: str) -> str:
        """What the file calls a column; our own word where it has none."""
        return self.names.get(column, column)


def layout(header: Sequence[str]) -> Layout:
    """Finds the columns; refuses a file where two mean the same or too few are there."""
    found: dict[str, list[int]] = defaultdict(list)
    ignored = []
    for place, written in enumerate(header):
        name = _MEANINGS.get(folded(written))
        if name is not None:
            found[name].append(place)
        elif written and written != REASON:
            ignored.append(" ".join(written.split()))
    _refuse_doubles(header, found)
    _refuse_missing(header, found)
    places = {name: where[0] for name, where in found.items()}
    names = {name: " ".join(header[place].split()) for name, place in places.items()}
    return Layout(places, names, tuple(ignored))


def _refuse_doubles(header: Sequence[str], found: dict[str, list[int]]) -> None:
    doubles = [
        " and ".join(f"“{' '.join(header[place].split())}”" for place in where)
        for where in found.values()
        if len(where) > 1
    ]
    if doubles:
        raise Refusal(
            f"These columns mean the same: {'; '.join(doubles)}. Keep one of them, "
            "and take the others out or give them another name"
        )


def _refuse_missing(header: Sequence[str], found: dict[str, list[int]]) -> None:
    if not {"reference", "email"} & set(found):
        says = ", ".join(f"“{' '.join(cell.split())[:60]}”" for cell in header if cell)
        raise Refusal(
            "There is no column “reference” (or “payroll number” and the like) and no column "
            "“email”: one of them has to be there. The first row has to name the columns; here it "
            f"says {says[:200]}. If the names stand further down, delete the rows above them"
        )
