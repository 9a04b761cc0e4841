"""Putting the framework in force: first all of it, then only what is new, and never the past."""

from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.catalogue.actions import difference, entries_in, sync_framework
from learning.catalogue.framework import Requirement
from learning.catalogue.models import FrameworkRequirement, FrameworkRevision
from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.database import transaction
from learning.errors import Refusal
from learning.people.requirements import needs_in_force
from tests.builders import LONG_AGO, Town, an_organisation
from tests.page import Browser

FIRST = day_of(LONG_AGO)
LATER = date(2025, 9, 1)


def sync(session: Session, catalogue: Catalogue, day: date, *, at=LONG_AGO):
    return sync_framework(session, catalogue, in_force_from=day, by=None, at=at)


def changed(
    catalogue: Catalogue,
    *,
    until: date | None = LATER,
    level: int = 3,
    starts_on: date | None = LATER,
) -> Catalogue:
    """A councillor's first requirement ends on a day, and another level begins on one."""
    role = catalogue.roles["councillor"]
    old, *rest = role.requirements
    entries = [old.model_copy(update={"ends_on": until}), *rest]
    if starts_on is not None:
        entries.append(
            Requirement(skill=old.skill, level=level, **{"from": starts_on}, reason="Changed")
        )
    changed_role = role.model_copy(update={"requirements": tuple(entries)})
    roles = MappingProxyType({**catalogue.roles, "councillor": changed_role})
    return replace(catalogue, roles=roles, framework_revision="changed")


def test_the_first_sync_takes_everything_as_the_files_date_it(
    session: Session, catalogue: Catalogue
) -> None:
    change = sync(session, catalogue, FIRST)
    assert set(change.added) == entries_in(catalogue)
    assert change.gone == ()
    assert not difference(session, catalogue)


def test_the_second_sync_has_nothing_to_do(session: Session, catalogue: Catalogue) -> None:
    sync(session, catalogue, FIRST)
    assert not sync(session, catalogue, LATER, at=now())
    assert session.scalar(select(func.count()).select_from(FrameworkRevision)) == 1
    superseded = select(func.count()).where(FrameworkRequirement.superseded_at.is_not(None))
    assert session.scalar(superseded) == 0


def test_a_closed_entry_and_a_new_one_from_a_day(session: Session, catalogue: Catalogue) -> None:
    council = an_organisation(session)
    sync(session, catalogue, FIRST)
    old = catalogue.roles["councillor"].requirements[0]
    at = now()
    change = sync(session, changed(catalogue), LATER, at=at)
    assert (len(change.added), len(change.gone)) == (2, 1)

    def level(day: date, moment=at) -> int:
        needs = needs_in_force(session, [council.id], on=day, known_at=moment).levels
        return needs[council.id, "councillor", old.skill]

    assert level(LATER - timedelta(days=1)) == old.level
    assert level(LATER) == 3
    assert level(LATER, at - timedelta(seconds=1)) == old.level, "as known before, as it was"


def test_what_was_known_before_a_sync_stays_as_it_was(
    session: Session, catalogue: Catalogue
) -> None:
    council = an_organisation(session)
    sync(session, catalogue, FIRST)
    known_at = LONG_AGO + timedelta(days=1)
    days = [FIRST, LATER, LATER + timedelta(days=900)]
    before = [needs_in_force(session, [council.id], on=day, known_at=known_at) for day in days]
    sync(session, changed(catalogue), LATER, at=now())
    after = [needs_in_force(session, [council.id], on=day, known_at=known_at) for day in days]
    assert before == after


def test_a_day_in_the_future_leaves_today_alone(session: Session, catalogue: Catalogue) -> None:
    council = an_organisation(session)
    sync(session, catalogue, FIRST)
    at = now()
    today, future = day_of(at), day_of(at) + timedelta(days=30)
    before = needs_in_force(session, [council.id], on=today, known_at=at).levels
    sync(session, changed(catalogue, until=future, starts_on=future), future, at=at)
    assert needs_in_force(session, [council.id], on=today, known_at=at).levels == before
    later = needs_in_force(session, [council.id], on=future, known_at=at).levels
    assert later != before


@pytest.mark.parametrize(
    "change",
    [
        {"until": LATER - timedelta(days=1)},
        {"until": LATER, "starts_on": LATER - timedelta(days=1)},
        {"until": FIRST, "starts_on": None},
    ],
)
def test_the_past_cannot_be_written_again(
    session: Session, catalogue: Catalogue, change: dict[str, date | None]
) -> None:
    sync(session, catalogue, FIRST)
    with pytest.raises(Refusal, match="would change before 2025-09-01: councillor"):
        sync(session, changed(catalogue, **change), LATER, at=now())  # type: ignore[arg-type]
    assert not difference(session, catalogue)


def test_readiness_follows_the_files_and_the_command_puts_them_in_force(
    app: Flask, town: Town, catalogue: Catalogue
) -> None:
    browser = Browser(app)
    assert browser.get("/health/ready").status == 200
    with app.app_context(), transaction() as session:
        row = session.scalars(
            select(FrameworkRequirement).order_by(FrameworkRequirement.id)
        ).first()
        row.superseded_at = now()
    page = browser.get("/health/ready")
    assert page.status == 503
    assert "run flask sync-framework" in page.text
    runner = app.test_cli_runner()
    tried = runner.invoke(args=["sync-framework", "--dry-run", "--from", FIRST.isoformat()])
    assert "1 added, 0 replaced." in tried.output
    assert browser.get("/health/ready").status == 503
    refused = runner.invoke(args=["sync-framework"])
    assert refused.exit_code == 1
    assert "would change before" in refused.output
    done = runner.invoke(args=["sync-framework", "--from", "2000-01-01"])
    assert done.exit_code == 0, done.output
    assert browser.get("/health/ready").status == 200
    again = runner.invoke(args=["sync-framework"])
    assert "0 added, 0 replaced." in again.output


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "", "22/11/2026"])
def test_a_day_that_is_none_is_refused_in_words(app: Flask, town: Town, day: str) -> None:
    result = app.test_cli_runner().invoke(args=["sync-framework", "--from", day])
    assert "Traceback" not in result.output
    if day:
        assert result.exit_code == 2
        assert "YYYY-MM-DD" in result.output or "valid" in result.output
