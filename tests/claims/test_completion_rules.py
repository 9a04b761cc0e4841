from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from learning.claims.rules import left_out
from learning.claims.rules.columns import COLUMNS, Completion, completions, packed, unpacked
from learning.claims.rules.completions import Known, Outcome, Plan, Surroundings, plan
from learning.clock import add_months
from learning.errors import Refusal
from learning.evidence.rules import Shown
from learning.spreadsheets.reading import read
from tests.claims.made import rule
from tests.spreadsheets.sheets import csv

TODAY = date(2026, 11, 22)
ADA, LEAD = Known(1, "Ada"), Known(2, "Lowri")
PEOPLE = {"ada@people.example": ADA, "ada0": ADA, "lowri@people.example": LEAD, "lead": LEAD}


def around(*rules, **changed) -> Surroundings:
    given = {
        "organisation_id": 7,
        "people": PEOPLE,
        "rules": rules or (rule(),),
        "shown": {},
        "importer_id": LEAD.person_id,
        "today": TODAY,
    }
    return Surroundings(**(given | changed))


def row(number: int = 2, **changed) -> Completion:
    given = {
        "row": number,
        "person": "ada@people.example",
        "course": "Phishing basics",
        "issuer": "Example Academy",
        "completed_on": "2026-03-01",
        "expires_on": "",
    }
    return Completion(**(given | changed))


def one(completion: Completion, about: Surroundings | None = None):
    lines = plan([completion], about or around()).lines
    assert len(lines) == 1
    return lines[0]


def test_a_completion_gives_what_its_rule_says_at_its_true_date() -> None:
    line = one(row(person="ADA@people.example "))
    assert line.outcome == Outcome.NEW
    piece = line.piece
    assert (piece.person_id, piece.skill, piece.level) == (1, "cyber-security", 1)
    assert (piece.shown_on, piece.expires_on) == (date(2026, 3, 1), date(2027, 3, 1))
    assert piece.summary == "Phishing basics, Example Academy"
    assert one(row(person="ADA0")).piece == piece


def test_it_counts_until_the_rule_or_the_certificate_ends_whichever_is_first() -> None:
    for own, lasts, until in (
        ("2026-06-01", 12, date(2026, 6, 1)),
        ("2028-06-01", 12, date(2027, 3, 1)),
        ("2028-06-01", None, date(2028, 6, 1)),
        ("", None, None),
    ):
        line = one(row(expires_on=own), around(rule(lasts_months=lasts)))
        assert line.piece.expires_on == until, (own, lasts)


def test_a_course_that_shows_two_skills_gives_both() -> None:
    rules = rule(1), rule(2, skill="data-protection", level=2)
    lines = plan([row()], around(*rules)).lines
    assert [(line.piece.skill, line.piece.level) for line in lines] == [
        ("cyber-security", 1),
        ("data-protection", 2),
    ]


WRONG = {
    "person": {
        "": "Enter the person’s e-mail address or code",
        "nobody@people.example": "Nobody in your care has this address or code",
        "lowri@people.example": "This is you",
    },
    "course": {"": "Enter what was completed"},
    "issuer": {"": "Enter who issued it"},
    "completed_on": {
        "": "Enter the day",
        "31/02/2026": "no real day, read day first",
        "12/31/2025": "no real day, read day first",
        "2026-11-23": "in the future",
    },
    "expires_on": {"soon": "no real day", "2026-03-01": "not after the day it was completed"},
}


@pytest.mark.parametrize(("column", "text"), [(c, t) for c in WRONG for t in WRONG[c]])
def test_a_row_with_something_wrong_says_where_what_and_how_to_mend_it(
    column: str, text: str
) -> None:
    line = one(row(**{column: text}))
    assert (line.outcome, line.column) == (Outcome.FAULT, column)
    assert WRONG[column][text] in line.problem


def test_a_file_can_write_the_month_first() -> None:
    american = around(month_first=True)
    assert one(row(completed_on="03/04/2026"), american).piece.shown_on == date(2026, 3, 4)
    assert one(row(completed_on="03/04/2026")).piece.shown_on == date(2026, 4, 3)
    assert "read month first" in one(row(completed_on="31/12/2025"), american).problem


def test_what_no_rule_is_for_is_no_error_and_gives_nothing() -> None:
    for changed in (
        {"course": "Knitting"},
        {"issuer": "Somebody else"},
        {"completed_on": "2024-12-31"},  # before the rule's first day
    ):
        assert one(row(**changed)).outcome == Outcome.NO_RULE


def recorded(planned: Plan) -> dict[tuple[int, str], list[Shown]]:
    found: dict[tuple[int, str], list[Shown]] = {}
    for number, piece in enumerate(planned.pieces):
        shown = Shown(
            number,
            piece.skill,
            piece.level,
            "prior-learning",
            piece.summary,
            piece.reference,
            piece.shown_on,
            piece.expires_on,
            None,
        )
        found.setdefault((piece.person_id, piece.skill), []).append(shown)
    return found


def test_the_same_completion_is_recorded_once_in_a_file_and_over_files() -> None:
    twice = [row(2), row(5, course=" PHISHING basics", completed_on="1 March 2026")]
    planned = plan(twice, around())
    assert [line.outcome for line in planned.lines] == [Outcome.NEW, Outcome.ALREADY]
    assert planned.lines[1].problem == "The same as row 2"
    again = plan(twice, around(shown=recorded(planned)))
    assert [line.outcome for line in again.lines] == [Outcome.ALREADY] * 2
    assert again.pieces == ()


def test_another_council_records_the_same_completion_for_itself() -> None:
    here = plan([row()], around())
    there = plan([row()], around(organisation_id=8, shown=recorded(here)))
    assert there.of(Outcome.NEW)


def test_what_is_renewed_in_time_follows_the_old_period_whatever_the_order_of_the_rows() -> None:
    rows = [row(2, completed_on="2026-01-15"), row(3, completed_on="2025-02-01")]
    planned = plan(rows, around())
    until = {line.completion.row: line.piece.expires_on for line in planned.lines}
    assert until == {3: date(2026, 2, 1), 2: date(2027, 2, 1)}
    assert [line.completion.row for line in planned.lines] == [2, 3]


def test_the_fingerprint_tells_whether_the_same_would_be_recorded() -> None:
    first = plan([row()], around())
    assert plan([row()], around()).fingerprint == first.fingerprint
    assert plan([row()], around(rule(level=2))).fingerprint != first.fingerprint
    fault = plan([row(), row(3, person="x")], around())
    assert fault.fingerprint == first.fingerprint


TEXTS = some.text(max_size=20) | some.sampled_from(["2026-03-01", "ada0", "Phishing basics"])


@given(some.lists(some.builds(Completion, some.integers(2, 99), *[TEXTS] * 5), max_size=6))
def test_every_row_has_an_outcome_and_what_is_kept_comes_back(rows: list[Completion]) -> None:
    planned = plan(rows, around())
    assert sorted(line.completion.row for line in planned.lines) == sorted(r.row for r in rows)
    assert unpacked(packed(tuple(rows), month_first=True)) == (tuple(rows), True)
    for piece in planned.pieces:
        assert piece.shown_on <= TODAY
        assert piece.expires_on is None or piece.expires_on > piece.shown_on


@given(some.dates(date(2025, 1, 1), TODAY), some.integers(1, 60))
def test_months_of_a_rule_are_calendar_months(day: date, months: int) -> None:
    line = one(row(completed_on=day.isoformat()), around(rule(lasts_months=months)))
    assert line.piece.expires_on == add_months(day, months)


def table(*rows: tuple[str, ...]):
    return read(csv(*rows))


def test_columns_are_found_whatever_another_system_calls_them() -> None:
    header = ("Learner Email", "Score", "Course Name", "Provider", "Date completed", "Valid until")
    cells = ("ada@people.example", "97", "Phishing basics", "Example Academy", "1/3/2026", "")
    (found,) = completions(table(header, cells))
    assert found == row(completed_on="1/3/2026")


def test_one_issuer_for_the_whole_file_fills_what_rows_do_not_say() -> None:
    header = ("person", "course", "issuer", "completed_on")
    rows = table(header, ("a", "b", "", "c"), ("a", "b", "Own", "c"))
    found = completions(rows, issuer="Example Academy")
    assert [one.issuer for one in found] == ["Example Academy", "Own"]


def test_a_missing_column_is_named() -> None:
    with pytest.raises(Refusal, match="no column “course” and “completed_on”"):
        completions(table(("E-mail", "Name"), ("a", "b")))
    with pytest.raises(Refusal, match="no column “issuer”"):
        completions(table(("person", "course", "date"), ("a", "b", "c")))


def test_the_example_file_is_read_and_the_rows_left_out_can_be_sent_again() -> None:
    example = table(tuple(COLUMNS), *left_out.EXAMPLE)
    assert len(completions(example)) == len(left_out.EXAMPLE)
    rows = [row(2, person="x@people.example"), row(3), row(4, course="Knitting")]
    found = list(left_out.rows(plan(rows, around())))
    assert [cells[0] for cells in found] == [2, 4]
    again = completions(table(left_out.HEADER, *[tuple(map(str, cells)) for cells in found]))
    assert [replace(one, row=0) for one in again] == [replace(r, row=0) for r in (rows[0], rows[2])]
