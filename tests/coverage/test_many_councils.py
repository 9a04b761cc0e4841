"""The rule for very many councils: it too tells nothing that the councils' own reports do not."""

from hypothesis import given, settings
from hypothesis import strategies as st

from learning.coverage.rules.table import AllBut, Hidden, Name
from tests.coverage.onlookers import (
    ALL,
    Sight,
    Somebody,
    hidden_by_each,
    hidden_of_many,
    learns_more,
    together,
)

T = 3  # smaller councils will do
STAFF = Sight(frozenset({"staff"}), frozenset(), frozenset({("x", 1)}))
CHAIR = Sight(frozenset({"chair"}), frozenset(), frozenset({("x", 2), ("y", 1)}))
EVERYONE_X = Name(frozenset(), "x")


def nation(sizes: list[int], shared: list[tuple[int, int, Sight, Sight]]) -> list[Somebody]:
    """Councils of so many staff, and people who serve two of them."""
    councils = [f"c{number}" for number in range(len(sizes))]
    views = {ALL: councils}
    people = [
        together({council: STAFF}, views)
        for council, size in zip(councils, sizes, strict=True)
        for _ in range(size)
    ]
    return people + [
        together({councils[one]: here, councils[other]: there}, views)
        for one, other, here, there in shared
    ]


def own_of(people: list[Somebody], councils: int) -> dict[str, Hidden]:
    return hidden_by_each(people, [f"c{number}" for number in range(councils)], threshold=T)


def shown_of(people: list[Somebody], own: dict[str, Hidden], **more: object) -> frozenset[Name]:
    found = hidden_of_many(people, own, threshold=T, **more)  # type: ignore[arg-type]
    assert isinstance(found, AllBut)
    return found.shown


RING = [(number, (number + 1) % 10, STAFF, STAFF) for number in range(10)]


def test_who_serves_two_stands_among_enough_others_like_them() -> None:
    people = nation([6] * 10, RING)
    own = own_of(people, 10)
    assert EVERYONE_X in shown_of(people, own)
    assert EVERYONE_X not in shown_of(people, own, told_only=True)
    few = nation([6] * 10, RING[:4])
    assert EVERYONE_X not in shown_of(few, own_of(few, 10))


def test_councils_that_another_partnership_ties_have_no_likes_to_give() -> None:
    people = nation([6] * 10, RING)
    own = own_of(people, 10)
    assert EVERYONE_X not in shown_of(people, own, tied=[["c0", "c1", "c2"]])


def test_a_line_that_one_council_hides_is_hidden_of_all() -> None:
    people = nation([6] * 9 + [2], [])
    own = own_of(people, 10)
    assert shown_of(people, own) == frozenset()
    assert EVERYONE_X in shown_of(people[:-2], own_of(people[:-2], 9))


SIGHTS = st.sampled_from([STAFF, STAFF, STAFF, CHAIR])


@settings(max_examples=12, deadline=None)
@given(st.data(), st.lists(st.integers(5, 8), min_size=7, max_size=10))
def test_an_intruder_learns_nothing_from_many_councils(
    data: st.DataObject, sizes: list[int]
) -> None:
    numbers = st.integers(0, len(sizes) - 1)
    pairs = st.tuples(numbers, numbers, SIGHTS, SIGHTS).filter(lambda one: one[0] != one[1])
    around = [(at, (at + 1) % len(sizes), STAFF, STAFF) for at in range(len(sizes))]
    shared = around + data.draw(st.lists(pairs, max_size=8))
    people = nation(sizes, shared)
    own = own_of(people, len(sizes))
    further = own | {ALL: hidden_of_many(people, own, threshold=T)}
    somebody = data.draw(st.integers(0, len(people) - 1))
    for known in (None, somebody):
        assert learns_more(people, own, further, known, threshold=T) == []
