"""A statement worked out again from the records, whatever became of them since."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from learning.accounts.actions import linking
from learning.catalogue.published import Catalogue
from learning.catalogue.serving import serve
from learning.clock import day_in_words, day_of, now
from learning.coverage.content import Audience, ReportContent, canonical
from learning.coverage.ladders import keep_ladders
from learning.coverage.models import MonthEndFigures
from learning.coverage.rules import months
from learning.database import current_session, transaction
from learning.housekeeping.erasing import erase
from learning.housekeeping.whose import Whom
from learning.people.actions import own_levels, places
from learning.people.models import Address, Membership
from learning.people.queries import all_facts
from learning.publishing import gathering
from learning.publishing.content import StatementContent
from learning.publishing.figures import About
from learning.publishing.models import StatementFile
from tests.builders import Town, a_person, days_ago, some_evidence
from tests.page import Browser
from tests.publishing import statements_by_hand as by_hand
from tests.publishing.conftest import an_hour_ago, work_out_two_months
from tests.publishing.press import check, send, top

SKILL = "digital-planning"


@pytest.fixture
def lead(app: Flask, town: Town, stated_twice: None) -> Browser:
    """Of a council with a statement for everybody, and one for leads."""
    return Browser(app).sign_in(town.lead)


def verified(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["verify-statement", *words])


def stands(app: Flask, number: int = 2) -> None:
    result = verified(app, "--all")
    assert result.output.startswith(f"{number} of {number} statement")
    assert result.exit_code == 0


def test_the_data_file_is_the_same_byte_for_byte_whatever_is_recorded_later(
    app: Flask, town: Town, lead: Browser, planners: list[int], month_end: date
) -> None:
    stands(app)
    with app.app_context(), transaction() as session:
        for person in planners[::2]:
            some_evidence(session, person, SKILL, 3, shown_on=month_end)
        leaver = member_of(session, planners[1], town.council)
        places.change_membership_days(
            session,
            leaver,
            starts_on=date(2024, 6, 3),
            ends_on=month_end - timedelta(days=9),
            by=None,
            at=now(),
        )
        places.restrict(
            session,
            member_of(session, planners[3], town.council),
            lead_id=town.lead,
            by=None,
            at=now(),
        )
        own_levels.set_requirement(
            session,
            organisation_id=town.council,
            role="planning-officer",
            skill=SKILL,
            level=4,
            starts_on=day_of(now()),
            reason="We need more",
            by=town.lead,
            at=now(),
        )
    stands(app)


def member_of(session: Session, person: int, council: int) -> Membership:
    return session.scalars(
        select(Membership).where(
            Membership.person_id == person, Membership.organisation_id == council
        )
    ).one()


def test_erasing_somebody_leaves_the_bytes_as_they_were(
    app: Flask, town: Town, lead: Browser, planners: list[int]
) -> None:
    with app.app_context(), transaction() as session:
        erase(session, Whom((planners[1], planners[2])), at=now())
    stands(app)


def become_one(session: Session, provisional: int, known: int, town: Town) -> None:
    """A record that only a council wrote, with no way in of its own, turns out to be theirs."""
    session.execute(delete(Address).where(Address.person_id == provisional))
    linking.link(session, provisional, to=known, of=town.council, at=now())


def test_two_records_that_became_one_are_named_as_what_makes_the_difference(
    app: Flask, town: Town, lead: Browser, planners: list[int]
) -> None:
    """Which rows were of which record is not kept: their statement cannot be worked out again."""
    with app.app_context(), transaction() as session:
        nobody_here = a_person(session, "Known Elsewhere")
        become_one(session, nobody_here, planners[0], town)
    stands(app)
    with app.app_context(), transaction() as session:
        become_one(session, planners[2], planners[1], town)
    result = verified(app, "--all")
    assert result.exit_code == 1
    today = day_in_words(day_of(now()))
    became = f"two records of one person became one (2 times, the last on {today})"
    assert result.output.count(became) == 2
    assert "file is not the one that was published" not in result.output
    page = lead.get(f"{top(town)}/1/restate")
    assert page.status == 422
    assert "nobody can say whom a change would tell of" in page.words


def test_what_the_files_say_today_changes_nothing_that_was_published(
    app: Flask, lead: Browser, catalogue: Catalogue
) -> None:
    """Roles renamed, retired, of another weight, no longer public; no path left."""
    roles = {
        slug: role.model_copy(
            update={
                "name": "Another",
                "weight": 9,
                "public": not role.public,
                "retired_on": date(2026, 1, 1),
            }
        )
        for slug, role in catalogue.roles.items()
    }
    empty: MappingProxyType[str, Any] = MappingProxyType({})
    serve(app, replace(catalogue, roles=MappingProxyType(roles), paths=empty, courses=empty))
    try:
        stands(app)
    finally:
        serve(app, catalogue)


def test_kept_month_ends_may_be_thrown_away(app: Flask, lead: Browser) -> None:
    with app.app_context(), transaction() as session:
        session.execute(delete(MonthEndFigures))
    stands(app)


@pytest.fixture
def beside(
    app: Flask, town: Town, planners: list[int], month_end: date, catalogue: Catalogue
) -> Browser:
    """A statement with all that stands beside its lines: own levels, own words and the ladder.

    Six planners left in its month.
    """
    with app.app_context():
        with transaction() as session:
            long_ago = now() - timedelta(days=200)
            for person in planners[:12]:
                word = {"source": "self-assessment", "at": long_ago}
                some_evidence(session, person, SKILL, 3, shown_on=days_ago(200), **word)
            own_levels.set_requirement(
                session,
                organisation_id=town.council,
                role="planning-officer",
                skill=SKILL,
                level=1,
                starts_on=day_of(long_ago),
                reason="A first step",
                by=town.lead,
                at=long_ago,
            )
            for person in planners[18:]:
                places.change_membership_days(
                    session,
                    member_of(session, person, town.council),
                    starts_on=date(2024, 6, 3),
                    ends_on=month_end - timedelta(days=9),
                    by=None,
                    at=now() - timedelta(days=100),
                )
            session.execute(delete(MonthEndFigures))  # which did not know of either
            work_out_two_months(session, catalogue, town.council)
        keep_ladders(catalogue, at=now())
    browser = Browser(app).sign_in(town.lead)
    assert send(browser, check(town, month_end)).status == 303
    return browser


def test_what_stands_beside_the_lines_stays_and_is_said_anew_where_enough_people_changed(
    app: Flask, town: Town, planners: list[int], month_end: date, beside: Browser
) -> None:
    report = beside.client.get(f"{top(town)}/1.json").json["report"]
    said = {line["skill"]: line["met"] for line in report["self_assessed"]}
    assert said[SKILL] == 12
    assert {rung["step"] for rung in report["ladder"]} == {"taken-part", "knows", "uses"}
    assert [(point["joined"], point["left"]) for point in report["trend"]] == [
        (None, None),
        (0, 6),
    ]
    page = Browser(app).get(f"{top(town)}/1").words
    assert "From taking part to using it" in page
    assert "who came and went in between is in neither" in page
    stands(app, 1)

    # Six passed a check before the month's end, and six more said they could do it: known late.
    with app.app_context(), transaction() as session:
        for person in planners[:12:2]:
            late = {"shown_on": month_end, "at": an_hour_ago()}
            some_evidence(session, person, SKILL, 3, source="assessment", **late)
        for person in planners[12:18]:
            some_evidence(session, person, SKILL, 3, source="self-assessment", **late)
    assert send(beside, f"{top(town)}/1/restate", reason="Late.").status == 303
    again = beside.client.get(f"{top(town)}/2.json").json["restatement"]

    def changed(one: dict[str, Any], name: str = "met") -> tuple[int, int]:
        return one["earlier"][name], one["now"][name]

    (own_words,), (rung,) = again["self_assessed"], again["ladder"]
    before, now_met = changed(again["framework_overall"])
    assert now_met == before + 6
    assert (own_words["now"]["skill"], changed(own_words)) == (SKILL, (12, 18))
    assert (rung["now"]["step"], rung["now"]["skill"]) == ("knows", SKILL)
    assert changed(rung, "people") == (0, 6)
    page = Browser(app).get(f"{top(town)}/2").words
    for words in ("what people say of themselves", "knows it (passed a check)", "framework’s own"):
        assert words in page
    stands(app, 2)


def test_a_restatement_from_before_what_stands_beside_could_change_is_the_same_bytes() -> None:
    said = by_hand.restated()
    assert b"self_assessed" not in canonical(said.restatement)
    assert StatementContent.model_validate_json(canonical(said)) == said


def test_restatements_are_worked_out_again_too(
    app: Flask, town: Town, lead: Browser, planners: list[int], month_end: date
) -> None:
    with app.app_context(), transaction() as session:
        for person in planners[:16:2]:
            some_evidence(session, person, SKILL, 3, shown_on=month_end, at=an_hour_ago())
    for number in (1, 2):
        assert send(lead, f"{top(town)}/{number}/restate", reason="Late.").status == 303
    stands(app, 4)


def test_a_byte_that_was_changed_is_found(app: Flask, town: Town, lead: Browser) -> None:
    change(app, town, {"csv"}, b"people,met")
    result = verified(app, town.slug, "1")
    assert result.exit_code == 1
    assert "statement 1: the csv file is not the one that was published" in result.output
    assert result.output.endswith("0 of 1 statements are the same, byte for byte.\n")


def test_a_record_that_was_changed_is_found(
    app: Flask, town: Town, lead: Browser, planners: list[int]
) -> None:
    with app.app_context(), transaction() as session:
        session.execute(
            update(Membership)
            .where(Membership.person_id == planners[1])
            .values(organisation_id=Membership.organisation_id + 1)
        )
    result = verified(app, "--all")
    assert result.exit_code == 1
    assert "worked out again from the records differs from byte" in result.output


def test_a_data_file_that_is_none_is_said_to_be_none(app: Flask, town: Town, lead: Browser) -> None:
    change(app, town, {"json"}, b"{}")
    result = verified(app, town.slug, "1")
    assert result.exit_code == 1
    assert "cannot be worked out again" in result.output


def change(app: Flask, town: Town, kinds: Collection[str], content: bytes) -> None:
    """What somebody who owns the database can do."""
    with app.app_context(), transaction() as session:
        first = session.scalar(select(StatementFile.statement_id).order_by("statement_id").limit(1))
        session.execute(
            update(StatementFile)
            .where(StatementFile.kind.in_(kinds), StatementFile.statement_id == first)
            .values(content=content)
        )


def test_the_command_says_what_it_does_not_know(app: Flask, town: Town) -> None:
    assert verified(app).exit_code == 2
    assert "no organisation nowhere" in verified(app, "nowhere", "1").output
    assert "no statement 7" in verified(app, town.slug, "7").output


def test_a_statement_stays_where_what_was_shown_or_who_left_is_recorded_late(
    app: Flask, town: Town, planners: list[int], month_end: date
) -> None:
    """Worked examples 3 and 4, a day before and after both are recorded."""
    with app.app_context():
        council = next(one for one in all_facts(current_session()) if one.id == town.council)
        closed = months.closes_at(month_end, council.nation)
        about = About(council, Audience.LEADS, month_end, closed)
        catalogue: Catalogue = app.extensions["catalogue"]
        before = gathering.says(current_session(), about, catalogue, None)
        with transaction() as session:
            some_evidence(
                session, planners[0], SKILL, 3, shown_on=month_end, at=closed + timedelta(days=1)
            )
            places.change_membership_days(
                session,
                member_of(session, planners[1], town.council),
                starts_on=date(2024, 6, 3),
                ends_on=month_end - timedelta(days=9),
                by=None,
                at=closed + timedelta(days=2),
            )
        again = gathering.says(current_session(), about, catalogue, None)
        assert canonical(again) == canonical(before)
        met = [of_skill(before, SKILL)]
        for days in (1, 2):
            later = replace(about, known_at=closed + timedelta(days=days, seconds=1))
            met.append(of_skill(gathering.says(current_session(), later, catalogue, None), SKILL))
    assert met == [(12, 25), (13, 25), (12, 24)]


def of_skill(report: ReportContent, skill: str) -> tuple[int | None, int | None]:
    line = next(
        one
        for one in report.lines
        if (one.group, one.skill) == ("role", skill) and one.name == "planning-officer"
    )
    return line.met, line.required
