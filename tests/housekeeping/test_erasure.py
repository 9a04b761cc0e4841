"""Somebody who is erased is found nowhere; the figures they were part of stay."""

from datetime import timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from learning.assignments.models import Assignment
from learning.catalogue.published import Catalogue
from learning.certificates.models import Certificate
from learning.certificates.queries import facts_by_code
from learning.clock import now
from learning.housekeeping.erasing import counts, erase
from learning.housekeeping.rules.decisions import Rows
from learning.housekeeping.rules.registry import DECISIONS
from learning.housekeeping.whose import Whom
from learning.notices.models import Notice
from learning.people.models import Membership, Organisation, Particulars, Person
from tests.builders import a_member, a_person, an_organisation, some_evidence
from tests.coverage import reference
from tests.coverage.conftest import engine as engine  # noqa: PLC0414  # a fixture, by its name
from tests.coverage.engine import Engine
from tests.coverage.stranger import rows_of as read
from tests.coverage.strategies import Case, cases
from tests.coverage.strategies_days import AS_AT, KNOWN_AT
from tests.coverage.test_exports_of_truth import files_of
from tests.housekeeping.lives import (
    Life,
    a_life,
    everything_said,
    mark_every_text,
    rows_of,
    where_said,
)

MINE, THEIRS = "Quillfeather", "Otterburn"


@pytest.fixture
def councils(session: Session) -> tuple[Organisation, Organisation, int]:
    """Two councils, and a training lead who serves both."""
    here, there = an_organisation(session, "fernleigh"), an_organisation(session, "otmoor")
    return here, there, a_person(session, "Lowri Bevan")


def a_marked_life(session: Session, catalogue: Catalogue, councils, *, mark: str = MINE) -> Life:
    here, there, lead = councils
    return a_life(session, catalogue, here, there, mark=mark, lead=lead)


def test_the_person_of_these_tests_left_something_in_every_table(
    session: Session, catalogue: Catalogue, councils
) -> None:
    """Where no action does, a made-up row stands in; see `fill_the_rest`."""
    life = a_marked_life(session, catalogue, councils)
    missing = [
        decision.table
        for decision in DECISIONS
        if decision.rows is not Rows.OF_NOBODY and not rows_of(session, decision, life)
    ]
    assert missing == []


def test_no_word_of_somebody_who_was_erased_is_left_anywhere(
    session: Session, catalogue: Catalogue, councils
) -> None:
    mine = a_marked_life(session, catalogue, councils)
    other = a_marked_life(session, catalogue, councils, mark=THEIRS)
    mark_every_text(session, mine)
    assert len(where_said(session, MINE)) > 20
    assert "audit_detail" in where_said(session, MINE)
    before = where_said(session, THEIRS)
    erase(session, Whom((mine.person_id,)), at=now())
    assert where_said(session, MINE) == set()
    assert where_said(session, THEIRS) == before
    assert {rows_of(session, decision, other) for decision in DECISIONS if decision.by} != {0}
    assert session.get_one(Person, mine.person_id, populate_existing=True).name == ""


def test_an_erasure_done_again_changes_nothing(
    session: Session, catalogue: Catalogue, councils
) -> None:
    life = a_marked_life(session, catalogue, councils)
    erase(session, Whom((life.person_id,)), at=now())
    once = everything_said(session)
    erase(session, Whom((life.person_id,)), at=now() + timedelta(days=1))
    assert everything_said(session) == once


def test_what_is_kept_points_to_nothing_that_is_gone(
    session: Session, catalogue: Catalogue, councils
) -> None:
    life = a_marked_life(session, catalogue, councils)
    erase(session, Whom((life.person_id,)), at=now())
    if session.get_bind().dialect.name == "sqlite":
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []
    assert counts(session, Whom((life.person_id,))).keys() <= {
        *("person", "membership", "evidence", "withdrawal", "audit_detail")
    }


def test_one_council_lets_go_of_what_it_said_and_the_person_keeps_the_rest(
    session: Session, catalogue: Catalogue, councils
) -> None:
    here, there, _ = councils
    life = a_marked_life(session, catalogue, councils)
    erase(session, Whom((life.person_id,), here.id), at=now())
    assert where_said(session, f"{MINE} said by fernleigh") == set()
    for kept in ("particulars", "notice", "mail", "claim", "assignment", "adjustment"):
        assert kept in where_said(session, f"{MINE} said by otmoor"), kept
    assert session.get_one(Person, life.person_id).name == f"{MINE} Person"
    assert {"attempt", "evidence", "certificate", "address"} <= {
        decision.table for decision in DECISIONS if decision.by and rows_of(session, decision, life)
    }
    erased = dict(
        session.execute(
            select(Membership.organisation_id, Membership.erased_at).where(
                Membership.person_id == life.person_id
            )
        ).all()
    )
    assert erased[here.id] is not None
    assert erased[there.id] is None


def test_news_of_two_councils_in_one_e_mail_goes_with_either(
    session: Session, catalogue: Catalogue, councils
) -> None:
    here, _, _ = councils
    life = a_marked_life(session, catalogue, councils)
    digest = session.execute(text("SELECT max(id) FROM mail")).scalar_one()
    session.execute(text("UPDATE notice SET mail_id = :digest"), {"digest": digest})
    session.execute(text("UPDATE mail SET organisation_id = NULL"))
    erase(session, Whom((life.person_id,), here.id), at=now())
    left = session.execute(text("SELECT count(*) FROM mail WHERE id = :id"), {"id": digest})
    assert left.scalar_one() == 0
    notices = session.scalars(select(Notice).where(Notice.person_id == life.person_id)).all()
    assert notices
    assert {notice.mail_id for notice in notices} == {None}


def test_a_line_manager_who_is_erased_is_named_by_their_reports_no_more(
    session: Session, catalogue: Catalogue, councils
) -> None:
    here, _, lead = councils
    life = a_marked_life(session, catalogue, councils)
    report = a_person(session, "Nia Report")
    session.add(
        Particulars(
            organisation_id=here.id,
            person_id=report,
            name="Nia Report",
            manager_key=f"{MINE}@people.example".casefold(),
            recorded_at=now(),
            recorded_by=lead,
        )
    )
    session.flush()
    erase(session, Whom((life.person_id,)), at=now())
    rows = session.execute(text("SELECT name, manager_key FROM particulars")).all()
    assert ("Nia Report", None) in [tuple(row) for row in rows]


def test_words_to_one_person_go_and_words_to_several_stay(
    session: Session, catalogue: Catalogue, councils
) -> None:
    life = a_marked_life(session, catalogue, councils)
    other = a_marked_life(session, catalogue, councils, mark=THEIRS)
    erase(session, Whom((life.person_id,)), at=now())
    reasons = set(session.scalars(select(Assignment.reason)))
    assert reasons == {"", f"{THEIRS} said by fernleigh", f"{THEIRS} said by otmoor"}
    assert other.person_id != life.person_id


def test_a_certificate_of_somebody_who_was_erased_is_found_no_more(
    session: Session, catalogue: Catalogue, councils
) -> None:
    life = a_marked_life(session, catalogue, councils)
    code = session.scalars(
        select(Certificate.code).where(Certificate.person_id == life.person_id)
    ).first()
    assert facts_by_code(session, code) is not None
    erase(session, Whom((life.person_id,)), at=now())
    assert facts_by_code(session, code) is None


def test_many_people_are_erased_at_once(session: Session, catalogue: Catalogue, councils) -> None:
    here, _, _ = councils
    people = []
    for number in range(250):
        people.append(a_person(session, f"{MINE} {number}", address=f"{MINE}{number}@p.example"))
        a_member(session, catalogue, here, people[-1])
        some_evidence(session, people[-1], "evaluation", 2)
    session.flush()
    erase(session, Whom(tuple(people)), at=now())
    assert where_said(session, MINE) == set()


def without_names(files: tuple[str, str, str]) -> list[object]:
    people, *others = files
    return [[row | {"name": "", "email": ""} for row in read(people)], *others]


def profiles(engine: Engine, case: Case) -> list[object]:
    slugs = [one.slug for one in case.world.organisations]
    return [
        engine._profiles(case.world, [slug], day, at)
        for slug in slugs
        for day in AS_AT[::3]
        for at in KNOWN_AT[::3]
    ]


@settings(max_examples=15)
@given(case=cases(), chosen=st.data())
def test_every_figure_and_export_is_the_same_before_and_after(
    engine: Engine, case: Case, chosen: st.DataObject
) -> None:
    question = case.question
    assume(not reference.gives_no_figures(case.world, question.organisation, question.as_at))
    engine.world = None  # as before any erasure
    asked = (case.world, question.organisation, question.as_at, question.known_at)
    people = sorted({membership.person for membership in case.world.memberships})
    assume(people)
    some = chosen.draw(st.lists(st.sampled_from(people), min_size=1, unique=True))
    before = engine.report(*asked, **question.filters)
    kept, files = profiles(engine, case), files_of(engine, case)
    erase(engine.session, Whom(tuple(some)), at=now())
    assert engine.report(*asked, **question.filters) == before
    assert profiles(engine, case) == kept
    assert without_names(files_of(engine, case)) == without_names(files)
    names = {row["name"] for row in read(files_of(engine, case)[0])}
    assert not names & {f"Person {number}" for number in some}
