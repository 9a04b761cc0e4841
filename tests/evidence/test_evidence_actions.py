from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learning.audit import AuditDetail
from learning.errors import Conflict, Refusal
from learning.evidence import actions
from learning.evidence.models import Evidence, Withdrawal
from learning.evidence.queries import evidence_by_skill, evidence_of, is_live, renewed_by
from learning.evidence.rules import Piece, held_levels, renewed_until
from tests.builders import a_person, some_evidence

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
SKILL = "cyber-security"


@pytest.fixture
def ada(session: Session) -> int:
    return a_person(session)


@pytest.fixture
def lead(session: Session) -> int:
    return a_person(session, "Lowri Bevan")


def piece(
    session: Session,
    person_id: int,
    level: int,
    shown_on: date,
    months: int | None = 12,
    source: str = "assessment",
    skill: str = SKILL,
) -> Evidence:
    found = some_evidence(
        session, person_id, skill, level, shown_on=shown_on, months=months, source=source, at=AT
    )
    session.flush()
    return found


def held(session: Session, person_id: int, on: date = TODAY) -> int:
    return held_levels(evidence_of(session, person_id), on).get(SKILL, 0)


# Shown on this day for twelve months, it runs out in 30 days.
NEARLY_OVER = date(2025, 12, 22)
OLD_END = date(2026, 12, 22)


@pytest.mark.parametrize(
    ("old", "new", "ends"),
    [
        (1, 1, date(2027, 12, 22)),  # the same level renews
        (1, 2, date(2027, 12, 22)),  # a higher one too
        (2, 1, date(2027, 11, 22)),  # a lower one renews nothing
    ],
)
def test_the_same_level_or_a_higher_one_renews_what_runs_out_soon(
    session: Session, ada: int, old: int, new: int, ends: date
) -> None:
    assert piece(session, ada, old, NEARLY_OVER).expires_on == OLD_END
    assert piece(session, ada, new, TODAY).expires_on == ends


def test_evidence_for_good_at_a_lower_level_does_not_hinder_a_renewal(
    session: Session, ada: int
) -> None:
    piece(session, ada, 1, NEARLY_OVER, months=None)
    piece(session, ada, 2, NEARLY_OVER)
    assert piece(session, ada, 2, TODAY).expires_on == date(2027, 12, 22)


def test_what_runs_out_soon_is_renewed_though_another_piece_lasts_longer(
    session: Session, ada: int
) -> None:
    piece(session, ada, 1, NEARLY_OVER)
    piece(session, ada, 2, date(2026, 6, 1))
    assert piece(session, ada, 2, TODAY).expires_on == date(2027, 12, 22)


@pytest.mark.parametrize(
    ("shown_on", "ends"),
    [
        (OLD_END - timedelta(days=91), date(2027, 9, 22)),
        (OLD_END - timedelta(days=90), date(2027, 12, 22)),
        (OLD_END - timedelta(days=1), date(2027, 12, 22)),
        (OLD_END, date(2027, 12, 22)),
        (OLD_END + timedelta(days=1), date(2027, 12, 23)),
    ],
)
def test_renewal_begins_ninety_days_before_the_end_and_ends_with_it(
    session: Session, ada: int, shown_on: date, ends: date
) -> None:
    piece(session, ada, 1, NEARLY_OVER)
    later = AT + timedelta(days=60)
    new = some_evidence(session, ada, SKILL, 1, shown_on=shown_on, months=12, at=later)
    assert new.expires_on == ends


def test_nothing_else_is_renewed(session: Session, ada: int, lead: int) -> None:
    piece(session, ada, 1, NEARLY_OVER, source="self-assessment")
    piece(session, ada, 1, NEARLY_OVER, skill="online-conduct")
    piece(session, lead, 1, NEARLY_OVER)
    gone = piece(session, ada, 1, NEARLY_OVER, source="observed")
    actions.withdraw(session, gone, effective_on=TODAY, reason="Wrong", by=lead, at=AT)
    session.flush()
    assert piece(session, ada, 1, TODAY).expires_on == date(2027, 11, 22)


def test_evidence_of_the_future_is_refused_by_the_day_in_london(session: Session, ada: int) -> None:
    half_past_midnight = datetime(2026, 3, 29, 23, 30, tzinfo=UTC)
    for day, at in ((date(2026, 3, 31), half_past_midnight), (TODAY + timedelta(days=1), AT)):
        with pytest.raises(Refusal, match="not in the future"):
            some_evidence(session, ada, SKILL, 1, shown_on=day, at=at)
    assert some_evidence(session, ada, SKILL, 1, shown_on=date(2026, 3, 30), at=half_past_midnight)


def test_one_attempt_cannot_give_a_skill_twice(session: Session, ada: int) -> None:
    piece(session, ada, 1, TODAY)
    with pytest.raises(IntegrityError), session.begin_nested():
        piece(session, ada, 1, TODAY)


def test_evidence_counts_until_the_day_it_is_withdrawn_from(
    session: Session, ada: int, lead: int
) -> None:
    found = piece(session, ada, 2, date(2026, 6, 1))
    actions.withdraw(
        session, found, effective_on=date(2026, 9, 1), reason="Certificate lapsed", by=lead, at=AT
    )
    session.flush()
    assert held(session, ada, date(2026, 8, 31)) == 2
    assert held(session, ada, date(2026, 9, 1)) == 0
    for day, count in ((date(2026, 8, 31), 1), (date(2026, 9, 1), 0)):
        assert len(session.scalars(select(Evidence).where(is_live(day))).all()) == count


@pytest.mark.parametrize("day", [date(2026, 5, 31), TODAY + timedelta(days=1)])
def test_a_withdrawal_lies_between_the_day_shown_and_today(
    session: Session, ada: int, lead: int, day: date
) -> None:
    found = piece(session, ada, 2, date(2026, 6, 1))
    with pytest.raises(Refusal, match="between"):
        actions.withdraw(session, found, effective_on=day, reason="Wrong", by=lead, at=AT)


def test_a_second_withdrawal_takes_the_place_of_the_first(
    session: Session, ada: int, lead: int
) -> None:
    found = piece(session, ada, 2, date(2026, 6, 1))
    for day in (date(2026, 9, 1), date(2026, 6, 1)):
        actions.withdraw(session, found, effective_on=day, reason="Wrong", by=lead, at=AT)
        session.flush()
    assert held(session, ada, date(2026, 7, 1)) == 0
    assert len(evidence_of(session, ada)) == 1
    assert len(session.scalars(select(Withdrawal)).all()) == 2


def corrected(session: Session, found: Evidence, by: int, level: int = 1) -> Evidence:
    return actions.correct(
        session,
        found,
        level=level,
        shown_on=found.shown_on,
        expires_on=found.expires_on,
        by=by,
        at=AT,
    )


def test_a_correction_takes_the_place_of_the_row_and_keeps_it(
    session: Session, ada: int, lead: int
) -> None:
    found = piece(session, ada, 2, date(2026, 6, 1))
    new = corrected(session, found, lead)
    assert held(session, ada) == 1
    assert (found.level, found.superseded_at, new.first_id) == (2, AT, found.id)


def test_what_was_withdrawn_stays_withdrawn_after_a_correction(
    session: Session, ada: int, lead: int
) -> None:
    found = piece(session, ada, 2, date(2026, 6, 1))
    new = corrected(session, corrected(session, found, lead), lead, level=3)
    actions.withdraw(session, new, effective_on=TODAY, reason="Wrong", by=lead, at=AT)
    session.flush()
    assert held(session, ada) == 0
    assert held(session, ada, TODAY - timedelta(days=1)) == 3


def test_every_correction_and_withdrawal_is_kept_from_what_to_what(
    session: Session, ada: int, lead: int
) -> None:
    found = piece(session, ada, 2, date(2026, 6, 1))
    as_it_was = found.expires_on
    for level, expires_on in ((1, as_it_was), (1, None), (3, date(2027, 1, 1))):
        found = actions.correct(
            session,
            found,
            level=level,
            shown_on=found.shown_on,
            expires_on=expires_on,
            by=lead,
            at=AT,
        )
    for day in (date(2026, 9, 1), date(2026, 6, 1)):
        actions.withdraw(session, found, effective_on=day, reason="Wrong", by=lead, at=AT)
    session.flush()
    kept = session.execute(
        select(AuditDetail.field, AuditDetail.before, AuditDetail.after).order_by(AuditDetail.id)
    ).all()
    assert [tuple(row[1:]) for row in kept if row.field == "level"] == [
        ("2", "1"),
        ("1", "1"),
        ("1", "3"),
        *[(None, "3")] * 2,  # withdrawn, and again
    ]
    assert [tuple(row[1:]) for row in kept if row.field == "counts_until"] == [
        (str(as_it_was), str(as_it_was)),
        (str(as_it_was), None),
        (None, "2027-01-01"),
    ]
    assert [tuple(row[1:]) for row in kept if row.field == "effective_on"] == [
        (None, "2026-09-01"),
        ("2026-09-01", "2026-06-01"),
    ]


def test_two_corrections_of_one_row_conflict(session: Session, ada: int, lead: int) -> None:
    found = piece(session, ada, 2, date(2026, 6, 1))
    corrected(session, found, lead)
    with pytest.raises(Conflict):
        corrected(session, found, lead, level=3)


def test_a_correction_cannot_end_before_it_begins(session: Session, ada: int, lead: int) -> None:
    found = piece(session, ada, 2, date(2026, 6, 1))
    with pytest.raises(Refusal, match="runs out after"):
        actions.correct(
            session,
            found,
            level=2,
            shown_on=date(2026, 6, 1),
            expires_on=date(2026, 6, 1),
            by=lead,
            at=AT,
        )


def test_a_day_that_somebody_set_holds_whatever_was_shown_before(
    session: Session, ada: int, lead: int
) -> None:
    piece(session, ada, 1, NEARLY_OVER)
    said = {"person_id": ada, "skill": SKILL, "level": 1, "source": "prior-learning"}
    said |= {"shown_on": TODAY, "lasts_months": None, "summary": "", "by": lead, "at": AT}
    new = actions.record(session, **said, expires_on=date(2027, 3, 1), reference="claim-1")
    assert new.expires_on == date(2027, 3, 1)
    with pytest.raises(Refusal, match="after the day it was shown"):
        actions.record(session, **said, expires_on=TODAY, reference="claim-2")


def test_the_rule_and_the_query_agree_on_what_a_new_piece_renews(
    session: Session, ada: int, lead: int
) -> None:
    for level in (1, 2, 3):
        for number, day in enumerate((date(2025, 12, 1), NEARLY_OVER, date(2026, 6, 1))):
            found = piece(session, ada, level, day, source=("assessment", "observed")[number % 2])
            if (level, number) == (2, 1):
                actions.withdraw(session, found, effective_on=TODAY, reason="Wrong", by=lead, at=AT)
    piece(session, ada, 3, NEARLY_OVER + timedelta(days=3), source="self-assessment")
    session.flush()
    pieces = evidence_by_skill(session, [ada], [SKILL])[ada, SKILL]
    for level in (1, 2, 3, 4):
        for day in (date(2026, 3, 1), date(2026, 10, 15), TODAY, OLD_END):
            of = {"level": level, "on": day}
            asked = renewed_by(session, person_id=ada, skill=SKILL, **of)
            assert renewed_until(pieces, **of) == asked, of


def test_many_pieces_are_recorded_once_however_often_they_are_sent(
    session: Session, ada: int, lead: int
) -> None:
    pieces = [
        Piece(person, SKILL, 1, NEARLY_OVER, OLD_END, f"completion-{person}-{number}", "A course")
        for person in (ada, lead)
        for number in range(3)
    ]
    said = {"source": "prior-learning", "by": lead, "at": AT}
    assert actions.record_all(session, pieces[:2], **said) == 2
    assert actions.record_all(session, pieces, **said) == 4
    assert actions.record_all(session, pieces, **said) == 0
    assert actions.record_all(session, [], **said) == 0
    assert len(evidence_of(session, ada)) == 3
    assert (held(session, ada), held(session, ada, OLD_END)) == (1, 0)
    future = Piece(ada, SKILL, 1, TODAY + timedelta(days=1), None, "later", "A course")
    with pytest.raises(Refusal, match="in the future"):
        actions.record_all(session, [future], **said)
