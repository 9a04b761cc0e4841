"""The report of several councils together."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.clock import day_of
from learning.coverage.answers import (
    Answer,
    framework_line,
    gaps_of,
    gaps_shown,
    needs_of,
)
from learning.coverage.queries import Question, profiles_of
from learning.coverage.rules import months
from learning.coverage.rules.figures import Filters, Line, narrow, report, role_facts
from learning.coverage.rules.no_name import THRESHOLD, Hiding
from learning.coverage.rules.protecting import hidden_further
from learning.coverage.rules.said import as_they_say
from learning.coverage.rules.table import structure_of
from learning.dated import holds, known
from learning.people.models import Organisation, Sharing
from learning.people.standing import PartnershipFacts


def for_partnership(
    session: Session,
    partnership: PartnershipFacts,
    *,
    filters: Filters,
    as_at: date,
    at: datetime,
    catalogue: Catalogue,
) -> Answer:
    """The same over the councils that share at the month end and whose agreement is in force now.

    A person stands once for each skill, with the highest level any of these councils requires.
    """
    newest = months.newest_closed(at, as_at, "England")
    nations = {
        one.nation
        for one in sharing_councils(session, partnership.id, as_at=newest, known_at=at, asked_at=at)
    } or {"England"}
    month_end = min(months.newest_closed(at, as_at, nation) for nation in nations)
    known_at = max(months.closes_at(month_end, nation) for nation in nations)
    councils = sharing_councils(
        session, partnership.id, as_at=month_end, known_at=known_at, asked_at=at
    )
    question = Question(tuple(one.id for one in councils), month_end, known_at)
    everyone = profiles_of(session, question) if councils else ()
    profiles = narrow(everyone, role_facts(catalogue), filters)
    needs = needs_of(session, question)
    whole = profiles_of(session, replace(question, own_settings=False)) if needs.has_own else ()
    structure = structure_of(everyone, role_facts(catalogue), whole)
    # Nothing is kept of partnerships: what takes long cannot be asked while somebody waits.
    hiding = Hiding(hidden_further(structure, threshold=THRESHOLD, from_acquaintances=False))
    found = hiding.hide(report(profiles, role_facts(catalogue)), filters) if councils else None
    as_published: Line | None = None
    if needs.has_own:
        published = framework_line(whole, filters, catalogue)
        as_published = hiding.as_published(published, filters)
    said = hiding.hide(report(as_they_say(profiles), role_facts(catalogue)), filters)
    gaps_found = gaps_of(profiles, needs, catalogue, by_people=True)
    return Answer(
        report=found,
        gaps=gaps_shown(gaps_found, found),
        filters=filters,
        as_at=month_end,
        known_at=known_at,
        asked_for=as_at if as_at != month_end else None,
        is_no_name=True,
        framework=as_published,
        self_assessed=tuple(said.skills) if councils else (),
        overlap=sum(p.people for p in everyone if len({h.organisation for h in p.held}) > 1),
        councils=tuple(one.name for one in councils),
    )


def sharing_councils(
    session: Session, partnership_id: int, *, as_at: date, known_at: datetime, asked_at: datetime
) -> tuple[Organisation, ...]:
    """The councils that share as at a day, and whose agreement is in force when asked, by name."""
    of_partnership = select(Sharing.organisation_id).where(
        Sharing.partnership_id == partnership_id, Sharing.joint
    )
    then = of_partnership.where(known(Sharing, known_at), holds(Sharing, as_at))
    now_too = of_partnership.where(known(Sharing, asked_at), holds(Sharing, day_of(asked_at)))
    return tuple(
        session.scalars(
            select(Organisation)
            .where(
                Organisation.id.in_(then),
                Organisation.id.in_(now_too),
                holds(Organisation, as_at),
            )
            .order_by(Organisation.name, Organisation.id)
        )
    )
