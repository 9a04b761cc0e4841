"""More time: for what one person is asked, or for several people asked at once."""

from flask import render_template, request, url_for

from learning.assignments.models import Assignment
from learning.catalogue.serving import served
from learning.clock import day_in_words, day_of, now
from learning.database import current_session, transaction
from learning.doors import for_learning_leads
from learning.errors import NotFound
from learning.people.access import eyes_on
from learning.people.sight import Eyes
from learning.people.standing import OrganisationFacts
from learning.shell.fields import choice
from learning.shell.paging import page_number, pages_of
from learning.staffing.actions.deeds import Lead
from learning.staffing.actions.extending import Longer, extend
from learning.staffing.forms.person import ExtendForm
from learning.staffing.queries.asked import PAGE, asked_by, asked_of
from learning.staffing.views.desk import (
    Desk,
    Here,
    Reply,
    Sheet,
    blueprint,
    fill_in,
    here,
    submit,
)


def _chosen(form: ExtendForm) -> list[int]:
    """The rows that were ticked; what is no number is no row."""
    texts = form.assigned.data or []
    if not all(text.isascii() and text.isdigit() and len(text) < 10 for text in texts):
        raise NotFound
    return sorted({int(text) for text in texts})


def _longer(form: ExtendForm) -> Longer:
    return Longer(form.due_on.data, form.reason.data or "")


@blueprint.route("/organisations/<organisation>/people/<code>/extend", methods=["GET", "POST"])
@for_learning_leads
def extend_person(organisation: str, code: str) -> Reply:
    """A later last day for what one person is asked."""
    who = here(organisation, code)
    form = ExtendForm()
    _offer(who, form)
    if request.method == "GET":
        form.assigned.data = request.args.getlist("assigned")
    nothing = () if form.assigned.choices else ("Your council asks nothing of this person today.",)
    sheet = Sheet("Give more time", "Give more time", "They have more time, and are told.", nothing)

    def act(desk: Desk) -> None:
        stays = {stay.id for stay in desk.person.stays}
        extend(desk.session, desk.lead, _chosen(form), _longer(form), of=stays)

    return fill_in(who, form, sheet, act, anew=lambda: _offer(who, form))


def _offer(who: Here, form: ExtendForm) -> None:
    paths = who.eyes.catalogue.paths
    form.assigned.choices = [
        choice(
            str(one.id),
            f"{paths[one.path].title if one.path in paths else one.path}, "
            f"by {day_in_words(one.due_on)}",
        )
        for one in asked_of(current_session(), who.person, reader=who.eyes.lead_id)
    ]


@blueprint.route(
    "/organisations/<organisation>/assignments/<int:number>/extend", methods=["GET", "POST"]
)
@for_learning_leads
def extend_several(organisation: str, number: int) -> Reply:
    """A later last day for several people whom one assignment asks, fifty a page."""
    council, eyes = eyes_on(organisation)
    page, form = page_number(), ExtendForm()
    form.assigned.label.text = "Who gets more time"

    total = _offer_several(eyes, number, form, page)
    if not total:
        raise NotFound

    def draw(**more: object) -> str:
        return _draw(council, number, form, page=page, pages=pages_of(total, PAGE), **more)

    def deed() -> None:
        with transaction() as session:
            extend(session, Lead(eyes, now()), _chosen(form), _longer(form))

    address = url_for("assignments.assignment", organisation=organisation, number=number)
    done = "They have more time, and each is told."

    def anew() -> None:
        _offer_several(eyes, number, form, page)

    return submit(form, draw, deed, done=done, to=lambda: address, anew=anew)


def _offer_several(eyes: Eyes, number: int, form: ExtendForm, page: int) -> int:
    total, found = asked_by(current_session(), eyes, number, on=day_of(now()), page=page)
    form.assigned.choices = [
        choice(str(one.id), f"{one.name or 'Name erased'}, by {day_in_words(one.due_on)}")
        for one in found
    ]
    return total


def _draw(council: OrganisationFacts, number: int, form: ExtendForm, **more: object) -> str:
    slug, paths = current_session().get_one(Assignment, number).path, served().paths
    sheet = Sheet("Give more time", "Give more time", "")
    return render_template(
        "staffing/form.html",
        organisation=council,
        caption=paths[slug].title if slug in paths else slug,
        form=form,
        sheet=sheet,
        back=url_for("assignments.assignment", organisation=council.slug, number=number),
        **more,
    )
