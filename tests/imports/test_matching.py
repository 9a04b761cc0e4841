from datetime import date

import pytest

from learning.imports.rules.deeds import Outcome
from learning.imports.rules.planning import Leavers
from learning.people.standing import Scope
from tests.imports.planned import BEGAN, held, known, moves, only, planned, problems, said

ADA = known(1, name="Ada Merriweather", own_name="Ada Merriweather")
TOM = known(2, name="Tom Hale", own_name="Tom Hale")
NEWCOMER = {"name": "Zadie Newcomer", "roles": "Councillor"}


def test_the_reference_says_who_whatever_the_address() -> None:
    line = only(planned(said(reference=" r 1 ", email="other@here.example"), people=(ADA, TOM)))
    assert line.code == "code1"
    assert moves(line) == [("address", "p1@here.example", "other@here.example")]


def test_without_a_reference_a_verified_address_says_who_then_one_the_council_said() -> None:
    verified = known(1, addresses=(("mine@home.example", "mine@home.example"),))
    line = only(planned(said(reference="", email="Mine@home.example"), people=(verified, TOM)))
    assert line.code == "code1"
    line = only(planned(said(reference="", email="P2@here.example"), people=(verified, TOM)))
    assert (line.code, line.outcome) == ("code2", Outcome.UNCHANGED)


def test_somebody_without_a_reference_is_known_by_address_and_gets_the_reference() -> None:
    bare = known(1, reference=None, reference_key=None)
    line = only(planned(said(reference="77", email="p1@here.example"), people=(bare,)))
    assert moves(line) == [("reference", None, "77")]


def test_an_address_of_somebody_under_another_reference_is_asked_about() -> None:
    line = only(planned(said(reference="R9", email="p1@here.example", **NEWCOMER), people=(ADA,)))
    assert line.outcome == Outcome.ERROR
    assert "Here this address is that of Ada Merriweather, reference R1" in problems(line)
    both = only(planned(said(reference="R2", email="p1@here.example"), people=(ADA, TOM)))
    assert "is that of Ada Merriweather, reference R1" in problems(both)


def test_an_address_handed_on_to_a_successor_does_not_hand_on_the_account() -> None:
    left = known(1, name="Ada Merriweather", days=(BEGAN, date(2027, 5, 9)))
    row = said(reference="", email="p1@here.example", name="Bryn Successor", roles="Councillor")
    line = only(planned(row, people=(left,)))
    assert "If it is a successor, enter an address of their own" in problems(line)


def test_a_name_that_changed_in_part_is_the_same_person() -> None:
    line = only(
        planned(said(reference="", email="p1@here.example", name="Ada Smith"), people=(ADA,))
    )
    assert moves(line) == [("name", "Ada Merriweather", "Ada Smith")]
    assert line.deed
    assert line.deed.renamed == "Ada Smith"


def test_who_belongs_elsewhere_too_keeps_their_own_name() -> None:
    ada = known(1, own_name="Ada M", name="Ada M", elsewhere=True)
    line = only(planned(said(name="Ada Merriweather"), people=(ada,)))
    assert line.deed
    assert line.deed.renamed is None
    assert line.notes == ("The name on their own record stays “Ada M”",)


def test_two_rows_for_one_person_are_both_wrong_and_name_each_other() -> None:
    found = planned(said(), said(reference="", email="p1@here.example"), people=(ADA,))
    assert [problems(one) for one in found.lines] == [
        ": Row 3 has the same person. Keep one row, with all of their roles",
        ": Row 2 has the same person. Keep one row, with all of their roles",
    ]
    same = planned(said(reference="N1", **NEWCOMER), said(reference="n 1", **NEWCOMER))
    assert all("reference: Row" in problems(one) for one in same.lines)


def test_a_mailbox_in_two_rows_is_refused_and_one_that_looks_shared_is_flagged() -> None:
    rows = [said(reference=f"N{n}", email="ward.north@here.example", **NEWCOMER) for n in (1, 2)]
    found = planned(*rows)
    assert all("two people never share an address" in problems(one) for one in found.lines)
    alone = only(planned(rows[0]))
    assert alone.outcome == Outcome.NEW
    assert "looks like a mailbox that several people read" in alone.notes[0]
    for own in ("j.postlethwaite", "wardle", "clerkson.p", "mayor.okonjo"):
        line = only(planned(said(reference="N1", email=f"{own}@here.example", **NEWCOMER)))
        assert line.notes == ()


def test_zeros_that_excel_took_away_are_said_and_make_no_second_person() -> None:
    ada = known(1, name="Ada Merriweather", reference="00731", reference_key="00731")
    for row in (
        said(reference="731", name="Ada Merriweather"),
        said(reference="731", email="p1@here.example"),
    ):
        line = only(planned(row, people=(ada,)))
        assert line.code == "code1"
        assert "differs from 00731" in line.notes[0]
    other = only(planned(said(reference="731", **NEWCOMER), people=(ada,)))
    assert other.outcome == Outcome.NEW
    assert "differs from 00731 of Ada Merriweather" in other.notes[0]


def test_zeros_that_came_back_after_excel_took_them_are_a_correction_of_nothing_else() -> None:
    ada = known(1, name="Ada Merriweather", reference="731", reference_key="731")
    line = only(planned(said(reference="00731", name="Ada Merriweather"), people=(ada,)))
    assert moves(line) == [("reference", "731", "00731")]


@pytest.mark.parametrize(
    "row",
    [
        said(),
        said(reference="", email="p1@here.example"),
        said(reference="R9", email="p1@here.example", **NEWCOMER),
        said(reference="", email="p1@here.example", name="Somebody Else", roles="Councillor"),
    ],
)
def test_of_people_who_are_hidden_a_row_learns_nothing(row: tuple[str, ...]) -> None:
    hidden = known(1, name="Grace Secret", own_name="Grace Secret", may_change=False)
    line = only(planned(row, people=(hidden, TOM)))
    assert line.outcome == Outcome.ERROR
    assert "The person in this row cannot be changed by you" in problems(line)
    assert "Secret" not in repr(line)
    assert line.code is None


def test_a_lead_of_some_gives_and_ends_no_roles_of_others() -> None:
    members = Scope(whole=False, tiers=frozenset({"councillor"}))
    both = known(1, held=(*held("scrutiny-member"), *held("planning-officer")))
    line = only(planned(said(roles="Councillor"), people=(both,), scope=members))
    assert [move[1] for move in moves(line)] == ["Scrutiny member, from 8 May 2023"]
    officer = said(reference="N1", name="Zadie", roles="Planning officer")
    assert "no role that you look after" in problems(only(planned(officer, scope=members)))
    leaving = only(planned(said(ends="2027-05-01"), people=(both,), scope=members))
    assert "They also hold a role that you do not look after" in problems(leaving)


def test_a_row_needs_something_to_go_by() -> None:
    line = only(planned(said(reference="", name="Zadie")))
    assert problems(line) == "reference: Enter a reference or an e-mail address"
    assert "Enter the name" in problems(only(planned(said(reference="N1", roles="Councillor"))))
    assert "Enter a role" in problems(only(planned(said(reference="N1", name="Zadie"))))


def test_a_manager_nobody_knows_is_a_word_and_no_error() -> None:
    header = ("reference", "manager")
    found = only(planned(("R1", "who@here.example"), people=(ADA,), header=header))
    assert found.notes == ("Nobody here has the manager’s address who@here.example",)
    known_one = only(planned(("R1", "P2@here.example"), people=(ADA, TOM), header=header))
    assert known_one.notes == ()
    assert moves(known_one) == [("manager", None, "p2@here.example")]


def test_a_reference_with_wholly_another_name_is_flagged() -> None:
    line = only(planned(said(name="Zed Other"), people=(ADA,)))
    assert line.outcome == Outcome.CHANGED
    assert "The name is wholly another than before" in line.notes[0]
    assert only(planned(said(name="Ada Smith"), people=(ADA,))).notes == ()


def test_a_reference_is_looked_up_as_it_is_at_signing_in() -> None:
    line = only(planned(said(reference="\uff32\uff11"), people=(ADA, TOM)))  # R1 in wide letters
    assert line.code == "code1"


def test_an_address_that_no_e_mail_reaches_is_an_error_and_not_found_out_afterwards() -> None:
    for address in ("Órla.Ng@here.example", "k.d’arcy@here.example"):
        line = only(planned(said(reference="R9", email=address, **NEWCOMER)))
        assert line.outcome == Outcome.ERROR
        assert f"E-mail cannot be sent to “{address}”" in problems(line)
    straight = said(reference="R9", email="k.d'arcy@here.example", **NEWCOMER)
    assert only(planned(straight)).outcome == Outcome.NEW


def test_a_file_without_a_column_of_names_says_so() -> None:
    bare = planned(("R9", "n@here.example", "Cllr"), header=("reference", "email", "roles"))
    assert "call the column that holds the names “name”" in problems(only(bare))


def test_whoever_a_full_file_leaves_out_is_shown_by_no_address_of_their_own() -> None:
    own = known(1, address=None, address_key=None, addresses=(("me@home.example",) * 2,))
    line = only(planned(people=(own,), leavers=Leavers(BEGAN)))
    assert (line.code, line.address) == ("code1", None)
