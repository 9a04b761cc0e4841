"""Ends a council, and with it what is its own and nobody's who moves; and lets it go on again."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from learning.assignments.carrying import end_rules
from learning.assignments.models import Assignment
from learning.claims.actions.handing_on import let_go
from learning.clock import day_of
from learning.dated import give_way
from learning.imports.actions.uploads import cancel_all
from learning.people.actions import tokens
from learning.people.actions.organisations import end_organisation
from learning.people.keys import ApiToken
from learning.people.models import Organisation, Sharing
from learning.reorganisation.actions.along import RULE, TOKEN, before_of, keep_before
from learning.reorganisation.actions.telling import tell_of_files, tell_of_tokens
from learning.reorganisation.models import Predecessor, ReorganisationRun
from learning.reorganisation.rules.plans import Plan


def end(
    session: Session,
    plan: Plan,
    run: ReorganisationRun,
    predecessor: Predecessor,
    *,
    by: int | None,
    at: datetime,
) -> None:
    """Its last day is the one before vesting day, and nothing of its own outlives it.

    What it shares and its rules end; its tools read nothing more from today on; what somebody
    sent and did not apply never is.
    """
    council = session.get_one(Organisation, predecessor.organisation_id)
    predecessor.ended_before = council.ends_on
    end_organisation(session, council, plan.vests_on, by=by, at=at)
    shares = session.scalars(
        select(Sharing).where(
            Sharing.organisation_id == council.id,
            Sharing.superseded_at.is_(None),
            or_(Sharing.ends_on.is_(None), Sharing.ends_on > plan.vests_on),
        )
    ).all()
    give_way(session, shares, to=plan.vests_on, by=by, at=at)
    keep_before(session, run, RULE, end_rules(session, council.id, on=plan.vests_on, by=by, at=at))
    over = max(plan.vests_on, day_of(at))
    ended = tokens.end_all(session, council.id, on=over, by=by, at=at)
    keep_before(session, run, TOKEN, {one.id: one.before for one in ended})
    tell_of_tokens(session, council, _by_maker(ended), has_ended=True, at=at)
    senders = [*cancel_all(session, council.id), *let_go(session, council.id)]
    tell_of_files(session, council, sorted(set(senders)), at=at)


def _by_maker(ended: Sequence[tokens.Ended]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for one in ended:
        found[one.made_by].append(one.name)
    return found


def rules_go_on(session: Session, run: ReorganisationRun) -> None:
    """They ask again before anybody is back: nobody is told that they no longer do."""
    for number, before in before_of(session, run, RULE).items():
        rule = session.get_one(Assignment, number)
        rule.ends_on = date.fromisoformat(before) if before else None


def tokens_go_on(session: Session, run: ReorganisationRun, *, by: int | None, at: datetime) -> None:
    """Those that nobody has revoked meanwhile work as long as they would have."""
    found: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for number, before in before_of(session, run, TOKEN).items():
        token = session.get_one(ApiToken, number)
        if token.revoked_at is None and token.expires_on < date.fromisoformat(before):
            tokens.expire(session, token, date.fromisoformat(before), by=by, at=at)
            found[token.organisation_id][token.made_by].append(token.name)
    for organisation, makers in sorted(found.items()):
        council = session.get_one(Organisation, organisation)
        tell_of_tokens(session, council, makers, has_ended=False, at=at)
