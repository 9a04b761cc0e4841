"""Several views of the same people as one table: those of councils, and of councils together.

People whom no view tells apart are one kind; a view sees some kinds, each with the groups and needs
it gives them. Somebody who serves two councils is in the views of both, and in that of
both together with all their roles and the highest level any of them needs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

from learning.coverage.rules.figures import RoleFacts
from learning.coverage.rules.protecting import Decided, Shown, first_shown, hidden_beside
from learning.coverage.rules.table import Alike, Counted, Hidden, Name, Place, lines_over

Sight = tuple[str, Alike]  # (view, what it sees)
Kind = frozenset[Sight]


@dataclass(frozen=True)
class Joint:
    """Who is in which views, and what those of them hide that are decided."""

    kinds: Mapping[Kind, int]  # people
    hidden: Mapping[str, Hidden]  # by view
    roles: Mapping[str, RoleFacts]


def hidden_together(joint: Joint, view: str, *, threshold: int) -> frozenset[Name]:
    """What a view that is not decided yet hides beside all the others, which are."""
    kinds = sorted(joint.kinds, key=_order)
    people = {at: joint.kinds[kind] for at, kind in enumerate(kinds)}
    views = _lines_of_views(kinds, people, joint.roles)
    shown: dict[frozenset[Place], Counted] = {}
    small: list[Counted] = []
    for other, hidden in joint.hidden.items():
        for line in views.get(other, ()):
            if first_shown(line, threshold) is Shown.HIDDEN:
                small.append(line)
            elif line.names[0] not in hidden:
                shown.setdefault(line.cells, line)
    own = [line for line in views.get(view, ()) if line.cells not in shown]
    every = [line for lines in views.values() for line in lines]
    pairs = {place: people[place[0]] for line in every for place in line.cells}
    return hidden_beside(
        Decided(tuple(shown.values()), tuple(small)), own, pairs, threshold=threshold
    )


def _lines_of_views(
    kinds: Sequence[Kind], people: Mapping[int, int], roles: Mapping[str, RoleFacts]
) -> dict[str, tuple[Counted, ...]]:
    """All lines of each view, over the same cells."""
    seen: dict[str, dict[int, Alike]] = {}
    for at, kind in enumerate(kinds):
        for view, alike in kind:
            seen.setdefault(view, {})[at] = alike
    return {view: lines_over(alike, people, roles) for view, alike in sorted(seen.items())}


def _order(kind: Kind) -> list[tuple[str, list[list[object]]]]:
    return sorted((view, [sorted(part) for part in astuple(alike)]) for view, alike in kind)
