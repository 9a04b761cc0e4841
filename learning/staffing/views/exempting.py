"""Exemptions: for one person, and everyone's in the organisation."""

from datetime import timedelta

from flask import render_template, request
from sqlalchemy.orm import Session

from learning.assignments import exempting as actions
from learning.assignments.actions import follow_rules
from learning.assignments.exemptions import Exemption
from learning.catalogue.published import Catalogue
from learning.clock import add_months, day_of, now
from learning.database import current_session
from learning.doors import for_learning_leads
from learning.errors import NotFound
from learning.people.access import eyes_on
from learning.shell.fields import Choice, choice
from learning.shell.paging import page_number, pages_of
from learning.staffing.actions.deeds import still
from learning.staffing.forms.fields import pick
from learning.staffing.forms.person import EndForm, ExemptForm
from learning.staffing.queries.exemptions import PAGE, exemptions_in
from learning.staffing.queries.person import PersonFacts
from learning.staffing.views.desk import (
    Desk,
    Reply,
    Sheet,
    blueprint,
    fill_in,
    here,
    to_newest,
)

PERSON = "/organisations/<organisation>/people/<code>"
SOON = timedelta(days=60)
STAYS = ("An exemption lifts what is asked, not what the role needs: they stay in the figures.",)


@blueprint.get("/organisations/<organisation>/exemptions")
@for_learning_leads
def exemptions(organisation: str) -> str:
    """Who is exempt from what, the first to end first."""
    council, eyes = eyes_on(organisation)
    today, page = day_of(now()), page_number()
    soon = request.args.get("show") == "ending"
    total, found = exemptions_in(
        current_session(), eyes, on=today, before=today + SOON if soon else None, page=page
    )
    return render_template(
        "staffing/exemptions.html",
        organisation=council,
        exemptions=found,
        total=total,
        soon=soon,
        ends_soon=today + SOON,
        page=page,
        pages=pages_of(total, PAGE),
        catalogue=eyes.catalogue,
        today=today,
    )


def _paths(catalogue: Catalogue) -> list[Choice]:
    today = day_of(now())
    return [
        choice(path.slug, path.title)
        for path in catalogue.paths.values()
        if path.file.retired_on is None or path.file.retired_on > today
    ]


@blueprint.route(f"{PERSON}/exemptions/new", methods=["GET", "POST"])
@for_learning_leads
def exempt(organisation: str, code: str) -> Reply:
    """Somebody need not take a path for a time."""
    who = here(organisation, code)
    form = ExemptForm()
    form.path.choices = pick("Choose a path", _paths(who.eyes.catalogue))
    if request.method == "GET":
        today = day_of(now())
        form.path.data = request.args.get("path", "")
        form.starts_on.data, form.ends_on.data = today, add_months(today, 12)
    sheet = Sheet("Exempt from a path", "Exempt them", "They are exempt, and are told.", STAYS)

    def act(desk: Desk) -> None:
        wanted = Exemption(
            organisation_id=who.council.id,
            person_id=desk.person.person_id,
            path=form.path.data,
            authority=form.authority.data or "",
            clause=form.clause.data or "",
            reason=form.reason.data or "",
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            recorded_at=desk.lead.at,
            recorded_by=desk.lead.by,
        )
        actions.exempt(desk.session, wanted, title=_title(who.eyes.catalogue, wanted.path))
        _follow(desk)

    return fill_in(who, form, sheet, act)


def _follow(desk: Desk) -> None:
    ids = [stay.id for stay in desk.person.stays]
    follow_rules(desk.session, memberships=ids, by=desk.lead.by, at=desk.lead.at)


def _title(catalogue: Catalogue, path: str) -> str:
    return catalogue.paths[path].title if path in catalogue.paths else path


def _row(session: Session, number: int, person: PersonFacts, organisation_id: int) -> Exemption:
    row = session.get(Exemption, number)
    theirs = (person.person_id, organisation_id)
    if row is None or (row.person_id, row.organisation_id) != theirs:
        raise NotFound
    return row


@blueprint.route(f"{PERSON}/exemptions/<int:number>/end", methods=["GET", "POST"])
@for_learning_leads
def end_exemption(organisation: str, code: str, number: int) -> Reply:
    """An exemption ends before its time."""
    who = here(organisation, code)
    row = _row(current_session(), number, who.person, who.council.id)
    title = _title(who.eyes.catalogue, row.path)
    form = EndForm()
    form.ends_on.label.text = "From which day they are asked again"
    if request.method == "GET":
        if row.superseded_at is not None:
            return to_newest(who)
        form.ends_on.data = day_of(now())
    sheet = Sheet(
        "End an exemption",
        "End this exemption",
        "The exemption ends, and they are told.",
        (f"They are asked again to take: {title}.",),
        ends_something=True,
    )

    def act(desk: Desk) -> None:
        found = still(_row(desk.session, number, desk.person, who.council.id))
        actions.end_exemption(
            desk.session,
            found,
            ends_on=form.ends_on.data,
            title=title,
            by=desk.lead.by,
            at=desk.lead.at,
        )
        _follow(desk)

    return fill_in(who, form, sheet, act)
