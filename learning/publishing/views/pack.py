"""What is drawn from a statement for a meeting and for requests: to read, and to take away."""

from flask import Blueprint, Response, render_template, url_for

from learning.coverage.papers.blocks import Paper
from learning.database import current_session
from learning.doors import public
from learning.errors import NotFound
from learning.people.access import visitor_or_none
from learning.publishing import queries
from learning.publishing.content import StatementContent
from learning.publishing.pack import (
    foi,
    foi_csv,
    governance,
    pack,
    pack_pdf,
    pack_word,
    paragraph,
)
from learning.publishing.pack.speaking import phrases
from learning.shell.downloads import csv_file, pdf_file, text_file, word_file

blueprint = Blueprint("pack", __name__, template_folder="../templates")
LANGUAGE = "en"  # until papers have phrases in Welsh


@blueprint.get("/organisations/<organisation>/statements/<int:number>/pack")
@public
def committee_pack(organisation: str, number: int) -> str:
    """The report for a committee."""
    files = (("more.word", "pack.committee_pack_word"), ("more.pdf", "pack.committee_pack_pdf"))
    return _page(pack(_said(organisation, number), LANGUAGE), organisation, number, files)


@blueprint.get("/organisations/<organisation>/statements/<int:number>/pack.pdf")
@public
def committee_pack_pdf(organisation: str, number: int) -> Response:
    """The same as a tagged PDF."""
    made = pack_pdf(_said(organisation, number), LANGUAGE)
    return pdf_file(_name(organisation, number, "committee-pack"), made)


@blueprint.get("/organisations/<organisation>/statements/<int:number>/pack.docx")
@public
def committee_pack_word(organisation: str, number: int) -> Response:
    """The same as a Word file to edit."""
    made = pack_word(_said(organisation, number), LANGUAGE)
    return word_file(_name(organisation, number, "committee-pack"), made)


@blueprint.get("/organisations/<organisation>/statements/<int:number>/governance")
@public
def governance_paragraph(organisation: str, number: int) -> str:
    """A paragraph to copy into the annual governance statement."""
    files = (("more.text", "pack.governance_text"),)
    return _page(governance(_said(organisation, number), LANGUAGE), organisation, number, files)


@blueprint.get("/organisations/<organisation>/statements/<int:number>/governance.txt")
@public
def governance_text(organisation: str, number: int) -> Response:
    """The paragraph as plain text."""
    text = paragraph(_said(organisation, number), LANGUAGE)
    return text_file(_name(organisation, number, "governance"), f"{text}\n")


@blueprint.get("/organisations/<organisation>/statements/<int:number>/foi")
@public
def foi_answers(organisation: str, number: int) -> str:
    """Answers in the form that freedom-of-information requests usually take."""
    files = (("more.csv", "pack.foi_answers_csv"),)
    return _page(foi(_said(organisation, number), LANGUAGE), organisation, number, files)


@blueprint.get("/organisations/<organisation>/statements/<int:number>/foi.csv")
@public
def foi_answers_csv(organisation: str, number: int) -> Response:
    """Their figures as rows."""
    text = foi_csv(_said(organisation, number), LANGUAGE)
    return csv_file(_name(organisation, number, "foi"), text)


def _said(organisation: str, number: int) -> StatementContent:
    """What a statement says to this reader; one that is not theirs does not exist."""
    session = current_session()
    found = queries.statement_of(session, organisation, number, visitor_or_none())
    if found is None:
        raise NotFound
    return queries.said_in(session, found.id)


def _page(paper: Paper, organisation: str, number: int, files: tuple[tuple[str, str], ...]) -> str:
    say, names = phrases(LANGUAGE), {"organisation": organisation, "number": number}
    return render_template(
        "publishing/paper.html",
        paper=paper,
        say=say,
        statement_address=url_for("publishing.statement", **names),
        files=[(say(words), url_for(view, **names)) for words, view in files],
    )


def _name(organisation: str, number: int, what: str) -> str:
    return f"{organisation}-statement-{number}-{what}"
