"""How the rungs are counted and hidden, and that they tell nothing that the report leaves open."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from learning.outcomes.rules.ladder import (
    Facts,
    OwnWord,
    Rung,
    Step,
    by_skill,
    from_json,
    ladder,
    to_json,
)

T = 5


def facts(**more: object) -> Facts:
    nothing: dict[str, object] = {
        "need": {},
        "took_part": {},
        "know": {},
        "own_words": (),
        "cases": {},
        "public": frozenset(),
    }
    return Facts(**(nothing | more))  # type: ignore[arg-type]  # each test names its own


def word(person: int, *, answered: bool = True, used: bool = False, seen: bool = False) -> OwnWord:
    return OwnWord(person, "ropes", answered, used, seen)


def rung(found: tuple[Rung, ...], step: Step, skill: str = "ropes") -> Rung:
    return by_skill(found)[skill][step]


def test_taken_part_and_knows_are_of_the_people_who_need_the_skill() -> None:
    here = facts(
        need={"ropes": range(20)}, took_part={"ropes": {1, 2, 99}}, know={"ropes": {2, 3, 4, 98}}
    )
    found = ladder(here, shown={"ropes"}, threshold=T)
    assert rung(found, Step.TAKEN_PART) == Rung(Step.TAKEN_PART, "ropes", people=2, of=20)
    assert rung(found, Step.KNOWS) == Rung(Step.KNOWS, "ropes", people=3, of=20)


def test_where_the_report_hides_or_bands_the_line_every_rung_of_people_is_hidden() -> None:
    here = facts(
        need={"ropes": range(20)},
        own_words=[word(n, used=True) for n in range(20)],
        cases={"ropes": 2},
    )
    found = ladder(here, shown=set(), threshold=T)
    for step in (Step.TAKEN_PART, Step.KNOWS, Step.USES):
        assert rung(found, step) == Rung(step, "ropes", suppressed=True)
    assert rung(found, Step.RESULT) == Rung(Step.RESULT, "ropes", cases=2)


def test_use_is_shown_where_ten_were_asked_or_twenty_public_figures() -> None:
    def uses(asked: int, public: range | frozenset[int] = frozenset()) -> Rung:
        words = [word(n, used=n < 4, seen=n < 2) for n in range(asked)]
        here = facts(need={"ropes": range(40)}, own_words=words, public=public)
        return rung(ladder(here, shown={"ropes"}, threshold=T), Step.USES)

    assert uses(9).suppressed
    shown = Rung(Step.USES, "ropes", people=4, of=10, answered=10, confirmed=2)
    assert uses(10) == shown
    assert uses(19, range(19)).suppressed
    assert uses(20, range(20)).of == 20
    assert uses(10, range(9)) == shown  # one of them is no public figure


def test_somebody_asked_at_two_levels_is_one_person() -> None:
    words = [word(n) for n in range(10)] + [word(0, used=True, seen=True)]
    here = facts(need={"ropes": range(40)}, own_words=words)
    found = rung(ladder(here, shown={"ropes"}, threshold=T), Step.USES)
    assert (found.people, found.of, found.answered, found.confirmed) == (1, 10, 10, 1)


def test_nobody_asked_looks_like_too_few() -> None:
    few = facts(need={"ropes": range(40)}, own_words=[word(1)])
    none = facts(need={"ropes": range(40)})
    assert ladder(few, shown={"ropes"}, threshold=T) == ladder(none, shown={"ropes"}, threshold=T)


def test_nothing_is_added_up_over_skills_or_rungs() -> None:
    found = ladder(facts(need={"a": range(20), "b": range(30)}), shown={"a", "b"}, threshold=T)
    assert {one.skill for one in found} == {"a", "b"}
    assert len(found) == 2 * len(Step)


@given(st.integers(0, 3), st.integers(0, 3), st.booleans())
def test_what_is_kept_comes_back_the_same(people: int, cases: int, hidden: bool) -> None:
    rungs = (
        Rung(Step.KNOWS, "ropes", people=people, of=20),
        Rung(Step.USES, "ropes", suppressed=hidden),
        Rung(Step.RESULT, "ropes", cases=cases),
    )
    assert from_json(to_json(rungs)) == rungs


EACH = ((0, 0), (1, 0), (1, 1))  # shows nothing; shows it otherwise; shows it by a check


def left_open(
    need: int, small: int, *, all_show: int | None, rest_show: int | None, by_check: int | None
) -> set[int]:
    """How many of a small group may show the skill, for a reader who knows who is who.

    Shown to the reader, where given: how many of all who need it show it; how many of those
    outside the group do; and the rung, how many of all show it by a check.
    """
    possible = set()
    for people in product(EACH, repeat=need):
        held, checked = [one[0] for one in people], [one[1] for one in people]
        if all_show is not None and sum(held) != all_show:
            continue
        if rest_show is not None and sum(held[small:]) != rest_show:
            continue
        if by_check is not None and sum(checked) != by_check:
            continue
        possible.add(sum(held[:small]))
    return possible


@given(st.integers(5, 6), st.integers(1, 4), st.data())
def test_where_the_line_is_shown_the_rung_tells_nothing_that_the_line_leaves_open(
    need: int, small: int, data: st.DataObject
) -> None:
    shows = data.draw(st.integers(0, need))
    by_check = data.draw(st.integers(0, shows))
    line = left_open(need, small, all_show=shows, rest_show=None, by_check=None)
    both = left_open(need, small, all_show=shows, rest_show=None, by_check=by_check)
    assert both == line


def test_where_the_line_is_hidden_the_rung_would_give_a_small_group_away() -> None:
    """Why the rung goes with the line: the others of the line are shown, and three are left."""
    without = left_open(6, 3, all_show=None, rest_show=1, by_check=None)
    assert without == {0, 1, 2, 3}
    assert left_open(6, 3, all_show=None, rest_show=1, by_check=4) == {3}
