"""Puts the files of a statement's open data together, and all of them into one."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from learning.csvs import to_csv
from learning.publishing.content import StatementContent
from learning.publishing.open_data.columns import Table
from learning.publishing.open_data.csvw import csvw
from learning.publishing.open_data.datapackage import Csv, datapackage
from learning.publishing.open_data.tables import TABLES

PACKAGE = "datapackage.json"
CSVW = "csv-metadata.json"  # where readers of CSV on the Web look beside every file of a folder
EVERYTHING = "package.zip"


@dataclass(frozen=True)
class Bundle:
    """The files by their names."""

    files: Mapping[str, bytes]
    sizes: Mapping[str, int]  # table → rows

    def file(self, name: str) -> bytes:
        """One of them, or all in one."""
        return self._zipped() if name == EVERYTHING else self.files[name]

    def _zipped(self) -> bytes:
        """Without times, and stored as it is: the same files are always the same bytes."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
            for name, content in self.files.items():
                archive.writestr(zipfile.ZipInfo(name), content)
        return made.getvalue()


def bundle(said: StatementContent, address: str) -> Bundle:
    """Everything that the statement at this address says, as open data."""
    drawn = {table: _csv(table, said) for table in TABLES}
    files = {
        PACKAGE: _json(datapackage(said, drawn, address)),
        CSVW: _json(csvw(said, address)),
        **{table.file: csv.content for table, csv in drawn.items()},
    }
    return Bundle(files, {table.name: csv.rows for table, csv in drawn.items()})


def _csv(table: Table, said: StatementContent) -> Csv:
    rows = [[_cell(value) for value in row] for row in table.rows(said)]
    return Csv(to_csv(table.header, rows).encode(), len(rows))


def _cell(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


def _json(described: Mapping[str, Any]) -> bytes:
    return f"{json.dumps(described, ensure_ascii=False, indent=2)}\n".encode()
