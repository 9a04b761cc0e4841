"""Proving what one knows before a course, in place of its lessons."""

from flask import redirect, render_template
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from learning.assessments import proving, rules
from learning.assessments.views.shared import (
    begun,
    blueprint,
    course_of,
    key_for,
    own_time,
    sent_key,
)
from learning.catalogue.framework import Nation
from learning.catalogue.proving import proof_of
from learning.catalogue.serving import served
from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.doors import signed_in
from learning.people.access import visitor


@blueprint.get("/courses/<course>/prove")
@signed_in
def look_at_proving(course: str) -> str:
    """What proving takes, what luck shows, and when it can be done again."""
    found, who = course_of(course), visitor()
    check = proving.check_in(found)
    before = proving.newest(current_session(), found, person_id=who.person_id)
    proof = proof_of(found, Nation(who.nation))
    limit = proof.time_limit if proof else None
    still_open = before if before is not None and before.submitted_at is None else None
    again = None
    if before is not None and before.submitted_at is not None:
        again = rules.proves_again_on(before.submitted_at)
    return render_template(
        "assessments/prove.html",
        course=found,
        check=check,
        others=[one for one in found.assessments if one is not check],
        proof=proof,
        limit=limit,
        own_time=own_time(limit, person_id=who.person_id, at=now()),
        nation=who.nation,
        before=before,
        still_open=still_open is not None,
        form_key=key_for(still_open),
        again=again if again is not None and day_of(now()) < again else None,
        days=rules.PROVES_AGAIN_AFTER.days,
        skills=served().skills,
        has_place=bool(who.places),
    )


@blueprint.post("/courses/<course>/prove")
@signed_in
def prove(course: str) -> Response:
    """The questions, or on with those that are open."""
    found, who = course_of(course), visitor()
    if not who.places:
        raise Forbidden
    at = now()
    with transaction() as session:
        attempt = proving.start(
            session,
            person_id=who.person_id,
            course=found,
            nation=Nation(who.nation),
            form_key=sent_key(),
            at=at,
        )
        address = begun(session, attempt, at)
    return redirect(address, code=303)
