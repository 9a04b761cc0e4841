"""Councils together, from what is kept of each: the same as from all their records."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from sqlalchemy import delete
from sqlalchemy.orm import Session

from learning.coverage import joining, kept
from learning.coverage.combining import closes_at, combined, people_shared
from learning.coverage.joining import Joining, View, closes_alone
from learning.coverage.models import MonthEndFigures
from learning.coverage.queries import Question, having_own, profiles_of
from learning.coverage.rules.combined import Combined
from learning.coverage.rules.figures import Filters, report
from learning.coverage.rules.narrowing import narrow
from learning.people.queries import all_facts
from learning.people.standing import OrganisationFacts
from tests.coverage.engine import Engine, facts
from tests.coverage.examples_form import (
    LONG_AGO,
    Row,
    council,
    holds_role,
    needs,
    shows,
    world_of,
)
from tests.coverage.strategies import Case, cases
from tests.coverage.strategies_days import DAY, moment
from tests.coverage.world import EvidenceRow, MembershipRow, OrganisationRow, RoleFacts, SettingRow

many = settings(
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def keep_each(session: Session) -> list[OrganisationFacts]:
    """The councils there are on the day, each with its own month end kept as known when closed."""
    session.execute(delete(MonthEndFigures))
    councils = [
        one
        for one in all_facts(session)
        if one.starts_on <= DAY and (one.ends_on is None or one.ends_on > DAY)
    ]
    session.add_all([kept.figures_of(session, one, DAY, at=moment(12, 9)) for one in councils])
    session.flush()
    return councils


def check(engine: Engine, councils: list[OrganisationFacts], case_facts: dict) -> None:
    session = engine.session
    found = combined(session, councils, DAY)
    question = Question(tuple(one.id for one in councils), DAY, closes_at(councils, DAY))
    direct = profiles_of(session, question)
    assert found.profiles == alike(direct)
    for filters in (Filters(), Filters(tier="councillor"), Filters(service="planning")):
        assert report(narrow(found.profiles, case_facts, filters), case_facts) == report(
            narrow(direct, case_facts, filters), case_facts
        )
    published = replace(question, own_settings=False)
    has_own = having_own(session, question)
    assert found.published == (alike(profiles_of(session, published)) if has_own else None)
    several = [p.people for p in direct if len({held.organisation for held in p.held}) > 1]
    assert found.overlap == sum(several)


def alike(profiles: tuple) -> tuple:
    whole = Combined()
    whole.add(profiles)
    return whole.profiles()


@many
@given(case=cases())
def test_councils_together_are_the_same_from_all_their_records(engine: Engine, case: Case) -> None:
    engine.ids(case.world)
    councils = keep_each(engine.session)
    assume(councils)
    check(engine, councils, facts(case.world))
    kinds_are_the_same_counted_one_by_one(engine, councils, case)


def kinds_are_the_same_counted_one_by_one(
    engine: Engine, councils: list[OrganisationFacts], case: Case
) -> None:
    everywhere = frozenset(one.id for one in councils)
    views = [
        *(
            View(one.slug, frozenset({one.id}), closes_alone(one, DAY), frozenset())
            for one in councils
        ),
        View("new", everywhere, closes_at(councils, DAY), None),
    ]
    quickly = Joining(engine.session, DAY, views, councils).kinds()
    with pytest.MonkeyPatch.context() as patch:
        everybody = tuple({row.person for row in case.world.memberships})
        patch.setattr(joining, "people_shared", lambda *_: everybody)
        assert Joining(engine.session, DAY, views, councils).kinds() == quickly


ALWAYS: tuple[Row, ...] = (
    OrganisationRow("scots", LONG_AGO, None, "Scotland"),  # whose month closes a day earlier
    council("there"),
    RoleFacts("councillor", "councillor", public=True),
    needs("councillor", "dp", 2),
    MembershipRow(1, 1, "scots", LONG_AGO, recorded_at=moment(-100, 9)),
    MembershipRow(2, 2, "scots", LONG_AGO, recorded_at=moment(-100, 9)),
    MembershipRow(3, 2, "there", LONG_AGO, recorded_at=moment(-100, 9)),
    MembershipRow(4, 4, "there", LONG_AGO, recorded_at=moment(-100, 9)),
    *(holds_role(number, "councillor") for number in (1, 2, 3, 4)),
    shows(1, 4, "dp", 2),
)
BETWEEN = moment(9, 12)  # after the one has closed, before the other
LATE: dict[str, tuple[Row, ...]] = {
    "nothing": (),
    "evidence of one": (EvidenceRow(9, 1, "dp", 2, "observed", DAY, recorded_at=BETWEEN),),
    "evidence of one in both": (EvidenceRow(9, 2, "dp", 2, "observed", DAY, recorded_at=BETWEEN),),
    "a member": (
        MembershipRow(9, 9, "scots", LONG_AGO, recorded_at=BETWEEN),
        holds_role(9, "councillor"),
    ),
    "a level of its own": (
        SettingRow("scots", "councillor", "dp", 3, LONG_AGO, recorded_at=BETWEEN),
    ),
    "a level of its own, long known": (
        SettingRow("scots", "councillor", "dp", 3, LONG_AGO, recorded_at=moment(-50, 9)),
    ),
}


@pytest.mark.parametrize("rows", LATE.values(), ids=LATE)
def test_what_is_recorded_between_two_closings_counts_for_both_together(
    engine: Engine, rows: tuple[Row, ...]
) -> None:
    world = world_of(*ALWAYS, *rows)
    engine.ids(world)
    councils = keep_each(engine.session)
    assert people_shared(engine.session, [1, 2]) == (2,)
    check(engine, councils, facts(world))


def test_only_what_is_kept_and_those_who_serve_several_are_looked_at(engine: Engine) -> None:
    engine.ids(world_of(*ALWAYS))
    councils = keep_each(engine.session)
    row = engine.session.query(MonthEndFigures).filter_by(organisation_id=2).one()
    row.profiles = [
        [held, people + 1000, cells, all_met] for held, people, cells, all_met in row.profiles
    ]
    engine.session.flush()
    assert sum(one.people for one in combined(engine.session, councils, DAY).profiles) == 1003
