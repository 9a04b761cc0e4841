"""What is a council’s own ends with it, what hangs on people goes along; all of it comes back."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from learning.accounts.queries.invitations import open_invitation
from learning.assessments.adjustments import extras_of
from learning.assessments.models import Adjustment
from learning.assignments.models import Assigned, Assignment
from learning.assignments.working import sweep
from learning.catalogue.published import Catalogue
from learning.claims.queries.claims import count_waiting
from learning.clock import day_of, now, start_of
from learning.coverage import asking
from learning.coverage.rules.figures import Filters
from learning.database import current_session, transaction
from learning.errors import Refusal
from learning.imports.models import PeopleImport, Status
from learning.notices.models import Notice
from learning.people.actions import places
from learning.people.actions.identity import token_hash
from learning.people.keys import ApiToken
from learning.people.models import Organisation
from learning.people.queries import all_facts, as_known
from learning.people.sight import Eyes
from learning.people.standing import WHOLE, OrganisationFacts
from learning.reorganisation import working
from learning.reorganisation.actions import changing, drawing
from learning.reorganisation.queries.plans import newest_run, plan_of
from learning.reorganisation.rules.plans import What
from tests.builders import days_ago
from tests.page import Browser
from tests.reorganisation.mergers import LINK, SLUG, Merger


def carry_out(catalogue: Catalogue) -> None:
    list(working.carry_out(SLUG, catalogue=catalogue))
    current_session().close()


def undo(catalogue: Catalogue) -> None:
    list(working.undo(SLUG, catalogue=catalogue))
    current_session().close()


def facts_of(slug: str) -> OrganisationFacts:
    return next(one for one in all_facts(current_session()) if one.slug == slug)


def test_a_claim_that_waits_is_decided_by_the_council_that_follows(
    inside: Merger, catalogue: Catalogue
) -> None:
    def waiting(council: int) -> int:
        eyes = Eyes(council, WHOLE, inside.town.lead, catalogue)
        return count_waiting(current_session(), eyes, on=day_of(now()))

    assert (waiting(inside.town.council), waiting(inside.new)) == (1, 0)
    carry_out(catalogue)
    assert (waiting(inside.town.council), waiting(inside.new)) == (0, 1)
    undo(catalogue)
    assert (waiting(inside.town.council), waiting(inside.new)) == (1, 0)


def test_a_link_in_somebodys_post_opens_what_it_opened(
    inside: Merger, catalogue: Catalogue
) -> None:
    def opens() -> tuple[int, str] | None:
        found = open_invitation(current_session(), token_hash(LINK), at=now())
        return (found.person_id, found.council) if found else None

    assert opens() == (inside.town.second_councillor, "Fernleigh Council")
    carry_out(catalogue)
    assert opens() == (inside.town.second_councillor, "Vale Council")
    undo(catalogue)
    assert opens() == (inside.town.second_councillor, "Fernleigh Council")


def test_extra_time_goes_on_without_a_day_between_and_can_be_ended_there(
    inside: Merger, catalogue: Catalogue
) -> None:
    def granted() -> list[tuple[int, date, date | None]]:
        rows = current_session().scalars(
            select(Adjustment).where(Adjustment.superseded_at.is_(None)).order_by(Adjustment.id)
        )
        return [(one.organisation_id, one.starts_on, one.ends_on) for one in rows]

    here, today = inside.town.council, day_of(now())
    assert granted() == [(here, today, None)]
    carry_out(catalogue)
    assert granted() == [(inside.new, today, None)]
    assert list(extras_of(current_session(), inside.town.planner, on=today)) == [50]
    undo(catalogue)
    assert granted() == [(here, today, None)]


def test_tools_and_files_of_a_council_that_ended_go_no_further(
    inside: Merger, catalogue: Catalogue
) -> None:
    def ends() -> date:
        return current_session().scalars(select(ApiToken.expires_on)).one()

    before = ends()
    carry_out(catalogue)
    session = current_session()
    assert ends() == day_of(now())
    assert session.scalars(select(PeopleImport.status)).all() == [Status.CANCELLED]
    told = session.scalars(
        select(Notice.subject)
        .where(Notice.person_id == inside.town.lead, Notice.subject.like("Fernleigh%"))
        .order_by(Notice.id)
    ).all()
    assert [subject.partition(": ")[2] for subject in told] == [
        "tools can no longer read its figures",
        "a file that you sent was not applied",
    ]
    session.close()
    undo(catalogue)
    assert ends() == before


def test_a_rule_ends_with_its_council_and_asks_again_when_that_goes_on(
    inside: Merger, catalogue: Catalogue
) -> None:
    def ends() -> list[date | None]:
        return list(
            current_session().scalars(
                select(Assignment.ends_on).where(
                    Assignment.organisation_id == inside.town.council, Assignment.standing
                )
            )
        )

    assert ends() == [None]
    carry_out(catalogue)
    assert ends() == [day_of(now())]
    undo(catalogue)
    assert ends() == [None]


def test_nobody_joins_a_council_after_its_last_day(inside: Merger, catalogue: Catalogue) -> None:
    carry_out(catalogue)
    with pytest.raises(Refusal, match="nobody can join it after"), transaction() as session:
        places.join(
            session,
            person_id=inside.twin,
            organisation_id=inside.town.council,
            starts_on=day_of(now()),
            by=None,
            at=now(),
        )


def test_a_report_as_known_before_a_late_reorganisation_stays_as_it_was(
    inside: Merger, catalogue: Catalogue
) -> None:
    """Vesting day was ten days ago; what was read of the days since then is read again."""
    with transaction() as session:
        plan = plan_of(session, SLUG)
        assert plan
        changing.redate(session, plan, days_ago(10), by=None, at=now())
        session.get_one(Organisation, inside.new).starts_on = days_ago(20)
    known_at, as_at = now(), days_ago(3)

    def report(moment: datetime) -> Any:
        return asking.for_lead(
            current_session(),
            facts_of(inside.town.slug),
            WHOLE,
            lead_id=inside.town.lead,
            filters=Filters(),
            as_at=as_at,
            known_at=moment,
            catalogue=catalogue,
            with_trend=False,
        ).report

    before = report(known_at)
    assert before is not None
    carry_out(catalogue)
    assert report(known_at) == before
    assert report(now()) is None
    between = now()
    undo(catalogue)
    assert report(known_at) == before
    assert report(between) is None
    assert report(now()) == before


def test_the_end_that_was_known_is_read_only_where_it_was_ever_another(
    inside: Merger, catalogue: Catalogue
) -> None:
    town = inside.town
    long_ago = start_of(days_ago(1))
    carry_out(catalogue)
    ended = facts_of(town.slug)
    assert ended.ends_on == day_of(now())
    assert as_known(current_session(), ended, long_ago).ends_on is None
    assert as_known(current_session(), ended, now() + timedelta(days=1)) == ended
    goes_on = facts_of("vale-council")
    assert as_known(current_session(), goes_on, long_ago) is goes_on


def test_before_it_is_carried_out_the_page_says_what_would_end(merger: Merger) -> None:
    admin = Browser(merger.app).sign_in(merger.town.administrator)
    page = admin.get(f"/admin/reorganisations/{SLUG}").text
    assert (
        "Fernleigh Council: 1 standing rule, 1 agreement to share figures, "
        "1 token by which a tool reads its figures, 1 file that was not applied"
    ) in page
    assert "the link in an e-mail goes on to work" in page


def test_a_rule_taken_over_by_a_council_with_people_of_its_own_asks_them_and_then_no_more(
    inside: Merger, catalogue: Catalogue
) -> None:
    town, slug = inside.town, "into-otmoor"
    with transaction() as session:
        there = session.scalars(select(Organisation).where(Organisation.slug == "otmoor")).one()
        otmoor = there.id
        sketch = drawing.Sketch(slug, "One", day_of(now()), (town.council,), (), (otmoor,))
        drawing.draw(session, sketch, form_key="another", by=None, at=now())
        plan = plan_of(session, slug)
        assert plan
        taken = [(town.council, What.RULES)]
        changing.take_over(session, plan, otmoor, taken, by=None, at=now())

    def asked() -> set[bool]:
        """Whether it is lifted, for the one officer Otmoor had before."""
        return set(
            current_session().scalars(
                select(Assigned.lifted_on.is_not(None))
                .join(Assignment, Assignment.id == Assigned.assignment_id)
                .where(
                    Assignment.organisation_id == otmoor,
                    Assigned.person_id == town.other_lead,
                    Assigned.superseded_at.is_(None),
                )
            )
        )

    list(working.carry_out(slug, catalogue=catalogue))
    list(sweep(catalogue=catalogue))
    assert asked() == {False}
    list(working.undo(slug, catalogue=catalogue))
    assert asked() == {True}
    run = newest_run(current_session(), plan.id)
    assert run
    assert [line for line in working.lines_of(run) if not line.adds_up] == []
