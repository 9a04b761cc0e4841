"""The list of people: who needs me, and who is here."""

from flask import render_template, request

from learning.clock import day_of, now
from learning.database import current_session
from learning.doors import for_learning_leads
from learning.oversight.kinds import PEOPLE_SORTS, Kind, PeopleSort
from learning.oversight.listing import PAGE, STATUSES, Wanted, count_starting, people_in
from learning.oversight.queries import count_all
from learning.oversight.sources import waiting
from learning.oversight.views.blueprint import asked_order, blueprint
from learning.people.access import eyes_on
from learning.shell.paging import page_number, pages_of

COUNTED = (Kind.OVERDUE, Kind.STUCK)


@blueprint.get("/organisations/<organisation>/people")
@for_learning_leads
def people(organisation: str) -> str:
    """Four numbers, and who is here, fifty a page."""
    council, eyes = eyes_on(organisation)
    wanted = Wanted(
        text=request.args.get("q", "").strip()[:100],
        tier=request.args.get("tier", ""),
        service=request.args.get("service", ""),
        role=request.args.get("role", ""),
        status=request.args.get("status", ""),
    )
    order, page = asked_order(PeopleSort, PeopleSort.NAME), page_number()
    today, session = day_of(now()), current_session()
    total, found = people_in(session, eyes, wanted, order, on=today, page=page)
    waits = waiting(session, eyes, on=today)
    return render_template(
        "oversight/people.html",
        organisation=council,
        waits=sum(one.number for one in waits),
        counted=count_all(session, eyes, COUNTED, on=today),
        starting=session.scalar(count_starting(eyes, today)) or 0,
        kinds=COUNTED,
        people=found,
        total=total,
        wanted=wanted,
        order=order,
        sorts=PEOPLE_SORTS,
        page=page,
        pages=pages_of(total, PAGE),
        catalogue=eyes.catalogue,
        names=eyes.catalogue.names,
        statuses=STATUSES,
        whole=eyes.scope.whole,
        claims_waiting=sum(one.number for one in waits if one.source.name == "claims"),
        today=today,
    )
