"""Describes the files as a Data Package (datapackage.org, version 2)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from learning.clock import day_in_words
from learning.publishing.content import StatementContent
from learning.publishing.open_data.columns import Column, Kind, Table
from learning.publishing.open_data.licence import LICENCE

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


@dataclass(frozen=True)
class Csv:
    """A file as it was drawn."""

    content: bytes
    rows: int


def title_of(said: StatementContent) -> str:
    """What the package is called."""
    return f"Digital skills in {said.owner.name}: statement {said.number}"


def description_of(said: StatementContent) -> str:
    """What anybody has to know before using the figures."""
    first = (
        "What skills people have shown, of those they need, as at the end of "
        f"{day_in_words(said.report.as_at)}. No person is named. Groups of fewer than "
        f"{said.settings.threshold} people are left out, and so are others from which their "
        "figures could be worked out."
    )
    lines = [first]
    if said.owner.made_up:
        name = said.owner.name
        lines.append(f"{name} and everybody in it are made up: the figures are of no real council.")
    if said.restatement is not None:
        lines.append(f"It takes the place of statement {said.restatement.number}.")
    return " ".join(lines)


def datapackage(said: StatementContent, drawn: Mapping[Table, Csv], address: str) -> dict[str, Any]:
    """`datapackage.json`; `address` is that of the statement."""
    return {
        "$schema": PROFILE,
        "name": f"{said.owner.slug}-statement-{said.number}",
        "title": title_of(said),
        "description": description_of(said),
        "version": str(said.number),
        "created": said.published_at.isoformat(),
        "homepage": address,
        "licenses": [{"name": LICENCE.name, "title": LICENCE.title, "path": LICENCE.address}],
        "sources": [{"title": said.reference, "path": address}],
        "contributors": [{"title": said.owner.name, "roles": ["publisher"]}],
        "resources": [_resource(table, csv) for table, csv in drawn.items()],
    }


def _resource(table: Table, csv: Csv) -> dict[str, Any]:
    return {
        "name": table.name,
        "type": "table",
        "path": table.file,
        "description": table.says,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
        "bytes": len(csv.content),
        "hash": f"sha256:{hashlib.sha256(csv.content).hexdigest()}",
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    keys = [
        {
            "fields": [column.name],
            "reference": {"resource": column.refers_to, "fields": [column.name]},
        }
        for column in table.columns
        if column.refers_to
    ]
    return {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        **({"primaryKey": list(table.key)} if table.key else {}),
        **({"foreignKeys": keys} if keys else {}),
    }


def _field(column: Column) -> dict[str, Any]:
    limits: dict[str, Any] = {"required": column.required}
    if column.kind is Kind.NUMBER:
        limits["minimum"] = 0
    if column.values:
        limits["enum"] = list(column.values)
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.kind.value,
        "description": column.says,
    }
    if column.kind is Kind.YES_OR_NO:
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    return field | {"constraints": limits}
