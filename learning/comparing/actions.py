"""Keeps what councils say helped them."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learning import audit
from learning.comparing.models import WhatHelped
from learning.dated import supersede
from learning.errors import Conflict
from learning.people.actions.holding import hold

CHANGED = "Somebody else has written here meanwhile. Look at it, then change it again"


def say_what_helped(
    session: Session,
    *,
    organisation_id: int,
    skill: str,
    words: str,
    seen: str,
    by: int | None,
    at: datetime,
) -> None:
    """What the council did about a skill, in place of what it said before; empty: nothing.

    `seen` is what the form was made from; the same words sent again change nothing.
    """
    hold(session, organisation_id)
    row = session.scalars(
        select(WhatHelped).where(
            WhatHelped.organisation_id == organisation_id,
            WhatHelped.skill == skill,
            WhatHelped.superseded_at.is_(None),
        )
    ).one_or_none()
    before = row.words if row else ""
    if words == before:
        return
    if seen != before:
        raise Conflict(CHANGED, field="words")
    try:
        with session.begin_nested():
            if row is not None:
                supersede(session, row, at=at)
            session.add(
                WhatHelped(
                    organisation_id=organisation_id,
                    skill=skill,
                    words=words,
                    recorded_at=at,
                    recorded_by=by,
                )
            )
            session.flush()  # the database knows whether another lead was there first
    except IntegrityError:
        raise Conflict(CHANGED, field="words") from None
    audit.write(
        session,
        "sharing.what-helped",
        by=by,
        at=at,
        organisation_id=organisation_id,
        changes={"skill": (None, skill), "words": (before or None, words or None)},
    )
