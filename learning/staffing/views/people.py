"""One person's page, and the exports of truth."""

from datetime import date, datetime

from flask import Response, render_template, request

from learning.assignments.rules import Standing, standing, whom
from learning.clock import day_of, now
from learning.csvs import to_csv
from learning.database import current_session
from learning.doors import for_learning_leads
from learning.evidence.queries import evidence_of
from learning.evidence.rules import held_levels, shown_before
from learning.notices.queries.told import told_to
from learning.people.access import eyes_on
from learning.people.acting import acting_here, kinds_in_words
from learning.people.sight import Eyes
from learning.shell.downloads import csv_file
from learning.shell.moments import moment_in
from learning.staffing import exports
from learning.staffing.queries.asked import Asked, asked_of, begun_by
from learning.staffing.queries.person import PersonFacts, Stay
from learning.staffing.rules import all_within, is_within, leaving
from learning.staffing.views.desk import blueprint, here, role_words

MOST_TOLD = 50


@blueprint.get("/organisations/<organisation>/people/<code>")
@for_learning_leads
def person(organisation: str, code: str) -> str:
    """One person: roles with dates, asked and done, evidence, what we told them, and the doors."""
    who, today = here(organisation, code), day_of(now())
    session, found = current_session(), who.person
    shown = shown_before(evidence_of(session, found.person_id), found.left_on)
    held = held_levels(shown, today)
    requests = asked_of(session, found, reader=who.eyes.lead_id)
    begun = begun_by(session, found.person_id)
    notices = session.scalars(
        told_to(found.person_id, organisation_id=who.council.id).limit(MOST_TOLD)
    ).all()
    return render_template(
        "staffing/person.html",
        organisation=who.council,
        person=found,
        stays=[(stay, _state(who.eyes, stay)) for stay in found.stays],
        may_change=lambda stay: all_within(who.eyes.scope, who.eyes.catalogue, stay.roles, today),
        is_theirs=lambda one: is_within(who.eyes.scope, who.eyes.catalogue, one.role, one.service),
        is_open=found.left_on is None or found.left_on > today,
        acting=_acting(who.eyes, found, today) if found.left_on else (),
        exempt={one.path: one for one in found.exemptions if one.holds(today)},
        requests=[(one, _standing(who.eyes, found, one, held, begun)) for one in requests],
        counted=[piece for piece in shown if piece.counts(today)],
        others=[piece for piece in shown if not piece.counts(today)],
        notices=notices,
        catalogue=who.eyes.catalogue,
        role_words=role_words,
        whom_asked=whom,
        whole=who.eyes.scope.whole,
        today=today,
    )


def _acting(eyes: Eyes, person: PersonFacts, today: date) -> list[str]:
    """As what somebody who leaves is appointed here still: no appointment ends by leaving."""
    who, council = person.person_id, eyes.organisation_id
    return kinds_in_words(acting_here(current_session(), council, on=today, person_id=who)[who])


def _state(eyes: Eyes, stay: Stay) -> str:
    """How a membership that ends is spoken of."""
    return leaving([one.role for one in stay.roles], eyes.catalogue)


def _standing(
    eyes: Eyes, person: PersonFacts, asked: Asked, held: dict[str, int], begun: frozenset[str]
) -> Standing | None:
    """How far somebody is with a path; None where there is no such path any more."""
    path, today = eyes.catalogue.paths.get(asked.path), day_of(now())
    if path is None:
        return None
    return standing(
        path,
        eyes.catalogue,
        roles=person.roles_on(today),
        held=held,
        begun=begun,
        due_on=asked.due_on,
        today=today,
    )


def _known_at() -> datetime:
    """The moment asked for in the address, else this one."""
    return moment_in(request.args.get("known_at"), field="known_at") or now()


@blueprint.get("/organisations/<organisation>/people.csv")
@for_learning_leads
def people_csv(organisation: str) -> Response:
    """One row for each role held."""
    council, eyes = eyes_on(organisation)
    rows = exports.people_rows(current_session(), eyes, on=day_of(now()), known_at=_known_at())
    return csv_file(f"{council.slug}-people", to_csv(exports.PEOPLE, rows))


@blueprint.get("/organisations/<organisation>/evidence.csv")
@for_learning_leads
def evidence_csv(organisation: str) -> Response:
    """Every piece of evidence of the people here."""
    council, eyes = eyes_on(organisation)
    rows = exports.evidence_rows(current_session(), eyes, on=day_of(now()), known_at=_known_at())
    return csv_file(f"{council.slug}-evidence", to_csv(exports.EVIDENCE, rows))


@blueprint.get("/organisations/<organisation>/requirements.csv")
@for_learning_leads
def requirements_csv(organisation: str) -> Response:
    """What each role asks for here, from when, until when."""
    council, _ = eyes_on(organisation)
    rows = exports.requirement_rows(current_session(), council.id, known_at=_known_at())
    return csv_file(f"{council.slug}-requirements", to_csv(exports.REQUIREMENTS, rows))
