"""Decides how far somebody is with a path they were asked to take; pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from learning.catalogue.framework import Role
from learning.catalogue.published import Catalogue, Path
from learning.clock import day_in_words
from learning.evidence.rules import COUNTED, Shown
from learning.people.standing import Scope
from learning.study.rules import is_shown

Status = Literal["done", "started", "not started", "to renew"]
FOR_EVER = date.max
CONFIDENTIAL = "The reason is confidential."


@dataclass(frozen=True)
class Request:
    """A path that a council asks of somebody."""

    path: str
    organisation: str
    due_on: date
    reason: str
    asked_by: str
    asked_on: date = date.min
    renews: bool = False  # asked again when what was shown runs out


@dataclass(frozen=True)
class Pace:
    """How much a week is right for somebody; in their first weeks, until a day, it is the most."""

    minutes_a_week: int = 60
    newcomer_until: date | None = None


@dataclass(frozen=True)
class Spared:
    """A path that a council does not ask of somebody for a time, for they are exempt."""

    path: str
    organisation: str
    until: date  # the first day it is asked again
    reason: str
    allowed_by: str


@dataclass(frozen=True)
class AskedOf:
    """What a person's councils ask of them: paths by a day, and what their roles need."""

    requests: tuple[Request, ...]
    roles: tuple[tuple[str, str], ...]  # (role, organisation's name)
    pace: Pace = Pace()
    spared: tuple[Spared, ...] = ()


@dataclass(frozen=True)
class Standing:
    """How far one person is with one path."""

    status: Status
    done: int  # open courses done
    courses: int  # open courses of the path, for this person's roles
    is_overdue: bool
    due_on: date = FOR_EVER  # of what is to be renewed: the day it ran out


def open_steps(
    path: Path, catalogue: Catalogue, roles: frozenset[str] | None
) -> list[tuple[str, tuple[str, ...]]]:
    """(course, checks) of the steps that can be taken today.

    Who holds none of the path's roles takes all its branches, as who is asked it by name may.
    """
    held = roles.intersection(path.file.roles) if roles is not None else None
    return [
        (step.course, step.assessments)
        for step in path.steps_for(held or None)
        if catalogue.courses[step.course].is_live
    ]


def needs_of(catalogue: Catalogue, steps: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, int]:
    """What the checks of these steps show: each skill once, at its highest level."""
    highest: dict[str, int] = {}
    for course, checks in steps:
        for gift in catalogue.courses[course].gives(checks):
            highest[gift.skill] = max(gift.level, highest.get(gift.skill, 0))
    return highest


@dataclass(frozen=True)
class Stood:
    """A level of a skill that stood on some day since somebody was asked, until its last day."""

    skill: str
    level: int
    ends_on: date  # the first day it no longer counts; FOR_EVER for none


def stood_since(shown: Iterable[Shown], asked_on: date, today: date) -> tuple[Stood, ...]:
    """Everything counted that stood on a day from the one of asking until today."""
    found = []
    for piece in shown:
        ends = min(piece.expires_on or FOR_EVER, piece.withdrawn_on or FOR_EVER)
        if piece.source in COUNTED and piece.shown_on <= today and piece.shown_on < ends:
            found.append(Stood(piece.skill, piece.level, ends))
    return tuple(one for one in found if one.ends_on > asked_on)


def standing(
    path: Path,
    catalogue: Catalogue,
    *,
    roles: frozenset[str],
    held: Mapping[str, int],
    begun: Collection[str],
    due_on: date,
    today: date,
    stood: Collection[Stood] = (),
    renews: bool = False,
) -> Standing:
    """`held` maps skills to live levels; `begun` names the courses somebody read or tried in.

    A path is done when every course of it that is open is shown; the end of its last day
    is the end of being in time. What was done once stays done, though its evidence runs out;
    where the assignment renews, it is to be done again by the day on which that ran out.
    """
    steps = open_steps(path, catalogue, roles)
    done = sum(is_shown(catalogue.courses[course].gives(checks), held) for course, checks in steps)
    progress = Standing("done", done, len(steps), is_overdue=False, due_on=due_on)
    if steps and done == len(steps):
        return progress
    ran_out = _ran_out(catalogue, steps, held, stood)
    if ran_out is not None and not renews:
        return progress
    if ran_out is not None:
        late = today > ran_out
        return replace(progress, status="to renew", due_on=ran_out, is_overdue=late)
    status: Status = "started" if done or any(c in begun for c, _ in steps) else "not started"
    return replace(progress, status=status, is_overdue=today > due_on)


def _ran_out(
    catalogue: Catalogue,
    steps: Sequence[tuple[str, tuple[str, ...]]],
    held: Mapping[str, int],
    stood: Collection[Stood],
) -> date | None:
    """When the first of what the steps show ran out, if all of it stood at some time."""
    if not steps or not all(catalogue.courses[course].gives(checks) for course, checks in steps):
        return None
    ends = []
    for skill, level in needs_of(catalogue, steps).items():
        until = [one.ends_on for one in stood if one.skill == skill and one.level >= level]
        if not until:
            return None
        if held.get(skill, 0) < level:
            ends.append(max(until))
    return min(ends, default=None)


def may_rule(scope: Scope, role: Role, service: str | None) -> bool:
    """Whether a lead may make and see a rule: everyone it reaches is in their care.

    A lead of tiers rules over their roles in any service; a lead of services over any role
    within them.
    """
    within = service or role.service
    return scope.whole or role.tier in scope.tiers or within in scope.services


def may_ask(scope: Scope, tier: str) -> bool:
    """Whether a lead may ask everybody in a group who is in their care.

    A lead of services has people of any group in them.
    """
    return scope.whole or bool(scope.services) or tier in scope.tiers


def whom(role: str | None, tier: str | None, catalogue: Catalogue) -> str:
    """Everyone whom an assignment asks, in a word; empty where it asks people by name."""
    if role:
        return catalogue.roles[role].plural if role in catalogue.roles else role
    return catalogue.names["tier"].get(tier, tier) if tier else ""


def who_becomes(role: Role) -> str:
    """A planning officer."""
    name = role.name[:1].lower() + role.name[1:] if not role.name[:2].isupper() else role.name
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def sentence(
    path: str, role: Role, service: str, *, within_days: int | None, due_on: date | None
) -> tuple[str, str, str]:
    """What a rule says, in three parts: the words before the path's title, it, and after."""
    where = f" in {service}" if service else ""
    if within_days is not None:
        days = "1 day" if within_days == 1 else f"{within_days} days"
        return f"Everyone who becomes {who_becomes(role)}{where} takes ", path, f" within {days}"
    by = f" by {day_in_words(due_on)}" if due_on else ""
    return f"Everyone who is or becomes {who_becomes(role)}{where} takes ", path, by
