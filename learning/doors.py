"""The marks a view wears: who may open it. Data on functions; `people/access.py` judges them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Door(StrEnum):
    """Who may open a view."""

    PUBLIC = "public"
    PUBLISHED = "everybody, for what the organisation in the address has published"
    SIGNED_IN = "signed in"
    MEMBER = "member, learning lead or reviewer of the organisation in the address"
    LEARNING_LEAD = "learning lead of the organisation in the address"
    COVERAGE = "learning lead or reviewer of the organisation in the address"
    PARTNERSHIP = "reviewer of the partnership in the address"
    ADMINISTRATOR = "administrator"
    TOKEN = "token of the organisation, if the address names one"  # noqa: S105  # a door, not a token


class ApiScope(StrEnum):
    """What a token lets a tool read."""

    COVERAGE = "coverage"
    STATEMENTS = "statements"


@dataclass(frozen=True)
class Marks:
    """Everything a view wears."""

    door: Door
    answer_is_of: Callable[..., bool] | None = None
    largest_body: int | None = None  # bytes; none: what every form may be
    writes_on_get: str = ""  # why a GET leaves a row behind; empty: it leaves none
    scope: ApiScope | None = None  # of the token; none: any will do


MARKS = "_door_marks"


def _door(door: Door) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def mark(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, MARKS, Marks(door))
        return view

    return mark


public = _door(Door.PUBLIC)
published = _door(Door.PUBLISHED)
signed_in = _door(Door.SIGNED_IN)
for_members = _door(Door.MEMBER)
for_learning_leads = _door(Door.LEARNING_LEAD)
for_coverage_readers = _door(Door.COVERAGE)
for_administrators = _door(Door.ADMINISTRATOR)
EACH_IS_SHOWN = "each council is shown who read figures in which its own stand"


def writes_on_get(because: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Opening this page leaves a row behind, for the reason given; put it above the door.

    The view itself cannot write: what stands behind it does (see readings/noting.py).
    """

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, MARKS, replace(marks_of(view), writes_on_get=because))
        return view

    return mark


def for_partnership_reviewers(view: Callable[P, R]) -> Callable[P, R]:
    """Reviewers of the partnership in the address; whatever they open here is written down."""
    return writes_on_get(EACH_IS_SHOWN)(_door(Door.PARTNERSHIP)(view))


def for_tokens(scope: ApiScope | None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Opens to a program that brings a token with this scope, and to nobody who is signed in."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, MARKS, Marks(Door.TOKEN, scope=scope))
        return view

    return mark


def keeps_answer(*, is_of: Callable[..., bool]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """What is posted here signed out is offered back after sign-in; put it above the door.

    `is_of(person_id, **names in the address)` says whether the answer is that person's.
    """

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, MARKS, replace(marks_of(view), answer_is_of=is_of))
        return view

    return mark


def takes_files(largest_body: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """What is posted here may be so many bytes; put it above the door."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, MARKS, replace(marks_of(view), largest_body=largest_body))
        return view

    return mark


def marks_of(view: Callable[..., object]) -> Marks:
    """What a view wears; a view without a mark is nobody's."""
    marks = getattr(view, MARKS, None)
    if not isinstance(marks, Marks):
        raise TypeError(f"{view.__module__}.{view.__qualname__} wears no door mark")
    return marks
