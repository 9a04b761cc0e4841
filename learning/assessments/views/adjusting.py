"""Extra time in checks: what a lead grants and ends, and what somebody has been granted."""

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from learning.assessments import adjustments, timing
from learning.assessments.forms import AdjustmentForm
from learning.assessments.models import Adjustment
from learning.assessments.views.shared import blueprint
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import for_learning_leads, signed_in
from learning.errors import Conflict, NotFound, Refusal
from learning.people.access import eyes_on, visitor
from learning.people.standing import OrganisationFacts

blueprint.add_app_template_filter(timing.extra_in_words, "extra_in_words")
blueprint.add_app_template_filter(timing.minutes_in_words, "minutes_in_words")


def _person(organisation: str, code: str) -> tuple[OrganisationFacts, adjustments.Adjusted]:
    """The council and the person, if this lead sees them; else NotFound."""
    council, eyes = eyes_on(organisation)
    found = adjustments.person_here(current_session(), eyes, code, on=day_of(now()))
    if found is None:
        raise NotFound
    return council, found


@blueprint.get("/adjustments")
@signed_in
def my_adjustments() -> str:
    """What time somebody has in checks with a limit, by whom and why."""
    granted = adjustments.granted_to(current_session(), visitor().person_id)
    return render_template("assessments/my_adjustments.html", granted=granted, today=day_of(now()))


@blueprint.route("/organisations/<organisation>/people/<code>/adjustments", methods=["GET", "POST"])
@for_learning_leads
def adjustments_of(organisation: str, code: str) -> Response | str | tuple[str, int]:
    """What this council granted to a person, and granting more."""
    council, person = _person(organisation, code)
    form = AdjustmentForm()
    if request.method == "GET":
        form.starts_on.data = day_of(now())
        return _page(council, person, code, form)
    if not form.validate():
        return _page(council, person, code, form), 422
    try:
        _grant(council, person, form)
    except Conflict:
        raise
    except Refusal as refusal:
        getattr(form, refusal.field or "extra").errors = [refusal.message]
        return _page(council, person, code, form), 422
    flash("This is granted, and the person is told.", "success")
    address = url_for("assessments.adjustments_of", organisation=organisation, code=code)
    return redirect(address, code=303)


def _page(
    council: OrganisationFacts, person: adjustments.Adjusted, code: str, form: AdjustmentForm
) -> str:
    granted = adjustments.granted_to(
        current_session(), person.person_id, organisation_id=council.id
    )
    return render_template(
        "assessments/adjustments.html",
        organisation=council,
        person=person,
        code=code,
        granted=granted,
        form=form,
        today=day_of(now()),
    )


def _grant(council: OrganisationFacts, person: adjustments.Adjusted, form: AdjustmentForm) -> None:
    if not person.belongs:
        raise Conflict("This person does not belong to your council today.")
    with transaction() as session:
        wanted = Adjustment(
            person_id=person.person_id,
            organisation_id=council.id,
            extra=form.chosen,
            reason=(form.reason.data or "").strip(),
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            recorded_at=now(),
            recorded_by=visitor().person_id,
        )
        adjustments.grant(session, wanted)


def _row(
    session: Session,
    council: OrganisationFacts,
    person: adjustments.Adjusted,
    number: int,
    *,
    held: bool = False,
) -> Adjustment:
    return adjustments.granted_here(
        session,
        number,
        organisation_id=council.id,
        person_id=person.person_id,
        held=held,
    )


@blueprint.route(
    "/organisations/<organisation>/people/<code>/adjustments/<int:number>/end",
    methods=["GET", "POST"],
)
@for_learning_leads
def end_adjustment(organisation: str, code: str, number: int) -> Response | str:
    """It ends today; a link opens the page, its button ends it."""
    council, person = _person(organisation, code)
    if request.method == "GET":
        row = _row(current_session(), council, person, number)
        if row.superseded_at is not None:
            raise NotFound
        return render_template(
            "assessments/end_adjustment.html",
            organisation=council,
            person=person,
            code=code,
            row=row,
        )
    with transaction() as session:
        row = _row(session, council, person, number, held=True)
        adjustments.end(session, row, by=visitor().person_id, at=now())
    flash("This has ended, and the person is told.", "success")
    address = url_for("assessments.adjustments_of", organisation=organisation, code=code)
    return redirect(address, code=303)
