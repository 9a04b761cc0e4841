"""What the preview says is what the report says after saving, over generated councils."""

from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType, SimpleNamespace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from learning.catalogue.framework import Tier
from learning.catalogue.published import Catalogue
from learning.clock import day_of
from learning.coverage.queries import Question, profiles_of
from learning.coverage.rules.figures import Profile
from learning.errors import Refusal
from learning.people.models import Organisation, Person, RequirementSetting
from learning.people.rules import Span
from learning.people.sight import Eyes
from learning.people.standing import WHOLE, OrganisationFacts
from learning.requirements import actions, preview, queries
from learning.requirements.rules import Pair, Wanted, own_after
from tests.coverage.engine import NO_PATHS, Engine
from tests.coverage.strategies import SKILLS, worlds
from tests.coverage.strategies_days import moment
from tests.coverage.world import World

pytestmark = pytest.mark.long

AT = moment(9, 23)  # everything generated was recorded by then
TODAY = day_of(AT)
A_LEAD = 9_999  # nobody generated has that number
LEVEL = st.sampled_from([None, 0, 1, 2, 3, 4])
DAY = st.sampled_from([TODAY + timedelta(days=days) for days in (0, 0, 1, 20, 79, 80, 171)])
FIRST_OF_THOSE_TO_COME = st.sampled_from([False, False, True])


@pytest.fixture
def engine(session: Session) -> Engine:
    return Engine(session)


def catalogue_of(world: World) -> Catalogue:
    roles = {
        r.slug: SimpleNamespace(
            slug=r.slug, name=r.slug, tier=Tier(r.tier), public=r.public, weight=r.weight,
            retired_on=None,
        )
        for r in world.roles
    }  # fmt: skip
    skills = {slug: SimpleNamespace(slug=slug, name=slug, retired_on=None) for slug in SKILLS}
    return replace(
        NO_PATHS,
        roles=MappingProxyType(roles),  # type: ignore[arg-type]
        skills=MappingProxyType(skills),  # type: ignore[arg-type]
    )


class Lead:
    """A lead of one generated council, who looks first and then saves."""

    def __init__(self, session: Session, catalogue: Catalogue, number: int) -> None:
        self.session = session
        row = session.get_one(Organisation, number)
        self.council = OrganisationFacts(
            row.id, row.slug, row.name, row.nation, row.starts_on, row.ends_on, made_up=True
        )
        session.execute(insert(Person), [{"id": A_LEAD, "name": "Lead", "created_at": AT}])
        self.eyes = Eyes(number, WHOLE, A_LEAD, catalogue)

    def pair(self, role: str, skill: str) -> Pair:
        return queries.pair_of(self.session, self.council.id, role, skill, today=TODAY)

    def preview(self, pair: Pair, wanted: Wanted, page: int = 1) -> preview.Preview:
        return preview.preview(self.session, self.eyes, pair, wanted, page=page, at=AT)

    def save(self, pair: Pair, wanted: Wanted) -> None:
        actions.change(
            self.session,
            self.council,
            pair.role,
            pair.skill,
            wanted,
            catalogue=self.eyes.catalogue,
            by=self.eyes.lead_id,
            at=AT,
        )
        self.session.flush()

    def report(self, on: date) -> tuple[Profile, ...]:
        return profiles_of(self.session, Question((self.council.id,), on, AT, self.eyes.lead_id))

    def recorded(self, pair: Pair) -> set[Span]:
        rows = self.session.scalars(
            select(RequirementSetting).where(
                RequirementSetting.organisation_id == self.council.id,
                RequirementSetting.role == pair.role,
                RequirementSetting.skill == pair.skill,
                RequirementSetting.superseded_at.is_(None),
            )
        )
        return {
            Span(row.starts_on, row.ends_on, row.level)
            for row in rows
            if row.ends_on is None or row.ends_on > TODAY
        }


def is_the_report_after_saving(lead: Lead, pair: Pair, wanted: Wanted) -> preview.Preview:
    """Looks, saves, and holds the one to the other; then the council is as it was."""
    with lead.session.begin_nested() as saving:
        before = {on: lead.report(on) for on in (TODAY, wanted.starts_on)}
        seen = lead.preview(pair, wanted)
        before[seen.on] = lead.report(seen.on)
        lead.save(pair, wanted)
        after = preview.day_moved(
            before[seen.on], lead.report(seen.on), pair, lead.eyes.catalogue, on=seen.on
        )
        assert seen.days[-1] == after
        assert {one for one in own_after(pair, wanted) if _lasts(one)} == lead.recorded(pair)
        assert lead.pair(pair.role, pair.skill).holds(seen.on) == seen.after
        assert len(seen.people) == seen.concerned
        if (seen.after or 0) > (seen.before or 0):
            assert sum(one.held >= (seen.after or 0) for one in seen.people) == seen.would_meet
        saving.rollback()
    lead.session.expire_all()
    return seen


def _lasts(span: Span) -> bool:
    return span.ends_on is None or span.ends_on > TODAY


@settings(max_examples=40)
@given(
    world=worlds(),
    level=LEVEL,
    then=LEVEL,
    day=DAY,
    later=DAY,
    corrects=FIRST_OF_THOSE_TO_COME,
    draw=st.data(),
)
def test_the_preview_is_what_the_report_says_after_saving(
    engine: Engine,
    world: World,
    level: int | None,
    then: int | None,
    day: date,
    later: date,
    corrects: bool,
    draw: st.DataObject,
) -> None:
    numbers = engine.ids(world)
    organisation = draw.draw(st.sampled_from(world.organisations)).slug
    role = draw.draw(st.sampled_from(world.roles)).slug
    skill = draw.draw(st.sampled_from(SKILLS[:2]))
    lead = Lead(engine.session, catalogue_of(world), numbers[organisation])
    engine.world = None  # a lead has joined: the next example starts afresh
    tried = 0
    for wanted_level, wanted_day in ((level, day), (then, later)):
        pair = lead.pair(role, skill)
        to_come = [one.id for one in pair.own if one.starts_on > TODAY]
        wanted = Wanted(
            wanted_level,
            wanted_day,
            "Because",
            pair.seen,
            instead_of=to_come[0] if corrects and to_come else None,
        )
        try:
            is_the_report_after_saving(lead, pair, wanted)
            if wanted_level is not None and wanted_day > TODAY:
                _if_it_held_already(lead, pair, wanted)
            lead.save(lead.pair(role, skill), wanted)
        except Refusal:
            continue
        tried += 1
    assume(tried)


def _if_it_held_already(lead: Lead, pair: Pair, wanted: Wanted) -> None:
    """The figures of today are those of the same change made for today, where it may be."""
    first = lead.preview(pair, wanted).days[0]
    assert first.if_already
    with lead.session.begin_nested() as saving:
        before = lead.report(TODAY)
        try:
            lead.save(pair, replace(wanted, starts_on=TODAY))
        except Refusal:
            return
        after = preview.day_moved(
            before, lead.report(TODAY), pair, lead.eyes.catalogue, on=TODAY, if_already=True
        )
        assert first == after
        saving.rollback()
    lead.session.expire_all()
