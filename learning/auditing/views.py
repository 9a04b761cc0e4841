"""The audit page of a council, and the history of a person."""

from collections.abc import Iterable, Iterator

from flask import Blueprint, Response, render_template, request

from learning.auditing import history, queries
from learning.auditing.wording import ABOUT
from learning.clock import day_of, now
from learning.csvs import to_csv
from learning.database import current_session
from learning.doors import for_learning_leads
from learning.errors import NotFound
from learning.people.access import eyes_on
from learning.shell.downloads import csv_file
from learning.shell.moments import day_in
from learning.shell.paging import page_number, pages_of

blueprint = Blueprint("auditing", __name__, template_folder="templates")
COLUMNS = ("at", "actor", "action", "deed", "person", "name", "field", "before", "after")


def _wanted() -> queries.Wanted:
    """What the address asks for; a filter that does not exist is not found."""
    about = request.args.get("about", "")
    if about and about not in ABOUT:
        raise NotFound
    return queries.Wanted(
        whom=request.args.get("whom", "").strip()[:100],
        actor=request.args.get("actor", "").strip()[:100],
        about=about,
        first=day_in(request.args.get("first"), field="first"),
        last=day_in(request.args.get("last"), field="last"),
    )


@blueprint.get("/organisations/<organisation>/audit")
@for_learning_leads
def audit_page(organisation: str) -> str:
    """Who did what to whom, when, from what to what."""
    council, eyes = eyes_on(organisation)
    wanted, page = _wanted(), page_number()
    total, found = queries.entries(current_session(), eyes, wanted, on=day_of(now()), page=page)
    return render_template(
        "auditing/audit.html",
        organisation=council,
        entries=found,
        total=total,
        wanted=wanted,
        about=ABOUT,
        whole=eyes.scope.whole,
        page=page,
        pages=pages_of(total, queries.PAGE),
    )


@blueprint.get("/organisations/<organisation>/audit.csv")
@for_learning_leads
def audit_csv(organisation: str) -> Response:
    """The same, one row for each value that changed."""
    council, eyes = eyes_on(organisation)
    found = queries.all_entries(current_session(), eyes, _wanted(), on=day_of(now()))
    return csv_file(f"{council.slug}-audit", to_csv(COLUMNS, _rows(found)))


def _rows(found: Iterable[queries.Entry]) -> Iterator[tuple[object, ...]]:
    for entry in found:
        deed = (f"{entry.at:%Y-%m-%dT%H:%M:%SZ}", entry.actor, entry.action, entry.says)
        about = (*deed, entry.code, entry.whom)
        for change in entry.changes:
            yield (*about, change.field, change.before, change.after)
        if not entry.changes:
            yield (*about, None, None, None)


@blueprint.get("/organisations/<organisation>/people/<code>/history")
@for_learning_leads
def history_of(organisation: str, code: str) -> str:
    """Everything that happened to a person here, and what they were told."""
    council, eyes = eyes_on(organisation)
    session, page = current_session(), page_number()
    person = history.person_here(session, eyes, code, on=day_of(now()))
    if person is None:
        raise NotFound
    total, found = history.of_person(session, eyes, person, page=page)
    return render_template(
        "auditing/history.html",
        organisation=council,
        person=person,
        events=found,
        page=page,
        pages=pages_of(total, history.PAGE),
    )
