"""Councils together tell nothing of whatever is protected that their own reports do not tell."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.coverage.onlookers import (
    ALL,
    Sight,
    Somebody,
    hidden_beside,
    hidden_by_each,
    intruder,
    learns_more,
    lines_seen,
    together,
)


def a_sight(*roles: str, service: str | None = None, **levels: int) -> Sight:
    return Sight(
        frozenset(roles), frozenset({service} if service else ()), frozenset(levels.items())
    )


def people_of(*groups: tuple[int, dict[str, Sight]]) -> list[Somebody]:
    views = {ALL: ("a", "b", "c")}
    return [together(places, views) for number, places in groups for _ in range(number)]


STAFF = a_sight("staff", x=1)
# Twelve in each council; one of them serves both.
ONE_SHARED = people_of((11, {"a": STAFF}), (11, {"b": STAFF}), (1, {"a": STAFF, "b": STAFF}))
THE_ONE = frozenset({(22, "x 1")})


def test_a_partnership_less_its_members_would_tell_of_the_one_who_serves_two() -> None:
    own = hidden_by_each(ONE_SHARED, ("a", "b"))
    weakened = intruder(ONE_SHARED, own | {ALL: frozenset()})
    # At neutral figures: 6 and 6 less 11.5.
    assert [weakened.end(THE_ONE, most=most) for most in (False, True)] == [0.5, 0.5]
    further = own | {ALL: hidden_beside(ONE_SHARED, own, ALL)}
    assert learns_more(ONE_SHARED, own, further) == []
    assert "exact" in set(lines_seen(ONE_SHARED, own).values())


def test_where_enough_people_serve_two_the_line_is_shown() -> None:
    many = people_of((11, {"a": STAFF}), (11, {"b": STAFF}), (5, {"a": STAFF, "b": STAFF}))
    own = hidden_by_each(many, ("a", "b"))
    assert hidden_beside(many, own, ALL) == frozenset()


def test_a_higher_level_elsewhere_would_tell_who_is_in_between() -> None:
    chair = a_sight("chair", x=3)
    people = people_of((24, {"a": STAFF}), (1, {"a": STAFF, "b": chair}), (30, {"b": chair}))
    own = hidden_by_each(people, ("a", "b"))
    shown = lines_seen(people, own | {ALL: hidden_beside(people, own, ALL)})
    of_staff = frozenset((number, "x 1") for number in range(24)) | {(24, "x 3")}
    assert shown[of_staff] != "exact"


def test_a_member_s_small_group_is_not_what_is_left_of_the_partnership() -> None:
    people = people_of((20, {"a": STAFF}), (20, {"b": STAFF}), (3, {"c": STAFF}))
    own = hidden_by_each(people, ("a", "b", "c"))
    assert learns_more(people, own, own | {ALL: frozenset()})
    assert learns_more(people, own, own | {ALL: hidden_beside(people, own, ALL)}) == []


def test_what_was_shown_before_an_agreement_ended_stays_known() -> None:
    views = {ALL: ("a", "b", "c"), "a and b": ("a", "b")}
    groups = [(4, "a"), (20, "b"), (4, "c")]
    people = [
        together({council: STAFF}, views) for number, council in groups for _ in range(number)
    ]
    own = hidden_by_each(people, ("a", "b", "c"))
    first = own | {ALL: hidden_beside(people, own, ALL)}
    then = first | {"a and b": hidden_beside(people, first, "a and b")}
    assert learns_more(people, own, then) == []
    alone = own | {"a and b": hidden_beside(people, own, "a and b")}
    forgotten = first | {"a and b": alone["a and b"]}
    assert learns_more(people, own, alone) == []
    assert len(then["a and b"]) >= len(forgotten["a and b"])


def test_a_part_of_what_the_councils_themselves_keep_back_may_be_given_away_alone() -> None:
    """Two are in council a's small group and in b's; only what b says of them is open before."""
    of_a = {"staff": STAFF, "member": a_sight("member", x=1, y=1), "chair": a_sight("chair", x=2)}
    in_service = a_sight("staff", service="s", x=1)
    of_b = {"chief": a_sight("chief", y=2), "chair": a_sight("chair", x=3)}
    people = people_of(
        (2, {"a": of_a["staff"], "b": of_b["chief"]}),
        (1, {"a": of_a["member"]}),
        (8, {"b": of_b["chair"]}),
        (1, {"a": of_a["chair"]}),
        (4, {"a": in_service, "b": a_sight("staff", x=2)}),
        (5, {"a": in_service}),
        (5, {"a": a_sight("member", service="s", x=1, y=1), "b": of_b["chief"]}),
    )
    own = hidden_by_each(people, ("a", "b"))
    further = own | {ALL: hidden_beside(people, own, ALL)}
    for known in (None, 0):
        assert learns_more(people, own, further, known) == []


NEEDS = {"member": {"x": 1, "y": 1}, "chair": {"x": 2}, "staff": {"x": 1}, "chief": {"y": 1}}
MORE = {"a": 0, "b": 1, "c": 0}  # what the second council asks beyond


@st.composite
def places(draw: st.DrawFn, councils: tuple[str, ...]) -> tuple[int, dict[str, Sight]]:
    chosen = draw(st.sampled_from([*((one,) for one in councils), councils[:2], councils[-2:]]))
    found = {}
    for council in chosen:
        role = draw(st.sampled_from(sorted(NEEDS)))
        levels = {skill: level + MORE[council] for skill, level in NEEDS[role].items()}
        found[council] = a_sight(role, service=draw(st.sampled_from([None, "s"])), **levels)
    return draw(st.integers(1, 8 if len(chosen) == 1 else 5)), found


@settings(max_examples=15, deadline=None)
@given(st.data(), st.sampled_from([("a", "b"), ("a", "b", "c")]))
def test_an_intruder_learns_nothing_from_councils_together(
    data: st.DataObject, councils: tuple[str, ...]
) -> None:
    groups = data.draw(st.lists(places(councils), min_size=3, max_size=8))
    people = people_of(*groups)
    own = hidden_by_each(people, councils)
    further = own | {ALL: hidden_beside(people, own, ALL)}
    somebody = data.draw(st.integers(0, len(people) - 1))
    for known in (None, somebody):
        assert learns_more(people, own, further, known) == []
