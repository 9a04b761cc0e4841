"""Who of those that a full file does not name leaves: ticked, never by itself."""

from flask import request
from werkzeug.wrappers import Response

from learning.catalogue.serving import served
from learning.clock import now
from learning.database import current_session, transaction
from learning.doors import for_learning_leads
from learning.imports import working
from learning.imports.actions import uploads as actions
from learning.imports.forms import LeaversForm
from learning.imports.models import Status
from learning.imports.rules.deeds import Outcome
from learning.imports.views.blueprint import blueprint, council_of, mine, to_result
from learning.imports.views.result import dry_run_page


@blueprint.post("/organisations/<organisation>/people/import/<int:number>/leavers")
@for_learning_leads
def leavers(organisation: str, number: int) -> Response | tuple[str, int]:
    """Keeps the ticks of one page, or ticks everybody or nobody."""
    council = council_of(organisation)
    form = LeaversForm()
    sent = mine(current_session(), council, number)
    if sent.status != Status.READY or not sent.is_full:
        return to_result(organisation, number)
    if not form.validate():
        return dry_run_page(council, sent, leavers=form, show=Outcome.LEAVING), 422
    everyone = True if form.everyone.data else False if form.nobody.data else None
    with transaction() as session:
        sent = mine(session, council, number, held=True)
        is_small = sent.row_count <= working.SMALL
        actions.choose_leavers(
            session,
            sent,
            shown_codes=request.form.getlist("shown"),
            ticked=request.form.getlist("leaver"),
            everyone=everyone,
            last_day=form.last_day.data,
        )
        if is_small:
            actions.take_lease(sent, at=now())
    if is_small:
        working.dry_run(number, served())
    else:
        working.wake()
    page = request.args.get("page", "1")[:6]
    return to_result(organisation, number, show=Outcome.LEAVING.value, page=page)
