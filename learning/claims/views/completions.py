"""Completions in bulk from another learning system: always a dry run first."""

from flask import Response, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from learning.claims.actions import completions as actions
from learning.claims.forms import ApplyForm, UploadForm
from learning.claims.models import CompletionUpload
from learning.claims.queries import completions as queries
from learning.claims.rules import columns, files, left_out
from learning.claims.rules.completions import Outcome, Plan, plan
from learning.claims.views.blueprint import (
    LARGEST_BODY,
    blueprint,
    put,
)
from learning.clock import day_of, now
from learning.csvs import to_csv
from learning.database import count_anew, current_session, transaction
from learning.doors import for_learning_leads, takes_files
from learning.errors import NotFound, Refusal, TooLarge
from learning.people.access import eyes_on, visitor
from learning.people.actions.holding import hold
from learning.people.sight import Eyes, seen
from learning.shell.downloads import csv_file
from learning.shell.paging import page_number, pages_of
from learning.spreadsheets.reading import read

PAGE = 50


@blueprint.route("/organisations/<organisation>/completions", methods=["GET", "POST"])
@takes_files(LARGEST_BODY)
@for_learning_leads
def completions(organisation: str) -> AnyResponse | tuple[str, int]:
    """Sends a file; what it would do is shown before anything is recorded."""
    council, eyes = eyes_on(organisation)
    form = UploadForm()
    status = 200 if request.method == "GET" else 422
    if request.method == "POST" and form.validate():
        try:
            number = _upload(form, eyes)
        except Refusal as refusal:
            put(form, refusal, otherwise="file")
            status = 413 if isinstance(refusal, TooLarge) else 422
        else:
            return _to_result(organisation, number)
    before = queries.uploads_of(
        current_session(), organisation_id=council.id, person_id=visitor().person_id
    )
    page = render_template(
        "claims/completions.html", organisation=council, form=form, uploads=before
    )
    return page, status


def _to_result(organisation: str, number: int) -> AnyResponse:
    address = url_for("claims.dry_run", organisation=organisation, number=number)
    return redirect(address, code=303)


def _upload(form: UploadForm, eyes: Eyes) -> int:
    sent = form.file.data
    if not sent or not sent.filename:
        raise Refusal("Choose a file", field="file")
    rows = columns.completions(read(sent.read()), issuer=form.issuer.data or "")
    with transaction() as session:
        return actions.upload(
            session,
            rows,
            organisation_id=eyes.organisation_id,
            name=files.clean_name(sent.filename, columns.ending_of(sent.filename)),
            month_first=form.order.data == "month",
            by=visitor().person_id,
            at=now(),
        ).id


def _planned(session: Session, eyes: Eyes, number: int) -> tuple[CompletionUpload, Plan]:
    """What somebody sent, and what it would do now; NotFound for what another lead sent."""
    me = visitor().person_id
    sent = queries.upload_of(session, number, organisation_id=eyes.organisation_id, person_id=me)
    if sent is None:
        raise NotFound
    rows, month_first = columns.unpacked(sent.completions)
    today = day_of(now())
    around = queries.surroundings(
        session,
        eyes.organisation_id,
        seen(eyes, today),
        importer_id=me,
        today=today,
        month_first=month_first,
    )
    return sent, plan(rows, around)


@blueprint.get("/organisations/<organisation>/completions/<int:number>")
@for_learning_leads
def dry_run(organisation: str, number: int) -> str:
    """What a file would do, row by row; after applying, what it did."""
    council, eyes = eyes_on(organisation)
    sent, planned = _planned(current_session(), eyes, number)
    lines = {outcome: planned.of(outcome) for outcome in Outcome}
    wanted = request.args.get("show", "")
    shown = lines[Outcome(wanted)] if wanted in set(Outcome) else planned.lines
    page = page_number()
    form = ApplyForm(fingerprint=planned.fingerprint)
    return render_template(
        "claims/dry_run.html",
        organisation=council,
        upload=sent,
        form=form,
        counts={outcome: len(found) for outcome, found in lines.items()},
        show=wanted,
        lines=shown[(page - 1) * PAGE : page * PAGE],
        page=page,
        pages=pages_of(len(shown), PAGE),
        catalogue=eyes.catalogue,
    )


@blueprint.post("/organisations/<organisation>/completions/<int:number>/apply")
@for_learning_leads
def apply_completions(organisation: str, number: int) -> AnyResponse:
    """Records what the dry run showed."""
    _, eyes = eyes_on(organisation)
    form = ApplyForm()
    if not form.validate():
        raise Refusal("Go back to the result, and apply it from there.")
    with transaction() as session:
        hold(session, eyes.organisation_id)
        sent, planned = _planned(session, eyes, number)
        actions.apply(
            session,
            sent,
            planned,
            fingerprint=form.fingerprint.data or "",
            by=visitor().person_id,
            at=now(),
        )
    count_anew(len(planned.pieces))
    flash("What was new has been recorded, and everybody concerned is told.", "success")
    return _to_result(organisation, number)


@blueprint.get("/organisations/<organisation>/completions/<int:number>/left-out.csv")
@for_learning_leads
def rows_left_out(organisation: str, number: int) -> Response:
    """The rows that gave nothing, with what is wrong, to mend and send again."""
    council, eyes = eyes_on(organisation)
    _, planned = _planned(current_session(), eyes, number)
    name = f"{council.slug}-completions-{number}-left-out"
    return csv_file(name, to_csv(left_out.HEADER, left_out.rows(planned)))


@blueprint.get("/organisations/<organisation>/completions/example.csv")
@for_learning_leads
def example(organisation: str) -> Response:
    """A file to fill in, with a made-up person."""
    council, _ = eyes_on(organisation)
    return csv_file(f"{council.slug}-completions", to_csv(tuple(columns.COLUMNS), left_out.EXAMPLE))
