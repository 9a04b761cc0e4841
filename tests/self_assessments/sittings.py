"""Ways through a self-assessment, for tests."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.people.rules import Need
from learning.self_assessments import actions
from tests.page import Browser

AT = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)


def a_sitting(
    session: Session,
    catalogue: Catalogue,
    person_id: int,
    answers: Mapping[str, int],
    *,
    at: datetime = AT,
    finish: bool = True,
) -> int:
    """A sitting about exactly these skills; returns its number."""
    needs = [Need(skill, 1, "councillor") for skill in answers]
    sitting = actions.start(session, person_id=person_id, needs=needs, catalogue=catalogue, at=at)
    for skill, level in answers.items():
        put(session, catalogue, person_id, sitting.id, skill, level, at=at)
    if finish:
        actions.finish(session, number=sitting.id, person_id=person_id, at=at)
        session.flush()
    return sitting.id


def put(
    session: Session,
    catalogue: Catalogue,
    person_id: int,
    number: int,
    skill: str,
    level: int | str,
    *,
    at: datetime = AT,
) -> None:
    actions.answer(
        session,
        number=number,
        person_id=person_id,
        skill=skill,
        chosen=[str(level)],
        catalogue=catalogue,
        at=at,
    )
    session.flush()


def begin(browser: Browser) -> str:
    """Starts (or goes on) through the page; the address of the first open question."""
    browser.get("/self-assessment")
    page = browser.post("/self-assessment")
    assert page.status == 303, page.words
    return page.location


def go_through(browser: Browser, level: int = 1) -> str:
    """Answers every question alike and finishes; returns the address of the look-over page."""
    address = begin(browser)
    while "/skills/" in address:
        browser.get(address)
        page = browser.post(address, {"answer": str(level)})
        assert page.status == 303, page.words
        address = page.location
    browser.get(address)
    done = browser.post(address.replace("/check", "/finish"))
    assert (done.status, done.location) == (303, "/self-assessment/compared")
    return address
