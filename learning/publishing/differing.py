"""Asks what people counted for at a day, as known at some moments: who changed between them."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache

from sqlalchemy import Integer, String, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from learning.coverage.changed import changed_between
from learning.coverage.queries import Question, having_own, profiles_of, values_of
from learning.coverage.rules.profiles import as_now
from learning.coverage.rules.table import Alike, Need, alike_of
from learning.coverage.statement import (
    Kind,
    asked_of,
    chosen_people,
    needed,
    pairs,
    population,
    profiles,
)
from learning.database import AnySelect
from learning.outcomes.queries.figures import who_knows
from learning.publishing.rules.changes import (
    BY_CHECK,
    NOTHING_SHOWN,
    Individual,
    State,
    Version,
    Versions,
)

Held = frozenset[tuple[str, str]]  # (role, service or nothing)


def versions_of(session: Session, question: Question, moments: Sequence[datetime]) -> Versions:
    """Everybody the figures of one organisation are about, as known at each moment, in order.

    People in whom nothing was recorded between the first and the last are counted, not told apart.
    """
    asked = [replace(question, known_at=moment) for moment in moments]
    changed = changed_between(session, asked[0], asked[-1])
    has_own = any(having_own(session, one) for one in asked)
    if changed is None:
        return Versions([_individuals(session, one, has_own=has_own) for one in asked])
    theirs = [replace(one, people=changed) for one in asked]
    return Versions(
        [_individuals(session, one, has_own=has_own) for one in theirs],
        _alike(session, asked[0], theirs[0], has_own=has_own),
    )


def _alike(
    session: Session, everybody: Question, theirs: Question, *, has_own: bool
) -> dict[Alike, int]:
    """How many of the others are alike."""
    own, published = (
        as_now(
            profiles_of(session, replace(everybody, own_settings=is_own)),
            before=profiles_of(session, replace(theirs, own_settings=is_own)),
            after=(),
        )
        if is_own or has_own
        else ()
        for is_own in (True, False)
    )
    as_published = {one.held: one for one in published}
    found: dict[Alike, int] = defaultdict(int)
    for one in own:
        found[alike_of(one, as_published.get(one.held))] += one.people
    return found


def _individuals(session: Session, question: Question, *, has_own: bool) -> Version:
    """Those that a question is about, by the number of the person.

    What they need under the framework's own requirements is told too, where its totals are lines.
    """
    own = _Read(session, question)
    published = _Read(session, replace(question, own_settings=False)) if has_own else None
    (organisation,) = question.organisations
    known = who_knows(
        session,
        organisation,
        on=question.as_at,
        known_at=question.known_at,
        people=question.people,
    )
    found = {}
    for person in own.people:
        theirs = own.needs_of(person)
        framework = published.needs_of(person) if published else {}
        states: dict[Need, Hashable] = {}
        for read, needs in ((own, theirs), (published or own, framework)):
            states |= {need: read.state(person, *need) for need in needs.items()}
        for skill, level in theirs.items():
            states[f"{skill}{BY_CHECK}", level] = person in known.get(skill, ())
        found[person] = Individual(
            alike=Alike(
                roles=frozenset(role for role, _ in own.held(person)),
                services=frozenset(service for _, service in own.held(person) if service),
                needs=frozenset(theirs.items()),
                published=frozenset(framework.items()),
            ),
            states=states,
            own_word={need: own.own_word(person, need[0]) for need in theirs.items()},
        )
    return found


class _Read:
    """What people hold and need, and what they show of it, as the database says."""

    def __init__(self, session: Session, question: Question) -> None:
        kind = Kind(
            has_lead=False,
            own_settings=question.own_settings,
            lists=int(question.people is not None),
        )
        self.people: dict[int, int] = {}  # the profile of each
        self._held: dict[int, Held] = {}
        self._needs: dict[int, dict[str, int]] = defaultdict(dict)
        self._shown: dict[tuple[int, str, int], State] = {}
        self._says: dict[tuple[int, str], int] = {}
        for row in session.execute(_statement(kind), values_of(question)):
            if row.kind == "profile":
                self._held[row.profile] = _held(row.words)
            elif row.kind == "need":
                self._needs[row.profile][row.words] = row.level
            elif row.kind == "person":
                self.people[row.person_id] = row.profile
            else:
                state = State(min(row.held, row.level), is_kept=bool(row.kept))
                self._shown[row.person_id, row.words, row.level] = state
                self._says[row.person_id, row.words] = min(row.said, row.level)

    def held(self, person: int) -> Held:
        return self._held[self.people[person]]

    def needs_of(self, person: int) -> Mapping[str, int]:
        return self._needs[self.people[person]]

    def state(self, person: int, skill: str, level: int) -> State:
        return self._shown.get((person, skill, level), NOTHING_SHOWN)

    def own_word(self, person: int, skill: str) -> int:
        return self._says.get((person, skill), 0)


def _held(text: str) -> Held:
    parts = (one.split(":") for one in text.split(","))
    return frozenset((role, service) for _, role, service in parts)


@cache
def _statement(kind: Kind) -> AnySelect:
    """Rows of four kinds: profiles, their needs, who has which, and what each shows of a need."""
    asked = asked_of(kind)
    chosen = chosen_people(kind, asked)
    everyone = population(kind, asked, chosen).cte("everyone")
    profile, sizes = profiles(asked, everyone)
    needs = needed(kind, asked, everyone, sizes)
    shown = pairs(asked, chosen, profile, needs).c
    number, words = cast(null(), Integer), cast(null(), String)
    columns = ("kind", "profile", "person_id", "words", "level", "held", "kept", "said")
    nothing = (number,) * 3
    parts = (
        ("profile", sizes.c.profile, number, sizes.c.held, number, *nothing),
        ("need", needs.c.profile, number, needs.c.skill, needs.c.level, *nothing),
        ("person", profile.c.profile, profile.c.person_id, words, number, *nothing),
        (
            "pair",
            *(shown[name] for name in columns[1:3]),
            shown.skill,
            *(shown[n] for n in columns[4:]),
        ),
    )
    rows = (
        select(*(c.label(n) for n, c in zip(columns, (literal(kind), *values), strict=True)))
        for kind, *values in parts
    )
    return select(union_all(*rows).subquery())
