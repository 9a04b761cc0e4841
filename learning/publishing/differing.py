"""Asks what each person counted for at a day, as known at a moment: who changed between two."""

from collections import defaultdict
from dataclasses import replace
from functools import cache

from sqlalchemy import Integer, String, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from learning.coverage.queries import Question, values_of
from learning.coverage.rules.table import Alike
from learning.coverage.statement import Kind, asked_of, needed, pairs, population, profiles
from learning.database import AnySelect
from learning.publishing.rules.changes import NOTHING_SHOWN, Individual, State


def individuals(session: Session, question: Question) -> dict[int, Individual]:
    """Everybody the figures of one organisation are about, by the number of the person.

    What they need under the framework's own requirements is told too: its totals are lines.
    """
    own = _read(session, question)
    published = _read(session, replace(question, own_settings=False))
    return {
        person: _individual(held, states, published[person][1])
        for person, (held, states) in own.items()
    }


Held = frozenset[tuple[str, str]]  # (role, service or nothing)
Read = dict[int, tuple[Held, dict[str, State]]]


def _individual(held: Held, states: dict[str, State], published: dict[str, State]) -> Individual:
    alike = Alike(
        roles=frozenset(role for role, _ in held),
        services=frozenset(service for _, service in held if service),
        needs=frozenset((skill, state.level) for skill, state in states.items()),
        published=frozenset((skill, state.level) for skill, state in published.items()),
    )
    return Individual(alike, states)


def _read(session: Session, question: Question) -> Read:
    """What everybody holds and needs, and what they show of it."""
    kind = Kind(has_lead=False, own_settings=question.own_settings)
    rows = session.execute(_statement(kind), values_of(question)).all()
    held: dict[int, Held] = {}
    needs: dict[int, dict[str, int]] = defaultdict(dict)
    shown: dict[tuple[int, str], State] = {}
    people: list[tuple[int, int]] = []
    for row in rows:
        if row.kind == "profile":
            held[row.profile] = _held(row.words)
        elif row.kind == "need":
            needs[row.profile][row.words] = row.level
        elif row.kind == "person":
            people.append((row.person_id, row.profile))
        else:
            state = State(row.level, min(row.held, row.level), is_kept=bool(row.kept))
            shown[row.person_id, row.words] = state
    return {
        person: (
            held[profile],
            {
                skill: shown.get((person, skill), State(level, *NOTHING_SHOWN))
                for skill, level in needs[profile].items()
            },
        )
        for person, profile in people
    }


def _held(text: str) -> Held:
    parts = (one.split(":") for one in text.split(","))
    return frozenset((role, service) for _, role, service in parts)


@cache
def _statement(kind: Kind) -> AnySelect:
    """Rows of four kinds: profiles, their needs, who has which, and what each shows of a need."""
    asked = asked_of(kind)
    everyone = population(kind, asked, None).cte("everyone")
    profile, sizes = profiles(asked, everyone)
    needs = needed(kind, asked, everyone, sizes)
    shown = pairs(asked, None, profile, needs)
    number, words = cast(null(), Integer), cast(null(), String)
    columns = ("kind", "profile", "person_id", "words", "level", "held", "kept")
    parts = (
        ("profile", sizes.c.profile, number, sizes.c.held, number, number, number),
        ("need", needs.c.profile, number, needs.c.skill, needs.c.level, number, number),
        ("person", profile.c.profile, profile.c.person_id, words, number, number, number),
        (
            "pair",
            shown.c.profile,
            shown.c.person_id,
            shown.c.skill,
            shown.c.level,
            shown.c.held,
            shown.c.kept,
        ),
    )
    rows = (
        select(*(c.label(n) for n, c in zip(columns, (literal(kind), *values), strict=True)))
        for kind, *values in parts
    )
    return select(union_all(*rows).subquery())
