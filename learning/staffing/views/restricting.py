"""Who sees one person: every lead who looks after them, or named ones alone."""

from flask import request

from learning.clock import day_of, now
from learning.database import current_session
from learning.doors import for_learning_leads
from learning.people.access import eyes_on_all
from learning.people.actions.restricting import last_change, restrict_to, restrictions_of
from learning.people.models import Restriction
from learning.shell.fields import choice
from learning.staffing.actions.deeds import Changed, membership_of
from learning.staffing.forms.person import RestrictForm
from learning.staffing.queries.leads import leads_of
from learning.staffing.views.desk import Desk, Here, Reply, Sheet, blueprint, fill_in, here

NAMED, EVERYONE = "named", "all"
WORDS = (
    "Where leads are named, no other lead finds this person in a list, figure or file.",
    "If you do not name yourself, you no longer see them either.",
)


@blueprint.route("/organisations/<organisation>/people/<code>/restriction", methods=["GET", "POST"])
@for_learning_leads
def restriction(organisation: str, code: str) -> Reply:
    """Restricts a person to named leads, or opens them again."""
    eyes_on_all(organisation)  # others would hide somebody from those who look after everybody
    who = here(organisation, code)
    form = RestrictForm()
    leads = leads_of(current_session(), who.council.id, on=day_of(now()))
    names = {str(one.person_id): one.name for one in leads}
    form.leads.choices = [choice(number, name) for number, name in names.items()]
    if request.method == "GET":
        rows = _rows(who)
        form.who.data = NAMED if rows else EVERYONE
        form.leads.data = [str(row.lead_id) for row in rows if row.lead_id]
        form.version.data = _version(rows)
    sheet = Sheet("Who sees this person", "Save who sees them", "This has been saved.", WORDS)

    def anew() -> None:
        form.version.data = _version(_rows(who))

    return fill_in(who, form, sheet, lambda desk: _act(desk, form), anew=anew)


def _rows(who: Here) -> list[Restriction]:
    return list(restrictions_of(current_session(), who.person.person_id, who.council.id))


def _version(rows: list[Restriction]) -> str:
    """Tells one state from another: the rows that hold."""
    return " ".join(str(row.id) for row in rows) or "none"


def _act(desk: Desk, form: RestrictForm) -> None:
    organisation_id = desk.lead.eyes.organisation_id
    rows = list(restrictions_of(desk.session, desk.person.person_id, organisation_id))
    if form.version.data != _version(rows):
        raise Changed(
            Restriction, last_change(desk.session, desk.person.person_id, organisation_id)
        )
    leads = [int(number) for number in form.leads.data or []]
    restrict_to(
        desk.session,
        membership_of(desk.session, desk.person.stays[0].id),
        leads if form.who.data == NAMED else None,
        by=desk.lead.by,
        at=desk.lead.at,
    )
