"""Answers about who is asked what and how far they are, within what a lead may see."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    CTE,
    String,
    Subquery,
    and_,
    case,
    column,
    distinct,
    func,
    literal,
    select,
    text,
    union_all,
)
from sqlalchemy.orm import Session

from learning.assessments.models import Attempt
from learning.catalogue.published import Catalogue
from learning.clock import day_of
from learning.database import AnySelect, UtcDateTime
from learning.dated import in_force
from learning.oversight.kinds import WORDS, Kind, Order, Sort
from learning.oversight.requested import Wanted, is_on, requests
from learning.people.models import HeldRole, Membership, Person
from learning.people.sight import Eyes
from learning.study.models import LessonRead

PAGE = 50
MOST_ON_A_PAPER = 1000
FEW = 5


@dataclass(frozen=True)
class Line:
    """Somebody with a path they are asked to take."""

    code: str
    name: str
    path: str
    asked_on: date
    due_on: date
    status: str
    last_on: date | None
    roles: tuple[tuple[str, str | None], ...] = ()

    def days_over(self, today: date) -> int:
        """How many days ago was the last day it would have been in time."""
        return max(0, (today - self.due_on).days)

    def weeks_quiet(self, today: date) -> int | None:
        """Whole weeks since they last did something; the day itself is theirs."""
        return None if self.last_on is None else (today - self.last_on).days // 7


@dataclass(frozen=True)
class Counted:
    """How many people stand on a list, and with how many paths."""

    people: int
    paths: int


def count_all(
    session: Session, eyes: Eyes, kinds: Sequence[Kind], *, on: date
) -> dict[Kind, Counted]:
    """How many stand on each of these lists, in one statement."""
    request = requests(eyes, Wanted(), on=on)
    columns = []
    for kind in kinds:
        held = is_on(kind, request, on=on)
        columns += [
            func.count(distinct(case((held, request.c.person_id)))),
            func.count(case((held, 1))),
        ]
    row = session.execute(select(*columns).select_from(request)).one()
    return {kind: Counted(row[2 * n], row[2 * n + 1]) for n, kind in enumerate(kinds)}


def first_few(
    session: Session, eyes: Eyes, kinds: Sequence[Kind], *, on: date
) -> dict[Kind, list[Line]]:
    """The first few of each of these lists, in one statement."""
    request, courses = requests(eyes, Wanted(), on=on), _courses(eyes.catalogue)
    parts = []
    for kind in kinds:
        found = _listed(request, courses, kind, on)
        place = func.row_number().over(order_by=order_of(found, Order(WORDS[kind].sort)))
        parts.append(found.add_columns(literal(kind.value).label("kind"), place.label("in_list")))
    every = union_all(*parts).subquery()
    few: dict[Kind, list[Line]] = {kind: [] for kind in kinds}
    for row in session.execute(
        select(every).where(every.c.in_list <= FEW).order_by(every.c.kind, every.c.in_list)
    ):
        few[Kind(row.kind)].append(_line(row))
    return few


def listed(
    session: Session,
    eyes: Eyes,
    kind: Kind,
    wanted: Wanted,
    order: Order,
    *,
    on: date,
    page: int = 1,
    size: int = PAGE,
) -> tuple[Counted, list[Line]]:
    """How many stand on a list, and one page of them, with the roles they hold."""
    request, courses = requests(eyes, wanted, on=on), _courses(eyes.catalogue)
    counted = session.execute(
        select(func.count(distinct(request.c.person_id)), func.count()).where(
            is_on(kind, request, on=on)
        )
    ).one()
    found = _listed(request, courses, kind, on)
    rows = session.execute(
        found.order_by(*order_of(found, order)).limit(size).offset((page - 1) * size)
    ).all()
    roles = roles_of(session, [row.membership_id for row in rows], on=on)
    return Counted(*counted), [_line(row, roles[row.membership_id]) for row in rows]


def everybody(
    session: Session, eyes: Eyes, kind: Kind, wanted: Wanted, order: Order, *, on: date
) -> list[Line]:
    """The whole list, in one statement."""
    request, courses = requests(eyes, wanted, on=on), _courses(eyes.catalogue)
    found = _listed(request, courses, kind, on)
    rows = session.execute(found.order_by(*order_of(found, order)))
    return [_line(row) for row in rows]


def _listed(request: CTE, courses: CTE, kind: Kind, on: date) -> AnySelect:
    on_list = select(request).where(is_on(kind, request, on=on)).cte(f"on_{kind.name.lower()}")
    active = _active(on_list, courses)
    found: AnySelect = (
        select(
            on_list,
            Membership.person_code.label("code"),
            Person.name.label("name"),
            active.c.last_at,
        )
        .join(Membership, Membership.id == on_list.c.membership_id)
        .join(Person, Person.id == on_list.c.person_id)
        .outerjoin(
            active,
            and_(active.c.person_id == on_list.c.person_id, active.c.path == on_list.c.path),
        )
    )
    return found


def _active(on_list: CTE, courses: CTE) -> Subquery:
    """When each last read a lesson or tried a check in one of the courses of the path."""
    tried = func.coalesce(Attempt.submitted_at, Attempt.started_at)
    deeds = [
        select(on_list.c.person_id, on_list.c.path, moment.label("at"))
        .join(courses, courses.c.path == on_list.c.path)
        .join(table, and_(table.person_id == on_list.c.person_id, table.course == courses.c.course))
        for table, moment in ((LessonRead, LessonRead.read_at), (Attempt, tried))
    ]
    both = union_all(*deeds).subquery()
    last = func.max(both.c.at, type_=UtcDateTime()).label("last_at")
    same = (both.c.person_id, both.c.path)
    return select(*same, last).group_by(*same).subquery(f"active_{on_list.name}")


def _courses(catalogue: Catalogue) -> CTE:
    """(path, course) of all paths, in the statement's text: so it is put together once."""
    pairs = {
        (path.slug, step.course) for path in catalogue.paths.values() for step in path.steps_for()
    }
    rows = ",".join(f"('{path}','{course}')" for path, course in sorted(pairs)) or "('','')"
    found = text(f"VALUES {rows}").columns(column("column1", String), column("column2", String))
    inner = found.subquery("paths_and_courses")
    return select(inner.c.column1.label("path"), inner.c.column2.label("course")).cte("path_course")


def order_of(listed: AnySelect, order: Order) -> tuple[Any, ...]:
    """By what is asked for, then by name; the end is unique, so that pages never overlap."""
    c = listed.selected_columns
    first: Mapping[str, tuple[Any, ...]] = {
        Sort.NAME: (c.name,),
        Sort.PATH: (c.path,),
        Sort.DUE: (c.due_on,),
        # Of whom it is not known stands at the end, whichever way the list is sorted.
        Sort.ACTIVE: (c.last_at,),
    }
    keys = [key.desc() if order.turned else key for key in first[order.by]]
    unknown = [case((c.last_at.is_(None), 1), else_=0)] if order.by == Sort.ACTIVE else []
    return (*unknown, *keys, c.name, c.membership_id, c.path)


def roles_of(
    session: Session, memberships: Sequence[int], *, on: date
) -> Mapping[int, tuple[tuple[str, str | None], ...]]:
    """(role, service) of what each of these holds on a day."""
    found: dict[int, tuple[tuple[str, str | None], ...]] = defaultdict(tuple)
    rows = session.execute(
        select(HeldRole.membership_id, HeldRole.role, HeldRole.service)
        .where(HeldRole.membership_id.in_(memberships), in_force(HeldRole, on))
        .order_by(HeldRole.id)
    )
    for membership_id, role, service in rows:
        found[membership_id] += ((role, service),)
    return found


def _line(row: Any, roles: tuple[tuple[str, str | None], ...] = ()) -> Line:
    return Line(
        code=row.code,
        name=row.name or "Name erased",
        path=row.path,
        asked_on=row.asked_on,
        due_on=row.due_on,
        status=row.status,
        last_on=day_of(row.last_at) if row.last_at is not None else None,
        roles=roles,
    )
