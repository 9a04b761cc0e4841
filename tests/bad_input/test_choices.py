"""Choices of a form: what was not offered is refused, whatever comes before it."""

import gc

import pytest
from flask import Flask
from flask_wtf import FlaskForm
from sqlalchemy import func, select
from wtforms.fields.choices import SelectFieldBase
from wtforms.fields.core import UnboundField
from wtforms.validators import Optional

from learning.database import current_session
from learning.people.models import Appointment, Membership, Restriction
from tests.bad_input.sent import is_plain
from tests.builders import Town
from tests.page import Browser

TODAY = {"starts_on": "2026-01-02"}
APPOINTED = {"email": "una.new@people.example", "name": "Una New", **TODAY}
DEPUTY = {"person": "samina.haque@people.example", **TODAY, "starts_on": "2199-01-02"}
NEWCOMER = {"name": "Una New", "address": "una.new@people.example", "role": "councillor", **TODAY}


def count(app: Flask, table: type) -> int:
    with app.app_context():
        return current_session().scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize(
    ("address", "fields", "table"),
    [
        ("leads/new", {**DEPUTY, "scope": "some", "tiers": [""]}, Appointment),
        ("leads/new", {**DEPUTY, "scope": "some", "services": [" ", "none"]}, Appointment),
        ("people/new", {**NEWCOMER, "role_2": " "}, Membership),
        ("people/new", {**NEWCOMER, "service": " "}, Membership),
    ],
)
def test_a_blank_first_choice_lets_no_other_through_to_a_lead(
    app: Flask, lead: Browser, address: str, fields: dict[str, object], table: type
) -> None:
    before = count(app, table)
    lead.get(f"/organisations/fernleigh/{address}")
    is_plain(lead.post(f"/organisations/fernleigh/{address}", fields), 422)
    assert count(app, table) == before


@pytest.mark.parametrize("leads", [[""], [" ", "7"], ["", "not a number"]])
def test_nobody_is_restricted_to_leads_who_were_not_offered(
    app: Flask, lead: Browser, town: Town, leads: list[str]
) -> None:
    with app.app_context():
        whose = Membership.person_id == town.councillor
        code = current_session().scalar(select(Membership.person_code).where(whose))
    address = f"/organisations/fernleigh/people/{code}/restriction"
    version = lead.get(address).hidden("version")
    page = lead.post(address, {"who": "named", "leads": leads, "version": version})
    is_plain(page, 422)
    assert count(app, Restriction) == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "learning-lead", "organisation": " "},
        {"kind": "partnership-reviewer", "partnership": "\t"},
        {"kind": "learning-lead", "organisation": "{council}", "tiers": ["", "none"]},
        {"kind": "learning-lead", "organisation": "{council}", "services": [" "]},
    ],
)
def test_a_blank_first_choice_lets_no_other_through_to_an_administrator(
    app: Flask, administrator: Browser, town: Town, fields: dict[str, object]
) -> None:
    before = count(app, Appointment)
    filled = {
        name: value.format(council=town.council) if isinstance(value, str) else value
        for name, value in fields.items()
    }
    administrator.get("/admin/appointments/new")
    is_plain(administrator.post("/admin/appointments/new", APPOINTED | filled), 422)
    assert count(app, Appointment) == before


def test_no_choice_is_optional_in_the_words_of_the_library(app: Flask) -> None:
    """`Optional` lets everything through behind a blank; `shell.fields.if_any` does not."""
    gc.collect()
    waiting, seen = [FlaskForm], set()
    while waiting:
        waiting.extend(set(waiting.pop().__subclasses__()) - seen)
        seen |= set(waiting)
    assert len(seen) > 40
    for form in seen:
        for name in dir(form):
            field = getattr(form, name)
            if isinstance(field, UnboundField) and issubclass(field.field_class, SelectFieldBase):
                given = [*field.kwargs.get("validators", ()), *field.args[1:2]]
                assert not [one for one in given if isinstance(one, Optional)], (form, name)
