"""Works out and keeps the month ends of partnerships, and decides what they hide."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from itertools import islice

from sqlalchemy import select

from learning.catalogue.published import Catalogue
from learning.coverage import kept, kept_together
from learning.coverage.changed import linked_since
from learning.coverage.combining import combined
from learning.coverage.judging import Judging
from learning.coverage.latest import SETTLED
from learning.coverage.models import MonthEndFigures, TogetherFigures
from learning.coverage.rules.profiles import to_json
from learning.coverage.rules.protecting import WAY
from learning.coverage.rules.table import hidden_as_text
from learning.coverage.sharing import Agreements, Asked
from learning.database import current_session, transaction
from learning.once import keep_first
from learning.people.models import Partnership
from learning.people.queries import all_facts
from learning.people.standing import OrganisationFacts

TOGETHER = "keep-figures-together"  # the worker's job


def always() -> bool:
    """Nobody asks to stop."""
    return True


def keep_together(
    catalogue: Catalogue,
    *,
    at: datetime,
    newest: int | None = None,
    decided: int | None = None,
    goes_on: Callable[[], bool] = always,
) -> tuple[int, int]:
    """(month ends of partnerships kept now, of how many it was decided what they hide).

    `newest`: of how many month ends of each partnership; all, where none is given. `decided`: how
    many decisions at most. Councils' own month ends are kept and decided before.
    """
    asked = [
        (partnership_id, one)
        for partnership_id in current_session().scalars(select(Partnership.id)).all()
        for one in islice(_to_ask(partnership_id, at), newest)
    ]
    asked.sort(key=lambda one: (one[1].month_end, -one[0]), reverse=True)
    done = made = 0
    for partnership_id, one in asked:
        if goes_on():
            done += _keep(partnership_id, one, catalogue, at=at)
    for number, one in _undecided(asked):
        if goes_on() and made != decided:
            made += 1
            _decide(number, one, catalogue)
    return done, made


def _to_ask(partnership_id: int, at: datetime) -> Iterator[Asked]:
    """An hour after a month end closed, nothing recorded before is still on its way."""
    agreements = Agreements(current_session(), partnership_id, asked_at=at)
    return agreements.every_month_end(closed_by=at - SETTLED)


def _keep(partnership_id: int, asked: Asked, catalogue: Catalogue, *, at: datetime) -> bool:
    if kept_together.number_of(current_session(), partnership_id, asked) is not None:
        return False
    for council in asked.councils:
        _settle(council, asked, catalogue, at=at)
    session = current_session()
    meanwhile = _judging(asked, catalogue).meanwhile()
    figures = kept_together.figures_of(session, partnership_id, asked, meanwhile=meanwhile, at=at)
    with transaction() as writing:
        return keep_first(writing, figures)


def _settle(
    council: OrganisationFacts, asked: Asked, catalogue: Catalogue, *, at: datetime
) -> None:
    """What a council's own month end shows is kept, and decided, before what is read beside it."""
    session = current_session()
    row = session.execute(
        select(MonthEndFigures.hidden).where(
            MonthEndFigures.organisation_id == council.id,
            MonthEndFigures.month_end == asked.month_end,
        )
    ).one_or_none()
    if row is None:
        figures = kept.figures_of(session, council, asked.month_end, at=at)
        with transaction() as writing:
            keep_first(writing, figures)  # the figures of the night may be kept just now
    if row is None or row.hidden is None:
        decide_alone(council, asked.month_end, catalogue)


def decide_alone(organisation: OrganisationFacts, month_end: date, catalogue: Catalogue) -> None:
    """Decides what a council's own month end hides; nobody waits for the database meanwhile."""
    session = current_session()
    profiles = kept.profiles_kept(session, organisation.id, month_end)
    hidden = kept.decide(session, organisation, month_end, profiles, catalogue)
    with transaction() as writing:
        kept.keep_decision(writing, organisation.id, month_end, hidden)


def _undecided(asked: list[tuple[int, Asked]]) -> list[tuple[int, Asked]]:
    """The newest month end first; within it those that were kept first, which others rest on."""
    numbers = [
        (number, one)
        for partnership_id, one in asked
        if (number := kept_together.undecided(current_session(), partnership_id, one)) is not None
    ]
    return sorted(numbers, key=lambda one: (-one[1].month_end.toordinal(), one[0]))


def _decide(number: int, asked: Asked, catalogue: Catalogue) -> None:
    hidden = _judging(asked, catalogue).for_good(before=number)
    with transaction() as session:
        kept_together.keep_decision(session, number, hidden)


def _judging(asked: Asked, catalogue: Catalogue) -> Judging:
    session = current_session()
    return Judging(session, asked, partial(kept.hidden_by, session, asked.month_end), catalogue)


def differences_together(catalogue: Catalogue) -> int:
    """How many kept month ends of partnerships, or what they hide, differ from ones afresh.

    What was kept before records of one person became one knew them as two, and stands.
    """
    session = current_session()
    facts = {one.id: one for one in all_facts(session)}
    different = 0
    for number in session.scalars(select(TogetherFigures.id).order_by(TogetherFigures.id)).all():
        row = session.get_one(TogetherFigures, number)
        if linked_since(session, row.councils, row.known_at):
            continue
        asked = Asked(row.month_end, row.known_at, tuple(facts[one] for one in row.councils))
        worked = combined(session, asked.councils, row.month_end)
        published = None if worked.published is None else to_json(worked.published)
        afresh = (to_json(worked.profiles), published, worked.overlap)
        different += (row.profiles, row.published, row.overlap) != afresh
        if row.hidden is not None and row.decided_by == WAY:
            hidden = _judging(asked, catalogue).for_good(before=number)
            different += row.hidden != hidden_as_text(hidden)
    return different
