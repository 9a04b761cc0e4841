"""What the made-up councils agreed to share, who may be asked, and what they say helped."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from learning.catalogue.published import Catalogue
from learning.clock import LONDON, day_of
from learning.comparing import actions as comparing
from learning.comparing.rules.learning import a_year_before
from learning.coverage import kept
from learning.coverage.rules import months
from learning.database import current_session, transaction
from learning.demo.builder import Builder, Built
from learning.demo.councils import OTHER, CouncilPlan
from learning.people.actions import sharing
from learning.people.models import Organisation, Sharing
from learning.people.queries import all_facts, person_by_address
from learning.people.standing import Kind
from learning.readings import actions as readings
from learning.readings.rules import Kind as Read
from learning.readings.rules import Noted

SHARING_ENDS = timedelta(days=300)  # after today: three years at most from the first day on record
OFFICERS = ("monitoring-officer", "chief-executive", "director", "head-of-service")
HELPED = {
    "wexbury": {
        "digital-confidence": "Ten minutes at the start of each team meeting, a lesson at a time.",
        "data-literacy": "New starters take the course in their first week, with their manager.",
    },
    "harrowdale": {
        "information-governance": "A lunch hour a month with the data protection officer.",
    },
}
MORNING = time(9, 40)
EARLY = "wexbury"  # whose hiding of a year before is decided at once: half a second a council


def agree(
    builder: Builder,
    plan: CouncilPlan,
    council: Organisation,
    partnership_id: int,
    people: list[Built],
    *,
    at: datetime,
) -> None:
    """A council of the partnership shares everything there is to share."""
    officer = next(one for role in OFFICERS for one in people if role in one.roles)
    sharing.agree(
        builder.session,
        Sharing(
            partnership_id=partnership_id,
            organisation_id=council.id,
            starts_on=builder.first_day,
            ends_on=builder.today + SHARING_ENDS,
            compared=True,
            may_be_asked=True,
            contact=f"Head of Member Services, member.services@{plan.domain}",
            authority="Scheme of delegation, paragraph 4.2 (made up)",
            decided_on=builder.first_day,
            officer_id=officer.person_id,
            recorded_at=at,
            recorded_by=None,
        ),
    )
    for skill, words in HELPED.get(plan.slug, {}).items():
        comparing.say_what_helped(
            builder.session,
            organisation_id=council.id,
            skill=skill,
            words=words,
            seen="",
            by=None,
            at=at,
        )


def read(builder: Builder, world: Mapping[str, Organisation]) -> None:
    """The partnership's report viewer looked at its report now and then."""
    reader = person_by_address(builder.session, "partnership@demo.example")
    if reader is None:
        return
    shared = [council.id for slug, council in world.items() if slug != OTHER.slug]
    noted = Noted(
        Read.PARTNERSHIP, "demo-partnership", Kind.PARTNERSHIP_REVIEWER.value, frozenset(shared)
    )
    for days_ago, form in ((61, "page"), (33, "page"), (33, "csv"), (6, "page")):
        at = datetime.combine(builder.today - timedelta(days=days_ago), MORNING, LONDON)
        readings.record(
            builder.session, noted, councils=shared, form=form, reader_id=reader.id, at=at
        )


def decide_a_year_before(catalogue: Catalogue, *, at: datetime) -> None:
    """One council can be named as a place to learn from at once; the worker decides the rest."""
    session = current_session()
    council = next(one for one in all_facts(session) if one.slug == EARLY)
    day = a_year_before(months.newest_closed(at, day_of(at), council.nation))
    found = kept.work_out(session, council, day)
    hidden = kept.decide(session, council, day, found, catalogue)
    with transaction() as writing:
        kept.keep_decision(writing, council.id, day, hidden)
