"""The first page, my learning, my skills record, and what we told you."""

from flask import Blueprint, render_template, request
from sqlalchemy import func, select

from learning.assignments.queries import asked_of
from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.database import current_session
from learning.doors import public, signed_in
from learning.evidence.queries import evidence_of
from learning.evidence.rules import held_levels
from learning.home import rules
from learning.notices.queries import told_to
from learning.people.access import visitor, visitor_or_none
from learning.people.requirements import needs_of
from learning.people.rules import levels_needed
from learning.study.queries import activity_of

blueprint = Blueprint("home", __name__, template_folder="templates")
PAGE = 50


@blueprint.get("/")
@public
def start() -> str:
    """Everything this account may open; for visitors, what this is."""
    who = visitor_or_none()
    if who is None:
        return render_template("home/welcome.html", catalogue=served())
    return render_template("home/start.html", visitor=who)


@blueprint.get("/learning")
@signed_in
def my_learning() -> str:
    """What to do this week."""
    who = visitor()
    today = day_of(now())
    session = current_session()
    shown = evidence_of(session, who.person_id)
    held = held_levels(shown, today)
    plan = rules.my_learning(
        served(),
        asked_of(session, who.person_id, on=today),
        activity_of(session, who.person_id, outdated=served().outdated),
        shown,
        held,
        today=today,
    )
    return render_template(
        "home/learning.html", visitor=who, plan=plan, today=today, skills=served().skills
    )


@blueprint.get("/record")
@signed_in
def record() -> str:
    """What I hold and need, with its sources."""
    who = visitor()
    at = now()
    session = current_session()
    shown = evidence_of(session, who.person_id)
    held = held_levels(shown, day_of(at))
    lines = rules.record(
        shown, held, levels_needed(needs_of(session, who, at=at)), today=day_of(at)
    )
    return render_template(
        "home/record.html",
        visitor=who,
        lines=lines,
        runs_out=rules.runs_out(shown, held, day_of(at)),
        catalogue=served(),
        today=day_of(at),
    )


@blueprint.get("/told")
@signed_in
def told() -> str:
    """What we told you, newest first."""
    page = min(max(1, request.args.get("page", 1, type=int)), 100_000)
    notices = told_to(visitor().person_id)
    session = current_session()
    total = session.scalar(select(func.count()).select_from(notices.subquery())) or 0
    found = session.scalars(notices.limit(PAGE).offset((page - 1) * PAGE)).all()
    return render_template("home/told.html", notices=found, page=page, pages=-(-total // PAGE) or 1)


@blueprint.get("/accessibility")
@public
def accessibility() -> str:
    """How far these pages can be used by everyone."""
    return render_template("home/accessibility.html")


@blueprint.get("/privacy")
@public
def privacy() -> str:
    """What is kept about people and who sees it."""
    return render_template("home/privacy.html")


@blueprint.get("/cookies")
@public
def cookies() -> str:
    """The one cookie."""
    return render_template("home/cookies.html")
