"""A training lead decides claims."""

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from learning.catalogue.serving import served
from learning.claims.actions import decisions
from learning.claims.forms import (
    DAY,
    GOOD,
    MONTHS,
    AcceptForm,
    DeclineForm,
    level_choices,
    months_of,
)
from learning.claims.models import Claim
from learning.claims.queries import claims as queries
from learning.claims.queries.acceptance import rules_of
from learning.claims.rules.acceptance import Limit, limit
from learning.claims.views.blueprint import (
    SANDBOX,
    blueprint,
    download,
    put,
)
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import for_learning_leads
from learning.errors import NotFound, Refusal
from learning.evidence.queries import evidence_of
from learning.evidence.rules import shown_before
from learning.extensions import talisman
from learning.people.access import eyes_on, visitor
from learning.people.queries import left_on
from learning.people.standing import OrganisationFacts
from learning.shell.paging import page_number, pages_of


@blueprint.get("/organisations/<organisation>/claims")
@for_learning_leads
def claims_waiting(organisation: str) -> str:
    """Undecided claims, the oldest first."""
    council, eyes = eyes_on(organisation)
    today = day_of(now())
    page = page_number()
    total, found = queries.waiting(current_session(), eyes, on=today, page=page)
    return render_template(
        "claims/waiting.html",
        organisation=council,
        claims=[(claim, (today - day_of(claim.made_at)).days) for claim in found],
        total=total,
        page=page,
        pages=pages_of(total, queries.PAGE),
        catalogue=eyes.catalogue,
        me=visitor().person_id,
    )


def _claim_here(organisation: str, number: int) -> tuple[OrganisationFacts, queries.ClaimFacts]:
    council, eyes = eyes_on(organisation)
    found = queries.claim_in(current_session(), number, eyes, on=day_of(now()))
    if found is None:
        raise NotFound
    return council, found


@blueprint.get("/organisations/<organisation>/claims/<int:number>")
@for_learning_leads
def claim(organisation: str, number: int) -> str:
    """One claim, with its proof and what the council's rules say."""
    council, found = _claim_here(organisation, number)
    within = _limit(council, found)
    form = _accept_form(found)
    _prefill(form, found, within)
    return _page(council, found, form, within)


def _limit(council: OrganisationFacts, found: queries.ClaimFacts) -> Limit | None:
    return limit(
        rules_of(current_session(), council.id),
        issuer=found.issuer,
        course=found.title,
        skill=found.skill,
        on=found.shown_on,
    )


def _accept_form(found: queries.ClaimFacts) -> AcceptForm:
    form = AcceptForm()
    form.level.choices = level_choices(found.level)
    return form


def _prefill(form: AcceptForm, found: queries.ClaimFacts, within: Limit | None) -> None:
    """What was claimed, as far as the council's rules go."""
    form.shown_on.data = found.shown_on
    form.level.data = str(min(found.level, within.level) if within else found.level)
    months = within.lasts_months if within else None
    if months:
        form.months.data = str(months)
        form.lasts.data = MONTHS
    elif within:
        form.lasts.data = GOOD


def _page(
    council: OrganisationFacts,
    found: queries.ClaimFacts,
    form: AcceptForm,
    within: Limit | None,
) -> str:
    session = current_session()
    left = left_on(session, found.person_id, council.id)
    shown = shown_before(evidence_of(session, found.person_id), left)
    return render_template(
        "claims/one.html",
        organisation=council,
        claim=found,
        form=form,
        within=within,
        shown=[piece for piece in shown if piece.skill == found.skill],
        is_own=found.person_id == visitor().person_id,
        catalogue=served(),
        today=day_of(now()),
    )


@blueprint.get("/organisations/<organisation>/claims/<int:number>/file")
@talisman(content_security_policy=SANDBOX)  # type: ignore[untyped-decorator]
@for_learning_leads
def claim_file(organisation: str, number: int) -> Response:
    """The proof, for whoever may decide the claim."""
    _, found = _claim_here(organisation, number)
    return download(queries.file_of(current_session(), found.id))


@blueprint.post("/organisations/<organisation>/claims/<int:number>/accept")
@for_learning_leads
def accept_claim(organisation: str, number: int) -> AnyResponse | tuple[str, int]:
    """The claim becomes evidence at its true date."""
    council, found = _claim_here(organisation, number)
    form = _accept_form(found)
    within = _limit(council, found)
    if not form.validate():
        return _page(council, found, form, within), 422
    try:
        with transaction() as session:
            claim = session.get_one(Claim, number)
            decisions.accept(session, claim, _grant(form), by=visitor().person_id, at=now())
    except Refusal as refusal:
        put(form, refusal)
        return _page(council, found, form, within), 422
    flash(f"Accepted. It counts in {found.person}’s record, and they are told.", "success")
    return redirect(url_for("claims.claims_waiting", organisation=organisation), code=303)


def _grant(form: AcceptForm) -> decisions.Grant:
    return decisions.Grant(
        level=int(form.level.data),
        shown_on=form.shown_on.data,
        lasts_months=months_of(form.months) if form.lasts.data == MONTHS else None,
        expires_on=form.expires_on.data if form.lasts.data == DAY else None,
        reason=form.reason.data or "",
        practice_verified="yes" in (form.practice_verified.data or ()),
    )


@blueprint.route(
    "/organisations/<organisation>/claims/<int:number>/decline", methods=["GET", "POST"]
)
@for_learning_leads
def decline_claim(organisation: str, number: int) -> AnyResponse | str | tuple[str, int]:
    """Not accepted, with a reason."""
    council, found = _claim_here(organisation, number)
    form = DeclineForm()
    page = {"organisation": council, "claim": found, "form": form, "catalogue": served()}
    if request.method == "GET":
        return render_template("claims/decline.html", **page)
    if not form.validate():
        return render_template("claims/decline.html", **page), 422
    with transaction() as session:
        claim = session.get_one(Claim, number)
        decisions.decline(session, claim, reason=form.reason.data, by=visitor().person_id, at=now())
    flash(f"Not accepted. {found.person} is told why.", "success")
    return redirect(url_for("claims.claims_waiting", organisation=organisation), code=303)
