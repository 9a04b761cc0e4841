"""The report on paper: the same answer as its page, as an Excel file and as a tagged PDF."""

from dataclasses import dataclass

from flask import Response

from learning.catalogue.serving import served
from learning.coverage import answers
from learning.coverage.content import Audience, Owner, ReportContent, Requirement
from learning.coverage.papers import (
    NoFigures,
    as_pdf,
    as_xlsx,
    no_figures_pdf,
    no_figures_xlsx,
    notes,
)
from learning.coverage.papers.blocks import Notes
from learning.coverage.stating import content_of, owner_of, owner_together
from learning.coverage.views.blueprint import blueprint
from learning.coverage.views.partnership import answer_together
from learning.coverage.views.report import answer_about
from learning.database import current_session
from learning.doors import for_coverage_readers, for_partnership_reviewers
from learning.people.access import visitor
from learning.shell.downloads import excel_file, pdf_file


@dataclass(frozen=True)
class Asked:
    """What a reader is answered, and about whom."""

    answer: answers.Answer
    owner: Owner
    requirements: tuple[Requirement, ...] = ()

    @property
    def content(self) -> ReportContent | None:
        """What the papers say; none where there are no figures."""
        return content_of(self.answer, self.owner, served(), requirements=self.requirements)

    @property
    def nothing(self) -> NoFigures:
        """What they say then."""
        audience = Audience.NO_NAME if self.answer.is_no_name else Audience.LEADS
        return NoFigures(self.owner, audience, self.answer.as_at, self.answer.known_at)

    @property
    def notes(self) -> Notes:
        """What the page says beside the figures."""
        return notes(asked_for=self.answer.asked_for, left_out=self.answer.left_out)

    @property
    def priorities(self) -> dict[str, int] | None:
        """Of gaps by skill; none in the view without names, which has no such number."""
        if self.answer.is_no_name:
            return None
        return {gap.skill: gap.priority for gap in self.answer.gaps}

    @property
    def name(self) -> str:
        """What the file is called."""
        return f"{self.owner.slug}-coverage-{self.answer.as_at.isoformat()}"


@blueprint.get("/organisations/<organisation>/coverage.xlsx")
@for_coverage_readers
def coverage_xlsx(organisation: str) -> Response:
    """The report as an Excel file."""
    return _as_excel(_of_council(organisation))


@blueprint.get("/organisations/<organisation>/coverage.pdf")
@for_coverage_readers
def coverage_pdf(organisation: str) -> Response:
    """The report as a tagged PDF."""
    return _as_pdf(_of_council(organisation))


@blueprint.get("/partnerships/<partnership>/coverage.xlsx")
@for_partnership_reviewers
def partnership_xlsx(partnership: str) -> Response:
    """The partnership's report as an Excel file."""
    return _as_excel(_of_partnership(partnership))


@blueprint.get("/partnerships/<partnership>/coverage.pdf")
@for_partnership_reviewers
def partnership_pdf(partnership: str) -> Response:
    """The partnership's report as a tagged PDF."""
    return _as_pdf(_of_partnership(partnership))


def _of_council(slug: str) -> Asked:
    council, scope = visitor().reads_coverage_of(slug)
    answer = answer_about(council, scope, with_trend=True)
    asked = answers.requirements_of(
        current_session(), council, as_at=answer.as_at, known_at=answer.known_at
    )
    return Asked(answer, owner_of(council), asked)


def _of_partnership(slug: str) -> Asked:
    partnership = visitor().reviews(slug)
    answer = answer_together(partnership)
    return Asked(answer, owner_together(partnership, answer.councils))


def _as_excel(asked: Asked) -> Response:
    content = asked.content
    made = (
        as_xlsx(content, notes=asked.notes, priorities=asked.priorities)
        if content
        else no_figures_xlsx(asked.nothing)
    )
    return excel_file(asked.name, made)


def _as_pdf(asked: Asked) -> Response:
    content = asked.content
    made = as_pdf(content, notes=asked.notes) if content else no_figures_pdf(asked.nothing)
    return pdf_file(asked.name, made)
