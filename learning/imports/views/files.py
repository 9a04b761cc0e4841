"""Files to take away: rows with errors, and the template."""

from flask import Response

from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.csvs import to_csv
from learning.database import current_session
from learning.doors import for_learning_leads
from learning.imports.queries import uploads as queries
from learning.imports.rules.columns import REASON
from learning.imports.rules.deeds import Outcome
from learning.imports.rules.packing import unpacked
from learning.imports.template import EXAMPLES, HEADER, workbook
from learning.imports.views.blueprint import blueprint, council_of, mine
from learning.shell.downloads import csv_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/organisations/<organisation>/people/import/<int:number>/errors.csv")
@for_learning_leads
def rows_with_errors(organisation: str, number: int) -> Response:
    """The rows in error as they were sent, with what is wrong, to mend and send again."""
    council = council_of(organisation)
    session = current_session()
    sent = mine(session, council, number)
    task = queries.task_of(session, sent.id)
    header: tuple[str, ...] = ()
    rows = []
    if task is not None:
        table = unpacked(task.rows)
        header = table.header
        cells = {row.number: row for row in table.rows}
        for line in queries.lines_of(session, sent.id, Outcome.ERROR):
            reason = "; ".join(f"{at}: {what}" if at else what for at, what in line.faults)
            row = cells[line.row or 0]
            rows.append((*(row.cell(place) for place in range(len(header))), reason))
    # Sent again, the reasons of the first time are no column of anybody's.
    kept = [place for place, name in enumerate(header) if name != REASON]
    texts = [[*(row[place] for place in kept), row[-1]] for row in rows]
    named = [*(header[place] for place in kept), REASON]
    return csv_file(f"{council.slug}-people-{number}-errors", "\ufeff" + to_csv(named, texts))


@blueprint.get("/organisations/<organisation>/people/import/template.csv")
@for_learning_leads
def template_csv(organisation: str) -> Response:
    """A file to fill in, with made-up people."""
    council = council_of(organisation)
    return csv_file(f"{council.slug}-people", "\ufeff" + to_csv(HEADER, EXAMPLES))


@blueprint.get("/organisations/<organisation>/people/import/template.xlsx")
@for_learning_leads
def template_xlsx(organisation: str) -> Response:
    """The same in Excel, with what each column is for, and every role and service."""
    council = council_of(organisation)
    reply = Response(workbook(served(), on=day_of(now())), mimetype=XLSX)
    name = f"{council.slug}-people.xlsx"
    reply.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return reply
