"""Puts together what a statement says before it has a number: figures, the earlier one, changes."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.coverage import kept
from learning.coverage.content import Audience, Figures, Overall, ReportContent
from learning.coverage.rules.figures import role_facts
from learning.coverage.rules.no_name import THRESHOLD, Hiding
from learning.coverage.rules.table import Name, as_text, from_text
from learning.errors import Refusal
from learning.people.standing import OrganisationFacts
from learning.publishing import queries
from learning.publishing.content import (
    Difference,
    Earlier,
    Officer,
    Release,
    Restatement,
    RoleSaid,
    StatementContent,
)
from learning.publishing.differing import individuals
from learning.publishing.figures import About
from learning.publishing.gathering import hiding_for, roles_said, says, settings_of
from learning.publishing.models import Statement
from learning.publishing.reckoning import days_before
from learning.publishing.rules.merging import merged, name_of_figures
from learning.publishing.rules.restating import said_anew

NOTHING_CHANGED = "Nothing that this statement says has changed since"
WAITS = (
    f"In every line that changed, fewer than {THRESHOLD} people did, or the change would say what"
    " so few have shown. It waits for the next statement"
)


@dataclass(frozen=True)
class Draft:
    """All that a statement will say but its number, and who answers for it."""

    about: About
    report: ReportContent
    roles: dict[str, RoleSaid]
    hidden: tuple[str, ...]  # names of the lines that protect others
    earlier: Earlier | None
    restates_id: int | None = None
    restatement: Restatement | None = None
    anew: tuple[str, ...] = ()  # names of the lines that are said anew


@dataclass(frozen=True)
class Signing:
    """Who answers for a statement, and what they add to the figures."""

    officer: Officer
    at: datetime
    actions_taken: str = ""
    release: Release | None = None


def compose(draft: Draft, number: int, signing: Signing) -> StatementContent:
    """The statement as it will stand."""
    return StatementContent(
        number=number,
        report=draft.report,
        restatement=draft.restatement,
        earlier=draft.earlier,
        actions_taken=signing.actions_taken,
        published_by=signing.officer,
        published_at=signing.at,
        release=signing.release,
        settings=settings_of(draft.report),
        roles=draft.roles,
    )


def draft_of(session: Session, about: About, catalogue: Catalogue) -> Draft:
    """What would be said of a day now."""
    hiding = hiding_for(session, about, catalogue)
    days = days_before(session, about, at=about.known_at)
    return Draft(
        about=about,
        report=says(session, about, catalogue, hiding, trend_days=days),
        roles=roles_said(catalogue),
        hidden=tuple(as_text(_of_a_report(hiding.names))) if hiding else (),
        earlier=_earlier(session, about),
    )


def _of_a_report(names: Collection[Name]) -> list[Name]:
    """The lines that an unfiltered report has."""
    return [name for name in names if len(name.groups) < 2]


def _earlier(session: Session, about: About) -> Earlier | None:
    found = queries.earlier_than(session, about.organisation.id, about.audience, about.as_at)
    if found is None:
        return None
    said = queries.said_in(session, found.id)
    return Earlier(
        number=said.number,
        as_at=said.report.as_at,
        published_at=said.published_at,
        overall=said.report.overall,
        lines=said.report.lines,
        gaps=said.report.gaps,
    )


def redraft(
    session: Session,
    organisation: OrganisationFacts,
    statement: Statement,
    catalogue: Catalogue,
    *,
    known_at: datetime,
    reason: str,
) -> Draft:
    """What a statement would say anew, by all that is known now; a Refusal where it is nothing."""
    before = queries.said_in(session, statement.id)
    about = About(organisation, before.audience, statement.as_at, known_at)
    # Whether a line is shown is decided by what may be said anew; each by itself as it is small.
    hiding = Hiding() if _is_no_name(about) else None
    days = [point.as_at for point in before.report.trend[:-1]]
    now = says(session, about, catalogue, hiding, trend_days=() if hiding else days)
    names: frozenset[Name] = frozenset()
    if _is_no_name(about):
        names = _names_said_anew(session, organisation, statement, before, catalogue, known_at)
        now = merged(before.report, now, names)
    differences = differences_of(before.report, now)
    if not differences:
        raise Refusal(WAITS if _moved(session, about, statement) else NOTHING_CHANGED)
    return Draft(
        about=about,
        report=now,
        roles=roles_said(catalogue),
        hidden=(),
        earlier=_earlier(session, about),
        restates_id=statement.id,
        anew=tuple(as_text(names)),
        restatement=Restatement(
            number=before.number,
            published_at=before.published_at,
            known_at=before.report.known_at,
            reason=reason,
            differences=differences,
        ),
    )


def _is_no_name(about: About) -> bool:
    return about.audience is Audience.NO_NAME


def _moved(session: Session, about: About, statement: Statement) -> bool:
    """Whether anybody at all counts for something else than the statement knew."""
    now = individuals(session, about.question)
    then = individuals(session, replace(about.question, known_at=statement.known_at))
    return now != then


def _names_said_anew(
    session: Session,
    organisation: OrganisationFacts,
    statement: Statement,
    before: StatementContent,
    catalogue: Catalogue,
    known_at: datetime,
) -> frozenset[Name]:
    """Judged with every statement about the day, and all that report viewers see of it."""
    chain = queries.chain_of(session, statement.id)
    question = About(organisation, before.audience, statement.as_at, known_at).question
    moments = [*(one.known_at for one in chain), known_at]
    return said_anew(
        [individuals(session, replace(question, known_at=moment)) for moment in moments],
        role_facts(catalogue),
        said=[[from_text(name) for name in one.anew] for one in chain[1:]],
        hidden=kept.month_end_of(session, organisation, statement.as_at, catalogue).hiding.names,
        wanted={name_of_figures(line) for line in (before.report.overall, *before.report.lines)},
        threshold=before.settings.threshold,
    )


def differences_of(before: ReportContent, now: ReportContent) -> tuple[Difference, ...]:
    """The lines that say something else, the overall first."""
    earlier = {name_of_figures(line): line for line in _lines(before)}
    later = {name_of_figures(line): line for line in _lines(now)}
    return tuple(
        Difference(earlier=earlier.get(name), now=later.get(name))
        for name in (*later, *(name for name in earlier if name not in later))
        if earlier.get(name) != later.get(name)
    )


def _lines(report: ReportContent) -> tuple[Figures | Overall, ...]:
    return (report.overall, *report.lines)
