"""What a line manager sees of the people who report to them."""

from flask import render_template, request

from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.database import current_session
from learning.doors import signed_in
from learning.errors import NotFound
from learning.oversight import reporting
from learning.oversight.views.blueprint import blueprint
from learning.people.access import visitor
from learning.policies.queries import policies_of_all
from learning.policies.rules import LineManagers, Name
from learning.shell.paging import page_number, pages_of


@blueprint.get("/learning/reports")
@signed_in
def reports() -> str:
    """Asked, done, due; where no council of theirs switched it on, there is no such page."""
    who, session, today = visitor(), current_session(), day_of(now())
    councils = {place.organisation.slug: place.organisation for place in who.places}
    ids = [council.id for council in councils.values()]
    decided = policies_of_all(session, ids, on=today)
    on = {s: c for s, c in councils.items() if decided[c.id].of(LineManagers).on}
    if not on:
        raise NotFound
    slug = request.args.get("council") or next(iter(on))
    if slug not in on:
        raise NotFound
    page = page_number()
    eyes = reporting.eyes_of_nobody(on[slug].id, served())
    total, found = reporting.reports_of(session, who.person_id, eyes, on=today, page=page)
    return render_template(
        "oversight/reports.html",
        council=on[slug],
        others=[council for council in on.values() if council.slug != slug],
        authority=decided[on[slug].id].authority(Name.LINE_MANAGERS),
        reports=found,
        page=page,
        pages=pages_of(total, reporting.PAGE),
        catalogue=served(),
    )
