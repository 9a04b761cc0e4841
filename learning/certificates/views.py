"""Certificates: one's own, their public verification, and their withdrawal."""

from dataclasses import replace

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.exceptions import Gone
from werkzeug.wrappers import Response as AnyResponse

from learning.badges import issuing
from learning.badges.keys import ED25519, RS256
from learning.badges.queries import issues_badges
from learning.badges.signing import as_jwt, with_proof
from learning.certificates import actions, badge, paper, queries, rules
from learning.certificates.forms import SharingForm, WithdrawalForm
from learning.certificates.rules import Choices, Facts, Sheet, Standing
from learning.clock import day_of, now
from learning.config import Settings
from learning.database import current_session, transaction
from learning.doors import for_administrators, public, signed_in
from learning.errors import NotFound, Refusal
from learning.people.access import visitor, visitor_or_none
from learning.people.queries import first_addresses
from learning.people.rules import address_key
from learning.shell.addresses import from_outside
from learning.shell.paging import page_number, pages_of

blueprint = Blueprint("certificates", __name__, template_folder="templates")


@blueprint.get("/certificates")
@signed_in
def certificates() -> str:
    """One's own, the newest first."""
    today = day_of(now())
    page = page_number()
    total, found = queries.held_by(current_session(), visitor().person_id, page=page)
    sheets = [(facts, rules.sheet(facts, is_holder=True, today=today)) for facts in found]
    pages = pages_of(total, queries.PAGE)
    return render_template("certificates/list.html", certificates=sheets, page=page, pages=pages)


def _seen(code: str) -> tuple[Facts, Sheet, bool]:
    """(all of it, what this visitor sees of it, whether it is theirs), else NotFound."""
    facts = queries.facts_by_code(current_session(), code)
    if facts is None:
        raise NotFound
    who = visitor_or_none()
    is_holder = who is not None and who.person_id == facts.person_id
    sheet = rules.sheet(facts, is_holder=is_holder, today=day_of(now()))
    if sheet is None:
        raise NotFound
    return facts, sheet, is_holder


def _kept_from_others(reply: Response, facts: Facts, *, is_holder: bool) -> Response:
    """No copy outlives a consent that is taken back, and none is a holder's private one."""
    reply.headers["Cache-Control"] = "private, no-store" if is_holder else "no-store"
    if not facts.choices.shown:
        reply.headers["X-Robots-Tag"] = "noindex"
    return reply


@blueprint.get("/certificates/<certificate>")
@public
def certificate(certificate: str) -> Response:
    """What its holder agreed to show; for the holder all of it, and the choice."""
    facts, sheet, is_holder = _seen(certificate)
    form = SharingForm()
    form.offer(badge=is_holder and _can_be_badge(facts))
    form.show(facts.choices)
    return _page(facts, sheet, form if is_holder else None)


def _can_be_badge(facts: Facts) -> bool:
    """Whether its organisation issued badges when it was awarded; that never changes."""
    return facts.organisation_id is not None and issues_badges(
        current_session(), facts.organisation_id, at=facts.awarded_at
    )


def _address(facts: Facts) -> str:
    return from_outside(url_for("certificates.certificate", certificate=facts.code))


def _page(facts: Facts, sheet: Sheet, form: SharingForm | None) -> Response:
    page = render_template(
        "certificates/certificate.html",
        sheet=sheet,
        form=form,
        choices=facts.choices,
        reason=facts.withdrawn.reason if facts.withdrawn else "",
        address=_address(facts),
    )
    return _kept_from_others(make_response(page), facts, is_holder=form is not None)


@blueprint.get("/certificates/<certificate>.pdf")
@public
def certificate_pdf(certificate: str) -> Response:
    """The same on paper."""
    facts, sheet, is_holder = _seen(certificate)
    settings: Settings = current_app.extensions["settings"]
    made = paper.pdf(
        sheet,
        address=_address(facts),
        service=settings.service_name,
        is_public=facts.choices.shown,
    )
    reply = Response(made, mimetype="application/pdf")
    reply.headers["Content-Disposition"] = 'inline; filename="certificate.pdf"'
    return _kept_from_others(reply, facts, is_holder=is_holder)


@blueprint.get("/certificates/<certificate>.json")
@public
def certificate_badge(certificate: str) -> Response:
    """The same as a badge with its proof inside."""
    return _badge(certificate, ED25519)


@blueprint.get("/certificates/<certificate>.jwt")
@public
def certificate_jwt(certificate: str) -> Response:
    """The same as a badge in a signed JWT."""
    return _badge(certificate, RS256)


def _badge(code: str, algorithm: str) -> Response:
    facts, sheet, is_holder = _seen(code)
    agreed = is_holder or facts.choices.with_badge
    if not agreed or facts.organisation_slug is None or not _can_be_badge(facts):
        raise NotFound
    if sheet.standing is Standing.WITHDRAWN:
        raise Gone
    session = current_session()
    email = first_addresses(session, [facts.person_id]).get(facts.person_id)
    if email is None:
        raise NotFound
    signer = issuing.signer(
        session,
        organisation_id=facts.organisation_id or 0,
        slug=facts.organisation_slug,
        algorithm=algorithm,
    )
    said = badge.credential(
        # Whoever it is handed on to reads the name: for its holder too it is there by consent.
        replace(sheet, name=facts.name if facts.choices.with_name else None),
        badge.Addresses(_address(facts), issuing.address_of(facts.organisation_slug)),
        email=address_key(email),
        salt=facts.salt,
    )
    if algorithm == ED25519:
        reply = jsonify(with_proof(said, signer, at=now()))
        reply.mimetype = "application/ld+json"
    else:
        reply = Response(as_jwt(said, signer), mimetype="application/jwt")
    return _kept_from_others(reply, facts, is_holder=is_holder)


@blueprint.post("/certificates/<certificate>")
@signed_in
def share(certificate: str) -> AnyResponse | tuple[Response, int]:
    """The holder decides who sees what, as often as they like."""
    facts, sheet, is_holder = _seen(certificate)
    if not is_holder:
        raise NotFound
    form = SharingForm()
    form.offer(badge=_can_be_badge(facts))
    if not form.validate():
        return _page(facts, sheet, form), 422
    with transaction() as session:
        chosen = actions.choose(
            session,
            code=certificate,
            person_id=visitor().person_id,
            choices=form.chosen(),
            at=now(),
        )
    flash(_seen_by(chosen, form), "success")
    return redirect(url_for("certificates.certificate", certificate=certificate), code=303)


def _seen_by(chosen: Choices, form: SharingForm) -> str:
    """What was agreed, whole: “my name” beside “nobody but me” shows nobody the name."""
    if chosen.shown:
        is_named = "stands" if chosen.with_name else "does not stand"
        return f"Everyone who has the address sees it. Your name {is_named} on it."
    return "Nobody but you sees it." + (
        " What else you ticked is not shown either." if form.also.data else ""
    )


@blueprint.route("/admin/certificates/withdraw", methods=["GET", "POST"])
@for_administrators
def withdraw() -> AnyResponse | str | tuple[str, int]:
    """A certificate no longer holds; whoever runs the installation needs no look at records."""
    template, form = "certificates/withdraw.html", WithdrawalForm()
    if request.method == "GET":
        return render_template(template, form=form)
    if not form.validate():
        return render_template(template, form=form), 422
    try:
        with transaction() as session:
            actions.withdraw(
                session,
                code=form.only_code(),
                effective_on=form.effective_on.data,
                reason=(form.reason.data or "").strip(),
                by=visitor().person_id,
                at=now(),
            )
    except Refusal as refusal:
        if refusal.field is None:
            raise
        form[refusal.field].errors = [refusal.message]
        return render_template(template, form=form), 422
    flash("The certificate has been withdrawn, and its holder told.", "success")
    return redirect(url_for("administration.overview"), code=303)
