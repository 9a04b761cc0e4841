"""Moves some people at once: their places, all that hangs on these, and what is asked of them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from learning import audit
from learning.accounts.actions.following import invite_there
from learning.assignments import carrying
from learning.assignments.actions import follow_rules
from learning.catalogue.published import Catalogue
from learning.people.actions.holding import hold
from learning.reorganisation.actions.along import take_along
from learning.reorganisation.actions.rows import Rows, write
from learning.reorganisation.actions.starting import go_on
from learning.reorganisation.actions.telling import tell
from learning.reorganisation.models import ReorganisationRun
from learning.reorganisation.queries import moving as queries
from learning.reorganisation.queries.places import people_in
from learning.reorganisation.rules.ledger import tally
from learning.reorganisation.rules.moving import Move, move_of
from learning.reorganisation.rules.plans import Plan


@dataclass(frozen=True)
class Doing:
    """A plan that is being carried out, by whom and when, and what does not fit together."""

    plan: Plan
    run: ReorganisationRun
    catalogue: Catalogue
    clashes: frozenset[tuple[int, str]]  # (successor, reference) that two people have
    by: int | None
    at: datetime

    @property
    def tiers(self) -> dict[str, str]:
        """The tier of each role."""
        return {role.slug: role.tier.value for role in self.catalogue.roles.values()}


def move(session: Session, doing: Doing, people: Collection[int]) -> int:
    """Moves those of these people who have something to move; returns how many these were."""
    plan = doing.plan
    hold(session, *plan.councils)
    found = people_in(session, plan.councils, on=plan.vests_on, people=people)
    moves = [move_of(one, plan.said, doing.tiers, on=plan.vests_on) for one in found]
    moves = [one for one in moves if one.left]
    if not moves:
        return 0
    ended = [left.place.membership_id for one in moves for left in one.left]
    asked = carrying.asked_of(session, ended, on=plan.vests_on)
    tallies = sum((tally(one, on=plan.vests_on) for one in moves), Counter[str]())
    tallies += queries.restricted(session, moves)
    rows = Rows(doing.run.id, plan.vests_on, doing.by, doing.at)
    new = rows.fill(session, moves, doing.clashes, [one.council.id for one in plan.leaving])
    write(session, rows)
    carried = _carrying(moves, new, plan)
    tallies += _asked(session, doing, asked, carried)
    invite_there(session, {old: one.to for old, one in carried.items() if one.to is not None})
    tallies += take_along(session, plan, doing.run, moves, by=doing.by, at=doing.at)
    _audit(session, doing, moves)
    tell(session, plan, moves, at=doing.at)
    session.flush()  # what follows reads it
    follow_rules(
        session,
        memberships=rows.touched,
        by=doing.by,
        at=doing.at,
        catalogue=doing.catalogue,
    )
    tallies["asked new"] += queries.newly_asked(session, rows.touched, at=doing.at)
    doing.run.tallies = dict(Counter(doing.run.tallies) + tallies)
    return len(moves)


def _carrying(
    moves: Sequence[Move], new: Mapping[tuple[int, int], int], plan: Plan
) -> dict[int, carrying.Carrying]:
    """Which membership follows which; `new` maps (person, place of the made one) to its id."""
    found = {}
    for one in moves:
        for left in one.left:
            source, to = left.place, left.whither.to
            follows = [
                (made.days, new[one.person.id, at])
                for at, made in enumerate(one.made)
                if source in made.sources
            ] + [(j.place.days, j.place.membership_id) for j in one.joined if source in j.sources]
            holding = [at for days, at in follows if days[0] <= plan.vests_on < days[1]]
            follows.sort()
            chosen = holding[0] if holding else follows[0][1] if follows else None
            found[source.membership_id] = carrying.Carrying(
                one.person.id, source.membership_id, chosen, to
            )
    return found


def _asked(
    session: Session,
    doing: Doing,
    asked: Sequence[carrying.Asked],
    moves: Mapping[int, carrying.Carrying],
) -> Counter[str]:
    run = doing.run
    known = queries.copies_of(session, run.id)
    copies = {which: number for which, (number, _) in known.items()}
    found: Counter[str] = Counter()
    for one in asked:
        to = moves[one.row.membership_id]
        if one.goes_on:
            found["asked ended" if to.organisation_id is None else "asked moved"] += 1
        if one.goes_on and to.organisation_id is not None:
            which = (one.assignment_id, to.organisation_id)
            if which not in copies:
                copies[which] = go_on(
                    session, run, *which, on=doing.plan.vests_on, standing=False, at=doing.at
                )
    for (rule, council), (number, is_rule) in known.items():
        if is_rule:  # whom it left out was never asked
            whom = {to.person_id for to in moves.values() if to.organisation_id == council}
            carrying.copy_apart(session, rule, number, whom)
    found["asked made"] += carrying.carry(
        session, asked, moves, copies, on=doing.plan.vests_on, by=doing.by, at=doing.at
    )
    return found


def _audit(session: Session, doing: Doing, moves: Sequence[Move]) -> None:
    """An entry for each person in each council that they leave or come to; no values are kept."""
    deeds: dict[tuple[str, int], set[int]] = defaultdict(set)
    for one in moves:
        for left in one.left:
            deeds[
                "place.carried" if left.whither.to else "place.ended", left.place.organisation_id
            ].add(one.person.id)
            if left.whither.to is not None:
                deeds["place.came", left.whither.to].add(one.person.id)
    for (action, council), people in sorted(deeds.items()):
        audit.write_all(
            session, action, sorted(people), by=doing.by, at=doing.at, organisation_id=council
        )
