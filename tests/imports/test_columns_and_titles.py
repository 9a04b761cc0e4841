from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as some

from learning.errors import Refusal
from learning.imports.rules.columns import COLUMNS, REASON, layout
from learning.imports.rules.titles import NotUnderstood, RoleSaid
from learning.spreadsheets.table import folded
from tests.imports.planned import titles


@pytest.mark.parametrize(
    ("written", "column"),
    [
        ("Payroll no", "reference"),
        ("Payroll No.", "reference"),
        ("EMPLOYEE ID", "reference"),
        ("Email address", "email"),
        ("E-mail", "email"),
        ("Councillor", "name"),
        ("Title / Name", "name"),
        ("Forename", "first_name"),
        ("Surname", "last_name"),
        ("Job title", "roles"),
        ("Directorate", "service"),
        ("Start date", "starts"),
        ("Leaving  date", "ends"),
        ("line_manager_email", "manager"),
        ("Manager's e-mail", "manager"),
        ("Iaith", "language"),
    ],
)
def test_columns_are_known_by_what_people_call_them(written: str, column: str) -> None:
    assert column in layout((written, "reference" if column != "reference" else "email")).places


def test_no_two_columns_share_a_name() -> None:
    words = [word for name, others in COLUMNS.items() for word in {name, *others}]
    assert len(layout(("email",)).places) == 1
    folds = [folded(word) for word in words]
    doubled = {one for one in folds if folds.count(one) > 1}
    owners = {
        one: {n for n, w in COLUMNS.items() if one in map(folded, (n, *w))} for one in doubled
    }
    assert {one: found for one, found in owners.items() if len(found) > 1} == {}


def test_unknown_columns_are_named_and_our_own_reasons_are_not() -> None:
    assert layout(("Ref", "Shoe size", "", REASON)).ignored == ("Shoe size",)


def test_doubled_and_missing_columns_are_refused_by_name() -> None:
    with pytest.raises(Refusal, match="“E-mail” and “Work email”; “Role” and “Job title”"):
        layout(("E-mail", "Work email", "Role", "Job title"))
    with pytest.raises(Refusal, match="no column “reference”"):
        layout(("Name", "Role"))
    with pytest.raises(
        Refusal, match=r"says “Members as at 1 May”\. If the names stand further down"
    ):
        layout(("Members as at 1 May", ""))


ROLES = {
    "Planning officer": [("planning-officer", "planning")],
    "planning-officer": [("planning-officer", "planning")],
    "Backbench member; Scrutiny member": [("councillor", None), ("scrutiny-member", None)],
    "Councillor\nScrutiny chair": [("councillor", None), ("scrutiny-chair", None)],
    "Councillor, Scrutiny member": [("councillor", None), ("scrutiny-member", None)],
    "Cllr": [("councillor", None)],
    "Member": [("councillor", None)],
    "Cllr / Scrutiny member": [("councillor", None), ("scrutiny-member", None)],
    "Member & Chair of Scrutiny": [("councillor", None), ("scrutiny-chair", None)],
    "Councillor and Cabinet member": [("councillor", None), ("cabinet-member", None)],
    "Audit and governance committee member": [("audit-committee-member", None)],
    "Head of service @ Housing": [("head-of-service", "housing")],
    "Head of service (Adult social care)": [("head-of-service", "adult-care")],
    "Social worker (adults)": [("adult-care-practitioner", "adult-care")],
    "Planning officer @ Housing": [("planning-officer", "planning")],  # it has its own
    "Councillor @ Planning": [("councillor", None)],  # councillors are of none
    "Member of staff; Member of staff": [("all-staff", None)],
}


@pytest.mark.parametrize("cell", ROLES)
def test_roles_are_read_from_one_cell(cell: str) -> None:
    assert [(one.role, one.service) for one in titles().read(cell, "")] == ROLES[cell]


def test_a_service_beside_is_of_every_role_or_of_each_in_order() -> None:
    heads = "Head of service; Member of staff; Councillor"
    one = titles().read(heads, "Housing")
    assert [role.service for role in one] == ["housing", "housing", None]
    each = titles().read(heads, "Housing; planning;")
    assert [role.service for role in each] == ["housing", "planning", None]
    with pytest.raises(NotUnderstood, match="3 roles and 2 services") as wrong:
        titles().read(heads, "Housing; Planning")
    assert wrong.value.column == "service"


def test_a_committee_s_substitute_is_understood() -> None:
    expected = (RoleSaid("scrutiny-member", None, substitute=True),)
    assert titles().read("Scrutiny member (substitute)", "") == expected
    assert titles().read("Scrutiny member [Reserve]", "") == expected


def test_what_is_no_role_or_service_is_said_with_what_resembles_it() -> None:
    with pytest.raises(NotUnderstood, match=r"“Planing officer” is no role.*“Planning officer”"):
        titles().read("Planing officer", "")
    with pytest.raises(NotUnderstood, match="“Wizardry” is no service"):
        titles().read("Head of service @ Wizardry", "")
    with pytest.raises(NotUnderstood):
        titles().read("@ Housing", "")


@given(some.text("Councilr;@()[], \n|planigofe", max_size=60), some.text("Housing;, ", max_size=20))
def test_no_cell_is_a_fault(roles: str, service: str) -> None:
    with suppress(NotUnderstood):
        titles().read(roles, service)
