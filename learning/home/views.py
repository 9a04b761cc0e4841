"""The first page, my learning, my skills record and my years, and what we told you."""

from flask import Blueprint, Response, render_template
from sqlalchemy import func, select

from learning.accounts.queries.linking import asked_of as asked_to_be
from learning.accounts.queries.purposes import unread
from learning.assignments.requests import asked_of
from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.database import current_session
from learning.doors import public, signed_in
from learning.errors import NotFound
from learning.evidence.queries import evidence_of
from learning.evidence.rules import held_levels
from learning.home.exports.file import as_json, record_of
from learning.home.queries import kept_and_certificates_of, kept_of, roles_between
from learning.home.rules import plan
from learning.home.rules import record as rules
from learning.home.rules.telling import duration, text, voice
from learning.home.rules.weeks import week_in_words
from learning.home.rules.year import MyYear, first_day, last_day, learned, year_of, years
from learning.notices.queries.told import told_to
from learning.outcomes.forms import AnswerForm
from learning.outcomes.queries.own import shown_and_asked
from learning.oversight.reporting import has_reports
from learning.people.access import visitor, visitor_or_none
from learning.people.requirements import needs_and_rises_of
from learning.shell.downloads import json_file, text_file
from learning.shell.paging import page_number, pages_of
from learning.study.queries import activity_of

blueprint = Blueprint("home", __name__, template_folder="templates")
PAGE = 50
FIRST_YEAR = 2000  # before there was anything to learn here


@blueprint.get("/")
@public
def start() -> str:
    """Everything this account may open; for visitors, what this is."""
    who = visitor_or_none()
    if who is None:
        return render_template("home/welcome.html", catalogue=served())
    session = current_session()
    today = day_of(now())
    councils = [place.organisation.id for place in who.places]
    return render_template(
        "home/start.html",
        visitor=who,
        asked=asked_to_be(session, who.person_id),
        purposes=unread(session, who.person_id, councils, on=today),
        manages=bool(councils) and has_reports(session, who.person_id, set(councils), on=today),
    )


@blueprint.get("/learning")
@signed_in
def my_learning() -> str:
    """What to do this week."""
    who = visitor()
    today = day_of(now())
    session = current_session()
    shown, asked = shown_and_asked(session, who.person_id, on=today)
    held = held_levels(shown, today)
    asked_for = asked_of(session, who.person_id, on=today, reader_id=who.person_id)
    found = plan.my_learning(
        served(),
        asked_for,
        activity_of(session, who.person_id, outdated=served().outdated),
        shown,
        held,
        nation=who.nation,
        today=today,
    )
    return render_template(
        "home/learning.html",
        visitor=who,
        plan=found,
        today=today,
        spared=asked_for.spared,
        paths=served().paths,
        skills=served().skills,
        week_in_words=week_in_words,
        asked=asked,
        answering=AnswerForm(),
    )


@blueprint.get("/record")
@signed_in
def record() -> str:
    """What I hold and need, with its sources, and the hours of each year."""
    who, at = visitor(), now()
    today, session, catalogue = day_of(at), current_session(), served()
    shown = evidence_of(session, who.person_id)
    held = held_levels(shown, today)
    needs, rises = needs_and_rises_of(session, who, at=at)
    kept, certificates = kept_and_certificates_of(session, who.person_id)
    return render_template(
        "home/record.html",
        visitor=who,
        certificates=certificates,
        lines=rules.record(shown, held, needs, catalogue, who.nation, today=today),
        runs_out=rules.runs_out(shown, held, today),
        rises=rises,
        held=held,
        years=years(learned(kept, catalogue), shown, today=today),
        duration=duration,
        catalogue=catalogue,
        today=today,
    )


@blueprint.get("/record.json")
@signed_in
def download() -> Response:
    """Everything that is kept about my learning, to take along."""
    at = now()
    everything = record_of(current_session(), visitor().person_id, at=at)
    return json_file(f"my-skills-record-{day_of(at)}", as_json(everything))


@blueprint.get("/record/year")
@blueprint.get("/record/year/<int:year>")
@signed_in
def my_year(year: int | None = None) -> str:
    """What I learned in a year, with words to copy."""
    year = year_of(day_of(now())) if year is None else year
    found, words = _year(year)
    return render_template(
        "home/year.html",
        name=visitor().name,
        year=found[year],
        others=found,
        words=words,
        duration=duration,
        skills=served().names["skill"],
        first=first_day(year),
        last=last_day(year),
        today=day_of(now()),
    )


@blueprint.get("/record/year/<int:year>.txt")
@signed_in
def my_year_as_text(year: int) -> Response:
    """The words alone."""
    return text_file(f"my-learning-{year}-to-{year + 1}", _year(year)[1])


def _year(year: int) -> tuple[dict[int, MyYear], str]:
    """All years with something in them, that year too, and that year in words."""
    who, today, session, catalogue = visitor(), day_of(now()), current_session(), served()
    if not FIRST_YEAR <= year <= year_of(today):
        raise NotFound
    done = learned(kept_of(session, who.person_id), catalogue)
    found = years(done, evidence_of(session, who.person_id), today=today)
    found.setdefault(year, MyYear(year, (), ()))
    roles = roles_between(session, who.person_id, first_day(year), min(last_day(year), today))
    speaks = voice(roles, catalogue)
    return found, text(found[year], speaks, catalogue.names["skill"], today=today)


@blueprint.get("/told")
@signed_in
def told() -> str:
    """What we told you, newest first."""
    page = page_number()
    notices = told_to(visitor().person_id)
    session = current_session()
    total = session.scalar(select(func.count()).select_from(notices.subquery())) or 0
    found = session.scalars(notices.limit(PAGE).offset((page - 1) * PAGE)).all()
    return render_template("home/told.html", notices=found, page=page, pages=pages_of(total, PAGE))


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
