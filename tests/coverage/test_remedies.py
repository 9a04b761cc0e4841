"""The path that closes a gap, beside every path tried for every person."""

from hypothesis import given
from hypothesis import strategies as st

from learning.catalogue.published import Catalogue, Path
from learning.coverage.rules.figures import Cell, Held, Profile, role_facts
from learning.coverage.rules.gaps import gaps

SKILL = "data-protection"


@st.composite
def profiles(draw: st.DrawFn, catalogue: Catalogue) -> list[Profile]:
    """People of some roles, of a council for each, who need a level of one skill; some have it."""
    roles = sorted({role for path in catalogue.paths.values() for role in path.file.roles})
    found = []
    sets = st.frozensets(st.sampled_from(roles), min_size=1, max_size=3)
    for council, slugs in enumerate(draw(st.lists(sets, max_size=6))):
        people = draw(st.integers(1, 9))
        cell = Cell(draw(st.integers(1, 4)), draw(st.integers(0, people)), 0, 0, 0)
        held = frozenset(Held(council, slug, None) for slug in slugs)
        found.append(Profile(held, people, {SKILL: cell}, 0))
    return found


def lifted(path: Path, some: list[Profile], catalogue: Catalogue, *, by_people: bool) -> int:
    """Whom a path lifts, person by person."""
    found = 0
    for profile in some:
        mine = profile.roles & set(path.file.roles)
        given = [
            gift.level
            for step in (path.steps_for(mine) if mine else ())
            for gift in catalogue.courses[step.course].gives(step.assessments)
            if gift.skill == SKILL
        ]
        cell = profile.cells[SKILL]
        if max(given, default=0) >= cell.level:
            found += profile.people if by_people else profile.people - cell.met
    return found


def minutes(path: Path, catalogue: Catalogue) -> int:
    """What it takes of the path for the skill alone."""
    steps = {
        step.course: step.assessments
        for step in path.steps_for()
        if SKILL in {g.skill for g in catalogue.courses[step.course].gives(step.assessments)}
    }
    return sum(catalogue.courses[slug].minutes_for(checks) for slug, checks in steps.items())


@given(st.data(), st.booleans())
def test_the_path_lifts_most_people_in_the_fewest_minutes(
    catalogue: Catalogue, data: st.DataObject, by_people: bool
) -> None:
    some = data.draw(profiles(catalogue))
    needs = {
        (one.organisation, one.role, SKILL): profile.cells[SKILL].level
        for profile in some
        for one in profile.held
    }
    found = gaps(some, role_facts(catalogue), needs, catalogue, by_people=by_people)
    if not any(profile.people > profile.cells[SKILL].met for profile in some):
        assert not found
        return
    best = min(
        (-lifted(path, some, catalogue, by_people=by_people), minutes(path, catalogue), path.slug)
        for path in catalogue.paths.values()
    )
    (remedy,) = (gap.remedy for gap in found)
    if best[0] == 0:
        assert remedy is None
    else:
        assert remedy is not None
        assert (-remedy.people, remedy.minutes, remedy.path.slug) == best
