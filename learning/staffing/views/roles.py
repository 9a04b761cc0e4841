"""The roles of one person: giving, ending, correcting their days."""

from flask import request

from learning.clock import day_of, now
from learning.database import current_session
from learning.doors import for_learning_leads
from learning.errors import NotFound
from learning.people.models import HeldRole, MembershipPeriod
from learning.shell.fields import choice
from learning.staffing.actions import roles as actions
from learning.staffing.actions.deeds import Lead
from learning.staffing.forms.fields import YES, pick
from learning.staffing.forms.person import DaysForm, EndRoleForm, RoleForm
from learning.staffing.queries.person import RoleHeld, Stay
from learning.staffing.rules import Days, is_within
from learning.staffing.views.desk import (
    Desk,
    Here,
    Reply,
    Sheet,
    blueprint,
    fill_in,
    here,
    role_choices,
    role_words,
    service_choices,
    to_newest,
)

PERSON = "/organisations/<organisation>/people/<code>"


@blueprint.route(f"{PERSON}/membership/<int:number>/roles/new", methods=["GET", "POST"])
@for_learning_leads
def give_role(organisation: str, code: str, number: int) -> Reply:
    """A further role; the address holds the days of the membership that the form was made from."""
    who = here(organisation, code)
    if request.method == "GET" and who.stay_by_period(number) is None:
        return to_newest(who)
    form = RoleForm()
    form.role.choices = pick("Choose a role", role_choices(who.eyes))
    form.service.choices = pick("None", service_choices(who.eyes))
    sheet = Sheet(
        "Give a role",
        "Give this role",
        "The role has been given.",
        ("The role that it builds on, such as councillor, comes with it where it is not held.",),
    )

    def act(desk: Desk) -> None:
        period = desk.row(MembershipPeriod, number)
        wanted = actions.Wanted(
            form.starts_on.data,
            form.ends_on.data,
            form.role.data,
            form.service.data or None,
            YES in (form.substitute.data or ()),
        )
        actions.give(desk.session, desk.lead, desk.stay(period.membership_id), wanted)

    return fill_in(who, form, sheet, act)


def _held(who: Here, number: int) -> tuple[Stay, RoleHeld] | None:
    """A role that this lead looks after, with its membership; None where it has changed since."""
    for stay in who.person.stays:
        for one in stay.roles:
            if one.id == number:
                if not is_within(who.eyes.scope, who.eyes.catalogue, one.role, one.service):
                    raise NotFound
                return stay, one
    who.must_have_had(HeldRole, number)
    return None


@blueprint.route(f"{PERSON}/roles/<int:number>/days", methods=["GET", "POST"])
@for_learning_leads
def role_days(organisation: str, code: str, number: int) -> Reply:
    """The days of a role are other than was recorded."""
    who = here(organisation, code)
    found = _held(who, number)
    if request.method == "GET" and found is None:
        return to_newest(who)
    form = DaysForm()
    name = _name(who, number)
    if request.method == "GET" and found is not None:
        form.starts_on.data, form.ends_on.data = found[1].starts_on, found[1].ends_on
    sheet = Sheet(f"Correct the days: {name}", "Save these days", "The days have been corrected.")

    def act(desk: Desk) -> None:
        row = desk.row(HeldRole, number)
        days = Days(form.starts_on.data, form.ends_on.data)
        actions.change_days(desk.session, desk.lead, desk.stay(row.membership_id), row, days)

    return fill_in(who, form, sheet, act)


def _name(who: Here, number: int) -> str:
    row = current_session().get_one(HeldRole, number)
    return role_words(who.eyes.catalogue, row.role, row.service)


@blueprint.route(f"{PERSON}/roles/<int:number>/end", methods=["GET", "POST"])
@for_learning_leads
def end_role(organisation: str, code: str, number: int) -> Reply:
    """A role ends on a day."""
    who = here(organisation, code)
    found = _held(who, number)
    if request.method == "GET" and found is None:
        return to_newest(who)
    form = EndRoleForm()
    sheet = _sheet(who, form, number)

    def act(desk: Desk) -> None:
        row = desk.row(HeldRole, number)
        base_too = "base_too" in form and YES in (form.base_too.data or ())
        actions.end(desk.session, desk.lead, row, ends_on=form.ends_on.data, base_too=base_too)

    return fill_in(who, form, sheet, act)


def _sheet(who: Here, form: EndRoleForm, number: int) -> Sheet:
    """What ends with the role is said, or asked, before it is done."""
    row, today = current_session().get_one(HeldRole, number), day_of(now())
    ends = actions.with_it(current_session(), Lead(who.eyes, now()), row, today)
    names = [role_words(who.eyes.catalogue, one.role, one.service) for one in ends.builds_on_it]
    words: tuple[str, ...] = ("What they learned and showed in it stays in their record.",)
    if names:
        words = (f"With it ends: {'; '.join(names)}.", *words)
    if ends.base is None:
        del form.base_too
    else:
        base = role_words(who.eyes.catalogue, ends.base.role, ends.base.service)
        form.base_too.choices = [choice(YES, f"{base} ends on the same day")]
        if request.method == "GET":
            form.ends_on.data = today
            form.base_too.data = [YES] if ends.base.service else []
    if request.method == "GET":
        form.ends_on.data = today
    name = role_words(who.eyes.catalogue, row.role, row.service)
    return Sheet(f"End a role: {name}", "End this role", "The role ends.", words, True)
