"""What councils agree to: over days, as known when asked, against a plain reference."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from learning.comparing.rules import circles
from learning.coverage.sharing import Agreements
from learning.errors import Conflict, Refusal
from learning.people import agreements
from learning.people.actions import organisations, sharing
from learning.people.models import Organisation, Partnership, Sharing
from learning.people.sight import Eyes
from learning.people.standing import WHOLE
from tests.builders import an_organisation
from tests.comparing.made import an_agreement

FIRST = date(2026, 1, 1)
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    """An agreement that may be ended early: days after the first one."""

    council: int
    circle: int | None
    begins: int
    lasts: int
    ended_after: int | None
    joint: bool
    compared: bool
    asked: bool

    def serves(self, what: str, day: int, known: int) -> bool:
        """Plainly: whether it holds on a day by what was known at noon of another."""
        until = self.begins + self.lasts
        if self.ended_after is not None and known >= self.begins + self.ended_after:
            until = min(until, self.begins + self.ended_after)
        return known >= self.begins and getattr(self, what) and self.begins <= day < until


SAID = st.builds(
    Said,
    council=st.integers(0, 3),
    circle=st.sampled_from([None, 0, 1]),
    begins=st.integers(0, 40),
    lasts=st.integers(2, 60),
    ended_after=st.one_of(st.none(), st.integers(1, 50)),
    joint=st.booleans(),
    compared=st.booleans(),
    asked=st.booleans(),
).filter(
    lambda one: (
        (one.compared or one.asked or one.joint) and (one.circle is not None or not one.joint)
    )
)


def kept(said: list[Said]) -> list[Said]:
    """Those that do not overlap an earlier one of the same council and circle."""
    found: list[Said] = []
    for one in sorted(said, key=lambda o: o.begins):
        if all(
            (other.council, other.circle) != (one.council, one.circle)
            or other.begins + other.lasts <= one.begins
            for other in found
        ):
            if one.ended_after is not None and one.ended_after >= one.lasts:
                continue
            if one.circle is None and not (one.compared or one.asked):
                continue
            found.append(one)
    return found


@settings(max_examples=25)
@given(st.lists(SAID, min_size=1, max_size=10), st.integers(0, 90), st.integers(0, 90))
def test_who_shares_at_a_day_when_asked_is_as_plainly_said(
    session: Session, said: list[Said], day: int, asked: int
) -> None:
    inner = session.begin_nested()
    try:
        _who_shares(session, kept(said), day, max(day, asked))
    finally:
        inner.rollback()


def _who_shares(session: Session, said: list[Said], day: int, asked: int) -> None:
    councils = [an_organisation(session, f"council-{n}") for n in range(4)]
    partnerships = [
        organisations.open_partnership(session, slug=f"p-{n}", name=f"P {n}", by=None, at=NOON)
        for n in range(2)
    ]
    for one in said:
        _agree(session, one, councils, partnerships)
    session.flush()
    as_at, moment = FIRST + timedelta(days=day), NOON + timedelta(days=asked)
    for number, partnership in enumerate(partnerships):
        found = Agreements(session, partnership.id, asked_at=moment).councils(
            as_at=as_at, known_at=moment
        )
        assert {one.id for one in found} == {
            council.id
            for place, council in enumerate(councils)
            if _serves(said, place, number, "joint", day, asked)
        }
    parts = agreements.parts(session, as_at=as_at, known_at=moment, asked_at=moment)
    mine = councils[0].id
    standing = circles.standing(parts, mine)
    in_both = [c for c in (None, 0, 1) if _serves(said, 0, c, "compared", day, asked)]
    assert standing.others == {
        council.id
        for place, council in enumerate(councils[1:], start=1)
        if any(_serves(said, place, circle, "compared", day, asked) for circle in in_both)
    }
    assert set(standing.contacts) == {
        council.id
        for place, council in enumerate(councils[1:], start=1)
        if any(_serves(said, place, circle, "asked", day, asked) for circle in in_both)
    }


def _serves(
    said: list[Said], council: int, circle: int | None, what: str, day: int, asked: int
) -> bool:
    rows = [one for one in said if (one.council, one.circle) == (council, circle)]
    then = any(one.serves(what, day, asked) for one in rows)
    return then and any(one.serves(what, asked, asked) for one in rows)


def _agree(
    session: Session, one: Said, councils: list[Organisation], partnerships: list[Partnership]
) -> None:
    starts_on = FIRST + timedelta(days=one.begins)
    council = councils[one.council].id
    made = sharing.agree(
        session,
        an_agreement(
            council,
            None if one.circle is None else partnerships[one.circle].id,
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=one.lasts),
            at=NOON + timedelta(days=one.begins),
            joint=one.joint,
            compared=one.compared,
            may_be_asked=one.asked,
        ),
    )
    if one.ended_after is not None:
        at = NOON + timedelta(days=one.begins + one.ended_after)
        sharing.end(session, organisation_id=council, number=made.id, by=None, at=at)


@pytest.fixture
def council(session: Session) -> Organisation:
    return an_organisation(session, "kestrel")


def agreed(session: Session, council: Organisation, **change: object) -> Sharing:
    said = {"starts_on": FIRST, "ends_on": date(2028, 1, 1), "at": NOON} | change
    return sharing.agree(session, an_agreement(council.id, None, **said))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ends_on": date(2025, 12, 1)}, "Enter a day after the first day"),
        ({"ends_on": FIRST}, "Enter a day after the first day"),
        ({"ends_on": date(2029, 1, 2)}, "Three years at most: enter 1 January 2029"),
        ({"starts_on": date(2025, 12, 31)}, "Choose today or a later day"),
        ({"decided_on": date(2026, 1, 2)}, "Enter the day it was decided: today or earlier"),
        ({"compared": False, "may_be_asked": False}, "Choose at least one thing to share"),
        ({"joint": True}, "Joint figures are a partnership’s"),
        ({"contact": ""}, "Enter the post that answers"),
    ],
)
def test_an_agreement_that_cannot_be_is_refused_in_plain_words(
    session: Session, council: Organisation, change: dict[str, object], words: str
) -> None:
    with pytest.raises(Refusal, match=words):
        agreed(session, council, **change)


def test_three_years_to_the_day_are_allowed(session: Session, council: Organisation) -> None:
    assert agreed(session, council, ends_on=date(2029, 1, 1)).ends_on == date(2029, 1, 1)


def test_two_agreements_never_overlap_and_one_follows_on_another(
    session: Session, council: Organisation
) -> None:
    first = agreed(session, council)
    with pytest.raises(Refusal, match="shared already until 1 January 2028"):
        agreed(session, council, starts_on=date(2027, 12, 31), ends_on=date(2029, 1, 1))
    following = agreed(session, council, starts_on=date(2028, 1, 1), ends_on=date(2029, 1, 1))
    assert following.id != first.id
    sharing.end(session, organisation_id=council.id, number=first.id, by=None, at=NOON)
    with pytest.raises(Refusal, match="to be shared from 1 January 2028"):
        agreed(session, council, ends_on=date(2028, 6, 1))


def test_the_same_sent_twice_is_agreed_once(session: Session, council: Organisation) -> None:
    assert agreed(session, council).id == agreed(session, council).id


def test_what_was_seen_has_to_be_what_holds(session: Session, council: Organisation) -> None:
    agreed(session, council)
    later = an_agreement(
        council.id, None, starts_on=date(2028, 1, 1), ends_on=date(2029, 1, 1), at=NOON
    )
    with pytest.raises(Conflict):
        sharing.agree(session, later, seen="0")


def test_ending_serves_nothing_from_that_moment_and_once(
    session: Session, council: Organisation
) -> None:
    row = agreed(session, council)
    at = NOON + timedelta(days=30)
    last = sharing.end(session, organisation_id=council.id, number=row.id, by=None, at=at)
    assert last is not None
    assert last.ends_on == date(2026, 1, 31)
    for number in (row.id, last.id):
        with pytest.raises(Conflict, match="has ended already"):
            sharing.end(session, organisation_id=council.id, number=number, by=None, at=at)
    assert agreements.parts(session, as_at=FIRST, known_at=at, asked_at=at)[0].now is False
    again = agreed(session, council, starts_on=date(2026, 1, 31), at=at, ends_on=date(2027, 1, 1))
    assert again.ends_on == date(2027, 1, 1)


def test_what_has_not_begun_is_taken_back_whole(session: Session, council: Organisation) -> None:
    row = agreed(session, council, starts_on=date(2026, 3, 1))
    assert sharing.end(session, organisation_id=council.id, number=row.id, by=None, at=NOON) is None
    assert agreements.agreements_of(session, council.id) == []


def test_what_an_administrator_entered_gives_way_to_the_council_s_own_word(
    session: Session, council: Organisation
) -> None:
    vale = organisations.open_partnership(session, slug="v", name="V", by=None, at=NOON)
    entered = {"partnership_id": vale.id, "organisation_id": council.id, "by": None}
    organisations.share(session, starts_on=date(2025, 1, 1), at=NOON, **entered)
    with pytest.raises(Refusal, match="without an end"):
        organisations.share(session, starts_on=FIRST, at=NOON, **entered)
    sharing.agree(
        session,
        an_agreement(
            council.id, vale.id, starts_on=FIRST, ends_on=date(2027, 1, 1), at=NOON, joint=True
        ),
    )
    own, administrators = agreements.agreements_of(session, council.id)
    assert (own.authority, own.compared) == ("Clause 4", True)
    assert (administrators.authority, administrators.ends_on) == ("", FIRST)
    assert not administrators.compared
    shares = Agreements(session, vale.id, asked_at=NOON).councils(
        as_at=date(2025, 6, 30), known_at=NOON
    )
    assert [one.id for one in shares] == [council.id]


def test_a_lead_is_reminded_until_another_agreement_goes_on(
    session: Session, council: Organisation, catalogue
) -> None:
    eyes = Eyes(council.id, WHOLE, 0, catalogue)
    agreed(session, council)
    counted = agreements.count_ending(eyes, date(2027, 10, 1))
    assert session.scalar(counted) == 0
    assert session.scalar(agreements.count_ending(eyes, date(2027, 12, 1))) == 1
    agreed(session, council, starts_on=date(2028, 1, 1), ends_on=date(2029, 1, 1))
    assert session.scalar(agreements.count_ending(eyes, date(2027, 12, 1))) == 0
    assert session.scalar(agreements.count_ending(eyes, date(2028, 2, 1))) == 0
