"""Puts a generated world and its plan into the database, and carries it out in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from learning.catalogue.framework import Tier
from learning.catalogue.published import Catalogue
from learning.coverage.queries import Question, profiles_of
from learning.coverage.rules.figures import Profile
from learning.database import in_parts
from learning.people.models import Membership, Organisation, Restriction
from learning.reorganisation import working
from learning.reorganisation.actions import finishing, returning, undoing
from learning.reorganisation.actions.moving import Doing, move
from learning.reorganisation.actions.starting import start
from learning.reorganisation.models import (
    Direction,
    ListedPerson,
    Predecessor,
    Reorganisation,
    ReorganisationRun,
    Successor,
    TakenOver,
)
from learning.reorganisation.queries import moving as queries
from learning.reorganisation.queries.placing import placed
from learning.reorganisation.queries.plans import newest_run, plan_of
from learning.reorganisation.rules.ledger import Line, ledger
from learning.reorganisation.rules.plans import Plan, What
from tests.coverage.loading import load
from tests.coverage.world import World
from tests.reorganisation.worlds import Case, Drawn
from tests.rows import take_everything

PLAN = "the-plan"
BEYOND = (
    "SELECT setval(pg_get_serial_sequence('membership', 'id'),"
    " greatest(nextval(pg_get_serial_sequence('membership', 'id')), 10000000))"
)
LATER = datetime(2026, 4, 20, 9, tzinfo=UTC)  # after everything the worlds record


@dataclass
class Councils:
    """A case in the database."""

    session: Session
    case: Case
    catalogue: Catalogue
    at: datetime = LATER

    def __post_init__(self) -> None:
        take_everything(self.session.connection())
        load(self.session, self.case.world)
        if self.session.get_bind().dialect.name == "postgresql":  # its numbers were given by hand
            self.session.execute(text(BEYOND))
        self.ids = {
            one.slug: number for number, one in enumerate(self.case.world.organisations, start=1)
        }
        self._draw(self.case.drawn)
        self.session.flush()

    def _draw(self, drawn: Drawn) -> None:
        row = Reorganisation(
            slug=PLAN,
            name="The plan",
            vests_on=drawn.vests_on,
            drawn_at=self.at,
            drawn_by=None,
            form_key="key",
            form_hash="hash",
        )
        self.session.add(row)
        self.session.flush()
        for slug, goes_on, said in drawn.leaving:
            here = self.ids[slug]
            self.session.add(Predecessor(plan_id=row.id, organisation_id=here, goes_on=goes_on))
            for kind, value, fate, to in dict.fromkeys(said):
                to_id = self.ids[to] if to else None
                self.session.add(
                    Direction(
                        plan_id=row.id, from_id=here, kind=kind, value=value, fate=fate.value,
                        to_id=to_id,
                    )
                )  # fmt: skip
        self.session.add_all(
            Successor(plan_id=row.id, organisation_id=self.ids[slug]) for slug in drawn.following
        )
        for to, old in drawn.levels:
            self.session.add(
                TakenOver(
                    plan_id=row.id, to_id=self.ids[to], from_id=self.ids[old], what=What.LEVELS
                )
            )
        for slug, person, fate, goal in self.case.listed:
            to_id = self.ids[goal] if goal else None
            self.session.add(
                ListedPerson(
                    plan_id=row.id, from_id=self.ids[slug], person_id=person, fate=fate.value,
                    to_id=to_id,
                )
            )  # fmt: skip
        self._restrict(drawn.restricted)

    def _restrict(self, people: Sequence[int]) -> None:
        for person in people:
            mine = select(Membership).where(Membership.person_id == person).limit(1)
            for one in self.session.scalars(mine):
                self.session.add(
                    Restriction(
                        membership_id=one.id, lead_id=None, recorded_at=self.at, recorded_by=None
                    )
                )

    @property
    def plan(self) -> Plan:
        found = plan_of(self.session, PLAN)
        assert found is not None
        return found

    @property
    def vests_on(self) -> date:
        return self.case.drawn.vests_on

    @property
    def run(self) -> ReorganisationRun:
        found = newest_run(self.session, self.plan.id)
        assert found is not None
        return found

    def tick(self) -> datetime:
        """A little later."""
        self.at += timedelta(seconds=1)
        return self.at

    def counts(self) -> dict[str, Any]:
        return working.count(self.session, self.plan, by=self.at)

    def carry_out(self, *, at_once: int = 3) -> tuple[Line, ...]:
        """The steps of the command, without its transactions."""
        plan, before = self.plan, self.counts()
        run = start(self.session, plan, before, by=None, at=self.tick())
        moves = placed(self.session, plan, self.catalogue).moving
        clashes = queries.clashes(self.session, plan, moves)
        for some in in_parts([one.person.id for one in moves], at_once):
            doing = Doing(plan, run, self.catalogue, clashes, None, self.tick())
            move(self.session, doing, some)
        finishing.finish(self.session, plan, run, by=None, at=self.tick())
        self.session.flush()
        after = working.count(self.session, plan, by=run.started_at)
        return ledger(before, after, run.tallies)

    def undo(self, people: Sequence[int], *, at_once: int = 2) -> None:
        plan, run = self.plan, self.run
        for some in in_parts(people, at_once):
            undoing.undo_some(
                self.session, plan, run, some, catalogue=self.catalogue, by=None, at=self.tick()
            )
        returning.undo_rest(self.session, plan, run, by=None, at=self.tick())
        self.session.flush()

    def profiles(
        self, slug: str, on: date, known_at: datetime | None = None, lead_id: int | None = None
    ) -> tuple[Profile, ...]:
        self.session.flush()
        question = Question((self.ids[slug],), on, known_at or self.at, lead_id)
        return profiles_of(self.session, question)

    def ended(self, slug: str) -> date | None:
        return self.session.get_one(Organisation, self.ids[slug]).ends_on


def cast(world: World, catalogue: Catalogue) -> Catalogue:
    """The catalogue with the roles of a generated world in place of its own."""
    model = next(iter(catalogue.roles.values()))
    roles = {
        one.slug: model.model_copy(
            update={"slug": one.slug, "tier": Tier(one.tier), "service": one.service, "base": None}
        )
        for one in world.roles
    }
    return replace(catalogue, roles=MappingProxyType(roles))
