"""What a council to come would come to is shown to leads of one predecessor without the others."""

from hypothesis import given, settings
from hypothesis import strategies as st

from learning.coverage.rules.figures import Cell, Held, Profile, RoleFacts
from learning.coverage.rules.no_name import THRESHOLD
from learning.reorganisation.rules.previews import Future, future_of, kept_of, without_names

ROLES = {"officer": RoleFacts("service-team", public=False, weight=1)}
HERE, THERE, NEW = 1, 2, 9
SKILLS = ("skill-p", "skill-q", "skill-r")


def some(people: int, *skills: str, service: str | None = None) -> Profile:
    """People in one post who need these skills; half of them, rounded down, show each."""
    cells = {skill: Cell(1, people // 2, 0, 0, people // 2) for skill in skills}
    return Profile(frozenset({Held(NEW, "officer", service)}), people, cells, 0)


def future(here: Profile, there: Profile) -> Future:
    return {frozenset({HERE}): (here,), frozenset({THERE}): (there,)}


def test_a_line_that_leaves_few_others_is_hidden_from_whoever_knows_the_rest() -> None:
    whole = future(some(30, "skill-p"), some(3, "skill-p"))
    assert without_names(whole, frozenset({HERE}), ROLES).overall.suppressed
    assert without_names(whole, frozenset({THERE}), ROLES).overall.suppressed is False
    assert without_names(whole, frozenset(), ROLES).overall.suppressed is False


def test_a_difference_of_lines_tells_nothing_of_a_few() -> None:
    """Example 11: what three people need is the overall less what all need."""
    whole = future(some(12, "skill-p"), some(3, "skill-p", "skill-q", service="planning"))
    shown = without_names(whole, frozenset(), ROLES)
    exact = [line for line in (shown.overall, *shown.skills) if not line.suppressed]
    assert len(exact) <= 1


def test_what_was_kept_is_what_is_shown() -> None:
    whole = future(some(12, "skill-p"), some(30, "skill-q"))
    assert future_of(kept_of(whole)) == whole


SIZES = st.sampled_from([1, 3, 4, 5, 9, 10, 11, 20, 30])
NEEDED = st.sets(st.sampled_from(SKILLS), min_size=1)


@settings(max_examples=25)
@given(here=SIZES, there=SIZES, ours=NEEDED, theirs=NEEDED)
def test_no_line_is_exact_about_fewer_than_twice_the_threshold_of_others(
    here: int, there: int, ours: set[str], theirs: set[str]
) -> None:
    whole = future(some(here, *sorted(ours)), some(there, *sorted(theirs), service="planning"))
    shown = without_names(whole, frozenset({HERE}), ROLES)
    for line in (shown.overall, *shown.skills):
        others = there if line.skill is None or line.skill in theirs else 0
        if not line.suppressed:
            assert others == 0 or others >= 2 * THRESHOLD
        if line.band and others != line.people:
            assert others == 0 or others >= 2 * THRESHOLD
