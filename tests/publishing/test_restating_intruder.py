"""Old figures and new ones together tell nothing of a few people: an intruder tries."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from scipy.linalg import null_space

from learning.coverage.rules.no_name import THRESHOLD
from learning.coverage.rules.protecting import Shown, first_shown
from learning.coverage.rules.table import PUBLISHED, Counted, Name
from learning.publishing.rules.changes import (
    BY_CHECK,
    OWN_WORD,
    Versions,
    by_check_of,
    own_word_of,
)
from learning.publishing.rules.restating import said_anew, said_anew_in_own_words
from tests.coverage.intruder import BAND, EXACT, HIDDEN, Intruder, Pair
from tests.publishing.corrected import (
    ROLES,
    Need,
    People,
    Somebody,
    corrections,
    councils,
    hidden_in,
    lines_of,
    stated_of,
)

HOW = {Shown.EXACT: EXACT, Shown.BAND: BAND, Shown.HIDDEN: HIDDEN}
ANY = Name(frozenset(), None)
Lines = dict[frozenset[Pair], str]


def names_asked(people: People, *, in_own_words: bool) -> set[Name]:
    """Every line anyone can ask for: what any two groups share, by skill and all.

    Those under the framework's own requirements and of what people say of themselves are of one
    group at most, the rungs of everybody. What people say is counted by nothing else.
    """
    groups = sorted({group for one in people.values() for group in one.groups})
    several = [(), *((one,) for one in groups), *combinations(groups, 2)]
    skills = sorted({skill for one in people.values() for skill in one.skills | {*one.framework}})
    found = {Name(frozenset(some), skill) for some in several for skill in (None, *skills)}
    single = [one for one in found if len(one.groups) < 2]
    if in_own_words:
        return {Name(one.groups, f"{one.skill}{OWN_WORD}") for one in single if one.skill}
    found |= {one.as_published for one in single}
    return found | {by_check_of(skill) for skill in skills}


@dataclass(frozen=True)
class Figure:
    """What a line is of, read from its name."""

    name: Name

    @property
    def mark(self) -> str:
        last = (self.name.skill or "")[-1:]
        return last if last in {OWN_WORD, BY_CHECK, PUBLISHED} else ""

    def needs(self, one: Somebody) -> list[Need]:
        asked = one.framework if self.mark == PUBLISHED else dict.fromkeys(one.skills, 1)
        skill = (self.name.skill or "").removesuffix(self.mark)
        return [need for need in asked.items() if skill in {"", need[0]}]

    def state(self, one: Somebody, need: Need) -> object:
        if self.mark in {OWN_WORD, BY_CHECK}:
            return need[0] in (one.says if self.mark == OWN_WORD else one.known)
        return one.state(*need)

    def cell(self, need: Need) -> str:
        """Those of an own level and the framework's are one where the levels are."""
        rung = self.mark if self.mark in {OWN_WORD, BY_CHECK} else ""
        return f"{need[0]}{rung}{need[1]}"


def pairs_in(name: Name, people: People, other: People, mark: str = "") -> frozenset[Pair]:
    """What a line counts; the mark is put on what `other` knows otherwise."""
    figure, found = Figure(name), set()
    for number, one in people.items():
        if one.groups >= name.groups:
            for need in figure.needs(one):
                found.add((number, named(figure, one, other.get(number), need, mark)))
    return frozenset(found)


def named(figure: Figure, one: Somebody, other: Somebody | None, need: Need, mark: str) -> str:
    """The name of a cell. A rung that changed with its skill is the skill's, as an intruder may
    take one piece of evidence to have changed both."""
    if not is_changed(figure, one, other, need):
        return figure.cell(need)
    measured = Figure(Name(frozenset(), need[0]))
    with_skill = figure.mark == BY_CHECK and is_changed(measured, one, other, need)
    return f"{(measured if with_skill else figure).cell(need)}{mark}"


def is_changed(figure: Figure, one: Somebody, before: Somebody | None, need: Need) -> bool:
    known = before is not None and need in {*Figure(ANY).needs(before), *before.framework.items()}
    return before is None or not known or figure.state(one, need) != figure.state(before, need)


def how(name: Name, people: People, hidden: Collection[Name] = ()) -> str | None:
    figure = Figure(name)
    inside = [one for one in people.values() if one.groups >= name.groups and figure.needs(one)]
    public = all(any(ROLES[role].public for role in one.roles) for one in inside)
    by_itself = HOW[first_shown(Counted(frozenset(), (name,), len(inside), public), THRESHOLD)]
    as_hidden = Name(name.groups, (name.skill or "").removesuffix(OWN_WORD) or None)
    if figure.mark == BY_CHECK:
        as_hidden = Name(frozenset(), (name.skill or "").removesuffix(BY_CHECK))
        return EXACT if by_itself == EXACT and as_hidden not in hidden else None
    return by_itself if by_itself == HIDDEN or as_hidden not in hidden else None


def told_before(before: People, after: People, *, in_own_words: bool = False) -> Lines:
    """What was shown of all views before, and what was small."""
    lines, hidden = {}, hidden_in(before)
    for name in names_asked(before, in_own_words=in_own_words):
        cells, shown = pairs_in(name, before, after), how(name, before, hidden)
        if cells and shown:
            lines[cells] = shown
    return lines


def everything_told(
    before: People, after: People, anew: Collection[Name], *, in_own_words: bool = False
) -> Lines:
    """The same, and what a restatement says; small lines of both are hidden."""
    lines = told_before(before, after, in_own_words=in_own_words)
    for name in names_asked(after, in_own_words=in_own_words):
        cells, shown = pairs_in(name, after, before, " corrected"), how(name, after)
        if cells and shown and (name in anew or shown == HIDDEN):
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
    stated = stated_of(before, after)
    return said_anew(stated) | said_anew_in_own_words(stated)


def learned(
    before: People, after: People, names: Collection[Name], *, in_own_words: bool = False
) -> list[frozenset[Pair]]:
    """What the intruder finds out by both that one statement and small groups did not tell."""
    lines = everything_told(before, after, names, in_own_words=in_own_words)
    without = everything_told(before, after, (), in_own_words=in_own_words)
    if lines == without:
        return []
    then = told_before(before, after, in_own_words=in_own_words)
    intruder, known = Intruder(lines), set(Intruder(without).found())
    return [
        *isolated(lines, then),
        *(cells for cells in intruder.found() if cells not in known),
    ]


@settings(max_examples=20, phases=[Phase.generate])
@given(st.data())
def test_old_and_new_figures_together_tell_nothing_of_a_few(data: st.DataObject) -> None:
    before = data.draw(councils())
    after = data.draw(corrections(before))
    names = anew(before, after)
    assert learned(before, after, names) == []
    assert learned(before, after, names, in_own_words=True) == []


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


def test_a_rung_waits_where_a_line_beside_it_would_give_away_whom_it_leaves() -> None:
    """Six passed a check late: five planners, whose line says so, and one of staff."""
    before = a_council(staff=30, planner=30)
    late = [*range(30, 35), 0]
    after = before | {
        n: replace(before[n], shown=frozenset("x"), known=frozenset("x")) for n in late
    }
    said = anew(before, after)
    planners, rung = Name(frozenset({("role", "planner")}), "x"), by_check_of("x")
    assert not {planners, rung} <= said
    assert learned(before, after, {planners, rung})
    for one in (planners, rung):
        assert not learned(before, after, {one})


def test_a_line_waits_where_old_ones_would_leave_few_in_whom_nothing_changed() -> None:
    """Five planners turn out to work in care: care's new line, taken from old ones, leaves three
    other planners less one of staff, of whom no correction speaks."""
    kinds = [
        (["planner", "staff"], None, 14),
        (["staff"], "care", 1),
        (["planner", "chief"], "care", 10),
        (["planner"], None, 3),
        (["planner"], None, 5),
    ]
    members = [
        Somebody(frozenset(roles), service) for roles, service, size in kinds for _ in range(size)
    ]
    before = dict(enumerate(members))
    moved = {n: replace(before[n], service="care") for n in range(28, 33)}
    care = Name(frozenset({("service", "care")}), "x")
    told = frozenset((n, "x1") for n in (14, 25, 26, 27))
    assert told in learned(before, before | moved, {care})
    assert care not in anew(before, before | moved)


def test_a_line_waits_where_old_ones_would_leave_few_in_whom_another_skill_changed() -> None:
    """Of nine chiefs five turn out to work in planning: its new line leaves the four of care."""
    both = Somebody(frozenset(["planner", "chief"]), "planning")
    chief = Somebody(frozenset(["chief"]), "care")
    before = dict.fromkeys(range(7), both) | dict.fromkeys(range(7, 16), chief)
    knows = {n: replace(chief, shown=frozenset("y")) for n in range(7, 11)}
    moved = {n: replace(chief, shown=frozenset("y"), service="planning") for n in range(11, 16)}
    after = before | knows | moved
    planning = Name(frozenset({("service", "planning")}), "z")
    assert frozenset((n, "z1") for n in range(7, 11)) in learned(before, after, {planning})
    assert planning not in anew(before, after)


def test_what_people_say_of_themselves_is_said_anew_by_itself() -> None:
    before = a_council(staff=30)
    for several, is_said in ((4, False), (5, True)):
        after = before | {n: replace(before[n], says=frozenset("x")) for n in range(several)}
        said = said_anew_in_own_words(stated_of(before, after))
        assert said == ({own_word_of("x")} if is_said else frozenset())
        assert anew(before, after) == said
        if not is_said:
            assert learned(before, after, {own_word_of("x")}, in_own_words=True)


def test_own_words_that_were_said_anew_before_are_no_lines_of_what_is_shown() -> None:
    council = a_council(staff=30)
    said_so = council | {n: replace(council[n], says=frozenset("x")) for n in range(9)}
    known = said_so | {n: replace(said_so[n], shown=frozenset("x")) for n in range(20, 27)}
    versions = [{n: one.individual for n, one in v.items()} for v in (council, said_so, known)]
    chain = replace(
        stated_of(council, known), versions=Versions(versions), said=[{own_word_of("x")}]
    )
    assert Name(frozenset(), "x") in said_anew(chain)
    assert said_anew_in_own_words(chain) == frozenset()


def test_without_the_rule_the_intruder_finds_who_changed() -> None:
    before = a_council(staff=30)
    after = corrected(before, range(2), "x")
    assert any((0, "x1 corrected") in cells for cells in learned(before, after, lines_of(before)))
