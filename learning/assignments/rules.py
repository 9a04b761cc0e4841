"""Decides how far somebody is with a path they were asked to take; pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from learning.catalogue.published import Catalogue, Path
from learning.study.rules import is_shown

Status = Literal["done", "started", "not started"]


@dataclass(frozen=True)
class Request:
    """A path that a council asks of somebody."""

    path: str
    organisation: str
    due_on: date
    reason: str
    asked_by: str


@dataclass(frozen=True)
class AskedOf:
    """What a person's councils ask of them: paths by a day, and what their roles need."""

    requests: tuple[Request, ...]
    roles: tuple[tuple[str, str], ...]  # (role, organisation's name)


@dataclass(frozen=True)
class Standing:
    """How far one person is with one path."""

    status: Status
    done: int  # open courses done
    courses: int  # open courses of the path, for this person's roles
    is_overdue: bool


def open_steps(
    path: Path, catalogue: Catalogue, roles: frozenset[str] | None
) -> list[tuple[str, tuple[str, ...]]]:
    """(course, checks) of the steps that can be taken today."""
    return [
        (step.course, step.assessments)
        for step in path.steps_for(roles)
        if catalogue.courses[step.course].is_live
    ]


def standing(
    path: Path,
    catalogue: Catalogue,
    *,
    roles: frozenset[str],
    held: Mapping[str, int],
    begun: Collection[str],
    due_on: date,
    today: date,
) -> Standing:
    """`held` maps skills to live levels; `begun` names the courses somebody read or tried in.

    A path is done when every course of it that is open is shown; the end of its last day
    is the end of being in time.
    """
    steps = open_steps(path, catalogue, roles)
    done = sum(is_shown(catalogue.courses[course].gives(checks), held) for course, checks in steps)
    if steps and done == len(steps):
        return Standing("done", done, len(steps), is_overdue=False)
    status: Status = "started" if done or any(c in begun for c, _ in steps) else "not started"
    return Standing(status, done, len(steps), is_overdue=today > due_on)
