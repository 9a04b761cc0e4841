"""What the pages on which a lead changes something about one person share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from learning.assignments.models import Assigned
from learning.catalogue.published import Catalogue
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.errors import Conflict, NotFound, Refusal
from learning.people.access import eyes_on, visitor
from learning.people.acting import Acting
from learning.people.actions.leaving import hold_places
from learning.people.names import first_name
from learning.people.sight import Eyes
from learning.people.standing import Kind, OrganisationFacts
from learning.shell.fields import Choice, choice
from learning.staffing.actions.deeds import Changed, Lead, Row, row_of
from learning.staffing.queries.person import PersonFacts, Stay, person_in
from learning.staffing.queries.versions import meanwhile
from learning.staffing.rules import roles_to_give

blueprint = Blueprint("staffing", __name__, template_folder="../templates")
blueprint.add_app_template_filter(first_name, "first_name")
Reply = Response | str | tuple[str, int]


@dataclass(frozen=True)
class Here:
    """A person whom a lead looks at, in one of the lead's councils."""

    council: OrganisationFacts
    eyes: Eyes
    person: PersonFacts

    @property
    def address(self) -> str:
        """The person's page."""
        return url_for("staffing.person", organisation=self.council.slug, code=self.person.code)

    def stay_by_period(self, number: int) -> Stay | None:
        """The membership whose days are that row; None where it has others by now."""
        return next((stay for stay in self.person.stays if stay.period_id == number), None)

    def must_have_had(self, table: type[Row], number: int) -> None:
        """NotFound where none of the person's memberships here ever had such a row."""
        row = current_session().get(table, number)
        if getattr(row, "membership_id", None) not in {stay.id for stay in self.person.stays}:
            raise NotFound


def here(organisation: str, code: str) -> Here:
    """The person in the address, if this lead looks after them; else NotFound."""
    council, eyes = eyes_on(organisation)
    return Here(council, eyes, _found(current_session(), eyes, code))


def _found(session: Session, eyes: Eyes, code: str) -> PersonFacts:
    found = person_in(session, eyes, code, on=day_of(now()))
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Sheet:
    """A form about one person: its words, and what is said when it is done."""

    title: str
    button: str
    done: str
    words: tuple[str, ...] = ()
    ends_something: bool = False  # the button warns


@dataclass(frozen=True)
class Desk:
    """What an action works with: the lead at this moment, and the person as they are now."""

    session: Session
    lead: Lead
    person: PersonFacts

    def stay(self, membership_id: int) -> Stay:
        """One of the person's memberships, as it is now."""
        found = [stay for stay in self.person.stays if stay.id == membership_id]
        if not found:
            raise NotFound
        return found[0]

    def row(self, table: type[Row], number: int) -> Row:
        """A row of one of their memberships; Changed where it was superseded meanwhile."""
        return row_of(self.session, table, number, [stay.id for stay in self.person.stays])


Act = Callable[[Desk], None]


@contextmanager
def desk(who: Here) -> Iterator[Desk]:
    """A transaction in which nobody else changes the person."""
    with transaction() as session:
        hold_places(session, who.council.id, who.person.code)
        person = _found(session, who.eyes, who.person.code)
        yield Desk(session, Lead(who.eyes, now()), person)


def fill_in(
    who: Here, form: FlaskForm, sheet: Sheet, act: Act, *, anew: Callable[[], None] | None = None
) -> Reply:
    """A page about the person with one form and one deed behind it.

    `anew` brings what the form offers up to date, where another lead has changed that.
    """

    def draw(**more: Any) -> str:
        return render_template(
            "staffing/form.html",
            organisation=who.council,
            caption=who.person.name or "Name erased",
            form=form,
            sheet=sheet,
            back=who.address,
            **more,
        )

    def deed() -> None:
        with desk(who) as open_desk:
            act(open_desk)

    return submit(form, draw, deed, done=sheet.done, to=lambda: _back(who), anew=anew)


def submit(
    form: FlaskForm,
    draw: Callable[..., str],
    deed: Callable[[], None],
    *,
    done: str,
    to: Callable[[], str],
    anew: Callable[[], None] | None = None,
) -> Reply:
    """Shows a form, or does what it asks; what was typed is lost in no case."""
    if request.method == "GET":
        return draw()
    if not form.validate():
        return draw(), 422
    try:
        deed()
    except Changed as changed:
        told = _meanwhile(changed)
        if anew is not None:
            anew()
        return draw(**told), 409
    except Conflict:
        raise
    except Refusal as refusal:
        put(form, refusal)
        return draw(), 422
    flash(done, "success")
    return redirect(to(), code=303)


def put(form: FlaskForm, refusal: Refusal) -> None:
    """Shows a refusal at its field, else at the first one."""
    fields = [field for field in form if field.name == refusal.field]
    (fields or list(form))[0].errors = [refusal.message]


def _meanwhile(changed: Changed) -> dict[str, Any]:
    """What another lead changed, and where the form as it was typed can be sent again."""
    me = visitor().person_id
    story = meanwhile(current_session(), changed.table, changed.number, me=me)
    names = dict(request.view_args or {})
    if changed.table is Assigned or names.get("number") != changed.number:
        return {"meanwhile": story, "again": request.full_path.rstrip("?")}
    if story.now is None:
        return {"meanwhile": story, "again": None}
    again = url_for(str(request.endpoint), **(names | {"number": story.now}))
    return {"meanwhile": story, "again": again}


def to_newest(who: Here) -> Response:
    """An old address of something that has changed since: to how it stands now."""
    flash("This has changed since. Here is how it stands now.", "information")
    return redirect(who.address, code=303)


def _back(who: Here) -> str:
    """The person's page, or the list where this lead no longer looks after them."""
    session = current_session()
    session.close()  # what was read before the deed is old
    if person_in(session, who.eyes, who.person.code, on=day_of(now())) is None:
        return url_for("oversight.people", organisation=who.council.slug)
    return who.address


def role_choices(eyes: Eyes) -> list[Choice]:
    """The roles that a lead may give."""
    found = roles_to_give(eyes.scope, eyes.catalogue, day_of(now()))
    return [choice(role.slug, role.name) for role in found]


def service_choices(eyes: Eyes) -> list[Choice]:
    """Every service that is not retired."""
    today = day_of(now())
    return [
        choice(one.slug, one.name)
        for one in eyes.catalogue.services.values()
        if one.retired_on is None or one.retired_on > today
    ]


def appointment_words(one: Acting, catalogue: Catalogue) -> str:
    """What somebody may do here as pages name it: as what, and for whom."""
    groups = [catalogue.names["tier"].get(tier, tier) for tier in one.tiers]
    services = [catalogue.names["service"].get(service, service) for service in one.services]
    for_whom = ", ".join([*groups, *services])
    if one.kind is Kind.LEARNING_LEAD:
        for_whom = for_whom or "everybody"
    return one.words.capitalize() + (f": {for_whom}" if for_whom else "")


def role_words(catalogue: Catalogue, role: str, service: str | None) -> str:
    """A role and its service as pages name them."""
    name = catalogue.roles[role].name if role in catalogue.roles else role
    if service is None:
        return name
    place = catalogue.services[service].name if service in catalogue.services else service
    return f"{name}, {place}"
