"""What a row changes of the roles somebody holds: begun, ended, or held on other days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from learning.imports.rules.deeds import Days, RoleDays
from learning.imports.rules.known import Held, Time, World
from learning.imports.rules.titles import RoleSaid


@dataclass(frozen=True)
class Moves:
    """What becomes of the days of a membership, and from when new roles are held."""

    new_from: date
    before: Days
    after: Days


@dataclass
class Roles:
    """Rows that begin, and (row, what it becomes) of those that change; None: no day is left."""

    begun: list[RoleSaid] = field(default_factory=list)  # as the row says them, without bases
    new: list[RoleDays] = field(default_factory=list)
    changed: list[tuple[Held, RoleDays | None]] = field(default_factory=list)


def given(said: Iterable[RoleSaid], world: World, days: Days) -> list[RoleDays]:
    """The roles with the roles they build on, once each (decision 6)."""
    found: dict[tuple[str, str | None], RoleDays] = {}
    listed = list(said)
    for one in listed:
        found[one.role, one.service] = RoleDays(one.role, one.service, days, one.substitute)
    for one in listed:
        base = world.roles[one.role].base
        if base is not None:
            found.setdefault((base, one.service), RoleDays(base, one.service, days))
    return list(found.values())


def current(time: Time, on: date) -> list[Held]:
    """What is held on a day or later; of a time that is over, what was held to its end."""
    return [
        one
        for one in time.held
        if one.ends_on is None or one.ends_on > on or one.ends_on == time.ends_on
    ]


def compare(time: Time, said: Sequence[RoleSaid] | None, world: World, moves: Moves) -> Roles:
    """What the row changes; where it names no role at all, only days move."""
    roles = Roles()
    held = current(time, world.day)
    kept = set(held)
    if said is not None:
        # A role of which no day is left is not the one that the row names: that begins anew.
        lasting = [one for one in held if _after(one, moves, ends_on=None)]
        kept, roles.begun = _kept(lasting, said, world)
        roles.new = _new(roles.begun, lasting, world, moves)
    for one in time.held:
        ends = one in held and one not in kept
        after = _after(one, moves, ends_on=world.day if ends else None)
        if after != Days(one.starts_on, one.ends_on):
            became = RoleDays(one.role, one.service, after, one.substitute) if after else None
            roles.changed.append((one, became))
    return roles


def _kept(
    held: Sequence[Held], said: Sequence[RoleSaid], world: World
) -> tuple[set[Held], list[RoleSaid]]:
    """(rows that go on, roles that begin): a base goes on with what builds on it."""
    kept: set[Held] = set()
    begun = []
    for one in said:
        found = [h for h in held if _is_same(h, one)]
        kept.update(found)
        if not found:
            begun.append(one)
    named = [(h.role, h.service) for h in kept] + [(one.role, one.service) for one in begun]
    bases = {(world.roles[role].base, service) for role, service in named if role in world.roles}
    kept.update(h for h in held if (h.role, h.service) in bases)
    kept.update(h for h in held if not world.in_scope(h.role, h.service))
    return kept, begun


def _is_same(held: Held, said: RoleSaid) -> bool:
    """Whether a row of a role is what the file names; without a service it names any."""
    return (
        held.role == said.role
        and said.service in (None, held.service)
        and held.substitute == said.substitute
    )


def _new(
    begun: Sequence[RoleSaid], held: Sequence[Held], world: World, moves: Moves
) -> list[RoleDays]:
    """Rows to add; a base only where it is not held on all of the days already."""
    named = {(one.role, one.service) for one in begun}
    return [
        one
        for one in given(begun, world, Days(moves.new_from, moves.after.ends_on))
        if (one.role, one.service) in named or not any(_covers(h, one, moves) for h in held)
    ]


def _covers(held: Held, base: RoleDays, moves: Moves) -> bool:
    """Whether a base is held from then on: what ends with the membership moves with it."""
    return (
        (held.role, held.service) == (base.role, base.service)
        and held.ends_on in (None, moves.before.ends_on)
        and (held.starts_on <= base.days.starts_on or held.starts_on == moves.before.starts_on)
    )


def _after(held: Held, moves: Moves, *, ends_on: date | None) -> Days | None:
    """A row's days afterwards; None where no day is left."""
    starts, last = held.starts_on, held.ends_on
    if moves.before.starts_on != moves.after.starts_on and _begins_with(held, moves):
        starts = moves.after.starts_on
    if moves.before.ends_on != moves.after.ends_on:
        last = _end(last, moves)
    if ends_on is not None:
        last = min(last, ends_on) if last else ends_on
    return Days(starts, last) if last is None or last > starts else None


def _begins_with(held: Held, moves: Moves) -> bool:
    """Began with the membership, or before its corrected first day."""
    is_early = held.starts_on == moves.before.starts_on or held.starts_on < moves.after.starts_on
    return is_early and (held.ends_on is None or held.ends_on > moves.after.starts_on)


def _end(last: date | None, moves: Moves) -> date | None:
    """What ended with the membership, or after its new end, ends with it."""
    after = moves.after.ends_on
    if last == moves.before.ends_on:
        return after
    return min(last, after) if last and after else last or after
