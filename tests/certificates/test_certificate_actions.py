from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learning.assessments.models import Attempt
from learning.audit import AuditEntry
from learning.catalogue.published import Catalogue
from learning.certificates import actions, queries
from learning.certificates.models import Certificate, Consent
from learning.certificates.rules import CORRECTED, NOTHING, Choices, Withdrawn
from learning.errors import Conflict, NotFound, Refusal
from learning.evidence import actions as evidence
from learning.evidence.models import Evidence
from learning.evidence.queries import evidence_of
from learning.evidence.rules import held_levels
from learning.notices.models import Notice
from learning.people.models import Organisation
from tests.assessments.checks import started, submitted
from tests.builders import a_certificate, a_member, a_person, an_organisation
from tests.courses_by_hand import a_check, a_course

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
ALL = Choices(True, True, True)


@pytest.fixture
def ada(session: Session) -> int:
    return a_person(session)


@pytest.fixture
def admin(session: Session) -> int:
    return a_person(session, "Stanley Lim")


@pytest.fixture
def fernleigh(session: Session, catalogue: Catalogue, ada: int) -> Organisation:
    council = an_organisation(session)
    a_member(session, catalogue, council, ada, "councillor")
    return council


@pytest.fixture
def certificate(
    session: Session, catalogue: Catalogue, ada: int, fernleigh: Organisation
) -> Certificate:
    return a_certificate(
        session,
        catalogue,
        ada,
        skills=("cyber-security", "online-conduct"),
        shown_on=date(2026, 6, 1),
        months=12,
        at=AT,
    )


def passed(session: Session, ada: int, right: int = 4) -> Attempt:
    gives = [{"skill": "cyber-security", "level": 1}, {"skill": "online-conduct", "level": 2}]
    return submitted(
        session, started(session, ada, a_course(checks=(a_check(gives=gives),))), right=right
    )


def test_a_passed_check_gives_one_certificate_in_the_words_of_the_day(
    session: Session, catalogue: Catalogue, ada: int, fernleigh: Organisation
) -> None:
    attempt = passed(session, ada)
    made = session.scalars(select(Certificate)).one()
    assert (made.reference, made.title) == (attempt.id, "Harbour lights")
    assert (made.shown_on, made.expires_on) == (date(2026, 11, 2), date(2027, 11, 2))
    assert (made.organisation_id, made.organisation_name) == (fernleigh.id, "Fernleigh Council")
    assert [(gift["name"], gift["level"]) for gift in made.gives] == [
        (catalogue.skills["cyber-security"].name, 1),
        (catalogue.skills["online-conduct"].name, 2),
    ]
    actions_again = passed_again(session, attempt)
    assert actions_again == [made.code]


def passed_again(session: Session, attempt: Attempt) -> list[str]:
    submitted(session, attempt, right=0)
    return list(session.scalars(select(Certificate.code)))


def test_a_failed_check_gives_none(session: Session, ada: int) -> None:
    passed(session, ada, right=1)
    assert session.scalars(select(Certificate)).all() == []


def test_the_person_is_told_where_the_certificate_is(
    session: Session, ada: int, fernleigh: Organisation
) -> None:
    passed(session, ada)
    code = session.scalars(select(Certificate.code)).one()
    assert session.scalars(select(Notice.link)).one() == f"/certificates/{code}"


def test_codes_cannot_be_guessed(session: Session, catalogue: Catalogue, ada: int) -> None:
    codes = {
        a_certificate(session, catalogue, ada, reference=str(number), at=AT).code
        for number in range(50)
    }
    assert len(codes) == 50
    assert all(len(code) == 32 for code in codes)  # 32 characters of 4 random bits each
    assert actions.CODE_BYTES * 8 >= 128


def test_one_check_gives_one_certificate_for_good(
    session: Session, catalogue: Catalogue, ada: int, certificate: Certificate
) -> None:
    with pytest.raises(IntegrityError), session.begin_nested():
        a_certificate(
            session, catalogue, ada, skills=("evaluation",), reference=certificate.reference
        )


def test_it_runs_out_with_the_first_of_its_skills(
    session: Session, catalogue: Catalogue, ada: int
) -> None:
    a_certificate(
        session, catalogue, ada, shown_on=date(2025, 12, 22), months=12, reference="old", at=AT
    )
    made = a_certificate(
        session,
        catalogue,
        ada,
        skills=("cyber-security", "online-conduct"),
        shown_on=TODAY,
        months=12,
        at=AT,
    )
    assert made.expires_on == date(2027, 11, 22)
    renewed, new = made.gives
    assert (renewed["expires_on"], new["expires_on"]) == ("2027-12-22", "2027-11-22")


def test_a_made_up_council_says_so(session: Session, catalogue: Catalogue, ada: int) -> None:
    council = an_organisation(session)
    council.made_up = True
    a_member(session, catalogue, council, ada, "councillor")
    made = a_certificate(session, catalogue, ada, at=AT)
    assert made.organisation_name == "Fernleigh Council (made up)"


def test_who_serves_nowhere_gets_a_certificate_without_a_council(
    session: Session, catalogue: Catalogue, ada: int
) -> None:
    made = a_certificate(session, catalogue, ada, at=AT)
    assert (made.organisation_id, made.organisation_name) == (None, "")


def choose(session: Session, certificate: Certificate, by: int, choices: Choices) -> None:
    actions.choose(session, code=certificate.code, person_id=by, choices=choices, at=AT)
    session.flush()


def choices_now(session: Session, certificate: Certificate) -> Choices:
    facts = queries.facts_by_code(session, certificate.code)
    assert facts is not None
    return facts.choices


def test_nothing_is_shown_until_the_holder_agrees_and_nothing_after_they_take_it_back(
    session: Session, ada: int, certificate: Certificate
) -> None:
    assert choices_now(session, certificate) == NOTHING
    choose(session, certificate, ada, ALL)
    assert choices_now(session, certificate) == ALL
    choose(session, certificate, ada, NOTHING)
    assert choices_now(session, certificate) == NOTHING


def test_every_choice_is_kept_and_the_same_one_twice_is_one(
    session: Session, ada: int, certificate: Certificate
) -> None:
    for choices in (NOTHING, ALL, ALL, Choices(True), NOTHING, NOTHING):
        choose(session, certificate, ada, choices)
    kept = session.scalars(select(Consent).order_by(Consent.id)).all()
    assert [queries.choices_of(one) for one in kept] == [ALL, Choices(True), NOTHING]
    assert {one.recorded_by for one in kept} == {ada}


def test_nobody_else_chooses(session: Session, admin: int, certificate: Certificate) -> None:
    with pytest.raises(NotFound):
        choose(session, certificate, admin, ALL)
    with pytest.raises(NotFound):
        actions.choose(session, code="none", person_id=admin, choices=ALL, at=AT)


def withdraw(session: Session, code: str, by: int, day: date = TODAY) -> None:
    actions.withdraw(
        session, code=code, effective_on=day, reason="Taken by somebody else.", by=by, at=AT
    )
    session.flush()


def test_a_withdrawal_takes_the_evidence_too_and_tells_the_holder(
    session: Session, ada: int, admin: int, certificate: Certificate
) -> None:
    day = date(2026, 9, 1)
    withdraw(session, certificate.code, admin, day)
    facts = queries.facts_by_code(session, certificate.code)
    assert facts is not None
    assert facts.withdrawn == Withdrawn(day, "Taken by somebody else.")
    assert held_levels(evidence_of(session, ada), day) == {}
    assert set(held_levels(evidence_of(session, ada), day - timedelta(days=1))) == {
        "cyber-security",
        "online-conduct",
    }
    told = session.scalars(select(Notice).order_by(Notice.id.desc()).limit(1)).one()
    assert told.person_id == ada
    assert "1 September 2026" in told.body
    assert "Taken by somebody else." in told.body
    audited = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "certificate.withdrawn")
    ).one()
    assert (audited.actor_id, audited.person_id) == (admin, ada)
    assert audited.organisation_id == certificate.organisation_id


def test_a_second_withdrawal_changes_nothing(
    session: Session, admin: int, certificate: Certificate
) -> None:
    withdraw(session, certificate.code, admin)
    with pytest.raises(Conflict, match="already"):
        withdraw(session, certificate.code, admin)


def test_a_withdrawal_wants_a_certificate_and_a_day_since_it_was_awarded(
    session: Session, admin: int, certificate: Certificate
) -> None:
    with pytest.raises(Refusal, match="no certificate"):
        withdraw(session, "none", admin)
    for day in (date(2026, 5, 31), TODAY + timedelta(days=1)):
        with pytest.raises(Refusal, match="between"):
            withdraw(session, certificate.code, admin, day)


def behind(session: Session, certificate: Certificate) -> Evidence:
    return queries.evidence_behind(session, certificate)[0]


def test_evidence_withdrawn_by_any_way_withdraws_the_certificate(
    session: Session, admin: int, certificate: Certificate
) -> None:
    piece = behind(session, certificate)
    evidence.withdraw(session, piece, effective_on=TODAY, reason="Wrong", by=admin, at=AT)
    session.flush()
    facts = queries.facts_by_code(session, certificate.code)
    assert facts is not None
    assert facts.withdrawn == Withdrawn(TODAY, "Wrong")
    withdraw(session, certificate.code, admin)  # what is left of it


def test_evidence_corrected_downwards_withdraws_the_certificate(
    session: Session, admin: int, certificate: Certificate
) -> None:
    piece = behind(session, certificate)
    evidence.correct(
        session,
        piece,
        level=1,
        shown_on=piece.shown_on,
        expires_on=piece.expires_on,
        by=admin,
        at=AT,
    )
    facts = queries.facts_by_code(session, certificate.code)
    assert facts is not None
    assert facts.withdrawn == Withdrawn(TODAY, CORRECTED)


def corrected(session: Session, certificate: Certificate, by: int, **said: object) -> None:
    """What it says of cyber security is otherwise from now on."""
    pieces = queries.evidence_behind(session, certificate)
    piece = next(one for one in pieces if one.skill == "cyber-security")
    as_before = {
        "level": piece.level,
        "shown_on": piece.shown_on,
        "expires_on": piece.expires_on,
        "at": AT,
    }
    evidence.correct(session, piece, by=by, **(as_before | said))


def test_the_day_on_which_its_evidence_runs_out_is_the_one_that_was_corrected_last(
    session: Session, admin: int, certificate: Certificate
) -> None:
    for days, ends in ((0, date(2027, 2, 1)), (5, date(2026, 11, 30)), (9, date(2027, 1, 9))):
        corrected(session, certificate, admin, expires_on=ends, at=AT + timedelta(days=days))
    facts = queries.facts_by_code(session, certificate.code)
    assert facts is not None
    assert certificate.expires_on == date(2027, 6, 1)
    assert facts.expires_on == date(2027, 1, 9)
    assert [gift.expires_on for gift in facts.gifts] == [date(2027, 1, 9), date(2027, 6, 1)]
    assert [(one.said_on.isoformat(), one.ends_on.isoformat()) for one in facts.history] == [
        ("2026-11-22", "2027-06-01"),
        ("2026-11-22", "2027-02-01"),
        ("2026-11-27", "2026-11-30"),
        ("2026-12-01", "2027-01-09"),
    ]


def test_a_second_correction_keeps_the_day_of_the_one_that_took_the_level(
    session: Session, admin: int, certificate: Certificate
) -> None:
    corrected(session, certificate, admin, level=1)
    corrected(session, certificate, admin, expires_on=None, at=AT + timedelta(days=9))
    facts = queries.facts_by_code(session, certificate.code)
    assert facts is not None
    assert facts.withdrawn == Withdrawn(TODAY, CORRECTED)
