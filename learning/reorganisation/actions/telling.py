"""Tells people once what became of their council, and that nothing is lost."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from learning.clock import day_in_words
from learning.notices import actions as notices
from learning.people.models import Organisation
from learning.reorganisation.rules.moving import Move
from learning.reorganisation.rules.plans import Plan

KIND = "reorganised"
NOTHING_TO_DO = (
    "Your roles, what you have shown, your certificates and what you are asked to learn have "
    "moved with you. You need not do anything: sign in as before."
)
YOURS = "What you have shown and your certificates stay yours."


def tell(session: Session, plan: Plan, moves: Sequence[Move], *, at: datetime) -> None:
    """Each person in the words of their own councils, in one notice."""
    groups: dict[tuple[tuple[int, ...], tuple[int, ...]], list[int]] = defaultdict(list)
    for one in moves:
        old = sorted({left.place.organisation_id for left in one.left})
        new = sorted({left.whither.to for left in one.left if left.whither.to is not None})
        groups[tuple(old), tuple(new)].append(one.person.id)
    for (come_from, go_to), people in sorted(groups.items()):
        subject, body = words(plan, come_from, go_to)
        notices.tell_all(
            session,
            sorted(people),
            kind=KIND,
            subject=subject[:200],
            body=body,
            link="/learning" if go_to else "/record",
            organisation_id=(go_to or come_from)[0],
            at=at,
        )


def words(plan: Plan, come_from: Sequence[int], go_to: Sequence[int]) -> tuple[str, str]:
    """(subject, body) for those who come from these councils and go to those."""
    day, old, new = day_in_words(plan.vests_on), _named(plan, come_from), _named(plan, go_to)
    if not new:
        return f"From {day} you no longer belong to {old}", YOURS
    whole = not any(one.goes_on for one in plan.leaving if one.council.id in come_from)
    subject = f"On {day} {old} became {new}" if whole else f"From {day} you belong to {new}"
    lead = "" if whole else f"Until then you belonged to {old}. "
    return subject, f"{lead}{NOTHING_TO_DO}"


def tell_undone(session: Session, plan: Plan, people: Sequence[int], *, at: datetime) -> None:
    """Whoever was told of the move hears that it was taken back."""
    notices.tell_all(
        session,
        sorted(people),
        kind=KIND,
        subject="You belong to the same council as before",
        body=f"The change of {day_in_words(plan.vests_on)} ({plan.name}) was taken back. "
        "Your record is as it was, with everything you have shown since.",
        link="/learning",
        at=at,
    )


def _named(plan: Plan, councils: Sequence[int]) -> str:
    """A, B and C."""
    names = [plan.councils[one].name for one in councils]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def tell_of_tokens(
    session: Session,
    council: Organisation,
    names: Mapping[int, Sequence[str]],
    *,
    has_ended: bool,
    at: datetime,
) -> None:
    """`names` by who made them: tools that read the council's figures stop, or go on."""
    subject = f"{council.name}: tools can {'no longer' if has_ended else 'again'} read its figures"
    body = (
        "Their tokens ended with the council. A lead of the council that follows can make others."
        if has_ended
        else "Their tokens work again, as long as they would have."
    )
    for person, tools in sorted(names.items()):
        notices.tell(
            session,
            person_id=person,
            kind=KIND,
            subject=subject[:200],
            body=f"{', '.join(tools)}. {body}",
            link=None,
            organisation_id=council.id,
            at=at,
        )


def tell_of_files(
    session: Session, council: Organisation, people: Sequence[int], *, at: datetime
) -> None:
    """Whoever sent a file that was not applied hears that it never will be."""
    notices.tell_all(
        session,
        people,
        kind=KIND,
        subject=f"{council.name}: a file that you sent was not applied"[:200],
        body="The council has ended, so nothing in it was changed. Send the file to the council "
        "that follows, where its rows are still needed.",
        organisation_id=council.id,
        at=at,
    )
