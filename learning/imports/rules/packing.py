"""How a file and its lines are kept between the dry run and applying: as JSON."""

import json
from typing import Any

from learning.imports.rules.deeds import Line
from learning.spreadsheets.table import Row, Table


def packed(table: Table) -> str:
    """The header and the rows with their numbers."""
    rows = [[row.number, row.cells] for row in table.rows]
    return json.dumps({"header": table.header, "rows": rows}, ensure_ascii=False)


def unpacked(text: str) -> Table:
    """The table as it was read."""
    said = json.loads(text)
    return Table(
        tuple(said["header"]), tuple(Row(number, tuple(cells)) for number, cells in said["rows"])
    )


def shown(line: Line) -> str:
    """What pages show of a line."""
    found: dict[str, Any] = {
        "who": line.who,
        "reference": line.reference,
        "address": line.address,
        "changes": [[one.field, one.before, one.after] for one in line.changes],
        "faults": [[one.column, one.problem] for one in line.faults],
        "notes": line.notes,
    }
    return json.dumps({name: value for name, value in found.items() if value}, ensure_ascii=False)
