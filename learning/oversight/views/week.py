"""The lead's first page: what to do this week."""

from flask import render_template

from learning.accounts.queries.states import addresses_to_check
from learning.clock import day_of, now
from learning.database import current_session
from learning.doors import for_learning_leads
from learning.oversight import queries
from learning.oversight.kinds import WORDS, Kind
from learning.oversight.listing import count_starting
from learning.oversight.sources import waiting
from learning.oversight.undelivered import PAGE, undelivered
from learning.oversight.views.blueprint import blueprint
from learning.people.access import eyes_on
from learning.shell.paging import page_number, pages_of

SHOWN = (Kind.OVERDUE, Kind.STUCK, Kind.NEXT)


@blueprint.get("/organisations/<organisation>/oversight")
@for_learning_leads
def week(organisation: str) -> str:
    """Who needs me, who is overdue, who is stuck, who is next."""
    council, eyes = eyes_on(organisation)
    today, session = day_of(now()), current_session()
    waits = waiting(session, eyes, on=today)
    return render_template(
        "oversight/week.html",
        organisation=council,
        waiting=waits,
        waits=sum(one.number for one in waits),
        counted=queries.count_all(session, eyes, SHOWN, on=today),
        few=queries.first_few(session, eyes, SHOWN, on=today),
        starting=session.scalar(count_starting(eyes, today)) or 0,
        kinds=SHOWN,
        words=WORDS,
        whole=eyes.scope.whole,
        catalogue=eyes.catalogue,
        today=today,
    )


@blueprint.get("/organisations/<organisation>/oversight/undelivered")
@for_learning_leads
def undelivered_mail(organisation: str) -> str:
    """Whose e-mail does not arrive."""
    council, eyes = eyes_on(organisation)
    page = page_number()
    total, found = undelivered(current_session(), eyes, on=day_of(now()), page=page)
    return render_template(
        "oversight/undelivered.html",
        organisation=council,
        to_check=addresses_to_check(current_session(), eyes, on=day_of(now())),
        mails=found,
        page=page,
        pages=pages_of(total, PAGE),
    )
