"""The file to fill in: columns, examples, and what may stand in each."""

import io
from datetime import date
from typing import Any

from learning.catalogue.published import Catalogue
from learning.imports.rules.columns import COLUMNS

_LEFT_OUT = {"first_name", "last_name", "back_on"}
HEADER = tuple(name for name in COLUMNS if name not in _LEFT_OUT)
EXAMPLES = (
    (
        *("M014", "a.example@council.example", "Ada Example", "Councillor; Scrutiny member", ""),
        *("2027-05-10", "", "", "", "", "English"),
    ),
    (
        *("00731", "t.example@council.example", "Tomos Example", "Planning officer", "Planning"),
        *("2024-09-02", "", "2027-01-11", "2027-06-30", "s.example@council.example", "Welsh"),
    ),
)
ABOUT = {
    "reference": "How your council knows the person for good: a payroll or member number. Keep "
    "the column as text, so that zeros at the front stay. People are recognised by it first.",
    "email": "Their own address, not one that several people read. A new address does not make a "
    "new person where the reference is the same.",
    "name": "First name and surname. Two columns “first name” and “surname” are read as well.",
    "roles": "By name, short name or another name from the list of roles. Several are apart by ; "
    "or stand on lines of their own. “Head of service @ Housing” or “Head of service (Housing)” "
    "names the service of one role. “(substitute)” behind a committee role is understood. What is "
    "not named any more ends; an empty cell changes nothing.",
    "service": "One service for all the roles of the row, or one for each, apart by ; in the same "
    "order. Councillors, and roles that belong to a service, need none.",
    "starts": "The first day. For a role that is new to somebody who is here already, the first "
    "day of that role. Empty: the day of the file.",
    "ends": "The last day. Empty changes nothing; “none” takes away a last day that was known.",
    "paused_from": "The first day of a leave or absence. “none” says that they are back.",
    "paused_until": "The last day away; or use a column “back on” for the first day back.",
    "manager": "The e-mail address of their line manager.",
    "language": "English or Welsh (Saesneg or Cymraeg).",
}
DAYS = {"starts", "ends", "paused_from", "paused_until"}
ROWS = 2_000  # that are made ready for days and text


def workbook(catalogue: Catalogue, *, on: date) -> bytes:
    """An Excel file in which no text is ever a formula or a link."""
    # Slow to load, and only needed when somebody takes the template (decision 9).
    from xlsxwriter import Workbook  # noqa: PLC0415

    kept = io.BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    book = Workbook(kept, safe)
    _people(book)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    wrapped.set_align("top")
    _list(book, "Columns", ("Column", "What stands in it", "Also understood"), _columns(), bold)
    _list(book, "Roles", ("Role", "Group", "Service", "Also known as"), _roles(catalogue, on), bold)
    _list(book, "Services", ("Service", "About"), _services(catalogue, on), bold)
    book.get_worksheet_by_name("Columns").set_column(1, 2, 70, wrapped)
    book.close()
    return kept.getvalue()


def _people(book: Any) -> None:
    """The sheet to fill in: references stay text, days are days in any language of Excel."""
    sheet = book.add_worksheet("People")
    bold = book.add_format({"bold": True})
    as_text, as_day = book.add_format({"num_format": "@"}), book.add_format({"num_format": 14})
    as_day.set_num_format("yyyy-mm-dd")
    for place, name in enumerate(HEADER):
        sheet.write_string(0, place, name, bold)
        sheet.set_column(place, place, 24, as_day if name in DAYS else as_text)
        for row, example in enumerate(EXAMPLES, 1):
            text = example[place]
            if text and name in DAYS:
                sheet.write_datetime(row, place, date.fromisoformat(text), as_day)
            elif text:
                sheet.write_string(row, place, text, as_text)
    sheet.freeze_panes(1, 0)
    place = HEADER.index("language")
    choices = {"validate": "list", "source": ["English", "Welsh"]}
    sheet.data_validation(1, place, ROWS, place, choices)


def _list(
    book: Any, name: str, header: tuple[str, ...], rows: list[tuple[str, ...]], bold: Any
) -> None:
    sheet = book.add_worksheet(name)
    for place, words in enumerate(header):
        sheet.write_string(0, place, words, bold)
    for number, row in enumerate(rows, 1):
        for place, words in enumerate(row):
            sheet.write_string(number, place, words)
    sheet.set_column(0, len(header) - 1, 40)
    sheet.freeze_panes(1, 0)


def _columns() -> list[tuple[str, ...]]:
    return [(name, ABOUT[name], ", ".join(COLUMNS[name])) for name in HEADER]


def _roles(catalogue: Catalogue, on: date) -> list[tuple[str, ...]]:
    return [
        (
            role.name,
            catalogue.names["tier"][role.tier.value],
            catalogue.services[role.service].name if role.service else "",
            ", ".join(role.also_known_as),
        )
        for role in catalogue.roles.values()
        if role.retired_on is None or role.retired_on > on
    ]


def _services(catalogue: Catalogue, on: date) -> list[tuple[str, ...]]:
    return [
        (service.name, service.about)
        for service in catalogue.services.values()
        if service.retired_on is None or service.retired_on > on
    ]
