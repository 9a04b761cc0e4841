"""Drawing a plan: which councils, who goes where, and what is taken over."""

import secrets

from flask import flash, redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from learning.catalogue.framework import TIER_NAMES, Tier
from learning.catalogue.serving import served
from learning.clock import now
from learning.database import current_session, transaction
from learning.doors import for_administrators
from learning.errors import NotFound, Refusal
from learning.people import listings
from learning.people.access import visitor
from learning.reorganisation.actions import changing, drawing
from learning.reorganisation.forms import DayForm, DirectionForm, PlanForm, RemoveForm, TakenForm
from learning.reorganisation.rules.plans import WORDS, What
from learning.reorganisation.rules.whither import EVERYBODY, Fate, Whither
from learning.reorganisation.views.blueprint import (
    ENDS,
    STAYS,
    Reply,
    blueprint,
    filled_in,
    plan_called,
    to_plan,
)
from learning.shell.fields import Choice, choice


@blueprint.route("/admin/reorganisations/new", methods=["GET", "POST"])
@for_administrators
def draw_plan() -> Reply:
    """Which councils become which, and when."""
    form = PlanForm()
    councils = [choice(str(row.id), row.name) for row in listings.organisations(current_session())]
    for field in (form.leaving, form.going_on, form.following):
        field.choices = councils
    if request.method == "GET":
        form.form_key.data = secrets.token_hex(16)

    def act(session: Session) -> str:
        sketch = drawing.Sketch(
            slug=str(form.slug.data),
            name=str(form.name.data).strip(),
            vests_on=form.vests_on.data,
            leaving=tuple(map(int, form.leaving.data or ())),
            going_on=tuple(map(int, form.going_on.data or ())),
            following=tuple(map(int, form.following.data or ())),
        )
        drawing.draw(
            session, sketch, form_key=str(form.form_key.data), by=visitor().person_id, at=now()
        )
        return f"{sketch.name} has been drawn. Say now who goes where."

    back = to_plan(form.slug.data) if form.slug.data else "/admin/reorganisations"
    return filled_in(form, title="Draw a reorganisation", back=back, act=act, words=NEW_ONES)


NEW_ONES = (
    "A council that is new on vesting day is added to the organisations first. Its own people, "
    "such as members elected to a shadow authority, can belong to it before."
)


@blueprint.route("/admin/reorganisations/<plan>/day", methods=["GET", "POST"])
@for_administrators
def redate_plan(plan: str) -> Reply:
    """Vesting day is another one."""
    found = plan_called(plan)
    form = DayForm(vests_on=found.vests_on)

    def act(session: Session) -> str:
        changing.redate(session, found, form.vests_on.data, by=visitor().person_id, at=now())
        return "Vesting day has been changed."

    return filled_in(form, title="Change vesting day", back=to_plan(plan), act=act)


@blueprint.route("/admin/reorganisations/<plan>/directions", methods=["GET", "POST"])
@for_administrators
def direct(plan: str) -> Reply:
    """Where people of a service, group or role go, or everybody else."""
    found = plan_called(plan)
    form = DirectionForm()
    form.council.choices = [
        choice("", "Choose"),
        *(choice(str(one.council.id), one.council.name) for one in found.leaving),
    ]
    form.who.choices = _who()
    form.goes_to.choices = [
        choice("", "Choose"),
        *(choice(str(one.id), f"They go to {one.name}") for one in found.following),
        choice(Fate.STAYS.value, STAYS),
        choice(Fate.ENDS.value, ENDS),
    ]

    def act(session: Session) -> str:
        kind, _, value = form.who.data.partition(":")
        changing.direct(
            session,
            found,
            council=int(form.council.data),
            kind=kind,
            value=value,
            whither=_whither(form.goes_to.data),
            by=visitor().person_id,
            at=now(),
        )
        return "The plan says so now."

    return filled_in(form, title="Say who goes where", back=to_plan(plan), act=act)


def _who() -> list[Choice]:
    services, roles = served().services.values(), served().roles.values()
    return [
        choice("", "Choose"),
        choice(EVERYBODY, "Everybody else"),
        *(choice(f"tier:{tier.value}", TIER_NAMES[tier]) for tier in Tier),
        *(choice(f"service:{one.slug}", f"Service: {one.name}") for one in services),
        *(choice(f"role:{one.slug}", f"Role: {one.name}") for one in roles),
    ]


def _whither(text: str) -> Whither:
    return Whither(Fate(text)) if text in set(Fate) else Whither(Fate.GOES, int(text))


@blueprint.post("/admin/reorganisations/<plan>/directions/remove")
@for_administrators
def undirect(plan: str) -> Response:
    """A line of the plan is taken out."""
    found, form = plan_called(plan), RemoveForm()
    council = form.council.data or ""
    if not form.validate() or not council.isdecimal():
        raise Refusal("Go back to the plan, and remove the line from there.")
    with transaction() as session:
        changing.undirect(
            session,
            found,
            council=int(council),
            kind=str(form.kind.data),
            value=form.value.data or "",
            by=visitor().person_id,
            at=now(),
        )
    flash("The line has been removed.", "success")
    return redirect(to_plan(plan), code=303)


@blueprint.route("/admin/reorganisations/<plan>/taken-over/<successor>", methods=["GET", "POST"])
@for_administrators
def take_over(plan: str, successor: str) -> Reply:
    """What a council that follows takes over from which of those before it."""
    found = plan_called(plan)
    council = next((one for one in found.following if one.slug == successor), None)
    if council is None:
        raise NotFound
    form = TakenForm()
    sources = [one.council for one in found.leaving if one.council.id != council.id]
    form.taken.choices = [
        choice(f"{source.id}:{what.value}", f"{source.name}: {WORDS[what]}")
        for what in What
        for source in sources
    ]
    if request.method == "GET":
        form.taken.data = [
            f"{old}:{what.value}" for to, old, what in found.taken if to == council.id
        ]

    def act(session: Session) -> str:
        changing.take_over(
            session,
            found,
            council.id,
            _chosen(form.taken.data or ()),
            by=visitor().person_id,
            at=now(),
        )
        return f"What {council.name} takes over has been changed."

    return filled_in(form, title=f"What {council.name} takes over", back=to_plan(plan), act=act)


def _chosen(values: list[str] | tuple[str, ...]) -> set[tuple[int, What]]:
    parted = (value.partition(":") for value in values)
    return {(int(old), What(what)) for old, _, what in parted}
