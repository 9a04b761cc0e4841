"""Whatever the councils and the plan: nobody is lost, nothing is changed, all can be undone."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.coverage.rules.figures import Profile
from learning.reorganisation.preview import future_figures
from learning.reorganisation.queries.placing import Placed, placed
from learning.reorganisation.rules.plans import What
from learning.reorganisation.rules.previews import together
from tests.coverage.strategies_days import AS_AT, MOMENTS
from tests.reorganisation.carrying import Councils, cast
from tests.reorganisation.plainly import Stands, actual, expected, standing
from tests.reorganisation.worlds import Case, cases

pytestmark = pytest.mark.long

DAYS = sorted(set(AS_AT))[::2]
THEN = MOMENTS[3::4]
Figures = dict[Any, tuple[Profile, ...]]


@settings(max_examples=25)
@given(case=cases())
def test_a_reorganisation_loses_nobody_and_can_be_undone(
    session: Session, catalogue: Catalogue, case: Case
) -> None:
    councils = Councils(session, case, cast(case.world, catalogue))
    found = placed(session, councils.plan, councils.catalogue)
    if found.unplaced:
        return
    before_at, before, counted = councils.at, figures(councils), councils.counts()
    past, to_come, stood = the_past(councils), the_future(councils), who_stands(councils)

    lines = councils.carry_out()
    assert [line for line in lines if not line.adds_up] == []
    assert the_past(councils) == past
    now = {slug: councils.profiles(slug, councils.vests_on) for slug in to_come}
    assert measured(now) == measured(to_come)
    holds_as_planned(councils, found, stood)
    assert placed(session, councils.plan, councils.catalogue).moving == []  # twice is once

    councils.undo(sorted(one.person.id for one in found.moving))
    assert figures(councils) == before
    assert figures(councils, before_at) == before
    assert councils.counts() == counted
    assert {councils.ended(slug) for slug in councils.ids} == {None}


def figures(councils: Councils, known_at: datetime | None = None) -> Figures:
    """Every council's on several days, as known now or then."""
    return {
        (slug, day): councils.profiles(slug, day, known_at) for slug in councils.ids for day in DAYS
    }


def the_past(councils: Councils) -> Figures:
    """The predecessors' on days before vesting day, as known now and at earlier moments."""
    return {
        (slug, day, at): councils.profiles(slug, day, at)
        for slug, *_ in councils.case.drawn.leaving
        for day in DAYS
        for at in (*THEN, None)
        if day < councils.vests_on
    }


def the_future(councils: Councils) -> Figures:
    """What those that follow would come to; levels that are taken over late begin later."""
    plan = councils.plan
    is_late = councils.vests_on < councils.at.date()
    return {
        slug: together(
            future_figures(
                councils.session, plan, councils.ids[slug], councils.catalogue, at=councils.at
            ).values()
        )
        for slug in councils.case.drawn.following
        if not (is_late and plan.takes(councils.ids[slug], What.LEVELS))
    }


def measured(found: Figures) -> Figures:
    """Without what people say of themselves, which a preview leaves out."""
    return {
        which: tuple(
            replace(
                one,
                cells={s: cell._replace(said=0, said_below=0) for s, cell in one.cells.items()},
            )
            for one in profiles
        )
        for which, profiles in found.items()
    }


def who_stands(councils: Councils) -> dict[date, list[Stands]]:
    days = [councils.vests_on + timedelta(days=later) for later in (0, 1, 32, 95)]
    return {day: standing(councils.session, day) for day in days}


def holds_as_planned(councils: Councils, found: Placed, stood: dict[date, list[Stands]]) -> None:
    """Everybody stands, on vesting day and later, where plain words say that they do."""
    fates = {
        (left.place.organisation_id, move.person.id): left.whither.to
        for move in found.moving
        for left in move.left
    }
    for day, after in who_stands(councils).items():
        for slug in councils.case.drawn.following:
            here = councils.ids[slug]
            assert actual(after, stood[day], here) == expected(stood[day], fates, here)
        assert not {(one.council, one.person) for one in after} & set(fates)
