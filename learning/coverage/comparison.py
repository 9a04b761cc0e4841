"""Compares two days of one council for a lead: the figures of both, and what explains them."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.coverage import differing
from learning.coverage.answers import exists_on, within
from learning.coverage.behind import left_out
from learning.coverage.compared import (
    AskedOtherwise,
    Compared,
    Comparison,
    Point,
    group_of,
    member_of,
)
from learning.coverage.differing import Asked, When
from learning.coverage.queries import Question, profiles_of
from learning.coverage.rules.changes import Part
from learning.coverage.rules.figures import Held, narrow, report, role_facts
from learning.coverage.rules.moves import Differing, Move, Sums, sums, who_moved
from learning.coverage.rules.moves import differing as differing_pairs


def for_lead(session: Session, wanted: Compared, catalogue: Catalogue) -> Comparison:
    """Exact figures of both days, of everyone the lead sees, with every part."""
    found = Comparison(
        before=_point(session, wanted, wanted.before, catalogue),
        after=_point(session, wanted, wanted.after, catalogue),
        filters=wanted.filters,
        is_no_name=False,
        left_out=left_out(session, wanted.organisation.id, wanted.lead_id, wanted.after.as_at),
    )
    return _explained(session, wanted, found, catalogue) if wanted.exists else found


def _explained(
    session: Session, wanted: Compared, found: Comparison, catalogue: Catalogue
) -> Comparison:
    asked = _asked(session, wanted)
    inside = member_of(wanted.scope, wanted.filters, catalogue)
    corrected = tuple(_corrected(session, wanted, asked, inside))
    moves = _over_time(session, wanted, asked)
    group = group_of(asked[1], asked[2], inside, wanted.filters)
    return replace(
        found,
        parts=_with_corrections(sums(differing_pairs(moves, group)), corrected),
        corrections=sums(corrected),
        people=who_moved(moves, group),
        asked=tuple(_asked_otherwise(asked, found)),
    )


def listed(session: Session, wanted: Compared, part: Part, catalogue: Catalogue) -> list[Differing]:
    """The pairs that stand in one part, by name: those the comparison counts."""
    if not wanted.exists:
        return []
    asked = _asked(session, wanted)
    inside = member_of(wanted.scope, wanted.filters, catalogue)
    if part is Part.CORRECTED:
        found = list(_corrected(session, wanted, asked, inside, by_person=True))
    else:
        group = group_of(asked[1], asked[2], inside, wanted.filters)
        moves = _over_time(session, wanted, asked, by_person=True)
        found = [one for one in differing_pairs(moves, group) if one.part is part]
    return sorted(found, key=lambda one: (one.move.name, one.move.code, one.skill))


def _point(session: Session, wanted: Compared, when: When, catalogue: Catalogue) -> Point:
    if not exists_on(wanted.organisation, when.as_at):
        return Point(when, None)
    question = Question((wanted.organisation.id,), when.as_at, when.known_at, wanted.lead_id)
    everyone = within(profiles_of(session, question), wanted.scope, catalogue)
    roles = role_facts(catalogue)
    return Point(when, report(narrow(everyone, roles, wanted.filters), roles))


def _asked(session: Session, wanted: Compared) -> tuple[Asked, ...]:
    """On the earlier day, as known at either moment, and on the later day."""
    whens = (wanted.before, wanted.middle, wanted.after)
    return differing.asked_at(session, wanted.organisation.id, whens)


def _corrected(
    session: Session,
    wanted: Compared,
    asked: tuple[Asked, ...],
    inside: Callable[[frozenset[Held]], bool],
    *,
    by_person: bool = False,
) -> Iterator[Differing]:
    """What is known of the earlier day by now that was not known then."""
    if wanted.before == wanted.middle:
        return iter(())
    step = wanted.step(wanted.before, wanted.middle)
    skills = _skills(asked[0], asked[1])
    moves = differing.moves(session, step, skills, skill=wanted.filters.skill, by_person=by_person)
    return differing_pairs(moves, group_of(asked[0], asked[1], inside, wanted.filters))


def _over_time(
    session: Session, wanted: Compared, asked: tuple[Asked, ...], *, by_person: bool = False
) -> tuple[Move, ...]:
    """What happened between the days, as it is known by now."""
    if wanted.middle == wanted.after:
        return ()
    step = wanted.step(wanted.middle, wanted.after)
    skills = _skills(asked[1], asked[2])
    return differing.moves(session, step, skills, skill=wanted.filters.skill, by_person=by_person)


def _skills(before: Asked, after: Asked) -> list[str]:
    return sorted({skill for _, skill in differing.changed(before.levels, after.levels)})


def _with_corrections(found: Sums, corrected: Collection[Differing]) -> Sums:
    """The parts, with all corrections as one part of each line."""
    total = dict(found)
    for (skill, _), one in sums(corrected).items():
        whole = total.setdefault((skill, Part.CORRECTED), type(one)())
        whole.pairs += one.pairs
        whole.met += one.met
        whole.required += one.required
    return total


def _asked_otherwise(asked: tuple[Asked, ...], found: Comparison) -> Iterator[AskedOtherwise]:
    """Of roles that somebody here holds or held, in order."""
    points = (found.before, found.after)
    held = {line.name for point in points if point.report for line in point.report.roles}
    first, last = asked[0], asked[-1]
    for role, skill in sorted(differing.changed(first.levels, last.levels)):
        if role in held and found.filters.skill in {None, skill}:
            key = (role, skill)
            yield AskedOtherwise(
                role,
                skill,
                first.levels.get(key, 0),
                last.levels.get(key, 0),
                key in first.own or key in last.own,
            )
