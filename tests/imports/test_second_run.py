"""Whatever a file says: once applied, the same file says nothing new."""

from datetime import date, timedelta

from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as some
from sqlalchemy.orm import Session

from learning.catalogue.published import Catalogue
from learning.clock import now
from learning.imports.actions import applying
from learning.imports.actions.batch import batch_of
from learning.imports.queries.world import importer_of, world_of
from learning.imports.rules.columns import layout
from learning.imports.rules.deeds import Outcome
from learning.imports.rules.planning import Plan, plan
from learning.imports.rules.titles import Titles
from learning.people.models import Organisation
from learning.spreadsheets.table import Row
from tests.builders import a_member, a_person, an_organisation

DAY = date(2027, 5, 10)
HEADER = (
    *("reference", "email", "name", "roles", "service", "starts", "ends"),
    *("paused from", "back on", "manager", "language"),
)
# Now and then the same day twice, and the days beside it.
DAYS = some.one_of(
    some.sampled_from([DAY + timedelta(days=n) for n in (-900, -899, -600, -1, 0, 1, 30)]),
    some.dates(DAY - timedelta(days=900), DAY + timedelta(days=60)),
).map(date.isoformat)
ROLES = ("Councillor", "Scrutiny member", "Planning officer", "Head of service", "Member of staff")


def maybe(*values: str) -> some.SearchStrategy[str]:
    return some.sampled_from(("", *values))


def rows(day: some.SearchStrategy[str] = DAYS) -> some.SearchStrategy[tuple[str, ...]]:
    return some.tuples(
        maybe("R1", "R2", "0R3"),
        maybe("ada@here.example", "b@here.example", "info@here.example"),
        maybe("Ada Merriweather", "Bo Hale"),
        some.lists(some.sampled_from(ROLES), max_size=3, unique=True).map("; ".join),
        maybe("Housing", "Planning"),
        some.one_of(some.just(""), day),
        some.one_of(maybe("none"), day),
        some.one_of(maybe("no"), day),
        some.one_of(some.just(""), day),
        maybe("ada@here.example"),
        maybe("en", "Cymraeg"),
    )


def planned(session: Session, council: Organisation, catalogue: Catalogue, sent: list) -> Plan:
    who = importer_of(session, council.id, None, on=DAY)
    assert who
    world = world_of(session, who, catalogue, day=DAY)
    numbered = [Row(number, one) for number, one in enumerate(sent, 2)]
    return plan(numbered, layout(HEADER), world, Titles.of(catalogue, on=DAY), month_first=False)


def apply(session: Session, council: Organisation, found: Plan) -> None:
    batch = batch_of(found.deeds, organisation_id=council.id, name="a file", by=None, at=now())
    applying.write(session, applying.prepare(session, batch))
    session.expire_all()


@settings(max_examples=60)
@given(some.lists(some.lists(rows(), max_size=3), min_size=1, max_size=3))
def test_the_same_file_again_changes_nothing(
    session: Session, app: Flask, catalogue: Catalogue, files: list
) -> None:
    with session.begin_nested() as nested:
        council = an_organisation(session, "hither")
        ada = a_person(session, "Ada Merriweather", address="ada@here.example")
        a_member(session, catalogue, council, ada, "scrutiny-member", starts_on=date(2023, 5, 8))
        session.flush()
        for sent in files:
            first = planned(session, council, catalogue, sent)
            apply(session, council, first)
            good = [line.row for line in first.lines if line.outcome != Outcome.ERROR]
            again = planned(session, council, catalogue, sent)
            changed = [line for line in again.lines if line.row in good and line.changes]
            assert not changed, changed
        nested.rollback()
