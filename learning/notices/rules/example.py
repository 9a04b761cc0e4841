"""A made-up weekly e-mail, for a lead who has nothing waiting of their own to look at."""

from datetime import datetime, timedelta

from learning.clock import add_months, day_in_words, day_of
from learning.notices.rules.digest import Waiting

NAME = "Sam Example"


def example(organisation_id: int, *, at: datetime) -> tuple[Waiting, ...]:
    """Three notices as they are told, about nobody."""
    due = day_in_words(add_months(day_of(at), 1))
    ends = day_in_words(add_months(day_of(at), 3))
    said = (
        (
            organisation_id,
            "path.assigned",
            "You are asked to take the path “A made-up path”",
            f"Please take it by {due}. Asked by your training lead: it is part of your induction.",
            "/learning",
        ),
        (
            organisation_id,
            "path.due-soon",
            "The path “Another made-up path” is due soon",
            f"Its last day is {due}.",
            "/learning",
        ),
        (
            None,
            "evidence.expiring",
            "What you have shown runs out soon: a made-up skill",
            f"It runs out on {ends}. Renew it in time and nothing is lost.",
            "/record",
        ),
    )
    return tuple(
        Waiting(number, council, kind, subject, body, link, at - timedelta(days=number))
        for number, (council, kind, subject, body, link) in enumerate(said, start=1)
    )
