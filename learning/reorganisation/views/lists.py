"""Lists of single people: sent as a file, and whom nobody has placed as a file to fill."""

from flask import Response
from sqlalchemy.orm import Session

from learning.catalogue.serving import served
from learning.clock import now
from learning.csvs import to_csv
from learning.database import current_session
from learning.doors import for_administrators, takes_files
from learning.errors import Refusal
from learning.people.access import visitor
from learning.reorganisation.actions import changing
from learning.reorganisation.forms import ListForm, SureForm
from learning.reorganisation.queries.listed import known_of, not_placed
from learning.reorganisation.queries.placing import placed
from learning.reorganisation.rules.listed import HEADER, MOST_SHOWN, Line, read
from learning.reorganisation.rules.plans import Plan
from learning.reorganisation.views.blueprint import (
    Reply,
    blueprint,
    filled_in,
    plan_called,
    to_plan,
)
from learning.shell.downloads import csv_file
from learning.spreadsheets.reading import read as read_file

LARGEST_BODY = 25 * 1024 * 1024


@blueprint.route("/admin/reorganisations/<plan>/list", methods=["GET", "POST"])
@takes_files(LARGEST_BODY)
@for_administrators
def list_people(plan: str) -> Reply:
    """Where single people go; all rows are kept, or none."""
    found, form = plan_called(plan), ListForm()
    faults: list[str] = []

    def act(session: Session) -> str:
        lines = _lines(session, found, form, faults)
        changing.list_people(session, found, lines, by=visitor().person_id, at=now())
        return f"The list names {len(lines):,} {'person' if len(lines) == 1 else 'people'}."

    return filled_in(
        form,
        title="Send a list of people",
        back=to_plan(plan),
        act=act,
        is_file=True,
        faults=faults,
        plan=found,
        header=HEADER,
        button="Send the list",
    )


def _lines(session: Session, plan: Plan, form: ListForm, faults: list[str]) -> tuple[Line, ...]:
    sent = form.file.data
    if not sent or not sent.filename:
        raise Refusal("Choose a file", field="file")
    found = read(read_file(sent.read()), known_of(session, plan))
    if found.faults:
        faults += found.faults[:MOST_SHOWN]
        count = len(found.faults)
        rows = "1 row cannot" if count == 1 else f"{count:,} rows cannot"
        raise Refusal(f"{rows} be followed, so nothing has been kept", field="file")
    return found.lines


@blueprint.route("/admin/reorganisations/<plan>/list/empty", methods=["GET", "POST"])
@for_administrators
def empty_list(plan: str) -> Reply:
    """Nobody is named by a list any more."""
    found = plan_called(plan)

    def act(session: Session) -> str:
        changing.empty_list(session, found, by=visitor().person_id, at=now())
        return "The list is empty."

    return filled_in(
        SureForm(),
        title="Empty the list",
        back=to_plan(plan),
        act=act,
        words="Where people go is then decided by their services, groups and roles alone.",
        button="Empty the list",
    )


@blueprint.get("/admin/reorganisations/<plan>/not-placed.csv")
@for_administrators
def not_placed_csv(plan: str) -> Response:
    """Codes of whom nobody has placed, as a list to fill: an officer of each council knows them."""
    session, found = current_session(), plan_called(plan)
    rows = not_placed(session, placed(session, found, served()))
    return csv_file(f"{plan}-not-placed", to_csv((*HEADER, "why"), rows))
