"""Who read a council's figures among those of others: for its leads."""

from flask import Response, render_template

from learning.clock import day_of, now
from learning.comparing import exports
from learning.comparing.views.blueprint import blueprint
from learning.database import current_session
from learning.doors import for_learning_leads
from learning.people.access import visitor
from learning.readings import queries
from learning.readings.rules import KEPT_MONTHS
from learning.shell.downloads import csv_file
from learning.shell.paging import page_number, pages_of


@blueprint.get("/organisations/<organisation>/sharing/readings")
@for_learning_leads
def readings(organisation: str) -> str:
    """Newest first, fifty to a page."""
    council, _ = visitor().leads(organisation)
    session = current_session()
    page = page_number()
    total = queries.count_of(session, council.id)
    return render_template(
        "comparing/readings.html",
        organisation=council,
        readings=queries.readings_of(session, council.id, page=page),
        total=total,
        page=page,
        pages=pages_of(total, queries.PAGE_SIZE),
        months=KEPT_MONTHS,
    )


@blueprint.get("/organisations/<organisation>/sharing/readings.csv")
@for_learning_leads
def readings_csv(organisation: str) -> Response:
    """All that is kept, as a table."""
    council, _ = visitor().leads(organisation)
    found = queries.readings_of(current_session(), council.id)
    name = f"{council.slug}-who-read-our-figures-{day_of(now()).isoformat()}"
    return csv_file(name, exports.readings_csv(found))
