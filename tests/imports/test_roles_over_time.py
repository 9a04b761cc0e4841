from dataclasses import replace
from datetime import date

import pytest

from learning.imports.rules.deeds import Days, Outcome, RoleDays
from learning.imports.rules.known import Paused
from learning.imports.rules.planning import Leavers
from tests.imports.planned import BEGAN, DAY, held, known, moves, only, planned, problems, said

LEFT = known(1, "councillor", days=(BEGAN, date(2025, 3, 2)))


def test_a_role_not_held_begins_on_the_day_of_the_file() -> None:
    line = only(planned(said(roles="Councillor; Scrutiny member"), people=(known(),)))
    assert moves(line) == [("role", None, "Scrutiny member, from 10 May 2027")]
    assert line.deed
    assert line.deed.roles == (RoleDays("scrutiny-member", None, Days(DAY, None)),)


def test_a_role_not_held_begins_on_the_later_day_that_the_row_says() -> None:
    row = said(roles="Councillor; Scrutiny member", starts="2027-05-20")
    assert moves(only(planned(row, people=(known(),)))) == [
        ("role", None, "Scrutiny member, from 20 May 2027")
    ]


def test_the_day_somebody_came_is_not_the_day_their_new_role_begins() -> None:
    row = said(roles="Councillor; Scrutiny member", starts=BEGAN.isoformat())
    assert moves(only(planned(row, people=(known(),)))) == [
        ("role", None, "Scrutiny member, from 10 May 2027")
    ]


def test_a_role_that_is_not_named_any_more_ends_and_its_base_stays_while_needed() -> None:
    both = known(1, held=held("scrutiny-member", "cabinet-member"))
    line = only(planned(said(roles="Cabinet member"), people=(both,)))
    assert moves(line) == [
        ("role", "Scrutiny member, from 8 May 2023", "Scrutiny member, 8 May 2023 to 9 May 2027")
    ]


def test_a_base_role_that_nobody_named_does_not_end() -> None:
    line = only(planned(said(roles="Scrutiny member"), people=(known(1, "scrutiny-member"),)))
    assert line.outcome == Outcome.UNCHANGED


def test_a_base_ends_with_the_last_role_that_builds_on_it() -> None:
    officer = known(1, held=held("planning-officer"))
    line = only(planned(said(roles="Procurement officer"), people=(officer,)))
    assert sorted(move[1] or "" for move in moves(line)) == [
        "",
        "",
        "Member of staff (Planning), from 8 May 2023",
        "Planning officer, from 8 May 2023",
    ]
    assert {move[2] for move in moves(line) if move[1] is None} == {
        "Procurement officer, from 10 May 2027",
        "Member of staff (Corporate procurement), from 10 May 2027",
    }


def test_an_empty_cell_or_no_column_of_roles_changes_none() -> None:
    assert only(planned(said(), people=(known(),))).outcome == Outcome.UNCHANGED
    found = planned(("R1", "Person Name1"), people=(known(),), header=("reference", "name"))
    assert only(found).outcome == Outcome.UNCHANGED


def test_a_file_that_names_no_service_does_not_change_it() -> None:
    head = known(1, held=held("head-of-service", service="housing"))
    assert only(planned(said(roles="Head of service"), people=(head,))).outcome == Outcome.UNCHANGED
    moved = only(planned(said(roles="Head of service", service="Planning"), people=(head,)))
    assert ("role", None, "Head of service (Planning), from 10 May 2027") in moves(moved)


@pytest.mark.parametrize("first", ["2022-05-09", "2023-06-01"])
def test_another_first_day_corrects_the_one_that_is_known_with_its_roles(first: str) -> None:
    line = only(planned(said(roles="Councillor", starts=first), people=(known(),)))
    assert line.deed
    assert line.deed.period == (1, Days(date.fromisoformat(first), None))
    assert [after.days.starts_on.isoformat() for _, after in line.deed.roles_changed] == [first]


def test_a_last_day_ends_the_time_and_every_role() -> None:
    line = only(planned(said(ends="2027-05-09"), people=(known(1, "scrutiny-member"),)))
    assert line.outcome == Outcome.LEAVING
    assert moves(line)[0] == ("ends_on", None, "2027-05-10")
    assert line.deed
    assert {after.days.ends_on for _, after in line.deed.roles_changed} == {date(2027, 5, 10)}


def test_a_named_role_of_which_no_day_would_be_left_begins_anew() -> None:
    """It was to begin after the last day that is said now: the row asks for it before."""
    later = held("planning-officer", days=(date(2027, 9, 1), None))
    soon = known(1, held=(*held("councillor"), *(replace(one, id=one.id + 9) for one in later)))
    row = said(roles="Planning officer; Head of service", starts="2027-05-20", ends="2027-05-20")
    assert set(moves(only(planned(row, people=(soon,))))) >= {
        ("role", "Planning officer, from 1 September 2027", None),
        ("role", None, "Planning officer, 20 May 2027 to 20 May 2027"),
        ("role", None, "Head of service, 20 May 2027 to 20 May 2027"),
    }
    never = said(roles="Planning officer", ends="2027-05-09")
    assert "before a new role could begin" in problems(only(planned(never, people=(soon,))))


def test_who_has_left_is_unchanged_by_the_row_that_said_so() -> None:
    row = said(roles="Councillor", ends="2025-03-01")
    assert only(planned(row, people=(LEFT,))).outcome == Outcome.UNCHANGED


def test_a_last_day_moves_and_is_taken_away() -> None:
    leaving = known(1, days=(BEGAN, date(2027, 6, 1)))
    later = only(planned(said(ends="2027-12-31"), people=(leaving,)))
    assert later.outcome == Outcome.CHANGED
    assert later.deed
    assert later.deed.period == (1, Days(BEGAN, date(2028, 1, 1)))
    assert [after.days.ends_on for _, after in later.deed.roles_changed] == [date(2028, 1, 1)]
    stays = only(planned(said(ends="none"), people=(leaving,)))
    assert stays.deed
    assert stays.deed.period == (1, Days(BEGAN, None))
    assert [after.days.ends_on for _, after in stays.deed.roles_changed] == [None]
    sooner = only(planned(said(ends="2027-05-20"), people=(leaving,)))
    assert sooner.outcome == Outcome.LEAVING


def test_who_comes_back_has_a_new_time_under_the_same_code() -> None:
    line = only(planned(said(roles="Councillor", starts="2027-05-10"), people=(LEFT,)))
    assert line.deed
    assert (line.deed.person_id, line.deed.code, line.deed.membership_id) == (1, "code1", None)
    assert line.deed.joins == Days(DAY, None)
    assert line.deed.roles == (RoleDays("councillor", None, Days(DAY, None)),)
    assert moves(line)[:2] == [
        ("starts_on", "2023-05-08", "2027-05-10"),
        ("ends_on", "2025-03-02", None),
    ]
    assert only(planned(said(roles="Councillor"), people=(LEFT,))).deed.joins == Days(DAY, None)


def test_who_has_left_and_is_named_with_an_old_first_day_is_asked_about() -> None:
    row = said(roles="Councillor", starts=BEGAN.isoformat())
    assert "They left on 1 March 2025. If they came back" in problems(
        only(planned(row, people=(LEFT,)))
    )
    never = only(planned(said(roles="Councillor", ends="none"), people=(LEFT,)))
    assert never.deed
    assert never.deed.period == (1, Days(BEGAN, None))
    assert [after.days.ends_on for _, after in never.deed.roles_changed] == [None]
    assert "Enter the role they come back to" in problems(only(planned(said(), people=(LEFT,))))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (said(ends="2023-05-07"), "The last day is before the first, 8 May 2023"),
        (said(ends="2027-05-09", roles="Councillor; Scrutiny member"), "before a new role could"),
        (said(starts="2027-13-01"), "is no day between"),
        (said(starts="13/13/2027"), "is no day between"),
        (said(starts="05/31/2027"), "Write 2027-05-31 if you mean that day"),
        (said(email="nobody"), "“nobody” is no e-mail address"),
        (said(reference="x" * 81), "Use 80 characters at most"),
    ],
)
def test_what_cannot_be_is_said_with_how_to_mend_it(row: tuple[str, ...], words: str) -> None:
    line = only(planned(row, people=(known(),)))
    assert line.outcome == Outcome.ERROR
    assert words in problems(line)


@pytest.mark.parametrize("written", ["46517", "10/05/2027", "2027-05-10", "10 May 2027", "46517.0"])
def test_days_are_read_as_people_and_excel_write_them(written: str) -> None:
    line = only(planned(said(reference="N1", name="Z", roles="Councillor", starts=written)))
    assert line.deed
    assert line.deed.joins == Days(DAY, None)


PAUSES = ("reference", "paused from", "paused until", "back on")


def pause(*cells: str, known_pauses: tuple[Paused, ...] = ()):
    return only(planned(("R1", *cells), people=(known(pauses=known_pauses),), header=PAUSES))


def test_a_pause_begins_ends_and_moves() -> None:
    assert moves(pause("2027-06-01", "", "")) == [("pause", None, "from 1 June 2027")]
    assert moves(pause("2027-06-01", "2027-06-30", "")) == [
        ("pause", None, "1 June 2027 to 30 June 2027")
    ]
    assert moves(pause("2027-06-01", "", "2027-07-01")) == moves(
        pause("2027-06-01", "2027-06-30", "")
    )
    away = (Paused(7, date(2027, 4, 1), None),)
    back = pause("", "", "2027-06-01", known_pauses=away)
    assert moves(back) == [("pause", "from 1 April 2027", "1 April 2027 to 31 May 2027")]
    assert back.deed
    assert back.deed.pauses_changed[0][0] == 7
    same = pause("2027-04-01", "", "", known_pauses=away)
    assert same.outcome == Outcome.UNCHANGED


def test_who_is_back_is_no_longer_away_and_what_never_began_does_not_happen() -> None:
    away = (Paused(7, date(2027, 4, 1), None),)
    assert moves(pause("none", "", "", known_pauses=away)) == [
        ("pause", "from 1 April 2027", "1 April 2027 to 9 May 2027")
    ]
    later = (Paused(7, date(2027, 8, 1), None),)
    gone = pause("no", "", "", known_pauses=later)
    assert gone.deed
    assert gone.deed.pauses_gone == (7,)
    assert pause("no", "", "").outcome == Outcome.UNCHANGED


def test_a_pause_that_cannot_be_is_an_error() -> None:
    assert "Enter when the pause begins" in problems(pause("", "2027-06-01", ""))
    assert "after the pause begins" in problems(pause("2027-06-02", "", "2027-06-01"))
    assert "not the day after" in problems(pause("2027-06-01", "2027-06-30", "2027-07-15"))


def test_those_whom_a_full_file_does_not_name_are_proposed_and_never_more() -> None:
    people = tuple(known(number) for number in (1, 2, 3))
    hidden = known(4, may_change=False)
    gone = known(5, days=(BEGAN, date(2026, 1, 1)))
    leavers = Leavers(date(2027, 5, 9), chosen=frozenset({"code3"}))
    found = planned(said(), people=(*people, hidden, gone), leavers=leavers)
    proposed = [line for line in found.lines if line.proposed]
    assert [line.code for line in proposed] == ["code2", "code3"]
    assert [deed.code for deed in found.deeds] == ["code3"]
    assert proposed[1].deed
    assert proposed[1].deed.period == (3, Days(BEGAN, DAY))
    assert [line.code for line in planned(said(), people=people).lines] == ["code1"]


def test_who_stands_in_a_row_with_an_error_is_not_proposed_as_a_leaver() -> None:
    found = planned(said(starts="soon"), people=(known(),), leavers=Leavers(date(2027, 5, 9)))
    assert only(found).outcome == Outcome.ERROR


def test_language_is_read_in_both_languages() -> None:
    header = ("reference", "language")
    for written, code in (("Welsh", "cy"), ("Cymraeg", "cy"), ("Saesneg", "en"), ("EN", "en")):
        line = only(planned(("R1", written), people=(known(),), header=header))
        assert moves(line) == [("language", None, code)]
    wrong = only(planned(("R1", "Latin"), people=(known(),), header=header))
    assert "English or Welsh" in problems(wrong)


def test_a_committee_s_substitute_is_another_than_its_member() -> None:
    member = known(1, "scrutiny-member")
    row = said(roles="Scrutiny member (substitute)")
    line = only(planned(row, people=(member,)))
    assert moves(line) == [
        ("role", None, "Scrutiny member, as substitute, from 10 May 2027"),
        ("role", "Scrutiny member, from 8 May 2023", "Scrutiny member, 8 May 2023 to 9 May 2027"),
    ]
    rows = tuple(replace(one, substitute=one.role != "councillor") for one in member.time.held)
    again = only(planned(row, people=(known(1, held=rows),)))
    assert again.outcome == Outcome.UNCHANGED
