"""Works out what is to be kept, council by council, so that nobody waits long for the database."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from learning.catalogue.published import Catalogue
from learning.clock import day_of
from learning.coverage import kept, latest
from learning.coverage.changed import linked_since
from learning.coverage.keeping_together import always, decide_alone, differences_together
from learning.coverage.models import MonthEndFigures
from learning.coverage.rules.profiles import from_json
from learning.coverage.rules.protecting import WAY
from learning.coverage.rules.table import as_text
from learning.database import current_session, transaction
from learning.once import keep_first
from learning.people.actions.holding import hold
from learning.people.queries import all_facts
from learning.people.standing import OrganisationFacts, exists_on

FIGURES = "keep-figures"  # the worker's jobs
DECISIONS = "decide-figures"


def keep_figures(
    catalogue: Catalogue,
    *,
    at: datetime,
    decided: int | None = None,
    afresh: bool = False,
    goes_on: Callable[[], bool] = always,
) -> tuple[int, int]:
    """(month ends kept now, organisations whose latest figures were kept).

    `decided`: of how many month ends of each organisation, the newest first, it is also decided
    now what they hide; all, where none is given. That takes a second or more for each. `afresh`:
    the latest figures of month ends do not start from those that are kept. Whatever is done when
    `goes_on` says no is kept; the rest is done the next time.
    """
    month_ends = organisations = 0
    for organisation in all_facts(current_session()):
        if not goes_on():
            break
        # Working out only reads; the writing that follows is short.
        closed = kept.not_kept(current_session(), organisation, at=at)
        of_today = []
        if exists_on(organisation, day_of(at)):
            of_today = latest.work_out(
                current_session(),
                organisation.id,
                at=at,
                first=organisation.starts_on,
                afresh=afresh,
            )
        with transaction() as session:
            hold(session, organisation.id)  # the latest take the place of the latest
            month_ends += sum(keep_first(session, figures) for figures in closed)
            latest.keep(session, organisation.id, of_today)
        _decide(organisation, catalogue, decided, goes_on)
        organisations += bool(of_today)
    return month_ends, organisations


def decide_figures(catalogue: Catalogue, *, goes_on: Callable[[], bool] = always) -> int:
    """Of how many month ends it was decided now what they hide: the newest of all councils first.

    Whatever is left when `goes_on` says no is left for the next time.
    """
    councils = {one.id: one for one in all_facts(current_session())}
    done = 0
    for organisation_id, month_end in kept.all_undecided(current_session()):
        if not goes_on():
            break
        decide_alone(councils[organisation_id], month_end, catalogue)
        done += 1
    return done


def _decide(
    organisation: OrganisationFacts,
    catalogue: Catalogue,
    most: int | None,
    goes_on: Callable[[], bool],
) -> None:
    """Decides what month ends hide; nobody waits for the database meanwhile."""
    for month_end in kept.undecided(current_session(), organisation.id)[:most]:
        if goes_on():
            decide_alone(organisation, month_end, catalogue)


def differences(catalogue: Catalogue) -> int:
    """How many of all kept figures and decisions differ from the same worked out afresh."""
    return (
        differences_of_month_ends(catalogue)
        + latest.differences(current_session())
        + differences_together(catalogue)
    )


def differences_of_month_ends(catalogue: Catalogue) -> int:
    """How many kept month ends, or what they hide, differ.

    What was kept before records of one person became one knew them as two, and stands.
    """
    session = current_session()
    facts = {organisation.id: organisation for organisation in all_facts(session)}
    different = 0
    for number in session.scalars(select(MonthEndFigures.id).order_by(MonthEndFigures.id)).all():
        row = session.get_one(MonthEndFigures, number)
        organisation = facts[row.organisation_id]
        if linked_since(session, (organisation.id,), row.known_at):
            continue
        afresh = kept.figures_of(session, organisation, row.month_end, at=row.worked_out_at)
        different += (row.profiles, row.published) != (afresh.profiles, afresh.published)
        if row.hidden is not None and row.decided_by == WAY:
            profiles = from_json(afresh.profiles)
            hidden = kept.decide(session, organisation, row.month_end, profiles, catalogue)
            different += row.hidden != as_text(hidden)
    return different
