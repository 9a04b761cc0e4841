"""Plans without a database: known people by hand, files as rows of words."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from learning.catalogue.framework import Role, RolesFile, Service, ServicesFile
from learning.imports.rules.columns import layout
from learning.imports.rules.deeds import Line
from learning.imports.rules.known import Held, Known, Time, World
from learning.imports.rules.planning import Leavers, Plan, plan
from learning.imports.rules.titles import Titles
from learning.people.standing import WHOLE, Scope
from learning.spreadsheets.table import Row

COURSES = Path(__file__).parents[2] / "courses"
DAY = date(2027, 5, 10)
BEGAN = date(2023, 5, 8)
HEADER = ("reference", "email", "name", "roles", "service", "starts", "ends")


@cache
def titles() -> Titles:
    """Of the real roles and services."""
    roles = RolesFile.model_validate(tomllib.loads((COURSES / "roles.toml").read_text()))
    services = ServicesFile.model_validate(tomllib.loads((COURSES / "services.toml").read_text()))
    by_slug: dict[str, Role] = {one.slug: one for one in roles.roles}
    listed: dict[str, Service] = {one.slug: one for one in services.services}
    return Titles.of(SimpleNamespace(roles=by_slug, services=listed), on=DAY)  # type: ignore[arg-type]  # all it reads


def held(*roles: str, service: str | None = None, days: tuple = (BEGAN, None)) -> tuple[Held, ...]:
    """Rows of roles with the bases they build on, in the same service."""
    rows: dict[tuple[str, str | None], None] = {}
    for slug in roles:
        role = titles().roles[slug]
        own = role.service or service
        rows[slug, own] = None
        if role.base:
            rows[role.base, own] = None
    return tuple(Held(number, *one, *days) for number, one in enumerate(rows, 1))


def known(number: int = 1, *roles: str, **changed: Any) -> Known:
    """Somebody who is here since 2023 under the reference R1, R2 …"""
    days = changed.pop("days", (BEGAN, None))
    rows = changed.pop("held", held(*(roles or ("councillor",)), days=days))
    time = Time(number, number, *days, held=rows, pauses=changed.pop("pauses", ()))
    given: dict[str, Any] = {
        "person_id": number,
        "code": f"code{number}",
        "own_name": f"Person Name{number}",
        "elsewhere": False,
        "may_change": True,
        "times": (time,),
        "addresses": (),
        "particulars_id": number,
        "name": f"Person Name{number}",
        "reference": f"R{number}",
        "reference_key": f"r{number}",
        "address": f"p{number}@here.example",
        "address_key": f"p{number}@here.example",
    }
    return Known(**(given | changed))


def planned(
    *rows: tuple[str, ...],
    people: tuple[Known, ...] = (),
    header: tuple[str, ...] = HEADER,
    scope: Scope = WHOLE,
    day: date = DAY,
    month_first: bool = False,
    leavers: Leavers | None = None,
) -> Plan:
    """What a file would do to these people."""
    world = World.of(people, day=day, scope=scope, roles=titles().roles)
    numbered = [Row(number, one) for number, one in enumerate(rows, 2)]
    return plan(numbered, layout(header), world, titles(), month_first=month_first, leavers=leavers)


def only(plan: Plan) -> Line:
    (line,) = plan.lines
    return line


def said(**changed: str) -> tuple[str, ...]:
    """A row about R1, with what is changed."""
    return tuple((dict.fromkeys(HEADER, "") | {"reference": "R1"} | changed).values())


def problems(line: Line) -> str:
    return "; ".join(f"{one.column}: {one.problem}" for one in line.faults)


def moves(line: Line) -> list[tuple[str, str | None, str | None]]:
    return [(one.field, one.before, one.after) for one in line.changes]
