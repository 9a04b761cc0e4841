"""Makes and revokes the tokens by which a council's own tools read its figures."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learning import audit
from learning.clock import add_months, day_of
from learning.doors import ApiScope
from learning.errors import Conflict, NotFound, Refusal
from learning.people.actions.identity import token_hash
from learning.people.keys import ApiToken
from learning.people.rules import tries_window

LONGEST = 12  # months
BEGINS = "learning_"  # tells people, and programs that look for leaked secrets, what it is
ALREADY = (
    "This token was made already, and a token is shown once. "
    "If you did not copy it, revoke it in the list and make another."
)


@dataclass(frozen=True)
class Wanted:
    """What a lead asks for."""

    name: str
    scopes: Collection[ApiScope]
    expires_on: date  # the first day it no longer works


def make(
    session: Session,
    wanted: Wanted,
    *,
    organisation_id: int,
    form_key: str,
    by: int,
    at: datetime,
) -> str:
    """The token, of 256 random bits: nothing keeps it, so this is the only time it is seen."""
    _check(session, wanted, form_key, by=by, on=day_of(at))
    token = BEGINS + secrets.token_urlsafe(32)
    scopes = " ".join(sorted(wanted.scopes))
    session.add(
        ApiToken(
            organisation_id=organisation_id,
            name=wanted.name,
            token_hash=token_hash(token),
            scopes=scopes,
            expires_on=wanted.expires_on,
            made_at=at,
            made_by=by,
            form_key=form_key,
        )
    )
    try:
        session.flush()
    except IntegrityError:  # the same form twice at the same moment
        raise Conflict(ALREADY) from None
    said = {"tool": wanted.name, "scopes": scopes, "expires_on": wanted.expires_on}
    audit.write(
        session,
        "token.made",
        by=by,
        at=at,
        organisation_id=organisation_id,
        changes={field: (None, value) for field, value in said.items()},
    )
    return token


def _check(session: Session, wanted: Wanted, form_key: str, *, by: int, on: date) -> None:
    if session.scalar(
        select(ApiToken.id).where(ApiToken.made_by == by, ApiToken.form_key == form_key)
    ):
        raise Conflict(ALREADY)
    if wanted.expires_on <= on:
        raise Refusal("Choose a day after today", field="expires_on")
    if wanted.expires_on > add_months(on, LONGEST):
        raise Refusal("Choose a day within the next 12 months", field="expires_on")


def count_read(session: Session, number: int, *, at: datetime) -> int:
    """One more read by a token; how many it is in this window of time, in all processes."""
    window = tries_window(at)
    counted = (
        update(ApiToken)
        .where(ApiToken.id == number)
        .values(
            reads=case((ApiToken.read_window == window, ApiToken.reads + 1), else_=1),
            read_window=window,
        )
        .returning(ApiToken.reads)
        .execution_options(synchronize_session=False)
    )
    reads: int = session.execute(counted).scalar_one()
    return reads


def revoke(session: Session, number: int, *, organisation_id: int, by: int, at: datetime) -> None:
    """From now on it opens nothing; revoking twice is no fault."""
    token = session.scalar(
        select(ApiToken)
        .where(ApiToken.id == number, ApiToken.organisation_id == organisation_id)
        .with_for_update()
    )
    if token is None:
        raise NotFound
    if token.revoked_at is not None:
        return
    token.revoked_at, token.revoked_by = at, by
    audit.write(
        session,
        "token.revoked",
        by=by,
        at=at,
        organisation_id=organisation_id,
        changes={"tool": (token.name, None)},
    )


@dataclass(frozen=True)
class Ended:
    """A token that stopped with its council, and the first day it would not have worked."""

    id: int
    name: str
    made_by: int
    before: date


def end_all(
    session: Session, organisation_id: int, *, on: date, by: int | None, at: datetime
) -> Sequence[Ended]:
    """With its council every token ends, on that day at the latest."""
    tokens = session.scalars(
        select(ApiToken)
        .where(
            ApiToken.organisation_id == organisation_id,
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_on > on,
        )
        .order_by(ApiToken.id)
        .with_for_update()
    ).all()
    ended = [Ended(one.id, one.name, one.made_by, one.expires_on) for one in tokens]
    for one in tokens:
        expire(session, one, on, by=by, at=at)
    return ended


def expire(session: Session, token: ApiToken, on: date, *, by: int | None, at: datetime) -> None:
    """The first day on which it no longer works is another one."""
    audit.write(
        session,
        "token.expires",
        by=by,
        at=at,
        organisation_id=token.organisation_id,
        changes={"tool": (None, token.name), "expires_on": (token.expires_on, on)},
    )
    token.expires_on = on
