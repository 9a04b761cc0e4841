"""The report on paper: the same answer as its page, as an Excel file and as a tagged PDF."""

from flask import Response

from learning.catalogue.serving import served
from learning.coverage import answers
from learning.coverage.content import Audience, Owner, ReportContent
from learning.coverage.papers import NoFigures, as_pdf, as_xlsx, no_figures_pdf, no_figures_xlsx
from learning.coverage.stating import content_of, owner_of, owner_together
from learning.coverage.views.blueprint import blueprint
from learning.coverage.views.partnership import answer_together
from learning.coverage.views.report import answer_about
from learning.database import current_session
from learning.doors import for_coverage_readers, for_partnership_reviewers
from learning.shell.downloads import excel_file, pdf_file


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


def _of_council(slug: str) -> ReportContent | NoFigures:
    council, _, answer = answer_about(slug)
    asked = answers.requirements_of(
        current_session(), council, as_at=answer.as_at, known_at=answer.known_at
    )
    owner = owner_of(council)
    return content_of(answer, owner, served(), requirements=asked) or _nothing(answer, owner)


def _of_partnership(slug: str) -> ReportContent | NoFigures:
    partnership, answer = answer_together(slug)
    owner = owner_together(partnership, answer.councils)
    return content_of(answer, owner, served()) or _nothing(answer, owner)


def _nothing(answer: answers.Answer, owner: Owner) -> NoFigures:
    audience = Audience.NO_NAME if answer.is_no_name else Audience.LEADS
    return NoFigures(owner, audience, answer.as_at, answer.known_at)


def _as_excel(said: ReportContent | NoFigures) -> Response:
    made = no_figures_xlsx(said) if isinstance(said, NoFigures) else as_xlsx(said)
    return excel_file(_name(said), made)


def _as_pdf(said: ReportContent | NoFigures) -> Response:
    made = no_figures_pdf(said) if isinstance(said, NoFigures) else as_pdf(said)
    return pdf_file(_name(said), made)


def _name(said: ReportContent | NoFigures) -> str:
    return f"{said.owner.slug}-coverage-{said.as_at.isoformat()}"
