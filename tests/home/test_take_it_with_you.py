"""The download: all of one's own, nothing of anybody else."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, inspect
from sqlalchemy.orm import Session
from sqlalchemy.sql.visitors import iterate

from learning.assessments.challenges import challenge
from learning.assessments.models import Attempt
from learning.assignments import actions as assignments
from learning.catalogue.published import Catalogue
from learning.claims.actions import decisions
from learning.clock import now
from learning.database import Base, transaction
from learning.errors import Conflict
from learning.evidence import actions as evidence
from learning.evidence.models import Evidence
from learning.home.exports.file import as_json, record_of
from learning.home.exports.parts import PARTS
from learning.home.exports.rows import LEFT_OUT, NOT_TAKEN
from learning.notices import actions as notices
from learning.notices.models import Notice
from learning.people.models import Membership, Organisation
from learning.self_assessments.models import SelfAssessment
from learning.study import actions as study
from learning.study.models import LessonRead
from tests.assessments.checks import begin, pass_check, started, submitted
from tests.builders import Town, a_member, a_person, an_organisation, days_ago, some_evidence
from tests.claims.made import PDF, a_claim
from tests.courses_by_hand import a_check, a_course, a_path, published
from tests.page import Browser
from tests.self_assessments.sittings import AT, a_sitting
from tests.statements import most_asked

LIGHTS = a_course("lights", checks=(a_check("lights"),))
DOCUMENT = Path(__file__).parents[2] / "docs" / "the-record-file.md"


@pytest.fixture
def ada(browser: Browser, town: Town) -> Browser:
    return browser.sign_in(town.councillor)


def taken(browser: Browser) -> dict[str, Any]:
    page = browser.get("/record.json")
    assert page.status == 200
    found: dict[str, Any] = json.loads(page.text)
    return found


def tables_in_the_file() -> set[str]:
    return {e.name for part in PARTS for e in iterate(part.rows) if isinstance(e, Table)}


def people_columns() -> list[tuple[str, str]]:
    """(table, column) of everything that names a person."""
    return [
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    ]


def about_people() -> set[str]:
    """Tables with a `person_id`, and those that hang on them, however far down."""
    found = {table for table, column in people_columns() if column == "person_id"}
    while more := {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name in found and table.name not in found
    }:
        found |= more
    return found


def test_every_table_about_a_person_is_in_the_file_or_has_a_reason() -> None:
    assert {"attempt", "answer", "held_role", "withdrawal", "remarking"} <= about_people()
    assert about_people() - tables_in_the_file() == set(NOT_TAKEN)


def test_every_other_column_that_names_a_person_is_left_out_with_a_reason() -> None:
    assert {column for _, column in people_columns()} <= set(LEFT_OUT)


def test_every_part_is_explained_in_the_file_and_in_the_documents() -> None:
    document = DOCUMENT.read_text("utf-8")
    for part in PARTS:
        assert part.says
        assert f"`{part.name}`" in document, part.name
    for name in (*LEFT_OUT, *NOT_TAKEN):
        assert f"`{name}`" in document, name


def test_all_columns_of_the_tables_come_along(ada: Browser, town: Town) -> None:
    found = taken(ada)
    for name in ("addresses", "memberships"):
        assert found[name]
    (address,) = found["addresses"]
    assert set(address) == {"id", "written", "added_at", "verified_at", "is_first"}
    (membership,) = found["memberships"]
    assert membership["council"] == "Fernleigh Council"
    assert {role["role"] for role in membership["roles"]} == {"scrutiny-member", "councillor"}
    assert membership["periods"][0]["starts_on"] == "2024-06-03"
    assert found["person"][0]["name"] == "Ada Merriweather"


def test_it_is_private_and_saved_as_a_file(ada: Browser) -> None:
    page = ada.get("/record.json")
    assert page.headers["Cache-Control"] == "no-store"
    assert 'filename="my-skills-record-' in page.headers["Content-Disposition"]
    assert page.headers["Content-Type"] == "application/json"


def test_a_try_comes_with_its_questions_answers_and_result(
    app: Flask, ada: Browser, town: Town
) -> None:
    with published(app, LIGHTS):
        pass_check(ada, "lights")
    (attempt,) = taken(ada)["attempts"]
    assert attempt["passed"] is True
    assert attempt["parts"] == 4 * 60
    assert len(attempt["questions"]) == 4
    for question in attempt["questions"]:
        right = {o["id"] for o in question["wording"]["option"] if o["right"]}
        assert set(question["answers"][-1]["chosen"]) == right


def test_a_try_that_is_open_keeps_its_right_answers_to_itself(
    app: Flask, ada: Browser, town: Town
) -> None:
    with published(app, LIGHTS):
        begin(ada, "lights")
        page = ada.get("/record.json")
    (attempt,) = json.loads(page.text)["attempts"]
    for question in attempt["questions"]:
        assert set(question["wording"]) == {"id", "text", "option"}
        assert {key for option in question["wording"]["option"] for key in option} == {"id", "text"}
    assert "Because " not in page.text  # the feedback
    assert '"right"' not in page.text


def test_a_check_that_keeps_its_answers_until_passed_keeps_them_here_too(
    app: Flask, ada: Browser, town: Town
) -> None:
    secret = a_course("lights", checks=(a_check("lights", answers="after-passing"),))
    with published(app, secret):
        attempt = begin(ada, "lights")
        ada.post(f"{attempt}/submit")
        assert "Because " not in ada.get("/record.json").text
        pass_check(ada, "lights")
        failed, passed = taken(ada)["attempts"]
    assert (failed["passed"], passed["passed"]) == (False, True)
    assert "type" not in failed["questions"][0]["wording"]
    assert passed["questions"][0]["wording"]["option"][0]["feedback"].startswith("Because ")


def test_a_correction_and_a_withdrawal_come_along(app: Flask, ada: Browser, town: Town) -> None:
    with app.app_context(), transaction() as session:
        piece = some_evidence(session, town.councillor, "evaluation", 2, shown_on=days_ago(9))
        session.flush()
        better = evidence.correct(
            session, piece, level=1, shown_on=days_ago(9), expires_on=None, by=town.lead, at=now()
        )
        evidence.withdraw(
            session, better, effective_on=days_ago(1), reason="A slip", by=town.lead, at=now()
        )
    first, second = taken(ada)["evidence"]
    assert (first["level"], second["level"]) == (2, 1)
    assert first["superseded_at"]
    assert second["first_id"] == first["id"]
    assert [one["reason"] for one in first["withdrawals"]] == ["A slip"]
    assert "recorded_by" not in second


def test_a_claim_comes_with_its_decision_and_the_name_of_its_file(
    app: Flask, ada: Browser, town: Town
) -> None:
    with app.app_context(), transaction() as session:
        made = a_claim(session, town.councillor, town.council)
        decisions.decline(session, made, reason="Not yours", by=town.lead, at=now())
    (claim,) = taken(ada)["claims"]
    assert claim["council"] == "Fernleigh Council"
    (file,) = claim["files"]
    assert file == {"name": "my proof.pdf", "media_type": "application/pdf", "size": len(PDF)}
    assert [one["reason"] for one in claim["decisions"]] == ["Not yours"]


def test_secrets_stay_here(ada: Browser) -> None:
    text = ada.get("/record.json").text
    for column in ("password_hash", "token_hash", "recorded_by", "person_id"):
        assert f'"{column}"' not in text


def test_it_takes_as_many_statements_however_much_there_is(
    app: Flask, ada: Browser, town: Town
) -> None:
    few = most_asked(app, ada.get("/record.json"))
    with published(app, LIGHTS):
        pass_check(ada, "lights")
        pass_check(ada, "lights")
    with app.app_context(), transaction() as session:
        for level in (1, 2, 3):
            some_evidence(session, town.councillor, "evaluation", level)
    assert most_asked(app, ada.get("/record.json")) == few <= len(PARTS) + 1


Deed = Callable[[Session, Catalogue, int, int, str], None]


def _lesson(session: Session, _: Catalogue, person: int, number: int, mark: str) -> None:
    course = a_course(f"{mark}-{number}".casefold())
    study.mark_as_read(session, course.lessons[0], person_id=person, at=AT)


def _evidence(session: Session, _: Catalogue, person: int, number: int, mark: str) -> None:
    piece = some_evidence(session, person, "evaluation", 1 + number % 4, at=AT)
    piece.summary, piece.reference = f"{mark} {number}", f"{mark} {number}"
    session.flush()
    if number % 2:
        evidence.withdraw(
            session, piece, effective_on=AT.date(), reason=f"{mark}", by=person, at=AT
        )


def _attempt(session: Session, _: Catalogue, person: int, number: int, mark: str) -> None:
    course = a_course(f"{mark}-{number}".casefold())
    attempt = submitted(session, started(session, person, course), right=number % 5)
    with suppress(Conflict):  # the same question once more
        challenge(session, attempt_id=attempt.id, person_id=person, place=1, words=mark, at=AT)


def _open_attempt(session: Session, _: Catalogue, person: int, number: int, mark: str) -> None:
    started(session, person, a_course(f"{mark}-open-{number}".casefold()))


def _notice(session: Session, _: Catalogue, person: int, number: int, mark: str) -> None:
    notices.tell(session, person_id=person, kind="k", subject=f"{mark} {number}", body=mark, at=AT)


def _view(session: Session, catalogue: Catalogue, person: int, number: int, _: str) -> None:
    a_sitting(session, catalogue, person, {"evaluation": number % 5})


def _request(session: Session, _: Catalogue, person: int, number: int, mark: str) -> None:
    place = session.query(Membership).filter_by(person_id=person).one()
    ask = assignments.Ask(
        organisation_id=place.organisation_id,
        path=a_path(f"{mark}-{number}".casefold()),
        people=((place.id, person),),
        role=None,
        due_on=AT.date(),
        reason=f"{mark} {number}",
    )
    assignments.assign(session, ask, form_key=f"{mark}{number}", by=person, at=AT)


def _claim(session: Session, _: Catalogue, person: int, number: int, mark: str) -> None:
    place = session.query(Membership).filter_by(person_id=person).one()
    made = a_claim(session, person, place.organisation_id, key=f"{number}", title=mark, at=AT)
    if number % 2:
        decisions.withdraw(session, made, by=person, at=AT)


DEEDS: tuple[Deed, ...] = (
    _claim,
    _lesson,
    _evidence,
    _attempt,
    _open_attempt,
    _notice,
    _view,
    _request,
)
MINE, THEIRS = "Kestrel", "Otterburn"


@settings(max_examples=40)
@given(st.lists(st.tuples(st.booleans(), st.sampled_from(DEEDS)), max_size=10))
def test_of_two_people_each_takes_their_own_and_nothing_of_the_other(
    session: Session, catalogue: Catalogue, deeds: list[tuple[bool, Deed]]
) -> None:
    inner = session.begin_nested()
    try:
        _each_takes_their_own(session, catalogue, deeds)
    finally:
        inner.rollback()


def _each_takes_their_own(
    session: Session, catalogue: Catalogue, deeds: list[tuple[bool, Deed]]
) -> None:
    people = {}
    for mark in (MINE, THEIRS):
        council = an_organisation(session, mark.casefold())
        people[mark] = a_person(session, f"{mark} Person")
        a_member(session, catalogue, council, people[mark], "councillor")
    for number, (is_mine, deed) in enumerate(deeds):
        mark = MINE if is_mine else THEIRS
        deed(session, catalogue, people[mark], number, mark)
    session.flush()
    for mark, other, is_me in ((MINE, THEIRS, True), (THEIRS, MINE, False)):
        found = record_of(session, people[mark], at=AT)
        told = as_json(found)
        assert other.casefold() not in told.casefold()
        done = [deed for mine, deed in deeds if mine is is_me]
        assert len(found["lessons_read"]) == done.count(_lesson)
        assert len(found["attempts"]) == done.count(_attempt) + done.count(_open_attempt)
        assert bool(found["challenges"]) == bool(done.count(_attempt))
        assert len(found["self_assessments"]) == done.count(_view)
        assert len(found["requests"]) == done.count(_request)
        assert len(found["claims"]) == done.count(_claim)
        own = [p for p in found["evidence"] if p["source"] == "prior-learning"]
        assert len(own) == done.count(_evidence)


def test_a_twin_hatter_takes_both_councils(
    app: Flask, ada: Browser, town: Town, catalogue: Catalogue
) -> None:
    with app.app_context(), transaction() as session:
        there = session.query(Organisation).filter_by(slug=town.other_slug).one()
        a_member(session, catalogue, there, town.councillor, "councillor")
    councils = [place["council"] for place in taken(ada)["memberships"]]
    assert councils == ["Fernleigh Council", "Otmoor Council"]


def test_tables_that_grow_are_taken_whole() -> None:
    for table in (Attempt, Evidence, LessonRead, Notice, SelfAssessment):
        columns = {column.key for column in inspect(table).columns} - set(LEFT_OUT)
        assert any(columns <= set(part.rows.selected_columns.keys()) for part in PARTS), table
