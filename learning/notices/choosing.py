"""Changes how people are written to: what they choose themselves, and whether a council sends."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from learning import audit
from learning.clock import day_of
from learning.database import insert_of
from learning.errors import NotFound, Refusal
from learning.notices.models import DeclinedPost
from learning.notices.queries.told import Wishes, wishes_of
from learning.notices.rules.kinds import OPTIONAL
from learning.notices.rules.words import LANGUAGES
from learning.people.actions import language as spoken
from learning.people.actions.holding import hold, hold_person
from learning.policies.actions import decide, take_back
from learning.policies.queries import standing_of
from learning.policies.rules import Name, Post

LOOKED = "A training lead looked at what would be sent"
ENDED = "A training lead stopped the weekly e-mails"


def say_post(
    session: Session, organisation_id: int, *, approved: bool, by: int, at: datetime
) -> None:
    """A lead has looked at what would be sent and starts the weekly e-mails, or stops them.

    What the council decided about weekday and hours stays, and so does what it decided for
    later on.
    """
    hold(session, organisation_id)
    today = day_of(at)
    standing = standing_of(session, organisation_id, on=today)[Name.POST]
    if isinstance(standing.today.said, Post) and standing.today.said.approved is approved:
        return
    for later in reversed(standing.to_come):  # each comes back below
        take_back(
            session,
            organisation_id=organisation_id,
            name=Name.POST,
            number=later.number,
            by=by,
            at=at,
        )
    decisions = [(standing.today.said, LOOKED if approved else ENDED, today)]
    decisions += [(one.said, one.authority, one.starts_on) for one in standing.to_come]
    for said, authority, starts_on in decisions:
        decide(
            session,
            said.model_copy(update={"approved": approved}),
            organisation_id=organisation_id,
            authority=authority,
            starts_on=starts_on,
            by=by,
            at=at,
        )


def choose_post(
    session: Session, *, person_id: int, language: str, declined: Collection[str], at: datetime
) -> None:
    """In which language somebody is written to, and what they want no e-mail about."""
    if language not in LANGUAGES:
        raise Refusal("Choose a language", field="language")
    hold_person(session, person_id)
    before = _wishes(session, person_id)
    if language != before.language:
        spoken.choose(session, person_id=person_id, language=language)
    _decline(session, person_id, set(declined), before.declined, at=at)
    changes = {
        "language": (before.language, language),
        "declined": (" ".join(sorted(before.declined)), " ".join(sorted(declined))),
    }
    changed = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if changed:
        audit.write(
            session, "post.chosen", by=person_id, at=at, person_id=person_id, changes=changed
        )


def unsubscribe(session: Session, *, person_id: int, at: datetime) -> None:
    """Somebody wants no e-mail about anything that they can do without."""
    hold_person(session, person_id)
    before = _wishes(session, person_id).declined
    every = {kind.name for kind in OPTIONAL}
    _decline(session, person_id, every, before, at=at)
    if every - before:
        audit.write(
            session,
            "post.unsubscribed",
            by=person_id,
            at=at,
            person_id=person_id,
            changes={"declined": (" ".join(sorted(before)), " ".join(sorted(every)))},
        )


def _wishes(session: Session, person_id: int) -> Wishes:
    found = wishes_of(session, person_id)
    if found is None:
        raise NotFound
    return found


def _decline(
    session: Session, person_id: int, wanted: set[str], before: frozenset[str], *, at: datetime
) -> None:
    """Only these kinds are declined from now on."""
    if not wanted <= {kind.name for kind in OPTIONAL}:
        raise Refusal("Choose from the kinds on the page", field="kinds")
    rows = [{"person_id": person_id, "kind": kind, "since": at} for kind in sorted(wanted - before)]
    if rows:
        once = insert_of(session)(DeclinedPost).on_conflict_do_nothing()
        session.execute(once, rows)
    ended = before - wanted
    if ended:
        session.execute(
            update(DeclinedPost)
            .where(
                DeclinedPost.person_id == person_id,
                DeclinedPost.kind.in_(ended),
                DeclinedPost.until.is_(None),
            )
            .values(until=at)
        )
