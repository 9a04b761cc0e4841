"""The files of a statement and of its pack: the same content is always the same bytes."""

from learning.clock import day_of
from learning.coverage.papers import as_pdf, as_xlsx
from learning.coverage.papers.blocks import Notes
from learning.coverage.papers.drawing import as_tagged_pdf
from learning.publishing.content import StatementContent
from learning.publishing.pack.report import pack
from learning.publishing.pack.speaking import Speaker, signed
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
    say, by = Speaker.of(statement, language).say, signed(statement.published_by)
    published = {"number": statement.number, "day": day_of(statement.published_at), "officer": by}
    key = "number_value" if by else "unsigned_value"
    said = [(say("statement.number"), say(f"statement.{key}", **published))]
    if again := statement.restatement:
        why = {"number": again.number, "reason": again.reason}
        said.append((say("statement.restates"), say("statement.restates_value", **why)))
    if (release := statement.release) and signed(release.officer):
        who = {"officer": signed(release.officer), "reason": release.reason}
        said.append((say("statement.release"), say("statement.release_value", **who)))
    return said
