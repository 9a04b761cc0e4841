"""A person's own claims."""

import secrets

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from learning.catalogue.serving import served
from learning.claims.actions import claims, decisions
from learning.claims.forms import ClaimForm
from learning.claims.models import Claim
from learning.claims.queries import claims as queries
from learning.claims.rules import files
from learning.claims.views.blueprint import (
    LARGEST_BODY,
    SANDBOX,
    blueprint,
    download,
    put,
    skill_choices,
)
from learning.clock import now
from learning.database import current_session, transaction
from learning.doors import signed_in, takes_files
from learning.errors import NotFound, Refusal, TooLarge
from learning.extensions import talisman
from learning.people.access import visitor
from learning.shell.fields import choice
from learning.shell.paging import page_number, pages_of


@blueprint.get("/record/claims")
@signed_in
def my_claims() -> str:
    """What I claimed, and how it was decided."""
    page = page_number()
    total, found = queries.claims_of(current_session(), visitor().person_id, page=page)
    return render_template(
        "claims/mine.html",
        claims=found,
        page=page,
        pages=pages_of(total, queries.PAGE),
        catalogue=served(),
    )


@blueprint.route("/record/claims/new", methods=["GET", "POST"])
@takes_files(LARGEST_BODY)
@signed_in
def new_claim() -> AnyResponse | str | tuple[str, int]:
    """Claims something learned elsewhere."""
    form = _form()
    if request.method == "GET":
        form.form_key.data = secrets.token_urlsafe(16)
        return _page(form)
    valid = form.validate()
    try:
        proof = _proof(form)
        if not valid or not visitor().places:
            return _page(form), 422
        number = _claim(form, proof)
    except Refusal as refusal:
        put(form, refusal)
        return _page(form), 413 if isinstance(refusal, TooLarge) else 422
    flash("Your claim has been sent. You are told here when it is decided.", "success")
    return redirect(url_for("claims.my_claim", number=number), code=303)


def _page(form: ClaimForm) -> str:
    return render_template("claims/new.html", form=form, places=visitor().places)


def _form() -> ClaimForm:
    form = ClaimForm()
    form.skill.choices = skill_choices(served())
    places = visitor().places
    form.organisation.choices = [
        choice(place.organisation.slug, place.organisation.name) for place in places
    ]
    if len(places) == 1:  # nothing to choose
        form.organisation.process(None, places[0].organisation.slug)
        form.organisation.raw_data = [places[0].organisation.slug]
    return form


def _proof(form: ClaimForm) -> files.Proof | None:
    """The file, where one was sent."""
    sent = form.file.data
    if not sent or not sent.filename:
        return None
    return files.proof(sent.filename, sent.read())


def _claim(form: ClaimForm, proof: files.Proof | None) -> int:
    council = next(
        place.organisation
        for place in visitor().places
        if place.organisation.slug == form.organisation.data
    )
    asked = claims.Asked(
        organisation_id=council.id,
        skill=form.skill.data,
        level=int(form.level.data),
        shown_on=form.shown_on.data,
        title=form.title.data,
        issuer=form.issuer.data,
        description=form.description.data,
        proof=proof,
    )
    with transaction() as session:
        return claims.claim(
            session,
            asked,
            person_id=visitor().person_id,
            form_key=form.form_key.data or "",
            at=now(),
        ).id


def _mine(number: int) -> queries.ClaimFacts:
    found = queries.claim_of(current_session(), number, visitor().person_id)
    if found is None:
        raise NotFound
    return found


@blueprint.get("/record/claims/<int:number>")
@signed_in
def my_claim(number: int) -> str:
    """One of my claims."""
    return render_template("claims/my_claim.html", claim=_mine(number), catalogue=served())


@blueprint.get("/record/claims/<int:number>/file")
@talisman(content_security_policy=SANDBOX)  # type: ignore[untyped-decorator]
@signed_in
def my_file(number: int) -> Response:
    """The proof I sent."""
    return download(queries.file_of(current_session(), _mine(number).id))


@blueprint.post("/record/claims/<int:number>/withdraw")
@signed_in
def withdraw_claim(number: int) -> AnyResponse:
    """Takes back a claim that nobody has decided."""
    with transaction() as session:
        claim = session.get_one(Claim, _mine(number).id)
        decisions.withdraw(session, claim, by=visitor().person_id, at=now())
    flash("You have taken your claim back. Its file is gone.", "success")
    return redirect(url_for("claims.my_claims"), code=303)
