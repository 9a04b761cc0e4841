"""The terms of many people end on one day, as at an election: first who, then the deed."""

from flask import render_template, request, url_for

from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import for_learning_leads
from learning.errors import NotFound
from learning.people.access import eyes_on
from learning.people.acting import Acting, acting_here, kinds_in_words
from learning.people.sight import Eyes
from learning.people.standing import OrganisationFacts
from learning.shell.fields import choice
from learning.staffing.actions.deeds import Lead
from learning.staffing.actions.terms import end_terms
from learning.staffing.forms.fields import pick
from learning.staffing.forms.organisation import TermsForm, WantedTermsForm
from learning.staffing.queries.terms import MOST, Holder, holders
from learning.staffing.views.desk import (
    Reply,
    blueprint,
    role_choices,
    service_choices,
    submit,
)

MEMBERSHIP, ROLE = "membership", "role"
STAYS = (
    "Whoever is training lead or report viewer here stays so until that is ended on the page of "
    "training leads"
)


@blueprint.route("/organisations/<organisation>/terms", methods=["GET", "POST"])
@for_learning_leads
def terms(organisation: str) -> Reply:
    """Which role and day; then who would be concerned, and for whom it is to be done."""
    council, eyes = eyes_on(organisation)
    wanted = _wanted(eyes)
    if not request.args:
        return _choose(council, wanted), 200 if request.method == "GET" else 422
    if not wanted.validate():
        return _choose(council, wanted), 422
    form = TermsForm()
    found = _offer(eyes, wanted, form)
    if request.method == "GET":
        form.held.data = [str(one.held_id) for one in found]
        form.leave.data = MEMBERSHIP if _is_base(eyes, wanted.role.data) else ROLE

    def draw(**more: object) -> str:
        return _preview(council, eyes, wanted, form, **more)

    def deed() -> None:
        with transaction() as session:
            end_terms(
                session,
                Lead(eyes, now()),
                _chosen(form),
                role=wanted.role.data,
                ends_on=wanted.ends_on.data,
                leave=form.leave.data == MEMBERSHIP,
            )

    def anew() -> None:
        """Who is still there keeps the tick they had."""
        still = {str(one.held_id) for one in _offer(eyes, wanted, form)}
        form.held.data = [number for number in form.held.data or () if number in still]

    to = url_for("oversight.people", organisation=organisation)
    return submit(form, draw, deed, done="The terms end on that day.", to=lambda: to, anew=anew)


def _wanted(eyes: Eyes) -> WantedTermsForm:
    form = WantedTermsForm(request.args, meta={"csrf": False})
    form.role.choices = pick("Choose a role", role_choices(eyes))
    form.service.choices = pick("All", service_choices(eyes))
    return form


def _choose(council: OrganisationFacts, form: WantedTermsForm) -> str:
    return render_template("staffing/which_terms.html", organisation=council, form=form)


def _offer(eyes: Eyes, wanted: WantedTermsForm, form: TermsForm) -> list[Holder]:
    found = holders(
        current_session(),
        eyes,
        role=wanted.role.data,
        service=wanted.service.data or "",
        ends_on=wanted.ends_on.data,
        on=day_of(now()),
    )
    acting = acting_here(current_session(), eyes.organisation_id, on=day_of(now()))
    form.held.choices = [
        choice(str(one.held_id), _called(one, acting.get(one.person_id, ()))) for one in found
    ]
    if any(one.person_id in acting for one in found):
        form.held.description = STAYS
    return found


def _called(one: Holder, acting: tuple[Acting, ...]) -> str:
    also = ["substitute"] if one.substitute else []
    also += [f"{words} here" for words in kinds_in_words(acting)]
    return (one.name or "Name erased") + (f" ({', '.join(also)})" if also else "")


def _preview(
    council: OrganisationFacts,
    eyes: Eyes,
    wanted: WantedTermsForm,
    form: TermsForm,
    **more: object,
) -> str:
    return render_template(
        "staffing/terms.html",
        organisation=council,
        role=eyes.catalogue.roles[wanted.role.data],
        ends_on=wanted.ends_on.data,
        most=MOST,
        here_again=request.full_path,
        form=form,
        **more,
    )


def _is_base(eyes: Eyes, role: str) -> bool:
    """Whether other roles build on it: ending it alone would leave them without ground."""
    return any(one.base == role for one in eyes.catalogue.roles.values())


def _chosen(form: TermsForm) -> list[int]:
    """The roles that were ticked; what is no number is no role."""
    texts = form.held.data or []
    if not all(text.isascii() and text.isdigit() and len(text) < 10 for text in texts):
        raise NotFound
    return sorted({int(text) for text in texts})
