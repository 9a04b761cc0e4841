"""A lead sends a file of people, and says which way round it writes its days."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import for_learning_leads, takes_files
from learning.errors import Refusal, TooLarge
from learning.imports import working
from learning.imports.actions import uploads as actions
from learning.imports.files import has_purpose
from learning.imports.forms import MONTH, OrderForm, SendForm
from learning.imports.models import PeopleImport, Status
from learning.imports.queries import uploads as queries
from learning.imports.rules.columns import COLUMNS, layout
from learning.imports.rules.packing import unpacked
from learning.imports.rules.said import order_in
from learning.imports.views.blueprint import blueprint, council_of, mine, to_result
from learning.people.access import visitor
from learning.people.standing import OrganisationFacts
from learning.spreadsheets.days import day_in
from learning.spreadsheets.reading import read

# Larger than a file may be, so that who sends too large a one is told so on the form.
LARGEST_BODY = 25 * 1024 * 1024
FARTHEST = timedelta(days=800)  # that a file may speak of a day that is past or to come
LONGEST_NAME = 100


@blueprint.route("/organisations/<organisation>/people/import", methods=["GET", "POST"])
@takes_files(LARGEST_BODY)
@for_learning_leads
def send(organisation: str) -> Response | tuple[str, int]:
    """Sends a file; what it would do is shown before anything is changed."""
    council = council_of(organisation)
    form = SendForm()
    adopted = has_purpose(current_session(), council.id)
    if request.method == "GET":
        form.form_key.data = secrets.token_urlsafe(16)
        return _form(council, form, 200, has_purpose=adopted)
    if not adopted:
        return _form(council, form, 422, has_purpose=False)
    if form.validate():
        try:
            number = _send(form, council)
        except Refusal as refusal:
            form[refusal.field or "file"].errors = [refusal.message]
            status = 413 if isinstance(refusal, TooLarge) else 422
            return _form(council, form, status, has_purpose=True)
        return to_result(organisation, number)
    return _form(council, form, 422, has_purpose=True)


def _form(
    council: OrganisationFacts, form: SendForm, status: int, *, has_purpose: bool
) -> tuple[str, int]:
    before = queries.imports_of(
        current_session(), organisation_id=council.id, person_id=visitor().person_id
    )
    page = render_template(
        "imports/send.html",
        organisation=council,
        form=form,
        has_purpose=has_purpose,
        uploads=before,
        columns=COLUMNS,
    )
    return page, status


def _send(form: SendForm, council: OrganisationFacts) -> int:
    sent = form.file.data
    if not sent or not sent.filename:
        raise Refusal("Choose a file", field="file")
    table = read(sent.read(), lines=True)
    found = layout(table.header)
    sending = actions.Sending(
        organisation_id=council.id,
        name=clean_name(sent.filename),
        table=table,
        layout=found,
        order=order_in(table.rows, found),
        day=_day(form),
        is_full=form.whole.data == "yes",
        form_key=form.form_key.data or "",
    )
    with transaction() as session:
        at, is_small = now(), len(table.rows) <= working.SMALL
        kept = actions.keep(session, sending, lease=is_small, by=visitor().person_id, at=at)
        number, waits = kept.id, kept.status == Status.WAITING
    if waits:
        _work(number, is_small=is_small)
    return number


def _work(number: int, *, is_small: bool) -> None:
    """What is small is worked out while its sender waits."""
    if is_small:
        working.dry_run(number, served())
    else:
        working.wake()


def _day(form: SendForm) -> date:
    today = day_of(now())
    day: date = form.day.data or today
    if abs(day - today) > FARTHEST:
        raise Refusal("Enter a day within two years of today", field="day")
    return day


def clean_name(name: str) -> str:
    """A file's name as pages show it, without folders, controls or invisible marks."""
    base = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    seen = "".join(c for c in base if unicodedata.category(c)[0] != "C")
    return " ".join(seen.split())[-LONGEST_NAME:] or "file"


@blueprint.post("/organisations/<organisation>/people/import/<int:number>/order")
@for_learning_leads
def say_order(organisation: str, number: int) -> Response | tuple[str, int]:
    """Says whether the day or the month comes first in an import's file."""
    council = council_of(organisation)
    form = OrderForm()
    sent = mine(current_session(), council, number)
    if sent.status != Status.ASKING:
        return to_result(organisation, number)
    if not form.validate():
        return order_page(council, sent, form), 422
    is_small = sent.row_count <= working.SMALL
    with transaction() as session:
        actions.answer_order(
            mine(session, council, number, held=True),
            month_first=form.order.data == MONTH,
            lease=is_small,
            at=now(),
        )
    _work(number, is_small=is_small)
    return to_result(organisation, number)


@dataclass(frozen=True)
class Example:
    """A day of the file, and what each reading makes of it."""

    text: str
    day_first: date | None
    month_first: date | None


def order_page(council: OrganisationFacts, sent: PeopleImport, form: FlaskForm) -> Any:
    """Asks which way round, with days from the file."""
    task = queries.task_of(current_session(), sent.id)
    table = unpacked(task.rows) if task else None
    order = order_in(table.rows, layout(table.header)) if table else None
    texts = order.unclear[:3] if order else ()
    return render_template(
        "imports/order.html",
        organisation=council,
        upload=sent,
        form=form,
        order=order,
        examples=[Example(one, day_in(one), day_in(one, month_first=True)) for one in texts],
    )


@blueprint.post("/organisations/<organisation>/people/import/<int:number>/cancel")
@for_learning_leads
def cancel(organisation: str, number: int) -> Response:
    """Forgets a file that was sent; nothing has been changed."""
    council = council_of(organisation)
    with transaction() as session:
        actions.cancel(session, mine(session, council, number, held=True))
    flash("Cancelled. Nothing has been changed, and the file is not kept.", "information")
    return redirect(url_for("imports.send", organisation=organisation), code=303)
