"""What somebody holds and needs, until when, how they see it themselves, and what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from learning.catalogue.published import Catalogue
from learning.evidence.rules import COUNTED, EXPIRES_SOON, Shown
from learning.people.rules import Need, levels_needed
from learning.study.rules import Way, way_to_show


def runs_out(shown: tuple[Shown, ...], held: Mapping[str, int], today: date) -> tuple[Shown, ...]:
    """Live evidence that holds up a level and runs out within 90 days, soonest first."""
    longest: dict[str, Shown] = {}
    for piece in shown:
        if piece.counts(today) and piece.level >= held.get(piece.skill, 0):
            longest[piece.skill] = max(piece, longest.get(piece.skill, piece), key=_end)
    soon = [piece for piece in longest.values() if _end(piece) <= today + EXPIRES_SOON]
    return tuple(sorted(soon, key=lambda piece: (_end(piece), piece.skill)))


def _end(piece: Shown) -> date:
    return piece.expires_on or date.max


@dataclass(frozen=True)
class RecordLine:
    """A skill on somebody's record."""

    skill: str
    needed: int  # 0: nobody asks it of them
    held: int
    until: date | None  # when the level held runs out; none for never
    own_view: int | None  # where they put themselves; none where they never said, or not yet
    pieces: tuple[Shown, ...]  # measured, newest first
    way: Way | None  # what shows what is missing, or renews what runs out

    @property
    def is_short(self) -> bool:
        """Whether more is needed than is held."""
        return self.held < self.needed


def record(
    shown: tuple[Shown, ...],
    held: Mapping[str, int],
    needs: Sequence[Need],
    catalogue: Catalogue,
    nation: str,
    *,
    today: date,
) -> tuple[RecordLine, ...]:
    """Every skill needed or ever shown, needed ones first, in the framework's order."""
    needed, roles = levels_needed(needs), {need.role for need in needs}
    order = {skill: place for place, skill in enumerate(catalogue.skills)}
    skills = sorted(
        {*needed, *(piece.skill for piece in shown)},
        key=lambda skill: (skill not in needed, order.get(skill, len(order)), skill),
    )
    lines = []
    for skill in skills:
        pieces = tuple(piece for piece in shown if piece.skill == skill)
        level, has = needed.get(skill, 0), held.get(skill, 0)
        until = _until(pieces, has, today)
        wanted = level if has < level else has if until else 0
        lines.append(
            RecordLine(
                skill=skill,
                needed=level,
                held=has,
                until=until,
                own_view=_own_view(pieces, today),
                pieces=tuple(piece for piece in pieces if piece.source in COUNTED),
                way=way_to_show(catalogue, skill, wanted, nation, roles=roles) if wanted else None,
            )
        )
    return tuple(lines)


def _until(pieces: tuple[Shown, ...], held: int, today: date) -> date | None:
    """When the level runs out; none for never, or where nothing is held."""
    holding = [
        piece.expires_on for piece in pieces if piece.counts(today) and 1 <= held <= piece.level
    ]
    return None if None in holding else max((d for d in holding if d), default=None)


def _own_view(pieces: tuple[Shown, ...], today: date) -> int | None:
    views = [p.level for p in pieces if p.source == "self-assessment" and p.is_live(today)]
    return views[0] if views else None
