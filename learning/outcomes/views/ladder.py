"""The outcome ladder: page and CSV, the same for training leads and report viewers."""

from flask import Response, render_template, request

from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.csvs import to_csv
from learning.database import current_session
from learning.doors import for_coverage_readers
from learning.errors import NotFound, Refusal
from learning.outcomes.queries.ladders import Ladder, ladder
from learning.outcomes.rules.ladder import ASKED_WITHIN, Rung, by_skill
from learning.outcomes.views.blueprint import blueprint
from learning.people.access import visitor
from learning.people.standing import OrganisationFacts
from learning.policies.queries import policies_of
from learning.policies.rules import Outcomes
from learning.shell.downloads import csv_file
from learning.shell.moments import day_in

COLUMNS = ("skill", "step", "people", "of", "answered", "confirmed", "cases", "suppressed")


@blueprint.get("/organisations/<organisation>/outcomes")
@for_coverage_readers
def outcomes(organisation: str) -> str:
    """What learning led to, rung by rung and skill by skill."""
    council, scope = visitor().reads_coverage_of(organisation)
    found = _asked_for(council)
    decided = policies_of(current_session(), council.id, on=day_of(now()))
    return render_template(
        "outcomes/ladder.html",
        organisation=council,
        ladder=found,
        rows=_by_name(found) if found else {},
        is_on=decided.of(Outcomes).on,
        is_lead=scope is not None,
        months=ASKED_WITHIN,
        skill=request.args.get("skill", ""),
        names=served().names["skill"],
        query=f"?{request.query_string.decode()}" if request.query_string else "",
    )


def _by_name(found: Ladder) -> dict[str, dict[str, Rung]]:
    """The rungs of each skill, by its name."""
    names = served().names["skill"]
    rows = by_skill(found.rungs)
    return {slug: rows[slug] for slug in sorted(rows, key=lambda one: (names.get(one, one), one))}


@blueprint.get("/organisations/<organisation>/outcomes.csv")
@for_coverage_readers
def outcomes_csv(organisation: str) -> Response:
    """The same as a file."""
    council, _ = visitor().reads_coverage_of(organisation)
    found = _asked_for(council)
    rows = [
        (
            rung.skill,
            rung.step,
            rung.people,
            rung.of,
            rung.answered,
            rung.confirmed,
            rung.cases,
            "true" if rung.suppressed else "false",
        )
        for rung in (found.rungs if found else ())
    ]
    day = f"-{found.month_end}" if found else ""
    return csv_file(f"{council.slug}-outcomes{day}", to_csv(COLUMNS, rows))


def _asked_for(council: OrganisationFacts) -> Ladder | None:
    """The ladder of the month end on or before the day in the address."""
    skill = request.args.get("skill") or None
    if skill is not None and skill not in served().skills:
        raise NotFound
    today = day_of(now())
    as_at = day_in(request.args.get("as_at"), field="as_at") or today
    if as_at > today:
        raise Refusal("Choose today or an earlier day", field="as_at")
    return ladder(current_session(), council.id, as_at, skill=skill)
