"""Old figures and new ones together tell nothing of a few people: an intruder tries."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import null_space

from learning.coverage.rules.no_name import THRESHOLD
from learning.coverage.rules.protecting import Shown, first_shown
from learning.coverage.rules.table import Counted, Name
from learning.publishing.rules.restating import said_anew
from tests.coverage.intruder import BAND, EXACT, HIDDEN, Intruder, Pair
from tests.publishing.corrected import (
    ROLES,
    People,
    Somebody,
    corrections,
    councils,
    hidden_in,
    lines_of,
    stated_of,
)

HOW = {Shown.EXACT: EXACT, Shown.BAND: BAND, Shown.HIDDEN: HIDDEN}
Lines = dict[frozenset[Pair], str]


def names_asked(people: People) -> set[Name]:
    """Every line anyone can ask for: what any two groups share, by skill and all."""
    groups = sorted({group for one in people.values() for group in one.groups})
    several = [(), *((one,) for one in groups), *combinations(groups, 2)]
    skills = sorted({skill for one in people.values() for skill in one.skills})
    return {Name(frozenset(some), skill) for some in several for skill in (None, *skills)}


def pairs_in(name: Name, people: People, marks: dict[Pair, str]) -> frozenset[Pair]:
    return frozenset(
        (number, marks.get((number, skill), skill))
        for number, one in people.items()
        if one.groups >= name.groups
        for skill in one.skills
        if name.skill in {None, skill}
    )


def how(name: Name, people: People) -> str:
    inside = [
        one
        for one in people.values()
        if one.groups >= name.groups and (name.skill is None or name.skill in one.skills)
    ]
    public = all(any(ROLES[role].public for role in one.roles) for one in inside)
    return HOW[first_shown(Counted(frozenset(), (name,), len(inside), public), THRESHOLD)]


def everything_told(before: People, after: People, anew: Collection[Name]) -> Lines:
    """What was shown of all views, and what a restatement says; small lines of both are hidden."""
    lines: Lines = {}
    hidden = hidden_in(before)
    for name in names_asked(before):
        if name not in hidden:
            cells = pairs_in(name, before, {})
            if cells:
                lines[cells] = how(name, before)
    marks = {
        (number, skill): f"{skill} corrected"
        for number, one in after.items()
        for skill in one.skills
        if number not in before
        or skill not in before[number].skills
        or (skill in one.shown) != (skill in before[number].shown)
    }
    for name in names_asked(after):
        cells = pairs_in(name, after, marks)
        shown = how(name, after)
        if cells and (name in anew or shown == HIDDEN):
            lines.setdefault(cells, shown)
    return lines


def plain(skill: str) -> str:
    return skill.removesuffix(" corrected")


def isolated(lines: Lines, then: Collection[frozenset[Pair]]) -> Iterator[frozenset[Pair]]:
    """Cells of few people and one skill of which some sum or difference counts nothing else.

    `then`: lines of the first statement; what these tell by themselves is not new.
    """
    shown = [cells for cells, what in lines.items() if what != HIDDEN]
    pairs = sorted({pair for cells in lines for pair in cells})
    now, before = unseen(shown, pairs), unseen([one for one in shown if one in then], pairs)
    for chosen in small_sets(shown, pairs):
        if told(now, pairs, chosen) and not told(before, pairs, chosen):
            yield frozenset().union(*chosen)


def small_sets(
    shown: list[frozenset[Pair]], pairs: list[Pair]
) -> Iterator[tuple[frozenset[Pair], ...]]:
    """Up to three kinds of cells that no line tells apart, of few people and one skill."""
    alike: dict[tuple[bool, ...], set[Pair]] = defaultdict(set)
    for pair in pairs:
        alike[tuple(pair in cells for cells in shown)].add(pair)
    few = [frozenset(cells) for cells in alike.values() if people_of(cells) < THRESHOLD]
    for size in (1, 2, 3):
        for chosen in combinations(few, size):
            cells = frozenset().union(*chosen)
            if people_of(cells) < THRESHOLD and len({plain(skill) for _, skill in cells}) == 1:
                yield chosen


def people_of(cells: Collection[Pair]) -> int:
    return len({number for number, _ in cells})


def unseen(shown: list[frozenset[Pair]], pairs: list[Pair]) -> np.ndarray:
    if not shown:
        return np.eye(len(pairs))
    return null_space(np.array([[pair in cells for pair in pairs] for cells in shown], float))


def told(open_ways: np.ndarray, pairs: list[Pair], chosen: Collection[Collection[Pair]]) -> bool:
    """Whether some combination of lines counts these alone, each of them somehow."""
    at = {pair: place for place, pair in enumerate(pairs)}
    rows = np.array([open_ways[[at[pair] for pair in cells]].sum(axis=0) for cells in chosen])
    if not rows.size:
        return True
    # A combination of the chosen that is nought in every direction nobody sees.
    sizes = np.linalg.svd(rows, compute_uv=False)
    return len(sizes) < len(chosen) or bool(sizes.min() < 1e-9)


def anew(before: People, after: People) -> frozenset[Name]:
    return said_anew(stated_of(before, after))


def lines_before(before: People) -> set[frozenset[Pair]]:
    return set(everything_told(before, {}, ()))


def learned(before: People, after: People, names: Collection[Name]) -> list[frozenset[Pair]]:
    """What the intruder finds out by both that one statement and small groups did not tell.

    Of people who changed nothing at all may be told; of others, nothing that a hidden line keeps.
    """
    lines, without = everything_told(before, after, names), everything_told(before, after, ())
    intruder, known = Intruder(lines), set(Intruder(without).found())
    changed = {number for number in {*before, *after} if before.get(number) != after.get(number)}
    told_of = [
        cells
        for cells in isolated(lines, lines_before(before))
        if {number for number, _ in cells} <= changed or intruder.learns(cells, HIDDEN)
    ]
    return told_of + [cells for cells in intruder.found() if cells not in known]


@settings(max_examples=20)
@given(st.data())
def test_old_and_new_figures_together_tell_nothing_of_a_few(data: st.DataObject) -> None:
    before = data.draw(councils())
    after = data.draw(corrections(before))
    assert learned(before, after, anew(before, after)) == []


def a_council(**sizes: int) -> People:
    members = [
        Somebody(frozenset([role]), "planning") for role, size in sizes.items() for _ in range(size)
    ]
    return dict(enumerate(members))


def corrected(people: People, numbers: Collection[int], skill: str) -> People:
    return people | {
        n: Somebody(people[n].roles, people[n].service, frozenset([skill])) for n in numbers
    }


def test_what_four_people_changed_waits_and_what_five_did_is_said() -> None:
    before = a_council(staff=30)
    assert anew(before, corrected(before, range(4), "x")) == frozenset()
    said = anew(before, corrected(before, range(5), "x"))
    assert Name(frozenset(), "x") in said


def test_a_total_waits_where_it_would_give_away_the_line_that_waits() -> None:
    before = a_council(staff=30, planner=30)
    after = corrected(before, [*range(8), *range(30, 33)], "x")  # 8 of staff, 3 planners
    said = anew(before, after)
    staff, everyone = Name(frozenset({("role", "staff")}), "x"), Name(frozenset(), "x")
    assert not {staff, everyone} <= said
    assert learned(before, after, {staff, everyone})  # said both, the planners are told


def test_without_the_rule_the_intruder_finds_who_changed() -> None:
    before = a_council(staff=30)
    after = corrected(before, range(2), "x")
    assert any((0, "x corrected") in cells for cells in learned(before, after, lines_of(before)))
