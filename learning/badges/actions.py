"""Switches badges on and off for an organisation, and changes its keys."""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning import audit
from learning.badges import queries
from learning.badges.keys import ALGORITHMS, lock, new_pair
from learning.badges.models import BadgeIssuing, BadgeKey
from learning.dated import supersede
from learning.errors import Refusal
from learning.people.actions.holding import hold
from learning.people.models import Organisation


def switch(
    session: Session, *, organisation: str, on: bool, secret: str, by: int | None, at: datetime
) -> None:
    """From now on certificates of an organisation can be badges, or no longer can.

    Those awarded while it was on stay badges. What is so already stays so.
    """
    council = session.scalar(
        select(Organisation)
        .where(Organisation.slug == organisation)
        .with_for_update(key_share=True)
    )
    if council is None:
        raise Refusal("Choose an organisation from the list.")
    in_force = session.scalar(
        select(BadgeIssuing).where(
            BadgeIssuing.organisation_id == council.id, BadgeIssuing.superseded_at.is_(None)
        )
    )
    if on == (in_force is not None):
        return
    if in_force is not None:
        supersede(session, in_force, at=at)
    else:
        issuing = BadgeIssuing(organisation_id=council.id, recorded_at=at, recorded_by=by)
        session.add(issuing)
        if not queries.keys_in_use(session, council.id):
            _make_keys(session, council.id, secret=secret, at=at)
    audit.write(
        session,
        "badges.switched",
        by=by,
        at=at,
        organisation_id=council.id,
        changes={"on": (not on, on)},
    )


def rotate_keys(
    session: Session, *, organisation_id: int, secret: str, by: int | None, at: datetime
) -> None:
    """New keys from now on: the old ones sign nothing more, and what they signed still verifies."""
    hold(session, organisation_id)
    for key in queries.keys_in_use(session, organisation_id).values():
        key.retired_at = at
        key.private = None
    session.flush()  # one key at most is in use
    _make_keys(session, organisation_id, secret=secret, at=at)
    audit.write(session, "badges.keys_rotated", by=by, at=at, organisation_id=organisation_id)


def _make_keys(session: Session, organisation_id: int, *, secret: str, at: datetime) -> None:
    for algorithm in ALGORITHMS:
        pair = new_pair(algorithm)
        key = BadgeKey(
            organisation_id=organisation_id,
            name=secrets.token_hex(6),
            algorithm=algorithm,
            public=dict(pair.public),
            private=lock(pair.private, secret),
            made_at=at,
        )
        session.add(key)
