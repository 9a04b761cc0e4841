"""A council beside those like it: page and CSV."""

from datetime import date, datetime

from flask import Response, render_template, request

from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.comparing import asking, exports
from learning.comparing.asking import Comparison, Why
from learning.comparing.rules import drawing
from learning.comparing.rules.percentiles import FOR_A_MEDIAN, FOR_THE_MIDDLE_HALF
from learning.comparing.views.blueprint import blueprint
from learning.coverage.answers import check_day
from learning.coverage.keeping import DECISIONS, FIGURES
from learning.coverage.rules.months import month_end_before
from learning.database import current_session
from learning.doors import EACH_IS_SHOWN, for_coverage_readers, writes_on_get
from learning.people.access import visitor
from learning.people.standing import Kind, OrganisationFacts, Scope
from learning.readings.noting import note
from learning.readings.rules import Kind as Read
from learning.shell.downloads import csv_file
from learning.shell.moments import day_in
from learning.timed.queries import Standstill, standstill

MONTHS = 24


@blueprint.get("/organisations/<organisation>/compared")
@writes_on_get(EACH_IS_SHOWN)
@for_coverage_readers
def compared(organisation: str) -> str:
    """To read: each skill in words, with a small drawing."""
    at = now()
    council, scope, found = _comparison(organisation, at)
    names = served().names["skill"]
    return render_template(
        "comparing/compared.html",
        organisation=council,
        found=found,
        skills=sorted(found.skills, key=lambda one: names.get(one.skill, one.skill)),
        names=names,
        drawn=drawing.drawn,
        said=drawing.said,
        why=Why,
        standstill=_standstill(found, at),
        for_a_median=FOR_A_MEDIAN,
        for_the_middle_half=FOR_THE_MIDDLE_HALF,
        month_ends=_month_ends(at),
        may_share=scope is not None and scope.whole,
        is_lead=scope is not None,
    )


@blueprint.get("/organisations/<organisation>/compared.csv")
@writes_on_get(EACH_IS_SHOWN)
@for_coverage_readers
def compared_csv(organisation: str) -> Response:
    """The same as a table."""
    council, _, found = _comparison(organisation, now())
    name = f"{council.slug}-compared-{found.month_end.isoformat()}"
    return csv_file(name, exports.as_csv(found, served().names["skill"]))


def _comparison(slug: str, at: datetime) -> tuple[OrganisationFacts, Scope | None, Comparison]:
    council, scope = visitor().reads_coverage_of(slug)
    as_at = check_day(day_in(request.args.get("as_at"), field="as_at"), at=at)
    found = asking.compare(current_session(), council, as_at=as_at, at=at)
    appointment = Kind.LEARNING_LEAD if scope else Kind.REVIEWER
    note(Read.COMPARISON, place=council.slug, appointment=appointment.value, councils=found.read)
    return council, scope, found


def _month_ends(at: datetime) -> list[date]:
    """The closed ones to choose from, newest first."""
    found = [asking.month_end_for(day_of(at), at=at)]
    while len(found) < MONTHS:
        found.append(month_end_before(found[-1].replace(day=1)))
    return found


def _standstill(found: Comparison, at: datetime) -> Standstill | None:
    """Whether the figures that are still to come wait in vain."""
    if found.why_not is not Why.NOT_READY:
        return None
    return standstill(current_session(), FIGURES, DECISIONS, at=at)
