"""Says a statement anew after a correction: what may be, and what a restatement then says."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.coverage import kept
from learning.coverage.content import Audience, ReportContent
from learning.coverage.rules.figures import role_facts
from learning.coverage.rules.no_name import THRESHOLD, Hiding
from learning.coverage.rules.table import Name, as_text, from_text
from learning.errors import Refusal
from learning.people.standing import OrganisationFacts
from learning.publishing import queries
from learning.publishing.composing import Draft, earlier_than
from learning.publishing.content import Restatement
from learning.publishing.differing import versions_of
from learning.publishing.figures import About, profiles_about
from learning.publishing.gathering import roles_said, says
from learning.publishing.models import Statement
from learning.publishing.reckoning import rungs_by_check
from learning.publishing.rules.merging import differences_of, merged, names_in, rungs_shown
from learning.publishing.rules.restating import said_anew, said_anew_in_own_words
from learning.publishing.rules.unions import Stated

MOST_AT_ONCE = 50  # kinds of people, of whom deciding takes a second or two; more takes longer
NOTHING_CHANGED = "Nothing that this statement says has changed since"
LINKED = (
    "Since this was stated, two records of one person became one. What each of them counted for is"
    " not kept, so nobody can say whom a change would tell of. It waits for the next statement"
)
WAITS = (
    f"In every line that changed, fewer than {THRESHOLD} people did, or the change would say what"
    " so few have shown. It waits for the next statement"
)


def takes_long(session: Session, organisation: OrganisationFacts, statement: Statement) -> bool:
    """Whether deciding what may be said anew takes longer than anybody should wait for a page.

    That goes by how many kinds of people there are, who hold the same roles and services.
    """
    about = _about(organisation, statement, statement.known_at)
    return _is_no_name(about) and len(profiles_about(session, about)) > MOST_AT_ONCE


def redraft(
    session: Session,
    organisation: OrganisationFacts,
    statement: Statement,
    catalogue: Catalogue,
    *,
    known_at: datetime,
    reason: str,
    decided: Collection[Name] | None = None,
) -> Draft:
    """What a statement would say anew, by all that is known now; a Refusal where it is nothing.

    `decided`: the lines that may be, where that is worked out already.
    """
    before = queries.said_in(session, statement.id)
    about = _about(organisation, statement, known_at)
    if _is_no_name(about):
        _refuse_what_was_linked(session, about, statement)
    # Whether a line is shown is decided by what may be said anew; each by itself as it is small.
    hiding = Hiding() if _is_no_name(about) else None
    days = [point.as_at for point in before.report.trend[:-1]]
    now = says(session, about, catalogue, hiding, trend_days=() if hiding else days)
    names = decided
    if names is None:
        names = names_said_anew(session, organisation, statement, catalogue, known_at=known_at)
    now = as_restated(session, about, before.report, now, names)
    restatement = Restatement(
        number=before.number,
        published_at=before.published_at,
        known_at=before.report.known_at,
        reason=reason,
        **differences_of(before.report, now),
    )
    if not restatement.says:
        raise Refusal(WAITS if _moved(session, about, statement) else NOTHING_CHANGED)
    return Draft(
        about=about,
        report=now,
        roles=roles_said(catalogue),
        hidden=(),
        earlier=earlier_than(session, about),
        restates_id=statement.id,
        anew=tuple(as_text(names)),
        restatement=restatement,
    )


def _refuse_what_was_linked(session: Session, about: About, statement: Statement) -> None:
    first = queries.chain_of(session, statement.id)[0]
    if queries.days_of_linking(session, about.organisation.id, first.known_at):
        raise Refusal(LINKED)


def _about(organisation: OrganisationFacts, statement: Statement, known_at: datetime) -> About:
    return About(organisation, Audience(statement.audience), statement.as_at, known_at)


def _is_no_name(about: About) -> bool:
    return about.audience is Audience.NO_NAME


def _moved(session: Session, about: About, statement: Statement) -> bool:
    """Whether anybody at all counts for something else than the statement knew."""
    return versions_of(session, about.question, [statement.known_at, about.known_at]).differ


def names_said_anew(
    session: Session,
    organisation: OrganisationFacts,
    statement: Statement,
    catalogue: Catalogue,
    *,
    known_at: datetime,
) -> frozenset[Name]:
    """The lines that may be; of a statement for leads there is no need to ask.

    Judged with every statement about the day, and all that report viewers see of it.
    """
    about = _about(organisation, statement, known_at)
    if not _is_no_name(about):
        return frozenset()
    before, chain = queries.said_in(session, statement.id), queries.chain_of(session, statement.id)
    moments = [*(one.known_at for one in chain), known_at]
    stated = Stated(
        versions=versions_of(session, about.question, moments),
        roles=role_facts(catalogue),
        said=[[from_text(name) for name in one.anew] for one in chain[1:]],
        hidden=kept.month_end_of(session, organisation, about.as_at, catalogue).hiding.names,
        wanted=names_in(before.report),
        threshold=before.settings.threshold,
        by_check=rungs_shown(before.report),
    )
    return said_anew(stated) | said_anew_in_own_words(stated)


def as_restated(
    session: Session,
    about: About,
    before: ReportContent,
    now: ReportContent,
    names: Collection[Name],
) -> ReportContent:
    """What the records say now, in the lines of these names; all others as they were stated.

    Leads are told every line anew, but the ladder stands: it counts everybody, those too who are in
    no line for leads, of whom a change of it could tell.
    """
    if not _is_no_name(about):
        return now.model_copy(update={"ladder": before.ladder})
    rungs = rungs_by_check(session, about) if rungs_shown(before) else ()
    return merged(before, now.model_copy(update={"ladder": rungs}), names)
