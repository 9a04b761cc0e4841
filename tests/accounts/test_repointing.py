"""Linking repoints every key to a person: nothing is lost, nothing is left, nothing else moves."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Table, insert, select
from sqlalchemy.orm import Session

from learning.accounts.actions import linking
from learning.accounts.actions.repointing import (
    DECIDED,
    RECORDED_BY,
    Becomes,
    columns_naming_people,
    decision,
)
from learning.catalogue.published import Catalogue
from learning.database import Base
from learning.errors import Conflict
from learning.people.models import Person
from tests.accounts.letterbox import imported
from tests.builders import a_member, a_person, an_organisation

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
NUMBERS = count(1)
TABLES = Base.metadata.tables


def named(becomes: Becomes) -> list[str]:
    return sorted(name for name, decided in DECIDED.items() if decided is becomes)


def column(name: str) -> Column[Any]:
    table, _, key = name.partition(".")
    return TABLES[table].c[key]


def test_every_key_to_a_person_has_a_decision_and_no_decision_is_of_a_key_that_is_gone() -> None:
    keys = {f"{one.table.name}.{one.name}" for one in columns_naming_people()}
    undecided = {key for key in keys if not key.endswith(f".{RECORDED_BY}")} - set(DECIDED)
    assert not undecided, "decide in accounts/actions/repointing.py what linking does with these"
    assert set(DECIDED) <= keys
    assert all(decision(one) for one in columns_naming_people())


Values = dict[str, Any]
RECORDED = {"recorded_at": AT, "recorded_by": None}


def _assignment(here: Values) -> Values:
    return {
        "organisation_id": here["council"],
        "path": "new-councillor",
        "due_on": TODAY,
        "reason": "Induction",
        "assigned_at": AT,
        "assigned_by": here["bystander"],
        "form_key": f"key {next(NUMBERS)}",
        "form_hash": "hash",
        "starts_on": TODAY,
        "standing": False,
        "renews": False,
    }


def _escalated(here: Values) -> Values:
    return {
        "organisation_id": here["council"],
        "membership_id": here["bystanders"],
        "path": f"path {next(NUMBERS)}",
        "due_on": TODAY,
        "step": "person",
        "told_at": AT,
        "authority": "A policy",
        "decided_on": TODAY,
    }


# What else a row needs, for each column that is repointed; the person is filled in.
MADE: dict[str, Callable[[Values], Values]] = {
    "membership.person_id": lambda here: {
        "organisation_id": here["third"],
        "person_code": f"code{next(NUMBERS)}",
        "created_at": AT,
    },
    "particulars.person_id": lambda here: {
        "organisation_id": here["third"],
        "name": "As they say",
        "superseded_at": AT,
        **RECORDED,
    },
    "sharing.officer_id": lambda here: {
        "organisation_id": here["third"],
        "starts_on": TODAY,
        "joint": False,
        "compared": True,
        "may_be_asked": False,
        "contact": "",
        "authority": "A clause",
        **RECORDED,
    },
    "assigned.person_id": lambda here: {
        "assignment_id": here["assignment"],
        "membership_id": here["membership"],
        "asked_on": TODAY,
        "due_on": TODAY,
        "why": "asked",
        "note": "",
        "superseded_at": AT,
        **RECORDED,
    },
    "assignment.officer_id": _assignment,
    "appointment.person_id": lambda here: {
        "kind": "reviewer",
        "organisation_id": here["council"],
        "starts_on": TODAY,
        "tiers": "",
        "services": "",
        **RECORDED,
    },
    "restriction.lead_id": lambda here: {
        "membership_id": here["bystanders"],
        "recorded_at": datetime(2026, 3, 2, 10, next(NUMBERS) % 60, tzinfo=UTC),
        "recorded_by": None,
    },
    "evidence.person_id": lambda _: {
        "skill": "evaluation",
        "level": 1,
        "source": "prior-learning",
        "shown_on": TODAY,
        "reference": f"reference {next(NUMBERS)}",
        "summary": "Learned elsewhere",
        **RECORDED,
    },
    "certificate.person_id": lambda _: {
        "code": f"code{next(NUMBERS)}",
        "organisation_name": "A council",
        "reference": f"reference {next(NUMBERS)}",
        "title": "Lights",
        "gives": [],
        "minutes": 1,
        "shown_on": TODAY,
        "awarded_at": AT,
        "salt": "salt",
    },
    "exemption.person_id": lambda here: {
        "organisation_id": here["council"],
        "path": "new-councillor",
        "authority": "A committee",
        "clause": "",
        "reason": "It was asked for",
        "starts_on": TODAY,
        "ends_on": TODAY + timedelta(days=30),
        **RECORDED,
    },
    "set_apart.person_id": lambda here: {"assignment_id": here["assignment"], "due_on": None},
    "escalated.person_id": lambda here: _escalated(here) | {"told_id": here["bystander"]},
    "escalated.told_id": lambda here: _escalated(here) | {"person_id": here["bystander"]},
    "extract_line.person_id": lambda here: {
        "extract_id": here["extract"],
        "membership_id": here["bystanders"],
        "path": f"path {next(NUMBERS)}",
        "due_on": TODAY,
        "is_done": False,
    },
    "adjustment.person_id": lambda here: {
        "organisation_id": here["council"],
        "extra": 25,
        "reason": "It was asked for",
        "starts_on": TODAY,
        **RECORDED,
    },
    "notice.person_id": lambda _: {
        "kind": "k",
        "subject": "Subject",
        "body": "Body",
        "written_at": AT,
    },
    "mail.person_id": lambda _: {
        "mark": f"mark {next(NUMBERS)}",
        "address": "a@people.example",
        "kind": "k",
        "language": "en",
        "subject": "Subject",
        "plain": "Text",
        "html": "Text",
        "written_at": AT,
        "send_after": AT,
        "secret": False,
        "tries": 0,
    },
    "invitation.person_id": lambda here: {
        "organisation_id": here["council"],
        "address": "a@people.example",
        "token_hash": f"hash {next(NUMBERS)}",
        "mail_mark": "mark",
        "invited_at": AT,
        "expires_at": AT,
        "ended_at": AT,
        "is_not_them": False,
    },
    "listed_person.person_id": lambda here: {
        "plan_id": here["plan"],
        "from_id": here["council"],
        "fate": "stays",
    },
    "printed_code.person_id": lambda here: {
        "organisation_id": here["council"],
        "code_hash": f"hash {next(NUMBERS)}",
        "printed_at": AT,
        "expires_at": AT,
        "ended_at": AT,
    },
}


def test_every_repointed_key_is_tried_below() -> None:
    assert set(MADE) == set(named(Becomes.THEIRS))


def a_world(session: Session, catalogue: Catalogue) -> Values:
    """Somebody known here, the record that a council made of them, and a bystander."""
    council, other = an_organisation(session, "kestrel"), an_organisation(session, "otterburn")
    third = an_organisation(session, "thistle")
    known = a_person(session, "Known Here")
    a_member(session, catalogue, other, known)
    bystander = a_person(session, "By Stander")
    bystanders = a_member(session, catalogue, council, bystander)
    membership = imported(session, council.id, "Said There", "known.here@people.example", at=AT)
    here = {
        "council": council.id,
        "third": third.id,
        "known": known,
        "bystander": bystander,
        "bystanders": bystanders.id,
        "membership": membership.id,
        "provisional": membership.person_id,
    }
    here["plan"] = session.execute(
        insert(TABLES["reorganisation"]).values(
            slug="a-plan",
            name="A plan",
            vests_on=TODAY,
            drawn_at=AT,
            form_key="key",
            form_hash="hash",
        )
    ).inserted_primary_key[0]
    here["extract"] = session.execute(
        insert(TABLES["given_extract"])
        .values(
            organisation_id=here["council"],
            made_at=AT,
            made_by=here["bystander"],
            resolved_on=TODAY,
            clause="Minute 1",
            paths="",
            form_key="key",
            form_hash="hash",
        )
        .returning(TABLES["given_extract"].c.id)
    ).scalar_one()
    here["assignment"] = session.execute(
        insert(TABLES["assignment"]).values(_assignment(here))
    ).inserted_primary_key[0]
    return here


def rows_of(session: Session) -> dict[Table, dict[tuple[Any, ...], Values]]:
    """Every row of every table, by its key."""
    return {
        table: {
            tuple(row[key.name] for key in table.primary_key): dict(row)
            for row in session.execute(select(table)).mappings()
        }
        for table in Base.metadata.sorted_tables
    }


def put_in(session: Session, here: Values, name: str, person: int) -> None:
    one = column(name)
    if name == "set_apart.person_id":  # a rule treats somebody otherwise once
        ruled = session.execute(insert(TABLES["assignment"]).values(_assignment(here)))
        here = here | {"assignment": ruled.inserted_primary_key[0]}
    session.execute(insert(one.table).values({**MADE[name](here), one.name: person}))


SOME = st.lists(
    st.tuples(
        st.sampled_from(sorted(MADE)), st.sampled_from(["provisional", "known", "bystander"])
    ),
    max_size=12,
)


@settings(max_examples=30)
@given(SOME)
def test_linking_loses_no_row_and_repoints_every_one(
    session: Session, catalogue: Catalogue, wanted: list[tuple[str, str]]
) -> None:
    inner = session.begin_nested()
    try:
        here = a_world(session, catalogue)
        for name, whose in wanted:
            put_in(session, here, name, here[whose])
        _links(session, here)
    finally:
        inner.rollback()


def test_one_row_of_each_kind_is_repointed(session: Session, catalogue: Catalogue) -> None:
    here = a_world(session, catalogue)
    for name in MADE:
        put_in(session, here, name, here["provisional"])
    _links(session, here)


def _links(session: Session, here: Values) -> None:
    before = rows_of(session)
    linking.link(session, here["provisional"], to=here["known"], of=here["council"], at=AT)
    session.flush()
    after = rows_of(session)
    theirs = {column(name) for name in named(Becomes.THEIRS)}
    for table, rows in before.items():
        assert rows.keys() <= after[table].keys(), f"rows of {table} are gone"
        for key, row in rows.items():
            for one in table.c:
                value = row[one.name]
                expected = (
                    here["known"] if one in theirs and value == here["provisional"] else value
                )
                if not _may_differ(one):
                    assert after[table][key][one.name] == expected, one
    added = {table.name for table, rows in after.items() if len(rows) > len(before[table])}
    assert added <= {"audit_entry", "audit_detail", "notice"}
    assert session.get_one(Person, here["provisional"]).linked_to == here["known"]


def _may_differ(one: Column[Any]) -> bool:
    """What linking says besides: whose record it was, and the newest word of a council."""
    return f"{one.table.name}.{one.name}" in {
        "person.linked_to",
        "person.linked_at",
        "membership.person_code",
        "particulars.superseded_at",
    }


OF_THEIR_OWN: dict[str, Values] = {
    "address.person_id": {"written": "x", "key": "x", "added_at": AT, "is_first": False},
    "asks_how_sure.person_id": {"since": AT},
    "lesson_read.person_id": {
        "course": "c",
        "lesson": "l",
        "revision": "r",
        "read_at": AT,
    },
    "sign_in.person_id": {"token_hash": "x", "started_at": AT, "expires_at": AT},
    "recovery.person_id": {"token_hash": "x", "asked_at": AT, "expires_at": AT},
    "purpose_read.person_id": {"starts_on": TODAY, "read_at": AT},
    "reading.reader_id": {
        "read_on": TODAY,
        "read_at": AT,
        "kind": "partnership",
        "place": "vale",
        "form": "page",
        "appointment": "partnership-reviewer",
    },
}


@pytest.mark.parametrize("name", sorted(OF_THEIR_OWN))
def test_whoever_has_anything_of_their_own_is_never_linked(
    session: Session, catalogue: Catalogue, name: str
) -> None:
    here = a_world(session, catalogue)
    one = column(name)
    values = {**OF_THEIR_OWN[name], one.name: here["provisional"]}
    table = one.table
    if "organisation_id" in table.c and "organisation_id" not in values:
        values["organisation_id"] = here["council"]
    session.execute(insert(table).values(values))
    inner = session.begin_nested()
    with pytest.raises(Conflict):
        linking.link(session, here["provisional"], to=here["known"], of=here["council"], at=AT)
    inner.rollback()
    assert session.get_one(Person, here["provisional"]).linked_to is None


def test_a_record_is_linked_once(session: Session, catalogue: Catalogue) -> None:
    here = a_world(session, catalogue)
    linking.link(session, here["provisional"], to=here["known"], of=here["council"], at=AT)
    with pytest.raises(Conflict):
        linking.link(session, here["provisional"], to=here["bystander"], of=here["council"], at=AT)
