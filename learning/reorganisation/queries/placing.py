"""Answers where everybody would go by a plan, and what stands in its way."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.reorganisation.queries import taking
from learning.reorganisation.queries.places import people_in
from learning.reorganisation.queries.plans import shown_elsewhere
from learning.reorganisation.rules.ledger import tally
from learning.reorganisation.rules.moving import Move, move_of
from learning.reorganisation.rules.plans import WORDS, Plan, faults
from learning.reorganisation.rules.whither import Whither


@dataclass(frozen=True)
class Placed:
    """Everybody in the councils of a plan, moved in thought."""

    plan: Plan
    moves: tuple[Move, ...]
    faults: tuple[str, ...]  # in words for an administrator, with counts

    @property
    def moving(self) -> list[Move]:
        """Those for whom something changes."""
        return [one for one in self.moves if one.left]

    @property
    def unplaced(self) -> list[Move]:
        """Those of whom nobody says where they go, or two say different things."""
        return [one for one in self.moves if one.unplaced]

    @property
    def going(self) -> Counter[tuple[int, Whither]]:
        """How many people of each predecessor go where."""
        return Counter(
            which
            for one in self.moves
            for which in {(left.place.organisation_id, left.whither) for left in one.left}
        )

    def staying(self, council: int) -> int:
        """How many people of a council keep their place in it."""
        return sum(any(p.organisation_id == council for p in one.stayed) for one in self.placed)

    @property
    def placed(self) -> list[Move]:
        """Those of whom everything is decided."""
        return [one for one in self.moves if not one.unplaced]

    @property
    def tallies(self) -> Counter[str]:
        """What would end, go along and be made."""
        return sum((tally(one, on=self.plan.vests_on) for one in self.moving), Counter[str]())


def placed(
    session: Session, plan: Plan, catalogue: Catalogue, *, today: date | None = None
) -> Placed:
    """Everybody who is recorded now."""
    tiers = {role.slug: role.tier.value for role in catalogue.roles.values()}
    people = people_in(session, plan.councils, on=plan.vests_on) if plan.councils else []
    moves = tuple(move_of(one, plan.said, tiers, on=plan.vests_on) for one in people)
    return Placed(plan, moves, tuple(_faults(session, plan, moves, catalogue, today)))


def _faults(
    session: Session,
    plan: Plan,
    moves: tuple[Move, ...],
    catalogue: Catalogue,
    today: date | None,
) -> Iterator[str]:
    yield from faults(plan, today=today or plan.vests_on)
    for one in plan.leaving:
        kinds = {"role": catalogue.roles, "service": catalogue.services}
        for kind, slug in one.said.by:
            if kind in kinds and slug not in kinds[kind]:
                yield f"{one.council.name}: there is no {kind} “{slug}”"
        yield from _gaps(one.council.id, one.council.name, moves)
    for council in shown_elsewhere(session, plan):
        yield f"{council} stands in another reorganisation: take one of the two back"
    for successor, what, keys in taking.differing(session, plan):
        name = plan.councils[successor].name
        yield (
            f"{name}: {len(keys)} differ between the councils chosen for “{WORDS[what]}” "
            f"(such as {', '.join(filter(None, keys[0]))}). Choose one of them"
        )


def _gaps(council: int, name: str, moves: tuple[Move, ...]) -> Iterator[str]:
    found = [answer for one in moves for at, answer in one.unplaced if at == council]
    gaps = sum(not answer.found for answer in found)
    overlaps = len(found) - gaps
    if gaps:
        yield f"{name}: of {_people(gaps)} nobody says where they go"
    if overlaps:
        yield f"{name}: of {_people(overlaps)} two of their roles say different things"


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"
