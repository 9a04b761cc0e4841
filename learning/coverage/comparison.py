"""Compares two days of one council for a lead: the figures of both, and what explains them."""

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.coverage import differing
from learning.coverage.answers import within
from learning.coverage.beside import left_out
from learning.coverage.compared import (
    AskedOtherwise,
    Compared,
    Comparison,
    Point,
    group_of,
    lines_of,
    member_of,
)
from learning.coverage.differing import Asked, Step, When
from learning.coverage.queries import Question, profiles_of
from learning.coverage.rules.changes import Part
from learning.coverage.rules.figures import Profile, report, role_facts
from learning.coverage.rules.moves import Differing, Group, Sums, sums, who_moved
from learning.coverage.rules.moves import differing as differing_pairs
from learning.coverage.rules.narrowing import narrow
from learning.coverage.rules.sides import AFTER, BEFORE, profiles
from learning.people.standing import exists_on


def for_lead(session: Session, wanted: Compared, catalogue: Catalogue) -> Comparison:
    """Exact figures of both days, of everyone the lead sees, with every part."""
    hidden = left_out(session, wanted.organisation.id, wanted.lead_id, wanted.after.as_at)
    if not wanted.exists:
        return Comparison(
            before=_alone(session, wanted, wanted.before, catalogue),
            after=_alone(session, wanted, wanted.after, catalogue),
            filters=wanted.filters,
            is_no_name=False,
            left_out=hidden,
        )
    asked = _asked(session, wanted)
    skill = wanted.filters.skill
    steps = [
        (differing.moves(session, step, skill=skill), group)
        for step, group in _steps(wanted, asked, catalogue)
    ]
    (first, first_group), (last, last_group) = steps[0], steps[-1]
    before = _point(wanted.before, profiles(first, first_group, BEFORE), catalogue)
    after = _point(wanted.after, profiles(last, last_group, AFTER), catalogue)
    corrected = tuple(differing_pairs(*steps[0])) if wanted.is_corrected else ()
    over_time = differing_pairs(*steps[-1]) if wanted.takes_time else ()
    return Comparison(
        before=before,
        after=after,
        filters=wanted.filters,
        is_no_name=False,
        parts=_with_corrections(sums(over_time), corrected),
        corrections=sums(corrected),
        people=who_moved(last, last_group) if wanted.takes_time else {},
        asked=tuple(_asked_otherwise(asked, before.roles | after.roles, skill)),
        left_out=hidden,
    )


def listed(session: Session, wanted: Compared, part: Part, catalogue: Catalogue) -> list[Differing]:
    """The pairs that stand in one part, by name: those the comparison counts."""
    is_there = wanted.is_corrected if part is Part.CORRECTED else wanted.takes_time
    if not wanted.exists or not is_there:
        return []
    steps = _steps(wanted, _asked(session, wanted), catalogue)
    step, group = steps[0 if part is Part.CORRECTED else -1]
    skills = sorted(group.asked_otherwise)
    moves = differing.moves_by_person(session, step, skills, skill=wanted.filters.skill)
    found = [one for one in differing_pairs(moves, group) if part in {Part.CORRECTED, one.part}]
    return sorted(found, key=lambda one: (one.move.name, one.move.code, one.skill))


def _alone(session: Session, wanted: Compared, when: When, catalogue: Catalogue) -> Point:
    """The figures of one day, where the other has none."""
    if not exists_on(wanted.organisation, when.as_at):
        return Point(when, None)
    question = Question((wanted.organisation.id,), when.as_at, when.known_at, wanted.lead_id)
    everyone = within(profiles_of(session, question), wanted.scope, catalogue)
    return _point(when, narrow(everyone, role_facts(catalogue), wanted.filters), catalogue)


def _point(when: When, found: Iterable[Profile], catalogue: Catalogue) -> Point:
    everyone = tuple(found)
    roles = frozenset(role for profile in everyone for role in profile.roles)
    return Point(when, lines_of(report(everyone, role_facts(catalogue))), roles)


def _asked(session: Session, wanted: Compared) -> tuple[Asked, ...]:
    """On the earlier day, as known at either moment, and on the later day."""
    whens = (wanted.before, wanted.middle, wanted.after)
    return differing.asked_at(session, wanted.organisation.id, whens)


def _steps(
    wanted: Compared, asked: tuple[Asked, ...], catalogue: Catalogue
) -> list[tuple[Step, Group]]:
    """What was corrected about the earlier day, then what happened; one of both at least."""
    whens = (wanted.before, wanted.middle, wanted.after)
    inside = member_of(wanted.scope, wanted.filters, catalogue)
    steps = [
        (
            wanted.step(whens[n], whens[n + 1]),
            group_of(asked[n], asked[n + 1], inside, wanted.filters),
        )
        for n, is_taken in enumerate((wanted.is_corrected, wanted.takes_time))
        if is_taken
    ]
    still = wanted.step(wanted.after, wanted.after)
    return steps or [(still, group_of(asked[-1], asked[-1], inside, wanted.filters))]


def _with_corrections(found: Sums, corrected: Collection[Differing]) -> Sums:
    """The parts, with all corrections as one part of each line."""
    total = dict(found)
    for (skill, _), one in sums(corrected).items():
        whole = total.setdefault((skill, Part.CORRECTED), type(one)())
        whole.pairs += one.pairs
        whole.met += one.met
        whole.required += one.required
    return total


def _asked_otherwise(
    asked: tuple[Asked, ...], roles: Collection[str], wanted: str | None
) -> Iterator[AskedOtherwise]:
    """Of roles that somebody here holds or held, in order."""
    first, last = asked[0], asked[-1]
    for role, skill in sorted(differing.changed(first.levels, last.levels)):
        if role in roles and wanted in {None, skill}:
            key = (role, skill)
            yield AskedOtherwise(
                role,
                skill,
                first.levels.get(key, 0),
                last.levels.get(key, 0),
                key in first.own or key in last.own,
            )
