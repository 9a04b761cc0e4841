from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

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
    Withdrawn,
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
    expires_on=None,
    awarded_at=datetime(2026, 1, 5, 10, 0, tzinfo=UTC),
    salt="pepper",
    name="Ada Merriweather",
    choices=NOTHING,
    withdrawn=None,
)


def piece(skill: str = "lights", level: int = 2, gone: date | None = None) -> Piece:
    return Piece(skill, level, date(2026, 3, 1), gone, "Wrong person" if gone else "")


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
