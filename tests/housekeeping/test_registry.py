"""Nothing that can hold something of somebody is without a decision."""

from sqlalchemy import JSON, LargeBinary, String, Text

from learning.database import Base
from learning.housekeeping.rules.decisions import ACTORS, Rows
from learning.housekeeping.rules.registry import BY_TABLE, DECISIONS
from tests.housekeeping.lives import LONGER

TABLES = Base.metadata.tables
# Long, and yet nobody types into them: slugs, names of fields, codes.
NOT_WORDS = {
    ("appointment", "tiers"),
    ("appointment", "services"),
    ("audit_entry", "fields"),
}


def names_people(table: str) -> set[str]:
    return {
        column.name
        for column in TABLES[table].c
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    }


def is_free_text(column) -> bool:
    if isinstance(column.type, Text | JSON | LargeBinary):
        return True
    return isinstance(column.type, String) and (column.type.length or LONGER) >= LONGER


def test_every_table_has_one_decision() -> None:
    assert len(BY_TABLE) == len(DECISIONS)
    assert set(BY_TABLE) == set(TABLES)
    assert all(decision.because for decision in DECISIONS)


def test_every_column_of_a_row_that_stays_goes_or_stays_by_decision() -> None:
    for decision in DECISIONS:
        if decision.rows is Rows.STAY:
            columns = {column.name for column in TABLES[decision.table].c}
            assert columns == decision.stays | set(decision.empties), decision.table
            assert not decision.stays & set(decision.empties), decision.table


def test_no_words_stay_in_the_rows_of_somebody_who_is_erased() -> None:
    for decision in DECISIONS:
        if decision.rows is Rows.STAY:
            words = {c.name for c in TABLES[decision.table].c if is_free_text(c)}
            stay = {(decision.table, name) for name in words & decision.stays}
            assert stay <= NOT_WORDS


def test_tables_of_nobody_name_nobody_and_say_where_somebody_types() -> None:
    for decision in DECISIONS:
        if decision.rows is Rows.OF_NOBODY:
            assert names_people(decision.table) <= ACTORS, decision.table
            words = {c.name for c in TABLES[decision.table].c if is_free_text(c)}
            assert words == decision.stays, decision.table


def test_every_key_to_a_person_is_the_way_to_its_rows_or_says_who_did_something() -> None:
    for decision in DECISIONS:
        others = names_people(decision.table) - ACTORS
        if decision.is_by_key and others:
            ways = set(decision.by.split())
            assert others <= ways | {"person_id"}, decision.table
            assert ways & (others | {"membership_id"}) or decision.by == "id", decision.table


def test_every_row_that_goes_with_one_council_leads_to_that_council() -> None:
    for decision in DECISIONS:
        step = decision
        while decision.of_council and step.is_by_key and "person_id" not in step.by:
            (key,) = TABLES[step.table].c[step.by.split()[0]].foreign_keys
            step = BY_TABLE[key.column.table.name]
        if decision.of_council:
            column = TABLES[step.table].c[step.council]
            tables = {key.column.table for key in column.foreign_keys}
            assert all(t.name == "organisation" or "organisation_id" in t.c for t in tables)


def test_what_points_to_a_row_that_goes_goes_too_or_can_point_nowhere() -> None:
    gone = {decision.table for decision in DECISIONS if decision.rows is Rows.GO}
    for table in TABLES.values():
        for column in table.c:
            for key in column.foreign_keys:
                if key.column.table.name in gone:
                    assert table.name in gone or column.nullable, f"{table.name}.{column.name}"
