"""People of other councils, and people whom a lead may not touch."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from learning.clock import day_of, now
from learning.database import current_session, transaction
from learning.people.actions import places
from learning.people.models import Address, Membership, Particulars, Person
from tests.builders import Town
from tests.claims.made import another_lead
from tests.imports.made import apply, counts, dry_run, everything, new, row, stays
from tests.page import Browser

STRANGER = "wilfred.doyle@people.example"
GRACE = "grace.okonjo@people.example"
HIDDEN = "The person in this row cannot be changed by you"


def restrict_the_chief(app: Flask, town: Town, lead_id: int | None = None) -> None:
    with app.app_context(), transaction() as session:
        chief = session.query(Membership).filter_by(person_id=town.chief).one()
        places.restrict(session, chief, lead_id=lead_id, by=None, at=now())


def test_a_person_of_another_council_is_neither_linked_nor_named(
    app: Flask, lead: Browser, ready_town: Town
) -> None:
    page = dry_run(lead, row("W1", email=STRANGER, name="W Doyle", roles="Councillor"))
    assert counts(page)["new"] == 1
    assert "Wilfred" not in page.text
    assert "Otmoor" not in page.text
    apply(lead, page)
    with app.app_context():
        session = current_session()
        said = session.scalars(select(Particulars)).one()
        assert (said.address, said.name) == (STRANGER, "W Doyle")
        assert said.person_id != ready_town.stranger
        assert session.scalar(select(Person.name).where(Person.id == said.person_id)) == "W Doyle"
        owner = session.scalar(select(Address.person_id).where(Address.key == STRANGER))
        assert owner == ready_town.stranger
        here = select(func.count()).where(
            Membership.person_id == ready_town.stranger,
            Membership.organisation_id == ready_town.council,
        )
        assert session.scalar(here) == 0
    again = dry_run(lead, row("W1", email=STRANGER, name="W Doyle", roles="Councillor"))
    assert counts(again)["unchanged"] == 1


def test_a_new_address_makes_no_second_person_and_replaces_no_verified_one(
    app: Flask, lead: Browser, ready_town: Town
) -> None:
    apply(lead, dry_run(lead, row("77", email="samina.haque@people.example")))
    people = everything(app)["person"]
    apply(lead, dry_run(lead, row("77", email="samina@elsewhere.example")))
    assert everything(app)["person"] == people
    with app.app_context():
        session = current_session()
        mine = select(Address.written).where(Address.person_id == ready_town.planner)
        assert session.scalars(mine).all() == ["samina.haque@people.example"]
        said = select(Particulars.address).where(Particulars.person_id == ready_town.planner)
        assert session.scalars(said.order_by(Particulars.id)).all() == [
            "samina.haque@people.example",
            "samina@elsewhere.example",
        ]
    assert counts(dry_run(lead, row("77", email="samina@elsewhere.example")))["unchanged"] == 1


def test_who_is_restricted_is_neither_shown_nor_touched(
    app: Flask, lead: Browser, ready_town: Town
) -> None:
    restrict_the_chief(app, ready_town)
    page = dry_run(lead, row("C1", email=GRACE, name="Grace Okonjo"), new(1), whole="yes")
    assert counts(page)["in error"] == 1
    assert HIDDEN in page.words
    assert counts(page)["leaving"] == 5  # the chief is not proposed
    before = everything(app)
    refused = apply(lead, page, good_rows="")
    assert refused.status == 422
    assert everything(app) == before


def test_a_lead_who_is_named_for_a_restricted_person_imports_them(
    app: Flask, lead: Browser, ready_town: Town
) -> None:
    restrict_the_chief(app, ready_town, lead_id=ready_town.lead)
    page = dry_run(lead, row("C1", email=GRACE, name="Grace Okonjo", roles="Chief executive"))
    assert counts(page)["changed"] == 1


def test_a_lead_of_councillors_does_not_touch_staff_and_sees_nothing_of_them(
    app: Flask, ready_town: Town
) -> None:
    lead = another_lead(app, ready_town, tiers=("councillor",))
    page = dry_run(
        lead,
        row("77", email="samina.haque@people.example", name="Samina Haque"),
        new(1),
        new(2, roles="Scrutiny member"),
        whole="yes",
    )
    assert counts(page) == {"in error": 2, "changed": 0, "new": 1, "leaving": 2, "unchanged": 0}
    words = lead.get(f"{page_address(page)}?show=error").words
    assert HIDDEN in words
    assert "Planning officer is no role that you look after" in words


def page_address(page) -> str:
    return page.text.split('/apply"')[0].rsplit('"', 1)[1]


def test_a_lead_of_councillors_brings_back_one_who_has_left(app: Flask, ready_town: Town) -> None:
    lead = another_lead(app, ready_town, tiers=("councillor",))
    last = day_of(now()) - timedelta(days=100)
    tomos = {"email": "tomos.greenhalgh@people.example", "name": "Tomos Greenhalgh"}
    left = row("T1", **tomos, roles="Councillor", ends=last.isoformat())
    apply(lead, dry_run(lead, left))
    back = last + timedelta(days=50)
    page = dry_run(lead, row("T1", **tomos, roles="Councillor", starts=back.isoformat()))
    assert counts(page)["changed"] == 1
    apply(lead, page)
    with app.app_context():
        times = stays(current_session(), ready_town.council)["Tomos Greenhalgh"]
    assert [end for _, end in times] == [last + timedelta(days=1), None]
