"""What an import would do, row by row; applying it; and how far it is."""

import json
from typing import Any

from flask import flash, make_response, render_template, request
from werkzeug.wrappers import Response

from learning.catalogue.serving import served
from learning.clock import now
from learning.database import current_session, transaction
from learning.doors import for_learning_leads
from learning.errors import Refusal
from learning.imports import working
from learning.imports.actions import uploads as actions
from learning.imports.files import Changed
from learning.imports.forms import LATER, NOW, ApplyForm, LeaversForm, OrderForm
from learning.imports.inviting import NO_LETTERS, can_invite, letters_to
from learning.imports.models import AT_WORK, PeopleImport, Status
from learning.imports.queries import uploads as queries
from learning.imports.queries.uploads import PAGE, Counts
from learning.imports.rules.deeds import Outcome
from learning.imports.views.blueprint import blueprint, council_of, mine, to_result
from learning.imports.views.sending import order_page
from learning.imports.views.words import in_words
from learning.people.standing import OrganisationFacts
from learning.shell.paging import page_number, pages_of
from learning.timed.queries import standstill

TABS = (Outcome.ERROR, Outcome.CHANGED, Outcome.NEW, Outcome.LEAVING, Outcome.UNCHANGED)
LOOK_AGAIN = 3  # seconds


@blueprint.get("/organisations/<organisation>/people/import/<int:number>")
@for_learning_leads
def result(organisation: str, number: int) -> Any:
    """What a file would do; while that is worked out, how far it is."""
    council = council_of(organisation)
    sent = mine(current_session(), council, number)
    if sent.status == Status.ASKING:
        return order_page(council, sent, OrderForm())
    if sent.status in AT_WORK:
        return _progress(council, sent)
    return dry_run_page(council, sent)


def _progress(council: OrganisationFacts, sent: PeopleImport) -> Response:
    """A page that looks again by itself; the header does what a script would."""
    page = render_template(
        "imports/progress.html",
        organisation=council,
        upload=sent,
        percent=min(99, round(100 * sent.done / max(1, sent.row_count))),
        begun=sent.lease is not None,
        applying=sent.status == Status.APPLYING,
        standstill=standstill(current_session(), working.IMPORTS, at=now()),
    )
    reply = make_response(page)
    reply.headers["Refresh"] = str(LOOK_AGAIN)
    return reply


def dry_run_page(
    council: OrganisationFacts,
    sent: PeopleImport,
    *,
    leavers: LeaversForm | None = None,
    show: Outcome | None = None,
    invites: bool | None = None,
) -> str:
    """Five counts, the lines of one of them, and what can be done."""
    counts = queries.counts_of(current_session(), sent.id)
    shown = show or _wanted(counts)
    page = page_number()
    lines = queries.lines_of(current_session(), sent.id, shown, page=page)
    # A form that is not on the page has no errors to lead to.
    form = leavers if leavers and counts.proposed else LeaversForm(None)
    if form is not leavers:
        form.last_day.data = sent.last_day
    good_rows = "yes" if counts.of[Outcome.ERROR] else ""
    return render_template(
        "imports/result.html",
        organisation=council,
        upload=sent,
        said=_said(sent),
        counts=counts,
        tabs=TABS,
        show=shown,
        lines=[(line, in_words(line)) for line in lines],
        page=page,
        pages=pages_of(counts.of[shown], PAGE),
        apply_form=ApplyForm(
            None,
            fingerprint=sent.fingerprint,
            good_rows=good_rows,
            invite=NOW if (sent.invites if invites is None else invites) else LATER,
        ),
        letters=letters_to(has_new=bool(counts.of[Outcome.NEW])) if _can_invite(sent) else None,
        form=form,
    )


def _can_invite(sent: PeopleImport) -> bool:
    return can_invite(by_worker=sent.row_count > working.SMALL)


def _said(sent: PeopleImport) -> list[str]:
    """What to know of the file, and where nobody can be invited."""
    said: list[str] = json.loads(sent.said)
    if sent.status == Status.READY and not _can_invite(sent):
        said.append(NO_LETTERS)
    return said


def _wanted(counts: Counts) -> Outcome:
    """What the address asks for; else the first of which there is something."""
    asked = request.args.get("show", "")
    if asked in set(Outcome):
        return Outcome(asked)
    return next((one for one in TABS if counts.of[one]), Outcome.UNCHANGED)


@blueprint.post("/organisations/<organisation>/people/import/<int:number>/apply")
@for_learning_leads
def apply(organisation: str, number: int) -> Response | tuple[str, int]:
    """Applies what the dry run showed: all of it or nothing, or the good rows by choice."""
    council = council_of(organisation)
    form = ApplyForm()
    if not form.validate():
        raise Refusal("Go back to the result, and apply it from there.")
    sent = mine(current_session(), council, number)
    good_rows, invites = form.good_rows.data == "yes", form.invite.data == NOW
    if sent.status == Status.APPLIED:
        return to_result(organisation, number)
    if sent.row_count > working.SMALL:
        with transaction() as session:
            actions.ask_to_apply(
                mine(session, council, number, held=True),
                fingerprint=form.fingerprint.data or "",
                good_rows=good_rows,
                invites=invites,
            )
        working.wake()
        return to_result(organisation, number)
    try:
        working.apply(
            number,
            served(),
            fingerprint=form.fingerprint.data or "",
            good_rows=good_rows,
            invites=invites,
        )
    except Changed:
        fresh = mine(current_session(), council, number)
        return dry_run_page(council, fresh, invites=invites), 409
    left_out = "Rows in error were left out." if good_rows else "Nothing was left out."
    flash(f"Applied. What the dry run showed has been changed. {left_out}", "success")
    return to_result(organisation, number)


@blueprint.post("/organisations/<organisation>/people/import/<int:number>/again")
@for_learning_leads
def again(organisation: str, number: int) -> Response:
    """Makes the dry run again, as people stand now."""
    council = council_of(organisation)
    with transaction() as session:
        found = mine(session, council, number, held=True)
        if found.status not in (Status.READY, Status.FAILED):
            return to_result(organisation, number)
        is_small = found.row_count <= working.SMALL
        found.status, found.tries = Status.WAITING, 0
        if is_small:
            actions.take_lease(found, at=now())
    if is_small:
        working.dry_run(number, served())
    else:
        working.wake()
    return to_result(organisation, number)
