"""Publishing: which figures, what they will say, and then the statement by one POST."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.coverage.content import Audience
from learning.coverage.keeping import DECISIONS, FIGURES
from learning.coverage.latest import SETTLED
from learning.coverage.rules import months
from learning.coverage.rules.table import Name, from_text
from learning.database import current_session, transaction
from learning.doors import for_learning_leads
from learning.errors import Conflict, NotFound, Refusal
from learning.people.access import eyes_on_all, visitor
from learning.people.standing import OrganisationFacts
from learning.publishing import actions, composing, gathering, listings, papers, queries, redrafting
from learning.publishing.composing import Draft, Signing
from learning.publishing.content import Officer, Release
from learning.publishing.forms import StatementForm, form_for, iso
from learning.publishing.models import PreElectionPeriod, Statement
from learning.publishing.views.blueprint import TOP, blueprint
from learning.shell.moments import day_in, moment_in
from learning.timed.queries import standstill

Answer = Response | str | tuple[str, int]
TOO_OLD = "You looked at this more than a day ago. Look at it again, then publish it"


@dataclass(frozen=True)
class Asked:
    """What a lead is about to publish: figures of a day, or a statement said anew."""

    council: OrganisationFacts
    audience: Audience
    as_at: date
    statement: Statement | None  # the one that is restated
    period: PreElectionPeriod | None  # the election that is near
    takes_long: bool = False  # what may be said anew is decided by the worker

    @property
    def here(self) -> str:
        """The address of this page, which posts to itself."""
        return request.full_path.rstrip("?")


def _asked(council: OrganisationFacts, *, at: datetime) -> Asked:
    given = request.args.get("audience") or Audience.NO_NAME.value
    if given not in set(Audience):
        raise NotFound
    as_at = day_in(request.args.get("as_at"), field="as_at")
    if as_at is None:
        raise Refusal("Choose the day the figures are about", field="as_at")
    period = queries.period_on(current_session(), council.id, day_of(at))
    return Asked(council, Audience(given), as_at, None, period)


def asked_again(council: OrganisationFacts, number: int, *, at: datetime) -> Asked:
    """A statement that is to be said anew; Conflict where it was already."""
    listed = listings.statement_of(current_session(), council.slug, number, visitor())
    if listed is None:
        raise NotFound
    if listed.restated_by is not None:
        raise Conflict(
            f"Statement {number} was restated by statement {listed.restated_by}: restate that one"
        )
    statement = current_session().get_one(Statement, listed.id)
    period = queries.period_on(current_session(), council.id, day_of(at))
    takes_long = redrafting.takes_long(current_session(), council, statement)
    return Asked(council, listed.audience, listed.as_at, statement, period, takes_long=takes_long)


@blueprint.get(f"{TOP}/publish")
@for_learning_leads
def choose_figures(organisation: str) -> str:
    """Which day, and for whom."""
    return _choose(eyes_on_all(organisation)[0], at=now())


def _choose(council: OrganisationFacts, *, at: datetime, refusal: Refusal | None = None) -> str:
    """The choice; with what is wrong with the day that was asked for, if anything is."""
    session = current_session()
    decided = gathering.month_ends_to_publish(session, council, at=at)
    stated = queries.days_stated(session, council.id, Audience.NO_NAME)
    coming = gathering.month_end_to_come(session, council, at=at)
    waits = coming or (refusal and refusal.message == gathering.NOT_WORKED_OUT)
    is_for_leads = request.args.get("audience") == Audience.LEADS
    return render_template(
        "publishing/choose.html",
        organisation=council,
        month_ends=[day for day in decided if day not in stated],
        stated=max(stated, default=None),
        coming=coming,
        next_figures=months.next_to_close(at, council.nation),
        typed=request.args.get("as_at") if refusal and is_for_leads else day_of(at).isoformat(),
        is_for_leads=is_for_leads,
        refusal=refusal,
        standstill=standstill(session, FIGURES, DECISIONS, at=at) if waits else None,
    )


@blueprint.route(f"{TOP}/check", methods=["GET", "POST"])
@for_learning_leads
def publish(organisation: str) -> Answer:
    """What a statement will say, and publishing it."""
    at = now()
    council = eyes_on_all(organisation)[0]
    try:
        return look_or_publish(_asked(council, at=at), at=at)
    except Conflict:
        raise
    except Refusal as refusal:
        if refusal.field != "as_at":
            raise
        return _choose(council, at=at, refusal=refusal), 422


def look_or_publish(asked: Asked, *, at: datetime, known_at: datetime | None = None) -> Answer:
    """What it will say, as known at a moment (an hour ago), or publishing it."""
    shape = form_for(restates=asked.statement is not None, in_period=asked.period is not None)
    form = shape()
    if request.method == "GET":
        form.form_key.data = secrets.token_urlsafe(16)
        form.known_at.data = iso(known_at or at - SETTLED)
        if asked.statement is not None:  # what was done is not lost by a correction
            before = queries.said_in(current_session(), asked.statement.id)
            form.actions_taken.data = before.actions_taken
        return _page(asked, form, at=at)
    if not form.validate():
        return _page(asked, form, at=at), 422
    return _publish(asked, form, at=at)


def _publish(asked: Asked, form: StatementForm, *, at: datetime) -> Answer:
    sent = actions.Form(
        key=form.form_key.data or "",
        hash=form.hash(asked.council.id, asked.here),
        by=visitor().person_id,
        at=at,
    )
    before = actions.published_by_form(current_session(), sent)
    if before is not None:
        return redirect(url_for(".statement", organisation=asked.council.slug, number=before), 303)
    draft = _draft(asked, form, at=at)
    number = queries.newest_number(current_session(), asked.council.id) + 1
    content = composing.compose(draft, number, _signing(asked, form, at=at))
    # Drawing takes a while: it is done before anybody has to wait for the database.
    files = papers.drawn(content)
    with transaction() as session:
        kept = actions.publish(session, draft, content, files, form=sent)
    flash(f"Statement {kept} is published.", "success")
    return redirect(url_for(".statement", organisation=asked.council.slug, number=kept), code=303)


def _draft(asked: Asked, form: StatementForm, *, at: datetime) -> Draft:
    """The figures as they were looked at: what was recorded since is not in them."""
    known_at = moment_in(form.known_at.data, field="known_at") or at - SETTLED
    if not at - SETTLED - actions.LOOKED_AT <= known_at <= at - SETTLED:
        raise Conflict(TOO_OLD)
    session, catalogue = current_session(), served()
    if asked.statement is not None:
        return redrafting.redraft(
            session,
            asked.council,
            asked.statement,
            catalogue,
            known_at=known_at,
            reason=form["reason"].data or "" if "reason" in form else "",
            decided=_decided(asked.statement, known_at) if asked.takes_long else None,
        )
    about = gathering.about_now(
        session, asked.council, asked.audience, asked.as_at, at=known_at + SETTLED
    )
    return composing.draft_of(session, about, catalogue)


def _decided(statement: Statement, known_at: datetime) -> frozenset[Name]:
    names = queries.decided_as_known(current_session(), statement.id, known_at)
    if names is None:
        raise Conflict(TOO_OLD)
    return frozenset(map(from_text, names))


def _signing(asked: Asked, form: StatementForm, *, at: datetime) -> Signing:
    officer = Officer(name=form.officer_name.data or "", post=form.officer_post.data or "")
    release = None
    if asked.period is not None:
        release = Release(
            officer=Officer(
                name=form["release_name"].data or "", post=form["release_post"].data or ""
            ),
            reason=form["release_reason"].data or "",
            period_starts_on=asked.period.starts_on,
            polling_on=asked.period.polling_on,
        )
    return Signing(officer, at, form.actions_taken.data or "", release)


def _page(asked: Asked, form: StatementForm, *, at: datetime) -> str:
    """The figures that would be published, with the form."""
    draft = _draft(asked, form, at=at)
    number = queries.newest_number(current_session(), asked.council.id) + 1
    said = composing.compose(draft, number, _signing(asked, form, at=at))
    first = queries.of_day(current_session(), asked.council.id, asked.audience, asked.as_at)
    return render_template(
        "publishing/check.html",
        organisation=asked.council,
        asked=asked,
        form=form,
        said=said,
        report=said.report,
        words=said.report.words["en"],
        already=first.number if first is not None and asked.statement is None else None,
    )
