from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.certificates.rules import (
    CORRECTED,
    NOTHING,
    Choices,
    Facts,
    Gift,
    Piece,
    Standing,
    Until,
    Withdrawn,
    as_it_stands,
    ends_on,
    history,
    sheet,
    standing,
    withdrawn,
)

TODAY = date(2026, 11, 22)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
LIGHTS = Gift("lights", "Reading lights", 2, "working", "Knowing what a light means.", None)
KNOTS = replace(LIGHTS, skill="knots", name="Tying knots")
FACTS = Facts(
    id=1,
    code="c" * 24,
    person_id=7,
    organisation_id=1,
    organisation_name="Fernleigh Council",
    organisation_slug="fernleigh",
    title="Harbour lights",
    gifts=(LIGHTS, KNOTS),
    minutes=45,
    shown_on=date(2026, 1, 5),
    history=(Until(date(2026, 1, 5), None),),
    awarded_at=datetime(2026, 1, 5, 10, 0, tzinfo=UTC),
    salt="pepper",
    name="Ada Merriweather",
    choices=NOTHING,
    withdrawn=None,
)


MARCH = date(2026, 3, 1)


def piece(
    skill: str = "lights",
    level: int = 2,
    gone: date | None = None,
    *,
    ends: date | None = None,
    on: date = MARCH,
) -> Piece:
    return Piece(skill, level, ends, on, gone, "Wrong person" if gone else "")


@pytest.mark.parametrize(
    ("expires_on", "gone", "is_now"),
    [
        (None, None, Standing.VALID),
        (TOMORROW, None, Standing.VALID),
        (TODAY, None, Standing.EXPIRED),
        (YESTERDAY, None, Standing.EXPIRED),
        (TOMORROW, TODAY, Standing.WITHDRAWN),
        (YESTERDAY, YESTERDAY, Standing.WITHDRAWN),
        (None, TOMORROW, Standing.VALID),
    ],
)
def test_a_certificate_holds_until_it_runs_out_or_is_withdrawn(
    expires_on: date | None, gone: date | None, is_now: Standing
) -> None:
    found = Withdrawn(gone, "Wrong person") if gone else None
    assert standing(expires_on, found, today=TODAY) == is_now


def test_evidence_that_bears_all_it_says_withdraws_nothing() -> None:
    assert withdrawn(FACTS.gifts, [piece(), piece("knots", 3)]) is None
    assert withdrawn(FACTS.gifts, []) is None


def test_one_piece_withdrawn_withdraws_it_from_the_earliest_day() -> None:
    both = [piece(gone=TODAY), piece("knots", gone=YESTERDAY)]
    assert withdrawn(FACTS.gifts, both) == Withdrawn(YESTERDAY, "Wrong person")
    assert withdrawn(FACTS.gifts, [both[0], piece("knots")]) == Withdrawn(TODAY, "Wrong person")


def test_evidence_corrected_to_a_lower_level_no_longer_bears_it() -> None:
    found = withdrawn(FACTS.gifts, [piece(level=1), piece("knots")])
    assert found == Withdrawn(date(2026, 3, 1), CORRECTED)


def test_corrected_below_twice_it_no_longer_holds_since_the_first_of_them() -> None:
    april, may = date(2026, 4, 1), date(2026, 5, 1)
    below = [piece(on=MARCH), piece(level=1, on=april), piece(level=1, on=may)]
    assert withdrawn((LIGHTS,), below) == Withdrawn(april, CORRECTED)
    mended = [piece(level=1, on=MARCH), piece(on=april)]
    assert withdrawn((LIGHTS,), mended) is None
    assert withdrawn((LIGHTS,), [*mended, piece(level=1, on=may)]) == Withdrawn(may, CORRECTED)


ENDS = st.one_of(st.none(), st.dates(date(2026, 6, 1), date(2026, 6, 5)))
CORRECTIONS = st.lists(
    st.tuples(st.sampled_from(["lights", "knots"]), st.integers(0, 60), ENDS), max_size=6
)


@given(ENDS, ENDS, CORRECTIONS)
def test_it_says_what_its_evidence_said_on_every_day_and_now(
    lights: date | None, knots: date | None, corrections: list[tuple[str, int, date | None]]
) -> None:
    gifts = (replace(LIGHTS, expires_on=lights), replace(KNOTS, expires_on=knots))
    rows = [
        piece(skill, ends=ends, on=MARCH + timedelta(days=days))
        for skill, days, ends in sorted(corrections, key=lambda one: one[1])
    ]
    said = history(gifts, rows, awarded_on=MARCH)
    for days in range(61):
        day = MARCH + timedelta(days=days)
        until = {"lights": lights, "knots": knots}
        until.update({row.skill: row.expires_on for row in rows if row.recorded_on <= day})
        first = min(filter(None, until.values()), default=None)
        assert [one.ends_on for one in said if one.said_on <= day][-1] == first
    assert ends_on(as_it_stands(gifts, rows)) == said[-1].ends_on
    assert all(one.ends_on != after.ends_on for one, after in pairwise(said))


AGREED = st.builds(
    Choices.of, shown=st.booleans(), with_name=st.booleans(), with_badge=st.booleans()
)


@given(AGREED)
def test_others_see_nothing_or_what_was_agreed(choices: Choices) -> None:
    seen = sheet(replace(FACTS, choices=choices), is_holder=False, today=TODAY)
    assert (seen is not None) == choices.shown
    if seen is None:
        assert choices == NOTHING  # no name and no badge of what is not shown
    else:
        assert (seen.name == FACTS.name) == choices.with_name
        assert (FACTS.name in repr(seen)) == choices.with_name


@given(AGREED)
def test_the_holder_sees_it_all_whatever_they_chose(choices: Choices) -> None:
    seen = sheet(replace(FACTS, choices=choices), is_holder=True, today=TODAY)
    assert seen is not None
    assert seen.name == FACTS.name


def test_nobody_but_the_holder_is_told_why_it_was_withdrawn() -> None:
    gone = replace(
        FACTS, choices=Choices(True, True, True), withdrawn=Withdrawn(YESTERDAY, "Cheated")
    )
    seen = sheet(gone, is_holder=False, today=TODAY)
    assert seen is not None
    assert (seen.standing, seen.withdrawn_on) == (Standing.WITHDRAWN, YESTERDAY)
    assert "Cheated" not in repr(seen)
