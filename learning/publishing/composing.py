"""Puts together what a statement says before it has a number: figures, the earlier one, changes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.coverage.content import ReportContent
from learning.coverage.rules.table import Name, as_text
from learning.publishing import queries
from learning.publishing.content import (
    Earlier,
    Officer,
    Release,
    Restatement,
    RoleSaid,
    StatementContent,
)
from learning.publishing.figures import About
from learning.publishing.gathering import hiding_for, roles_said, says, settings_of
from learning.publishing.reckoning import days_before


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
        earlier=earlier_than(session, about),
    )


def _of_a_report(names: Collection[Name]) -> list[Name]:
    """The lines that an unfiltered report has."""
    return [name for name in names if len(name.groups) < 2]


def earlier_than(session: Session, about: About) -> Earlier | None:
    """What the last statement about an earlier day said to the same readers."""
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
