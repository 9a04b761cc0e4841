"""Who a row is about: the reference first, then an address that means somebody here."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from learning.accounts.rules.addresses import looks_shared
from learning.imports.rules.columns import Layout
from learning.imports.rules.known import Known, World, without_zeros
from learning.imports.rules.said import Fault, Said

NOT_YOURS = "The person in this row cannot be changed by you. Take the row out"


@dataclass(frozen=True)
class Match:
    """A row with the person it is about (none: somebody new), and what to know of that."""

    said: Said
    known: Known | None
    notes: tuple[str, ...] = ()


@dataclass
class Matcher:
    """Holds each row against those who are known, then the rows against each other."""

    world: World
    layout: Layout
    notes: list[str] = field(default_factory=list)

    def match(self, rows: Iterable[Said]) -> list[Match]:
        """Every row, in order; rows that mean one person are all wrong."""
        return self._apart([self._one(said) for said in rows])

    def _one(self, said: Said) -> Match:
        self.notes = list(said.notes)
        try:
            known = self._who(said)
        except _WrongError as wrong:
            return Match(said.wrong(wrong.fault), wrong.known, tuple(self.notes))
        if known is not None and not known.may_change:
            return Match(said.wrong(Fault("", NOT_YOURS)), known)
        if said.address and looks_shared(said.address):
            self.notes.append(
                f"{said.address} looks like a mailbox that several people read or that goes to a "
                "successor. Everybody needs an address of their own to sign in"
            )
        return Match(said, known, tuple(self.notes))

    def _who(self, said: Said) -> Known | None:
        """The person, or None for somebody new; raises _WrongError where it cannot be told."""
        by_address = self._by_address(said)
        by_reference = self._by_reference(said, by_address)
        if by_reference is None:
            return self._first_of(said, by_address)
        others = [one for one in by_address if one.person_id != by_reference.person_id]
        if others:
            raise self._whose(said, others[0], by_reference)
        return by_reference

    def _first_of(self, said: Said, by_address: Sequence[Known]) -> Known | None:
        """Whom an address means, where no reference has said so."""
        if not by_address:
            return None
        found = by_address[0]
        if len(by_address) > 1 or (said.reference and found.reference):
            raise self._whose(said, found, None)
        if said.name and not share_a_name(said.name, found):
            raise self._wrong(
                "email",
                found,
                f"Here this address is that of {_who(found)}, whose name is another. If it is the "
                "same person, add the reference you know them by. If it is a successor, enter an "
                "address of their own: an account never goes to somebody else",
            )
        return found

    def _by_address(self, said: Said) -> list[Known]:
        """Whoever has verified it, else everybody of whom this council said it."""
        key = said.address_key
        if key is None:
            return []
        if key in self.world.by_verified:
            return [self.world.people[self.world.by_verified[key]]]
        return [self.world.people[number] for number in self.world.by_said.get(key, ())]

    def _by_reference(self, said: Said, by_address: Sequence[Known]) -> Known | None:
        key = said.reference_key
        if key is None:
            return None
        if key in self.world.by_reference:
            return self.world.people[self.world.by_reference[key]]
        alike = [self.world.people[n] for n in self.world.by_zeroless.get(without_zeros(key), ())]
        for one in alike:
            if not one.may_change:
                continue
            self.notes.append(
                f"The reference {said.reference} differs from {one.reference} of {_who(one)} only "
                "in zeros at its front, which Excel takes away. Keep the column as text"
            )
            if one in by_address or _letters(said.name) == _letters(one.name or one.own_name):
                return one
        return None

    def _whose(self, said: Said, other: Known, mine: Known | None) -> "_WrongError":
        """An address here belongs to somebody under another reference: it is asked which."""
        here = f"{_who(other)}, reference {other.reference}" if other.reference else _who(other)
        row = f"of reference {said.reference}" if mine or said.reference else "in this row"
        return self._wrong(
            "email",
            other,
            f"Here this address is that of {here}. If the person {row} is the same, correct the "
            "reference; if not, enter their own address",
        )

    def _wrong(self, column: str, other: Known, problem: str) -> "_WrongError":
        if not other.may_change:
            return _WrongError(Fault("", NOT_YOURS), other)
        return _WrongError(Fault(self.layout.name(column), problem), other)

    def _apart(self, matches: list[Match]) -> list[Match]:
        """Rows that mean one person, by who it is, by reference or by address, are all wrong."""
        rows: defaultdict[tuple[str, object], list[int]] = defaultdict(list)
        for place, match in enumerate(matches):
            if match.known is not None and not match.said.faults:
                rows["the same person", match.known.person_id].append(place)
            if match.said.reference_key:
                rows["the reference", match.said.reference_key].append(place)
            if match.said.address_key:
                rows["the address", match.said.address_key].append(place)
        doubled = {key: places for key, places in rows.items() if len(places) > 1}
        # Last, since it is said only where nothing else has been.
        for key in sorted(doubled, key=lambda one: one[0] == "the same person"):
            what, places = key[0], doubled[key]
            for place in places:
                matches[place] = self._doubled(what, matches, place, places)
        return matches

    def _doubled(self, what: str, matches: list[Match], place: int, places: Sequence[int]) -> Match:
        match = matches[place]
        others = [matches[one].said.row for one in places if one != place]
        named = ", ".join(map(str, others[:5])) + (" and more" if len(others) > 5 else "")
        rows = f"Row {named} has" if len(others) == 1 else f"Rows {named} have"
        if what == "the same person":
            if match.said.faults:
                return match
            fault = Fault("", f"{rows} the same person. Keep one row, with all of their roles")
        else:
            column = "reference" if what == "the reference" else "email"
            problem = f"{rows} the same {'reference' if column == 'reference' else 'address'} too. "
            problem += "Keep one row for a person" + (
                "" if column == "reference" else "; two people never share an address here"
            )
            fault = Fault(self.layout.name(column), problem)
        return replace(match, said=match.said.wrong(fault))


class _WrongError(Exception):
    """It cannot be told who a row is about."""

    def __init__(self, fault: Fault, known: Known) -> None:
        super().__init__(fault.problem)
        self.fault = fault
        self.known = known


def _who(known: Known) -> str:
    return known.name or known.own_name or "somebody without a name"


def _letters(name: str) -> str:
    """A name without case, accents and what stands between letters."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(
        "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split()
    )


def share_a_name(name: str, known: Known) -> bool:
    """Whether a name has a word in common with one of theirs."""
    words = set(_letters(name).split())
    theirs = set(_letters(f"{known.name} {known.own_name}").split())
    return not theirs or bool(words & theirs - {"cllr", "councillor", "mr", "mrs", "ms", "dr"})
