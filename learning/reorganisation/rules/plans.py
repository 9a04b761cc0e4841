"""A plan as everything else reads it, and what has to be put right before it is carried out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from learning.clock import day_in_words
from learning.people.standing import OrganisationFacts
from learning.reorganisation.rules.whither import Directions, Fate, Whither


class What(StrEnum):
    """What a successor can take over from a predecessor."""

    LEVELS = "levels"
    RULES = "rules"
    PURPOSE = "purpose"
    POLICIES = "policies"
    ACCEPTANCE = "acceptance"
    LEADS = "leads"
    VIEWERS = "viewers"
    PAST = "past"


WORDS: Mapping[What, str] = {
    What.LEVELS: "Its own levels of what roles need",
    What.RULES: "Its standing rules: who is asked to take which path",
    What.PURPOSE: "Its statement of what the results are for",
    What.POLICIES: "Its other decisions, such as post and how long records are kept",
    What.ACCEPTANCE: "Which courses from elsewhere it accepts",
    What.LEADS: "Its training leads, for the same groups and services",
    What.VIEWERS: "Its report viewers",
    What.PAST: "Report viewers and leads of the council that follows read its past reports",
}


class State(StrEnum):
    """How far a plan is."""

    DRAWN = "drawn"
    STARTED = "being carried out"
    DONE = "carried out"
    UNDOING = "being undone"


@dataclass(frozen=True)
class Leaving:
    """A predecessor and what the plan says of its people."""

    council: OrganisationFacts
    goes_on: bool
    said: Directions = field(default_factory=Directions)


@dataclass(frozen=True)
class RunFacts:
    """The newest time that a plan was carried out."""

    id: int
    finished_at: datetime | None
    undoing_at: datetime | None
    undone_at: datetime | None


@dataclass(frozen=True)
class Plan:
    """A reorganisation."""

    id: int
    slug: str
    name: str
    vests_on: date
    leaving: tuple[Leaving, ...]
    following: tuple[OrganisationFacts, ...]
    taken: frozenset[tuple[int, int, What]] = frozenset()  # (successor, predecessor, what)
    shown_at: datetime | None = None
    run: RunFacts | None = None

    @property
    def state(self) -> State:
        """How far it is; what was undone is a plan again."""
        if self.run is None or self.run.undone_at is not None:
            return State.DRAWN
        if self.run.undoing_at is not None:
            return State.UNDOING
        return State.STARTED if self.run.finished_at is None else State.DONE

    @property
    def councils(self) -> dict[int, OrganisationFacts]:
        """Every council in it, predecessors first."""
        every = (*(one.council for one in self.leaving), *self.following)
        return {one.id: one for one in every}

    @property
    def said(self) -> dict[int, Directions]:
        """What is said of the people of each predecessor."""
        return {one.council.id: one.said for one in self.leaving}

    def takes(self, successor: int, what: What) -> tuple[int, ...]:
        """From which predecessors a successor takes something over, in the plan's order."""
        return tuple(
            one.council.id
            for one in self.leaving
            if (successor, one.council.id, what) in self.taken
        )


def faults(plan: Plan, *, today: date) -> Iterator[str]:
    """What is wrong with the plan itself, in words for an administrator."""
    if not plan.leaving:
        yield "Choose at least one council that people leave"
    if not plan.following:
        yield "Choose at least one council that people come to"
    nations = {one.nation for one in plan.councils.values()}
    if len(nations) > 1:
        yield f"The councils lie in different nations: {', '.join(sorted(nations))}"
    for one in plan.leaving:
        yield from _of_leaving(one, plan)
    for council in plan.following:
        yield from _of_following(council, plan, today)


def _of_following(council: OrganisationFacts, plan: Plan, today: date) -> Iterator[str]:
    if council.starts_on > plan.vests_on:
        begins = day_in_words(council.starts_on)
        yield f"{council.name} has its first day on {begins}, after vesting day"
    if council.ends_on is not None and council.ends_on <= max(plan.vests_on, today):
        yield f"{council.name} ends on {day_in_words(council.ends_on)}: nobody can come to it"
    if not any(council.id in _goals(one) for one in plan.leaving):
        yield f"Nobody is sent to {council.name} yet"
    if len(plan.takes(council.id, What.PURPOSE)) > 1:
        yield f"{council.name} can take over one statement of what the results are for"


def _of_leaving(one: Leaving, plan: Plan) -> Iterator[str]:
    council = one.council
    if council.starts_on >= plan.vests_on:
        begins = day_in_words(council.starts_on)
        yield f"Vesting day is not after the first day of {council.name}, {begins}"
    if council.ends_on is not None and council.ends_on < plan.vests_on:
        yield f"{council.name} has ended already, on {day_in_words(council.ends_on)}"
    theirs = {followed.id for followed in plan.following}
    if not one.goes_on and council.id in theirs:
        yield f"{council.name} ends, so nobody can come to it: say that it goes on"
    if not one.goes_on and any(said.fate is Fate.STAYS for said in _every(one)):
        yield f"{council.name} ends, so nobody can stay there: say that it goes on, or where to"
    if council.id in _goals(one):
        yield f"Whoever stays in {council.name} is not sent there: choose “stays”"


def _every(one: Leaving) -> tuple[Whither, ...]:
    rest = (one.said.everybody,) if one.said.everybody else ()
    return (*one.said.by.values(), *one.said.listed.values(), *rest)


def _goals(one: Leaving) -> set[int | None]:
    return {said.to for said in _every(one)}
