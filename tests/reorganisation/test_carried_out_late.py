"""A merger that is carried out late takes nothing back that was known of the days since."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import delete

from learning.catalogue.published import Catalogue
from learning.clock import day_in_words, day_of, now
from learning.coverage import kept
from learning.coverage.content import Audience
from learning.coverage.keeping import differences
from learning.coverage.latest import SETTLED
from learning.coverage.models import MonthEndFigures
from learning.coverage.rules import months
from learning.database import current_session, transaction
from learning.errors import Refusal
from learning.people.models import Organisation
from learning.people.queries import all_facts
from learning.people.standing import OrganisationFacts
from learning.publishing import gathering
from learning.reorganisation import working
from learning.reorganisation.actions import changing
from learning.reorganisation.queries.plans import plan_of
from tests.builders import some_evidence
from tests.page import Browser
from tests.reorganisation.mergers import SLUG, Merger


@pytest.fixture
def month_end() -> date:
    """The newest that has closed."""
    return months.newest_closed(now(), day_of(now()), "England")


@pytest.fixture
def late(merger: Merger, month_end: date) -> Merger:
    """Vesting day was before the month end, and nothing is carried out yet."""
    vests_on = month_end - timedelta(days=5)
    with merger.app.app_context(), transaction() as session:
        plan = plan_of(session, SLUG)
        assert plan
        changing.redate(session, plan, vests_on, by=None, at=now())
        session.get_one(Organisation, merger.new).starts_on = vests_on
    return merger


@pytest.fixture
def inside(late: Merger) -> Iterator[Merger]:
    """With a context open, as a command has it."""
    with late.app.app_context():
        yield late


def carry_out(catalogue: Catalogue) -> None:
    list(working.carry_out(SLUG, catalogue=catalogue))
    current_session().close()


def council(merger: Merger) -> OrganisationFacts:
    return next(one for one in all_facts(current_session()) if one.id == merger.town.council)


def month_ends_kept(merger: Merger, at: datetime) -> dict[date, object]:
    """What the nightly job would keep, with nothing kept before."""
    with transaction() as session:
        session.execute(delete(MonthEndFigures))
    found = kept.not_kept(current_session(), council(merger), at=at)
    return {one.month_end: one.profiles for one in found}


def test_month_ends_are_kept_by_the_end_that_was_known_when_they_closed(
    inside: Merger, catalogue: Catalogue, month_end: date
) -> None:
    before = month_ends_kept(inside, now())
    assert before[month_end]
    with transaction() as session:
        session.add_all(kept.not_kept(session, council(inside), at=now()))
    carry_out(catalogue)
    assert differences(catalogue) == 0
    assert month_ends_kept(inside, now()) == before
    assert month_ends_kept(inside, now() + timedelta(days=70)) == before  # later ones know its end


def test_what_runs_out_is_as_known_before_the_end_was(
    late: Merger, catalogue: Catalogue, month_end: date
) -> None:
    with late.app.app_context(), transaction() as session:
        some_evidence(session, late.town.planner, "cyber-security", 2, shown_on=month_end)
    lead = Browser(late.app).sign_in(late.town.lead)
    address = f"/organisations/{late.town.slug}/coverage/runs-out"
    asked = f"?as_at={month_end}&known_at={now().isoformat().replace('+00:00', 'Z')}"

    def seen() -> tuple[str, str]:
        page = lead.get(f"{address}{asked}").words
        return page.partition("As at the end of")[2], lead.get(f"{address}.csv{asked}").text

    before = seen()
    assert "1 thing" in before[0]
    with late.app.app_context():
        carry_out(catalogue)
    assert seen() == before
    ended = lead.get(f"{address}?as_at={month_end}").words
    assert f"There are no figures for {day_in_words(month_end)}" in ended
    assert f"its last before {day_in_words(month_end - timedelta(days=5))}" in ended


def test_a_statement_can_be_of_a_day_on_which_it_existed_as_known_then(
    inside: Merger, catalogue: Catalogue, month_end: date
) -> None:
    def published(audience: Audience, known_at: datetime) -> datetime:
        session, at = current_session(), known_at + SETTLED
        return gathering.about_now(session, council(inside), audience, month_end, at=at).known_at

    known_at = now()
    carry_out(catalogue)
    assert published(Audience.LEADS, known_at) == known_at
    closed = months.closes_at(month_end, "England")
    assert published(Audience.NO_NAME, now()) == closed
    with pytest.raises(Refusal, match="did not exist on that day"):
        published(Audience.LEADS, now())
