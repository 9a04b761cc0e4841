"""Works out what may be compared, council by council, once a month end's hiding is decided."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.comparing import queries
from learning.comparing.models import ComparableFigures
from learning.coverage import kept
from learning.coverage.answers import needs_of
from learning.coverage.queries import Question, profiles_of
from learning.coverage.rules import months
from learning.coverage.rules.figures import Filters, Line, report, role_facts
from learning.database import current_session, transaction
from learning.once import keep_first
from learning.people.queries import all_facts
from learning.people.standing import OrganisationFacts


def keep_comparable(catalogue: Catalogue, *, at: datetime) -> int:
    """How many month ends of councils became comparable now; of those that share, alone."""
    councils = {council.id: council for council in all_facts(current_session())}
    done = 0
    for number in queries.sharing_at_all(current_session()):
        session = current_session()
        found = [
            work_out(session, councils[number], month_end, catalogue, at=at)
            for month_end in queries.to_work_out(session, number)
        ]
        if found:
            with transaction() as writing:
                done += sum(keep_first(writing, figures) for figures in found)
    return done


def work_out(
    session: Session,
    organisation: OrganisationFacts,
    month_end: date,
    catalogue: Catalogue,
    *,
    at: datetime,
) -> ComparableFigures:
    """The lines that its no-name view shows in full, under the framework's own requirements."""
    then = kept.month_end_of(session, organisation, month_end, catalogue)
    known_at = months.closes_at(month_end, organisation.nation)
    question = Question((organisation.id,), month_end, known_at)
    has_own = needs_of(session, question).has_own
    profiles = then.profiles
    if has_own:
        profiles = profiles_of(session, replace(question, own_settings=False))
    found = report(profiles, role_facts(catalogue))
    hidden = then.hiding.as_published if has_own else then.hiding.line
    shown = [hidden(line, Filters()) for line in found.skills]
    return ComparableFigures(
        organisation_id=organisation.id,
        month_end=month_end,
        worked_out_at=at,
        people=sum(profile.people for profile in profiles),
        lines={_skill(line): [line.required, line.met] for line in shown if not line.suppressed},
    )


def _skill(line: Line) -> str:
    return line.skill or ""


def differences(catalogue: Catalogue, *, at: datetime) -> int:
    """How many of what is kept differ from the same worked out afresh."""
    session = current_session()
    councils = {council.id: council for council in all_facts(session)}
    different = 0
    for row in queries.all_comparable(session):
        afresh = work_out(session, councils[row.organisation_id], row.month_end, catalogue, at=at)
        different += (row.people, row.lines) != (afresh.people, afresh.lines)
    return different
