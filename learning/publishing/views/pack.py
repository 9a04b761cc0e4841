"""What is drawn from a statement for a meeting and for requests: to read, and to take away."""

from collections.abc import Mapping
from typing import Any

from flask import Response, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from learning.coverage.papers.blocks import Paper
from learning.database import current_session
from learning.doors import published
from learning.people.access import visitor_or_none
from learning.publishing import listings, queries
from learning.publishing.content import StatementContent
from learning.publishing.listings import Listed
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
from learning.publishing.views.blueprint import TOP, blueprint
from learning.publishing.views.reading import council_read, for_its_readers, statement_read
from learning.shell.downloads import csv_file, pdf_file, text_file, word_file

LANGUAGE = "en"  # until papers have phrases in Welsh
ONE = f"{TOP}/<int:number>"


@blueprint.get(f"{TOP}/newest/pack")
@published
def newest_pack(organisation: str) -> AnyResponse:
    """The committee pack of the newest statement that everybody may read."""
    return _of_the_newest(organisation, ".committee_pack")


@blueprint.get(f"{TOP}/newest/pack.docx")
@published
def newest_pack_word(organisation: str) -> AnyResponse:
    """Its Word file."""
    return _of_the_newest(organisation, ".committee_pack_word")


def _of_the_newest(organisation: str, view: str) -> AnyResponse:
    """There; where nothing is published, to the list that says so, for whoever it is there."""
    found = listings.newest_public_of(current_session(), organisation)
    if found is None:
        council_read(organisation, visitor_or_none(), [])
        return redirect(url_for(".statements", organisation=organisation), code=303)
    return redirect(url_for(view, organisation=organisation, number=found.number), code=303)


@blueprint.get(f"{ONE}/pack")
@published
def committee_pack(organisation: str, number: int) -> Response:
    """The report for a committee."""
    found, said = _read(organisation, number)
    files = {"word": ".committee_pack_word", "pdf": ".committee_pack_pdf"}
    return _page(found, pack(said, LANGUAGE), files)


@blueprint.get(f"{ONE}/pack.pdf")
@published
def committee_pack_pdf(organisation: str, number: int) -> Response:
    """The same as a tagged PDF."""
    found, said = _read(organisation, number)
    reply = pdf_file(_name(found, "committee-pack"), pack_pdf(said, LANGUAGE))
    return for_its_readers(reply, found)


@blueprint.get(f"{ONE}/pack.docx")
@published
def committee_pack_word(organisation: str, number: int) -> Response:
    """The same as a Word file to edit."""
    found, said = _read(organisation, number)
    reply = word_file(_name(found, "committee-pack"), pack_word(said, LANGUAGE))
    return for_its_readers(reply, found)


@blueprint.get(f"{ONE}/governance")
@published
def governance_paragraph(organisation: str, number: int) -> Response:
    """A paragraph to copy into the annual governance statement."""
    found, said = _read(organisation, number)
    return _page(found, governance(said, LANGUAGE), {"text": ".governance_text"})


@blueprint.get(f"{ONE}/governance.txt")
@published
def governance_text(organisation: str, number: int) -> Response:
    """The paragraph as plain text."""
    found, said = _read(organisation, number)
    reply = text_file(_name(found, "governance"), f"{paragraph(said, LANGUAGE)}\n")
    return for_its_readers(reply, found)


@blueprint.get(f"{ONE}/foi")
@published
def foi_answers(organisation: str, number: int) -> Response:
    """Answers in the form that freedom-of-information requests usually take."""
    found, said = _read(organisation, number)
    return _page(found, foi(said, LANGUAGE), {"csv": ".foi_answers_csv"})


@blueprint.get(f"{ONE}/foi.csv")
@published
def foi_answers_csv(organisation: str, number: int) -> Response:
    """Their figures as rows."""
    found, said = _read(organisation, number)
    reply = csv_file(_name(found, "foi"), foi_csv(said, LANGUAGE))
    return for_its_readers(reply, found)


def _read(organisation: str, number: int) -> tuple[Listed, StatementContent]:
    """A statement that this reader may read, and what it says."""
    found = statement_read(organisation, number)
    return found, queries.said_in(current_session(), found.id)


def _page(found: Listed, paper: Paper, files: Mapping[str, str]) -> Response:
    """The paper to read; `files` are the views that give it to take away, by their phrases."""
    names: dict[str, Any] = {"organisation": found.organisation.slug, "number": found.number}
    say = phrases(LANGUAGE)
    page = render_template(
        "publishing/paper.html",
        organisation=found.organisation,
        paper=paper,
        say=say,
        statement_address=url_for(".statement", **names),
        files=[(say(f"more.{words}"), url_for(view, **names)) for words, view in files.items()],
    )
    return for_its_readers(make_response(page), found)


def _name(found: Listed, what: str) -> str:
    return f"{found.organisation.slug}-statement-{found.number}-{what}"
