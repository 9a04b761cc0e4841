"""Short cases of results: the list, a case, writing and proposing one, and what leads decide."""

import secrets

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import for_learning_leads, for_members
from learning.errors import Conflict, NotFound, Refusal
from learning.outcomes.actions import cases as actions
from learning.outcomes.forms import CaseForm, DecideForm
from learning.outcomes.queries.cases import PAGE, Case, Reader, case_of, cases_of, earlier_of
from learning.outcomes.rules.cases import State, Words, check, check_reason
from learning.outcomes.views.blueprint import blueprint, put
from learning.people.access import visitor
from learning.people.standing import OrganisationFacts
from learning.shell.fields import choice
from learning.shell.paging import page_number, pages_of

AT = "/organisations/<organisation>/results"


def _reader(council: OrganisationFacts) -> Reader:
    """How the visitor reads cases here."""
    try:
        visitor().leads(council.slug)
    except NotFound:
        return Reader(visitor().person_id, is_lead=False)
    return Reader(visitor().person_id, is_lead=True)


def _may_write(council: OrganisationFacts, reader: Reader) -> bool:
    """Members propose and training leads write; report viewers from elsewhere read."""
    return reader.is_lead or any(p.organisation.id == council.id for p in visitor().places)


@blueprint.get(AT)
@for_members
def results(organisation: str) -> str:
    """Every case that is published, and those that wait."""
    council = visitor().belongs_to(organisation)
    reader, skill = _reader(council), request.args.get("skill", "")
    if skill and skill not in served().skills:
        raise NotFound
    session, page = current_session(), page_number()
    total, found = cases_of(
        session, council.id, reader, [State.PUBLISHED.value], skill=skill, page=page
    )
    _, waiting = cases_of(session, council.id, reader, [State.PROPOSED.value])
    return render_template(
        "outcomes/results.html",
        organisation=council,
        cases=found,
        waiting=waiting,
        page=page,
        pages=pages_of(total, PAGE),
        skill=skill,
        is_lead=reader.is_lead,
        may_write=_may_write(council, reader),
        names=served().names["skill"],
    )


@blueprint.route(f"{AT}/new", methods=["GET", "POST"])
@for_members
def new_case(organisation: str) -> Response | str | tuple[str, int]:
    """A lead writes a case; anybody else who belongs here proposes one."""
    council = visitor().belongs_to(organisation)
    reader = _reader(council)
    if not _may_write(council, reader):
        raise NotFound
    form = _form()
    if request.method == "GET":
        form.form_key.data = secrets.token_urlsafe(16)
        return _writing(council, reader, form)
    try:
        words = _words(form)
        if words is None:
            return _writing(council, reader, form), 422
        with transaction() as session:
            number = actions.write(
                session,
                council.id,
                council.slug,
                words,
                is_lead=reader.is_lead,
                form_key=form.form_key.data or "",
                by=visitor().person_id,
                at=now(),
            )
    except Refusal as refusal:
        put(form, refusal)
        return _writing(council, reader, form), 422
    flash("The case is published." if reader.is_lead else "Thank you. A training lead reads it.")
    return redirect(url_for("outcomes.result", organisation=organisation, number=number), code=303)


def _form() -> CaseForm:
    form = CaseForm(request.form if request.method == "POST" else None)
    form.skills.choices = [choice(slug, name) for slug, name in served().names["skill"].items()]
    return form


def _words(form: CaseForm) -> Words | None:
    """What the form says, or None where its shape is wrong."""
    if not form.validate():
        return None
    words = Words(
        title=form.title.data,
        changed=form.changed.data or "",
        figures=form.figures.data or "",
        source=form.source.data or "",
        skills=tuple(sorted(form.skills.data or ())),
        happened_on=form.happened_on.data,
        officer=form.officer.data,
        link=form.link.data or "",
    )
    check(words, skills=served().skills, today=day_of(now()))
    return words


def _writing(
    council: OrganisationFacts, reader: Reader, form: CaseForm, case: Case | None = None
) -> str:
    return render_template(
        "outcomes/write.html",
        organisation=council,
        form=form,
        is_lead=reader.is_lead,
        case=case,
    )


def _case(organisation: str, number: int) -> tuple[OrganisationFacts, Reader, Case]:
    council = visitor().belongs_to(organisation)
    reader = _reader(council)
    found = case_of(current_session(), number, council.id, reader)
    if found is None:
        raise NotFound
    return council, reader, found


@blueprint.get(f"{AT}/<int:number>")
@for_members
def result(organisation: str, number: int) -> str:
    """One case; of one that was withdrawn, that it was, and why."""
    council, reader, found = _case(organisation, number)
    return _reading(council, reader, found, DecideForm())


def _reading(council: OrganisationFacts, reader: Reader, case: Case, form: DecideForm) -> str:
    form.seen.data = str(case.version)
    return render_template(
        "outcomes/result.html",
        organisation=council,
        case=case,
        form=form,
        is_lead=reader.is_lead,
        earlier=earlier_of(current_session(), case.id) if reader.is_lead else (),
        names=served().names["skill"],
    )


@blueprint.route(f"{AT}/<int:number>/correct", methods=["GET", "POST"])
@for_learning_leads
def correct_case(organisation: str, number: int) -> Response | str | tuple[str, int]:
    """Other words, published from now on; those of before stay on record."""
    council, reader, found = _case(organisation, number)
    if found.state not in {State.PROPOSED, State.PUBLISHED}:
        raise NotFound
    form = _form()
    if request.method == "GET":
        for name, value in vars(found.words).items():
            form[name].data = list(value) if isinstance(value, tuple) else value
        form.seen.data = str(found.version)
        return _writing(council, reader, form, found)
    try:
        words = _words(form)
        if words is None:
            return _writing(council, reader, form, found), 422
        _change(council, number, State.PUBLISHED, form.seen.data, words=words)
    except Refusal as refusal:
        put(form, refusal)
        return _writing(council, reader, form, found), 422
    flash("The case is published in these words.", "success")
    return redirect(url_for("outcomes.result", organisation=organisation, number=number), code=303)


@blueprint.post(f"{AT}/<int:number>/<any(publish, decline, withdraw):deed>")
@for_learning_leads
def decide_case(organisation: str, number: int, deed: str) -> Response | tuple[str, int]:
    """A lead publishes what was proposed, or says why not; or withdraws what was published."""
    council, reader, found = _case(organisation, number)
    form = DecideForm(request.form)
    to = {
        "publish": State.PUBLISHED,
        "decline": State.DECLINED,
        "withdraw": State.WITHDRAWN,
    }[deed]
    try:
        if not form.validate():
            return _reading(council, reader, found, form), 422
        reason = "" if to is State.PUBLISHED else form.reason.data or ""
        check_reason(to, reason)
        _change(council, number, to, form.seen.data, reason=reason)
    except Refusal as refusal:
        put(form, refusal)
        return _reading(council, reader, found, form), 422
    said = {"publish": "published", "decline": "not published", "withdraw": "withdrawn"}[deed]
    flash(f"The case is {said}.", "success")
    return redirect(url_for("outcomes.result", organisation=organisation, number=number), code=303)


def _change(
    council: OrganisationFacts,
    number: int,
    to: State,
    seen: str | None,
    *,
    words: Words | None = None,
    reason: str = "",
) -> None:
    if not (seen or "").isascii() or not (seen or "").isdigit():
        raise Conflict(actions.CHANGED)
    with transaction() as session:
        actions.change(
            session,
            number,
            council.id,
            council.slug,
            to,
            seen=int(seen or 0),
            words=words,
            reason=reason,
            by=visitor().person_id,
            at=now(),
        )
