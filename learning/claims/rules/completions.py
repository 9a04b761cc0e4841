"""Decides what each completion gives under a council's rules, and what is wrong with the rest."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import chain

from learning.claims.rules.acceptance import Rule, fitting, in_force, key
from learning.claims.rules.columns import Completion
from learning.errors import Refusal
from learning.evidence.rules import Piece, Shown, expiry, renewed_until
from learning.people.rules import address_key
from learning.spreadsheets.days import day_in

LONGEST_SUMMARY = 300
SOURCE = "prior-learning"


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    ALREADY = "already"
    NO_RULE = "no-rule"
    FAULT = "fault"


@dataclass(frozen=True)
class Known:
    """Somebody in the care of whoever imports."""

    person_id: int
    name: str


@dataclass(frozen=True)
class Surroundings:
    """Everything that a row is held against."""

    organisation_id: int
    people: Mapping[str, Known]  # by address as it is looked up, and by code
    rules: Sequence[Rule]
    shown: Mapping[tuple[int, str], Sequence[Shown]]  # by person and skill
    importer_id: int | None
    today: date
    month_first: bool = False


@dataclass(frozen=True)
class Line:
    """A row, or one skill of it, with what becomes of it."""

    completion: Completion
    outcome: Outcome
    known: Known | None = None
    piece: Piece | None = None
    rule: Rule | None = None
    column: str = ""
    problem: str = ""  # what is wrong, and how to mend it


@dataclass(frozen=True)
class Plan:
    """What importing would do: nothing is written to make it."""

    lines: tuple[Line, ...]

    def of(self, outcome: Outcome) -> tuple[Line, ...]:
        """The lines with one outcome, in the order of the file."""
        return tuple(line for line in self.lines if line.outcome == outcome)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What would be recorded."""
        return tuple(line.piece for line in self.of(Outcome.NEW) if line.piece is not None)

    @property
    def fingerprint(self) -> str:
        """Tells whether what would be recorded is still what was shown."""
        return hashlib.sha256(repr(self.pieces).encode()).hexdigest()


def plan(completions: Iterable[Completion], around: Surroundings) -> Plan:
    """What becomes of each row; earlier completions first, so that later ones renew them."""
    planner = _Planner(around)
    dated = [(planner.day(one.completed_on), one) for one in completions]
    dated.sort(key=lambda pair: (pair[0] or date.min, pair[1].row))
    lines = [line for day, one in dated for line in planner.lines(one, day)]
    lines.sort(key=lambda line: line.completion.row)
    return Plan(tuple(lines))


@dataclass
class _Planner:
    """Holds each row against the surroundings and the rows before it."""

    around: Surroundings
    fitting: dict[tuple[str, str], list[Rule]] = field(default_factory=dict)
    planned: defaultdict[tuple[int, str], list[Shown]] = field(
        default_factory=lambda: defaultdict(list)
    )
    rows: dict[tuple[str, str], int] = field(default_factory=dict)  # (reference, skill) → row
    recorded: set[tuple[str, str]] = field(init=False)  # (reference, skill)

    def __post_init__(self) -> None:
        """What is recorded already, looked up by reference."""
        pieces = chain.from_iterable(self.around.shown.values())
        self.recorded = {(one.reference, one.skill) for one in pieces if one.source == SOURCE}

    def day(self, text: str) -> date | None:
        """The day a cell says."""
        return day_in(text, month_first=self.around.month_first)

    def lines(self, one: Completion, day: date | None) -> list[Line]:
        """The row: a line for each skill it shows, or one that says why it shows none."""
        try:
            known = self._person(one)
            completed_on = self._completed(one, day)
            expires_on = self._expires(one, completed_on)
            rules = self._rules(one, completed_on)
        except Refusal as refusal:
            column = refusal.field or ""
            return [Line(one, Outcome.FAULT, column=column, problem=refusal.message)]
        if not rules:
            return [Line(one, Outcome.NO_RULE, known=known)]
        return [self._line(one, known, rule, completed_on, expires_on) for rule in rules]

    def _person(self, one: Completion) -> Known:
        if not one.person:
            raise Refusal("Enter the person’s e-mail address or code", field="person")
        known = self.around.people.get(address_key(one.person))
        if known is None:
            raise Refusal(
                "Nobody in your care has this address or code. Check how it is written",
                field="person",
            )
        if known.person_id == self.around.importer_id:
            raise Refusal(
                "This is you. Somebody else has to record what you completed", field="person"
            )
        return known

    def _completed(self, one: Completion, day: date | None) -> date:
        if day is None:
            raise Refusal(self._no_day(one.completed_on), field="completed_on")
        if day > self.around.today:
            raise Refusal("This day is in the future", field="completed_on")
        return day

    def _expires(self, one: Completion, completed_on: date) -> date | None:
        if not one.expires_on:
            return None
        day = self.day(one.expires_on)
        if day is None:
            raise Refusal(self._no_day(one.expires_on), field="expires_on")
        if day <= completed_on:
            raise Refusal("This day is not after the day it was completed", field="expires_on")
        return day

    def _no_day(self, text: str) -> str:
        if not text:
            return "Enter the day, like 31/12/2026"
        first = "month" if self.around.month_first else "day"
        return f"This is no real day, read {first} first. Write it like 2026-12-31"

    def _rules(self, one: Completion, on: date) -> tuple[Rule, ...]:
        if not one.course:
            raise Refusal("Enter what was completed", field="course")
        if not one.issuer:
            raise Refusal("Enter who issued it", field="issuer")
        pair = key(one.issuer), key(one.course)
        if pair not in self.fitting:
            self.fitting[pair] = fitting(self.around.rules, issuer=one.issuer, course=one.course)
        return in_force(self.fitting[pair], on)

    def _line(
        self, one: Completion, known: Known, rule: Rule, on: date, expires_on: date | None
    ) -> Line:
        reference = _reference(self.around.organisation_id, known, one, on)
        if (reference, rule.skill) in self.recorded:
            return Line(one, Outcome.ALREADY, known=known, rule=rule)
        if (reference, rule.skill) in self.rows:
            row = self.rows[reference, rule.skill]
            return Line(one, Outcome.ALREADY, known, rule=rule, problem=f"The same as row {row}")
        place = known.person_id, rule.skill
        before = chain(self.around.shown.get(place, ()), self.planned[place])
        renews = renewed_until(before, level=rule.level, on=on)
        ends = expiry(on, lasts_months=rule.lasts_months, runs_out_on=renews)
        piece = Piece(
            person_id=known.person_id,
            skill=rule.skill,
            level=rule.level,
            shown_on=on,
            expires_on=min((day for day in (ends, expires_on) if day), default=None),
            reference=reference,
            summary=f"{one.course}, {one.issuer}"[:LONGEST_SUMMARY],
        )
        self.rows[reference, rule.skill] = one.row
        self.planned[place].append(_as_shown(piece))
        return Line(one, Outcome.NEW, known=known, piece=piece, rule=rule)


def _reference(organisation_id: int, known: Known, one: Completion, on: date) -> str:
    """The same completion has the same reference, however often and in whichever file it comes."""
    said = organisation_id, known.person_id, key(one.issuer), key(one.course), on.isoformat()
    return f"completion-{organisation_id}-{hashlib.sha256(repr(said).encode()).hexdigest()[:40]}"


def _as_shown(piece: Piece) -> Shown:
    return Shown(
        id=0,
        skill=piece.skill,
        level=piece.level,
        source=SOURCE,
        summary=piece.summary,
        reference=piece.reference,
        shown_on=piece.shown_on,
        expires_on=piece.expires_on,
        withdrawn_on=None,
    )
