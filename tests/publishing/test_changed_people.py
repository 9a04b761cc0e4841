"""A cell is another where anything that a line counts of it changed, and only there."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from learning.publishing.rules.changes import Individual, Versions, kindred_of
from tests.publishing.corrected import FRAMEWORK, ROLES, Somebody

SKILLS = st.frozensets(st.sampled_from("wxyz"))
CORRECTED = st.tuples(SKILLS, SKILLS)
PEOPLE = st.builds(
    Somebody,
    roles=st.frozensets(st.sampled_from(sorted(ROLES)), min_size=1, max_size=2),
    service=st.none(),
    shown=SKILLS,
    more=SKILLS,
    has_own=st.just(True),
)


def counted(one: Somebody, skill: str, level: int) -> tuple[bool, bool, bool]:
    """What a line counts of somebody who needs a skill at a level: met, part way, not yet."""
    held = 2 if skill in one.more else 1 if skill in one.shown else 0
    return (held >= level, 0 < held < level, held == 0)


@given(PEOPLE, CORRECTED)
def test_own_levels_and_the_frameworks_are_told_apart(
    before: Somebody, shown: tuple[frozenset[str], frozenset[str]]
) -> None:
    """Who holds more than the council asks may change what the framework's line counts alone."""
    after = replace(before, shown=shown[0], more=shown[1])
    (kindred,) = kindred_of(Versions([{1: before.individual}, {1: after.individual}]))
    needs = {*((skill, 1) for skill in before.skills), *before.framework.items()}
    for skill, level in needs:
        is_same = counted(before, skill, level) == counted(after, skill, level)
        places = {kindred.place(0, skill, level, version) for version in (0, 1)}
        assert (len(places) == 1) is is_same
        assert kindred.is_still(skill, level) is is_same


def test_a_skill_that_the_council_switched_off_still_counts_in_the_frameworks_line() -> None:
    before = Somebody(frozenset({"member"}), None, has_own=True)
    assert "w" in FRAMEWORK["member"]
    assert "w" not in before.skills
    after = replace(before, shown=frozenset("w"))
    (kindred,) = kindred_of(Versions([{1: before.individual}, {1: after.individual}]))
    assert not kindred.is_still("w", 1)
    assert kindred.is_still("x", 1)


def test_those_in_whom_nothing_changed_may_be_counted_in_place_of_being_told_apart() -> None:
    still = Somebody(frozenset({"staff"}), "planning").individual
    changed = Somebody(frozenset({"staff"}), "planning", shown=frozenset("x")).individual
    people: list[dict[int, Individual]] = [dict.fromkeys(range(9), still) for _ in range(2)]
    people[1][0] = changed
    some = [{0: version[0], 1: version[1]} for version in people]
    assert kindred_of(Versions(some, {still.alike: 7})) == kindred_of(Versions(people))
