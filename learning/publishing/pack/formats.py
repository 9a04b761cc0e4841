"""The files of a statement and of its pack: the same content is always the same bytes."""

from learning.clock import day_of
from learning.coverage.papers import as_pdf, as_xlsx
from learning.coverage.papers.blocks import Notes
from learning.coverage.papers.drawing import as_tagged_pdf
from learning.publishing.content import StatementContent
from learning.publishing.pack.report import pack
from learning.publishing.pack.speaking import Speaker
from learning.publishing.pack.word import as_word


def statement_xlsx(statement: StatementContent, language: str = "en") -> bytes:
    """The statement's figures as an Excel file."""
    return as_xlsx(statement.report, language, notes=_notes(statement, language))


def statement_pdf(statement: StatementContent, language: str = "en") -> bytes:
    """The statement's figures as a tagged PDF."""
    return as_pdf(statement.report, language, notes=_notes(statement, language))


def pack_pdf(statement: StatementContent, language: str = "en") -> bytes:
    """The committee pack as a tagged PDF."""
    return as_tagged_pdf(pack(statement, language))


def pack_word(statement: StatementContent, language: str = "en") -> bytes:
    """The committee pack as a Word file to edit."""
    return as_word(pack(statement, language))


def _notes(statement: StatementContent, language: str) -> Notes:
    """What the file says of the statement it belongs to."""
    say, by = Speaker.of(statement, language).say, statement.published_by
    published = {"number": statement.number, "day": day_of(statement.published_at)}
    officer = {"name": by.name, "post": by.post}
    said = [(say("statement.number"), say("statement.number_value", **published, **officer))]
    if statement.restatement:
        again = {"number": statement.restatement.number, "reason": statement.restatement.reason}
        said.append((say("statement.restates"), say("statement.restates_value", **again)))
    if statement.release:
        who = statement.release.officer
        why = {"name": who.name, "post": who.post, "reason": statement.release.reason}
        said.append((say("statement.release"), say("statement.release_value", **why)))
    return said
