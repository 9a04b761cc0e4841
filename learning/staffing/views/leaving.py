"""Somebody stands down or leaves, with what they are appointed to here."""

from collections.abc import Collection

from flask import request

from learning.clock import day_of, now
from learning.database import current_session
from learning.doors import for_learning_leads
from learning.people.acting import Acting, acting_here, kinds_in_words
from learning.people.actions import leading
from learning.people.models import Appointment, MembershipPeriod
from learning.shell.fields import choice
from learning.staffing.actions import memberships as actions
from learning.staffing.forms.person import LeaveForm
from learning.staffing.rules import leaving
from learning.staffing.views.desk import (
    Desk,
    Here,
    Reply,
    Sheet,
    appointment_words,
    blueprint,
    fill_in,
    here,
    to_newest,
)
from learning.staffing.views.memberships import PERSON, stay_of

ROLES_END = "All their roles end on the same day. What they showed stays in their own record."
LAST = (
    "Nobody else looks after everybody here. First appoint somebody who does, or hand over, on the "
    "page of training leads; until then this person goes on doing so."
)


@blueprint.route(f"{PERSON}/membership/<int:number>/end", methods=["GET", "POST"])
@for_learning_leads
def end_membership(organisation: str, code: str, number: int) -> Reply:
    """Somebody stands down or leaves."""
    who = here(organisation, code)
    stay = stay_of(who, number)
    person, council = who.person.person_id, who.council.id
    acting = acting_here(current_session(), council, on=day_of(now()), person_id=person)[person]
    offered, form = _offered(who, acting), LeaveForm()
    last = _without_whom_nobody(council, offered)
    form.appointments.choices = [
        choice(str(one.id), appointment_words(one, who.eyes.catalogue)) for one in offered
    ]
    if request.method == "GET":
        if stay is None:
            return to_newest(who)
        form.ends_on.data = day_of(now())
        form.appointments.data = [str(one.id) for one in offered if one.id not in last]
    held = stay or who.person.stays[0]
    left = leaving([one.role for one in held.roles], who.eyes.catalogue) == "left"
    sheet = Sheet(
        "They leave" if left else "They stand down",
        "They leave" if left else "They stand down",
        "They no longer belong here from that day.",
        (ROLES_END, *([LAST] if last else [_stays(acting)] if acting and not offered else [])),
        ends_something=True,
    )

    def act(desk: Desk) -> None:
        period = desk.row(MembershipPeriod, number)
        stay, ends_on = desk.stay(period.membership_id), form.ends_on.data
        actions.end(desk.session, desk.lead, stay, period, ends_on=ends_on)
        ticked = form.appointments.data or ()
        leading.end_with_leaving(
            desk.session,
            [one.id for one in offered if str(one.id) in ticked],
            person_id=desk.person.person_id,
            organisation_id=council,
            ends_on=ends_on,
            by=who.eyes.lead_id,
            at=desk.lead.at,
        )

    return fill_in(who, form, sheet, act)


def _offered(who: Here, acting: tuple[Acting, ...]) -> tuple[Acting, ...]:
    """What may end with them: who leads is for leads of everybody to say, and never of oneself."""
    is_self = who.person.person_id == who.eyes.lead_id
    return acting if who.eyes.scope.whole and not is_self else ()


def _stays(acting: tuple[Acting, ...]) -> str:
    return f"They stay {' and '.join(kinds_in_words(acting))} here until that is ended."


def _without_whom_nobody(organisation_id: int, offered: Collection[Acting]) -> frozenset[int]:
    """Those without which nobody would look after everybody here."""
    session, today = current_session(), day_of(now())
    return frozenset(
        one.id
        for one in offered
        if leading.nobody_from(
            session,
            organisation_id,
            without=session.get_one(Appointment, one.id),
            until=today,
            on=today,
        )
    )
