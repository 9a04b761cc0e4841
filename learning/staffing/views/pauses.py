"""Time away of one person: from when, until when, never why."""

from flask import request

from learning.clock import day_of, now
from learning.doors import for_learning_leads
from learning.people.models import MembershipPeriod, Pause
from learning.staffing.actions import pauses as actions
from learning.staffing.forms.person import DaysForm, EndForm
from learning.staffing.queries.person import Away
from learning.staffing.rules import Days
from learning.staffing.views.desk import (
    Desk,
    Here,
    Reply,
    Sheet,
    blueprint,
    fill_in,
    here,
    to_newest,
)

PERSON = "/organisations/<organisation>/people/<code>"
WHY = (
    "We do not ask or keep why. Until they are back they are asked nothing and count in no figure."
)


@blueprint.route(f"{PERSON}/membership/<int:number>/pauses/new", methods=["GET", "POST"])
@for_learning_leads
def pause(organisation: str, code: str, number: int) -> Reply:
    """Somebody is away from a day."""
    who = here(organisation, code)
    if request.method == "GET" and who.stay_by_period(number) is None:
        return to_newest(who)
    form = DaysForm()
    form.starts_on.label.text = "Away from"
    form.ends_on.label.text = "Back on, if you know"
    form.ends_on.description = "The first day they are here again"
    sheet = Sheet("Time away", "Save the time away", "The time away has been saved.", (WHY,))

    def act(desk: Desk) -> None:
        period = desk.row(MembershipPeriod, number)
        days = Days(form.starts_on.data, form.ends_on.data)
        actions.pause(desk.session, desk.lead, desk.stay(period.membership_id), days)

    return fill_in(who, form, sheet, act)


def _away(who: Here, number: int) -> Away | None:
    """That time away; None where it has changed since."""
    for stay in who.person.stays:
        for one in stay.pauses:
            if one.id == number:
                return one
    who.must_have_had(Pause, number)
    return None


@blueprint.route(f"{PERSON}/pauses/<int:number>/end", methods=["GET", "POST"])
@for_learning_leads
def end_pause(organisation: str, code: str, number: int) -> Reply:
    """They are back on a day."""
    who = here(organisation, code)
    away = _away(who, number)
    form = EndForm()
    form.ends_on.label.text = "Back on"
    form.ends_on.description = "The first day they are here again"
    if request.method == "GET":
        if away is None:
            return to_newest(who)
        form.ends_on.data = day_of(now())
    sheet = Sheet("They are back", "Save the day", "The day of their return has been saved.")

    def act(desk: Desk) -> None:
        row = desk.row(Pause, number)
        days = Days(row.paused_from, form.ends_on.data)
        actions.change(desk.session, desk.lead, desk.stay(row.membership_id), row, days)

    return fill_in(who, form, sheet, act)


@blueprint.route(f"{PERSON}/pauses/<int:number>/days", methods=["GET", "POST"])
@for_learning_leads
def pause_days(organisation: str, code: str, number: int) -> Reply:
    """The days of the time away are other than was recorded."""
    who = here(organisation, code)
    away = _away(who, number)
    form = DaysForm()
    form.starts_on.label.text = "Away from"
    form.ends_on.label.text = "Back on, if you know"
    form.ends_on.description = "The first day they are here again"
    if request.method == "GET":
        if away is None:
            return to_newest(who)
        form.starts_on.data, form.ends_on.data = away.starts_on, away.ends_on
    sheet = Sheet("Correct the time away", "Save these days", "The days have been corrected.")

    def act(desk: Desk) -> None:
        row = desk.row(Pause, number)
        days = Days(form.starts_on.data, form.ends_on.data)
        actions.change(desk.session, desk.lead, desk.stay(row.membership_id), row, days)

    return fill_in(who, form, sheet, act)
