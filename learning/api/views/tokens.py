"""The tokens of a council's tools: a list, making one, and revoking."""

import secrets

from flask import flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from learning.api.forms import WORDS, TokenForm
from learning.api.views.blueprint import VERSION, blueprint
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import ApiScope, for_learning_leads
from learning.errors import Conflict, Refusal
from learning.people.access import eyes_on_all, visitor
from learning.people.actions import tokens as actions
from learning.people.bearers import tokens_of
from learning.people.standing import OrganisationFacts
from learning.shell.addresses import from_outside

TOP = "/organisations/<organisation>/tokens"


@blueprint.get(TOP)
@for_learning_leads
def tokens(organisation: str) -> str:
    """The tokens there are, and a form for another."""
    form = TokenForm()
    form.form_key.data = secrets.token_urlsafe(16)
    return _page(eyes_on_all(organisation)[0], form)


def _page(council: OrganisationFacts, form: TokenForm) -> str:
    return render_template(
        "api/tokens.html",
        organisation=council,
        form=form,
        tokens=tokens_of(current_session(), council.id, on=day_of(now())),
        words=WORDS,
        today=day_of(now()),
    )


@blueprint.post(TOP)
@for_learning_leads
def make_token(organisation: str) -> Response | tuple[str, int]:
    """Another one, shown on the answer to this form and never again."""
    council = eyes_on_all(organisation)[0]
    form = TokenForm()
    if not form.validate():
        return _page(council, form), 422
    wanted = actions.Wanted(
        name=form.name.data or "",
        scopes=frozenset(map(ApiScope, form.scopes.data or ())),
        expires_on=form.expires_on.data,
    )
    try:
        with transaction() as session:
            token = actions.make(
                session,
                wanted,
                organisation_id=council.id,
                form_key=form.form_key.data or "",
                by=visitor().person_id,
                at=now(),
            )
    except Conflict:
        raise
    except Refusal as refusal:
        form[refusal.field or "name"].errors = [refusal.message]
        return _page(council, form), 422
    return make_response(_shown_once(council, wanted, token))


def _shown_once(council: OrganisationFacts, wanted: actions.Wanted, token: str) -> str:
    """Not a redirect: the token stands in this answer alone, which nobody may keep."""
    return render_template(
        "api/token_made.html",
        organisation=council,
        wanted=wanted,
        token=token,
        address=from_outside(VERSION),
    )


@blueprint.post(f"{TOP}/<int:number>/revoke")
@for_learning_leads
def revoke_token(organisation: str, number: int) -> Response:
    """It opens nothing from now on."""
    council = eyes_on_all(organisation)[0]
    with transaction() as session:
        actions.revoke(
            session, number, organisation_id=council.id, by=visitor().person_id, at=now()
        )
    flash("The token is revoked. What used it can read nothing more.", "success")
    return redirect(url_for(".tokens", organisation=council.slug), code=303)
