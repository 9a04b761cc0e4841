"""Draws a statement as files: what they hold is all in the content, and none is drawn twice."""

import hashlib
from dataclasses import dataclass

from flask import current_app
from markupsafe import Markup

from learning.coverage.content import Figures, ReportContent, canonical
from learning.csvs import to_csv
from learning.publishing.content import StatementContent
from learning.publishing.pack import statement_pdf, statement_xlsx

EVERY_LANGUAGE = ""  # numbers and slugs are the same in all of them
COLUMNS = ("group", "name", "skill", "people", "required", "met", "expiring", "below", "none")
MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}


@dataclass(frozen=True)
class Drawn:
    """One format in one language."""

    kind: str
    language: str
    content: bytes

    @property
    def media_type(self) -> str:
        """What a browser is told it is."""
        return MEDIA_TYPES[self.kind]

    @property
    def sha256(self) -> str:
        """Over these bytes and nothing else."""
        return hashlib.sha256(self.content).hexdigest()


def drawn(content: StatementContent) -> list[Drawn]:
    """Every format; those that people read in each language that there are words in."""
    files = [
        Drawn("json", EVERY_LANGUAGE, canonical(content)),
        Drawn("csv", EVERY_LANGUAGE, as_csv(content.report).encode()),
    ]
    for language in sorted(content.report.words):
        files += [
            Drawn("xlsx", language, statement_xlsx(content, language)),
            Drawn("pdf", language, statement_pdf(content, language)),
            Drawn("html", language, as_html(content, language).encode()),
        ]
    return files


def as_csv(report: ReportContent) -> str:
    """The columns of `coverage.csv`: every line, the overall first."""
    header = (*COLUMNS, "suppressed", "band")
    return to_csv(header, [_row(line) for line in (report.overall, *report.lines)])


def _row(line: Figures) -> tuple[object, ...]:
    cells = (getattr(line, name) for name in COLUMNS)
    return (*cells, "true" if line.suppressed else "false", line.band)


def as_html(content: StatementContent, language: str) -> str:
    """A page that stands by itself: what the statement's own page shows is its middle."""
    # Without what pages are told of their visitor: it is nobody's page, and drawn by commands too.
    template = current_app.jinja_env.get_template("publishing/statement_file.html")
    return template.render(
        said=content,
        report=content.report,
        words=content.report.words[language],
        language=language,
    )


def heading_of(page: bytes) -> Markup:
    """The heading that such a page was drawn with."""
    text = page.decode()
    start = text.index(">", text.index("<h1")) + 1
    return Markup(text[start : text.index("</h1>")])  # noqa: S704  # drawn by us, escaped then


def middle_of(page: bytes) -> Markup:
    """What stands between the beginning and the end of `main`."""
    text = page.decode()
    middle = text[text.index("<main>") + len("<main>") : text.rindex("</main>")]
    return Markup(middle)  # noqa: S704  # drawn by us, escaped then
