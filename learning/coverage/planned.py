"""Questions that are put to the records together, so that a report asks few times."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from learning.coverage.queries import Profiles, Question, profiles_of_each

Found = TypeVar("Found")


@dataclass(frozen=True)
class Plan(Generic[Found]):
    """What has to be asked, and what is made of the answers."""

    questions: Sequence[Question]
    finish: Callable[[Sequence[Profiles]], Found]


def carried_out(session: Session, *plans: Plan[Any]) -> list[Any]:
    """What each plan finds, by two statements at most."""
    answers = iter(profiles_of_each(session, [one for plan in plans for one in plan.questions]))
    return [plan.finish([next(answers) for _ in plan.questions]) for plan in plans]
