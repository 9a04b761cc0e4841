"""What stands is what a plain definition says, whatever the order in which things became known."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from learning.assignments.deciding import Asking, Change, Facts, Held, Place, Row, changes
from learning.assignments.spans import FOR_EVER, Span
from tests.assignments import plain

START = date(2028, 2, 20)  # a leap day and the change of the clocks are near
TODAY = START + timedelta(days=45)
PATH = "to-sea"


def day(number: int) -> date:
    return START + timedelta(days=number)


SPANS = st.builds(
    lambda first, length: (day(first), FOR_EVER if length is None else day(first + length)),
    st.integers(-10, 60),
    st.one_of(st.none(), st.integers(1, 40)),
)
PLACES = st.builds(
    Place,
    membership_id=st.just(0),
    days=SPANS,
    roles=st.lists(
        st.builds(
            Held,
            role=st.sampled_from(["mate", "mate", "cook"]),
            service=st.sampled_from(["deck", "galley"]),
            days=SPANS,
        ),
        min_size=1,
        max_size=3,
    ).map(tuple),
    paused=st.lists(SPANS, max_size=2).map(tuple),
)
FACTS = st.builds(
    Facts,
    organisation_id=st.just(1),
    person_id=st.just(7),
    places=st.lists(PLACES, min_size=1, max_size=2).map(
        lambda found: tuple(replace(one, membership_id=n) for n, one in enumerate(found, 1))
    ),
    exempt=st.one_of(st.just({}), SPANS.map(lambda one: {PATH: (one,)})),
)
ASKINGS = st.builds(
    lambda days, standing, service, apart, due: Asking(
        id=1,
        organisation_id=1,
        path=PATH,
        days=days,
        made_on=day(-10),
        role="mate",
        service=service,
        standing=standing,
        apart=apart,
        **due,
    ),
    SPANS,
    st.booleans(),
    st.sampled_from([None, "deck"]),
    st.sampled_from([{}, {}, {7: None}, {7: day(20)}, {8: None}]),
    st.one_of(
        st.integers(0, 60).map(lambda n: {"due_on": day(n)}),
        st.integers(1, 40).map(lambda n: {"within_days": n}),
    ),
)


class Kept:
    """What stands, as a table would keep it."""

    def __init__(self) -> None:
        self.rows: dict[int, Row] = {}
        self.number = 0

    def follow(self, facts: Facts, asking: Asking, today: date) -> list[Change]:
        named = not asking.standing
        found = changes(facts, asking, self.rows.values(), named=named, today=today)
        for change in found:
            self.number += 1
            membership = change.row.membership_id
            assert change.before is self.rows.get(membership)
            self.rows[membership] = replace(change.row, id=self.number, recorded_on=today)
        return found

    def asked(self) -> dict[int, date]:
        return {m: row.due_on for m, row in self.rows.items() if row.lifted_on is None}


def expected(facts: Facts, asking: Asking, today: date) -> dict[int, date]:
    days = plain.calendar(facts, asking, today)
    own = asking.apart.get(facts.person_id)
    due = plain.due_on(facts, asking, own, asking.made_on if own else None, today, days)
    return {
        place.membership_id: due
        for place in facts.places
        if plain.asks(facts, asking, place, today)
    }


@given(FACTS, ASKINGS)
@settings(max_examples=200)
def test_what_stands_is_what_the_plain_definition_says(facts: Facts, asking: Asking) -> None:
    kept = Kept()
    kept.follow(facts, asking, TODAY)
    assert kept.asked() == expected(facts, asking, TODAY)


@given(FACTS, ASKINGS)
@settings(max_examples=200)
def test_following_twice_changes_nothing(facts: Facts, asking: Asking) -> None:
    kept = Kept()
    kept.follow(facts, asking, TODAY)
    assert kept.follow(facts, asking, TODAY) == []


@st.composite
def histories(draw: st.DrawFn) -> tuple[Facts, list[tuple[date, Facts]]]:
    """What is true in the end, and what was known of it, some of it wrong, on the way there."""
    true = draw(FACTS)
    known = []
    for number in sorted(draw(st.lists(st.integers(0, 45), max_size=5))):
        places = []
        for place in true.places:
            if not draw(st.booleans()):
                continue
            places.append(
                replace(
                    place,
                    days=draw(st.sampled_from([place.days, (place.days[0], FOR_EVER)])),
                    roles=tuple(one for one in place.roles if draw(st.booleans())),
                    paused=draw(st.sampled_from([place.paused, (), ((day(3), FOR_EVER),)])),
                )
            )
        exempt = draw(st.sampled_from([true.exempt, {}]))
        known.append((day(number), replace(true, places=tuple(places), exempt=exempt)))
    return true, known


@given(histories(), ASKINGS)
@settings(max_examples=200)
def test_it_does_not_matter_when_and_in_which_order_things_became_known(
    history: tuple[Facts, list[tuple[date, Facts]]], asking: Asking
) -> None:
    true, known = history
    kept = Kept()
    for today, facts in known:
        kept.follow(facts, asking, today)
    kept.follow(true, asking, TODAY)
    assert kept.asked() == expected(true, asking, TODAY)


@given(FACTS, ASKINGS, st.lists(st.integers(0, 60), min_size=1, max_size=8))
@settings(max_examples=200)
def test_looking_on_more_days_or_fewer_comes_to_the_same(
    facts: Facts, asking: Asking, days: list[int]
) -> None:
    kept = Kept()
    for number in sorted(days):
        kept.follow(facts, asking, day(number))
    assert kept.asked() == expected(facts, asking, day(max(days)))


def of(*places: Place, **more) -> Facts:
    return Facts(organisation_id=1, person_id=7, places=places, **more)


def mate(*days: Span, membership: int = 1, paused: tuple[Span, ...] = ()) -> Place:
    roles = tuple(Held("mate", "deck", one) for one in days)
    return Place(membership, (day(-10), FOR_EVER), roles, paused)


RULE = Asking(
    id=1,
    organisation_id=1,
    path=PATH,
    days=(day(0), FOR_EVER),
    made_on=day(0),
    role="mate",
    standing=True,
    within_days=30,
)


def test_who_comes_back_before_their_day_finds_the_day_they_had() -> None:
    kept = Kept()
    kept.follow(of(mate((day(0), FOR_EVER))), RULE, day(0))
    kept.follow(of(mate((day(0), day(10)))), RULE, day(10))
    assert kept.asked() == {}
    kept.follow(of(mate((day(0), day(10)), (day(20), FOR_EVER))), RULE, day(20))
    assert kept.asked() == {1: day(30)}


def test_who_comes_back_after_their_day_has_as_many_days_as_were_left() -> None:
    kept = Kept()
    kept.follow(of(mate((day(0), FOR_EVER))), RULE, day(0))
    kept.follow(of(mate((day(0), day(10)))), RULE, day(10))
    kept.follow(of(mate((day(0), day(10)), (day(400), FOR_EVER))), RULE, day(400))
    assert kept.asked() == {1: day(420)}
    assert kept.rows[1].asked_on == day(0)


def test_a_new_membership_of_the_same_person_goes_on_where_the_old_one_ended() -> None:
    kept = Kept()
    kept.follow(of(mate((day(0), FOR_EVER))), RULE, day(0))
    kept.rows[1] = replace(kept.rows[1], due_on=day(50), why="extended", recorded_on=day(5))
    old = replace(mate((day(0), FOR_EVER)), days=(day(-10), day(10)))
    kept.follow(of(old), RULE, day(10))
    kept.follow(of(old, mate((day(20), FOR_EVER), membership=2)), RULE, day(20))
    assert kept.asked() == {2: day(50)}


def test_an_extension_stands_and_leave_moves_it_on() -> None:
    kept = Kept()
    kept.follow(of(mate((day(0), FOR_EVER))), RULE, day(0))
    kept.rows[1] = replace(kept.rows[1], due_on=day(50), why="extended", recorded_on=day(5))
    kept.follow(of(mate((day(0), FOR_EVER))), RULE, day(6))
    assert kept.asked() == {1: day(50)}
    leave = of(mate((day(0), FOR_EVER), paused=((day(2), day(4)), (day(40), day(43)))))
    kept.follow(leave, RULE, day(7))
    assert kept.asked() == {1: day(53)}  # leave before the extension was known when it was given


def test_on_open_leave_nothing_is_asked_and_the_day_moves_once_it_ends() -> None:
    kept = Kept()
    kept.follow(of(mate((day(0), FOR_EVER))), RULE, day(0))
    kept.follow(of(mate((day(0), FOR_EVER), paused=((day(10), FOR_EVER),))), RULE, day(10))
    assert kept.asked() == {}
    assert kept.rows[1].why == "paused"
    back = of(mate((day(0), FOR_EVER), paused=((day(10), day(60)), (day(20), day(70)))))
    kept.follow(back, RULE, day(70))
    assert kept.asked() == {1: day(90)}  # once for leave that is recorded twice


def test_what_was_asked_by_name_stays_with_the_membership_whatever_the_role() -> None:
    once = replace(RULE, standing=False, within_days=None, due_on=day(30))
    kept = Kept()
    kept.follow(of(mate((day(0), FOR_EVER))), once, day(0))
    kept.follow(of(mate()), once, day(5))
    assert kept.asked() == {1: day(30)}
    kept.follow(of(replace(mate(), days=(day(-10), day(8)))), once, day(8))
    assert kept.asked() == {}
    assert kept.rows[1].why == "left"


def test_whoever_would_be_late_when_first_asked_gets_the_days_the_rule_gives() -> None:
    fixed = replace(RULE, within_days=None, due_on=day(30), late_days=28)
    kept = Kept()
    kept.follow(of(mate((day(40), FOR_EVER))), fixed, day(40))
    assert kept.asked() == {1: day(68)}
    assert kept.follow(of(mate((day(40), FOR_EVER))), fixed, day(41)) == []


def test_a_lifted_row_says_why() -> None:
    whys = {
        "left role": of(mate((day(0), day(5)))),
        "left": of(replace(mate((day(0), FOR_EVER)), days=(day(-10), day(5)))),
        "paused": of(mate((day(0), FOR_EVER), paused=((day(5), FOR_EVER),))),
        "exempt": of(mate((day(0), FOR_EVER)), exempt={PATH: ((day(5), FOR_EVER),)}),
    }
    for why, facts in whys.items():
        kept = Kept()
        kept.follow(of(mate((day(0), FOR_EVER))), RULE, day(0))
        kept.follow(facts, RULE, day(5))
        assert kept.rows[1].why == why
    kept = Kept()
    kept.follow(of(mate((day(0), FOR_EVER))), RULE, day(0))
    kept.follow(of(mate((day(0), FOR_EVER))), replace(RULE, days=(day(0), day(5))), day(5))
    assert kept.rows[1].why == "rule ended"
