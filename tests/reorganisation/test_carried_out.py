"""Whatever the councils and the plan: nobody is lost, nothing is changed, all can be undone."""

from hypothesis import given, settings
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.reorganisation.preview import future_figures
from learning.reorganisation.queries.placing import placed
from learning.reorganisation.rules.previews import together
from tests.coverage.strategies_days import AS_AT, MOMENTS
from tests.reorganisation.carrying import Councils, cast
from tests.reorganisation.worlds import Case, cases

DAYS = sorted(set(AS_AT))[::2]
THEN = MOMENTS[3::4]


@settings(max_examples=25)
@given(case=cases())
def test_a_reorganisation_loses_nobody_and_can_be_undone(
    session: Session, catalogue: Catalogue, case: Case
) -> None:
    councils = Councils(session, case, cast(case.world, catalogue))
    found = placed(session, councils.plan, councils.catalogue)
    if found.unplaced:
        return
    vests_on = case.drawn.vests_on
    slugs = list(councils.ids)
    before_at = councils.at
    before = {(slug, day): councils.profiles(slug, day) for slug in slugs for day in DAYS}
    then = {
        (slug, day, at): councils.profiles(slug, day, at)
        for slug, *_ in case.drawn.leaving
        for day in DAYS
        for at in THEN
        if day < vests_on
    }
    future = {
        slug: future_figures(
            session, councils.plan, councils.ids[slug], councils.catalogue, at=councils.at
        )
        for slug in case.drawn.following
    }
    counted = councils.counts()

    lines = councils.carry_out()
    assert [line for line in lines if not line.adds_up] == []
    for slug in case.drawn.following:
        levels_begin = max(vests_on, councils.at.date())
        if not councils.plan.takes(councils.ids[slug], "levels") or levels_begin == vests_on:
            assert together(future[slug].values()) == councils.profiles(slug, vests_on)
    for (slug, day, at), profiles in then.items():
        assert councils.profiles(slug, day, at) == profiles
    for slug, *_ in case.drawn.leaving:
        for day in DAYS:
            if day < vests_on:
                assert councils.profiles(slug, day) == before[slug, day]
    assert placed(session, councils.plan, councils.catalogue).moving == []  # twice is once

    councils.moved = found.moving
    councils.undo()
    for (slug, day), profiles in before.items():
        assert councils.profiles(slug, day) == profiles
        assert councils.profiles(slug, day, before_at) == profiles
    assert councils.counts() == counted
    assert {councils.ended(slug) for slug in slugs} == {None}
