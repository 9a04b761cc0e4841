"""Describes the same files as CSV on the Web (W3C)."""

from typing import Any

from learning.publishing.content import StatementContent
from learning.publishing.open_data.columns import Column, Kind, Table
from learning.publishing.open_data.datapackage import description_of, title_of
from learning.publishing.open_data.licence import LICENCE
from learning.publishing.open_data.tables import TABLES

DATATYPES: dict[Kind, Any] = {
    Kind.TEXT: "string",
    Kind.NUMBER: "nonNegativeInteger",
    Kind.YES_OR_NO: {"base": "boolean", "format": "true|false"},
    Kind.DAY: {"base": "date", "format": "yyyy-MM-dd"},
}


def csvw(said: StatementContent, address: str) -> dict[str, Any]:
    """`csv-metadata.json`: a group of tables; `address` is that of the statement."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": title_of(said),
        "dc:description": description_of(said),
        "dc:publisher": said.owner.name,
        "dc:license": {"@id": LICENCE.address},
        "dc:source": {"@id": address},
        "dc:hasVersion": str(said.number),
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
        "tables": [_table(table) for table in TABLES],
    }


def _table(table: Table) -> dict[str, Any]:
    keys = [
        {
            "columnReference": [column.name],
            "reference": {"resource": f"{column.refers_to}.csv", "columnReference": [column.name]},
        }
        for column in table.columns
        if column.refers_to
    ]
    return {
        "url": table.file,
        "dc:description": table.says,
        "tableSchema": {
            "columns": [_column(column) for column in table.columns],
            **({"primaryKey": list(table.key)} if table.key else {}),
            **({"foreignKeys": keys} if keys else {}),
        },
    }


def _column(column: Column) -> dict[str, Any]:
    datatype = DATATYPES[column.kind]
    if column.values:
        datatype = {"base": "string", "format": "|".join(column.values)}
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.says,
        "datatype": datatype,
        "required": column.required,
        "null": "",
    }
